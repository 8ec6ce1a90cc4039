import EventLog

/// The events of a stream as they are walked, newest first: each row says where the one before stands.
struct StreamChain {
    /// The place of the stream among those that are walked.
    let index: Int
    private let name: StreamName
    private let isWhole: Bool
    private var remaining: Int
    /// The position of the next event; 0 behind the last one that is asked for.
    private(set) var next: Int64

    /// - Parameter count: how many of the newest events are walked.
    init(_ index: Int, _ name: StreamName, _ head: StreamHead, atMost count: Int) {
        self.index = index
        self.name = name
        isWhole = count == head.version
        remaining = count
        next = count > 0 ? head.lastPosition.number : 0
    }

    /// Goes to the event before, which stands at `previous`.
    mutating func step(to previous: Int64) throws {
        remaining -= 1
        guard previous < next, remaining == 0 || previous > 0, !isWhole || remaining > 0 || previous == 0 else {
            throw broken
        }
        next = remaining > 0 ? previous : 0
    }

    private var broken: EventStoreError {
        .corrupt("the events of the stream \(name) are not as many as its version says")
    }
}

extension [StreamChain] {
    /// The place of the chain whose next event is the newest of all; nil when every chain ended.
    var newest: Int? {
        indices.max { self[$0].next < self[$1].next }.flatMap { self[$0].next > 0 ? $0 : nil }
    }

    /// The newest position that the others go to next; 0 when they ended.
    func newest(besides place: Int) -> Int64 {
        indices.reduce(0) { $1 == place ? $0 : Swift.max($0, self[$1].next) }
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
