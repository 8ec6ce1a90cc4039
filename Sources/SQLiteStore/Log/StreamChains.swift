import EventLog

/// Streams that are walked together, newest event first: each row says where the one before stands.
struct StreamChains {
    /// The streams with events still to come and the position of the next one of each: the newest of all is first, and none
    /// is newer than the one at half its place.
    private var heap: [(next: Int64, stream: Int)] = []
    private var chains: [(name: StreamName, remaining: Int, isWhole: Bool)] = []

    /// - Parameter heads: the streams; nil for one without an event.
    /// - Parameter count: how many of the newest events of so many are walked.
    init(_ heads: [(name: StreamName, head: StreamHead?)], atMost count: (Int) -> Int) {
        for (stream, (name, head)) in heads.enumerated() {
            let remaining = head.map { count($0.version) } ?? 0
            chains.append((name, remaining, remaining == head?.version))
            if let head, remaining > 0 { heap.append((head.lastPosition.number, stream)) }
        }
        heap.sort { $0.next > $1.next }
    }

    /// The newest event that is still to come, and its stream; nil when every stream ended.
    var newest: (position: Position, stream: Int)? {
        heap.first.flatMap { first in Position(first.next).map { ($0, first.stream) } }
    }

    /// Goes to the event before ``newest`` in its stream, which stands at `previous`.
    mutating func step(to previous: Int64) throws {
        let (current, stream) = heap[0]
        chains[stream].remaining -= 1
        let isLast = chains[stream].remaining == 0
        let isExpected = isLast ? previous == 0 || !chains[stream].isWhole : previous > 0
        guard isExpected, previous < current else {
            throw EventStoreError.corrupt(
                "the events of the stream \(chains[stream].name) are not as many as its version says")
        }
        if isLast {
            heap.swapAt(0, heap.count - 1)
            heap.removeLast()
        } else {
            heap[0].next = previous
        }
        siftDown()
    }

    private mutating func siftDown() {
        var place = 0
        while 2 * place + 1 < heap.count {
            var later = 2 * place + 1
            if later + 1 < heap.count, heap[later + 1].next > heap[later].next { later += 1 }
            guard heap[later].next > heap[place].next else { return }
            heap.swapAt(place, later)
            place = later
        }
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
