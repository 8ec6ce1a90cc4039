import EventLog

/// Streams that are walked together, newest event first: each row says where the one before stands.
struct StreamChains {
    /// The position of the next event of each; 0 behind the last one that is asked for.
    private var next: [Int64] = []
    private var chains: [(name: StreamName, remaining: Int, isWhole: Bool)] = []

    /// - Parameter count: how many of the newest events are walked.
    mutating func add(_ name: StreamName, _ head: StreamHead?, atMost count: Int) {
        next.append(count > 0 ? head?.lastPosition.number ?? 0 : 0)
        chains.append((name, count, count == head?.version))
    }

    /// The stream with the newest event that is still to come, its position, and the newest of the other streams (0 when
    /// they ended); nil when every stream ended.
    var newest: (stream: Int, Position, other: Int64)? {
        var (stream, newest, other) = (0, Int64(0), Int64(0))
        for (index, position) in next.enumerated() {
            if position > newest {
                (stream, newest, other) = (index, position, newest)
            } else {
                other = max(other, position)
            }
        }
        return Position(newest).map { (stream, $0, other) }
    }

    /// Goes to the event before in a stream, which stands at `previous`; answers the next one's position, 0 at the end.
    mutating func step(_ stream: Int, to previous: Int64) throws -> Int64 {
        chains[stream].remaining -= 1
        let isLast = chains[stream].remaining == 0
        let isExpected = isLast ? previous == 0 || !chains[stream].isWhole : previous > 0
        guard isExpected, previous < next[stream] else {
            throw EventStoreError.corrupt(
                "the events of the stream \(chains[stream].name) are not as many as its version says")
        }
        next[stream] = isLast ? 0 : previous
        return next[stream]
    }
}

/// Rows of events by falling positions: one that stands a little before the last one is stepped to instead of looked for.
struct NewestFirst {
    private let statement: SQLiteStatement
    private var current: Int64?

    /// About what looking for a row costs, in rows.
    private static let reach: Int64 = 8

    init(_ statement: SQLiteStatement) { self.statement = statement }

    /// The statement, standing on the row at `position`.
    mutating func row(at position: Position) throws -> SQLiteStatement {
        var current = current ?? .max
        if current > position.number, current - position.number <= Self.reach {
            while current > position.number, try statement.step() { current = statement.integer(0) }
        } else {
            statement.reset()
            statement.bind(1, position.number)
            current = try statement.step() ? statement.integer(0) : 0
        }
        guard current == position.number else {
            throw EventStoreError.corrupt("the event at position \(position) is missing")
        }
        self.current = current
        return statement
    }

    func end() { statement.reset() }
}
