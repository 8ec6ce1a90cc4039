/// Bytes that do not fit into memory, by their place.
public protocol ScratchFile: Sendable {
    /// Adds bytes at the end.
    func append(_ bytes: [UInt8]) throws

    /// The `count` bytes from `offset` on, all of them.
    func read(_ count: Int, from offset: Int) throws -> [UInt8]
}

/// Lines in an order that is known line by line, whatever their number: batches of them are sorted in memory and put into a
/// scratch file, and merged at the end.
struct SortedLines: Sendable {
    /// Where a line belongs; lines of one key stay in the order in which they were added.
    typealias Key = (account: Int32, party: Int32, day: Int32)

    private let scratch: any ScratchFile
    private let batchBytes: Int
    /// The lines of the batch and where each begins.
    private var batch: [UInt8] = []
    private var starts: [Int32] = []
    /// The batches before it, sorted, as ranges of the scratch file.
    private var runs: [Range<Int>] = []

    /// - Parameter batchBytes: how much memory a batch takes.
    init(in scratch: any ScratchFile, batchBytes: Int) {
        self.scratch = scratch
        self.batchBytes = batchBytes
    }

    /// Whether it is time for ``spill(by:)``.
    var isFull: Bool { batch.count >= batchBytes }

    mutating func add(_ line: LedgerLine) {
        starts.append(Int32(batch.count))
        line.put(into: &batch)
    }

    /// Puts the batch into the scratch file.
    ///
    /// - Parameter key: puts lines that were added into the order that it will have at the end.
    mutating func spill(by key: (LedgerLine.Place) -> Key) throws {
        let start = runs.last?.upperBound ?? 0
        var end = start
        var piece: [UInt8] = []
        func flush() throws {
            try scratch.append(piece)
            end += piece.count
            piece.removeAll(keepingCapacity: true)
        }
        for start in sorted(by: key) {
            piece += batch[start..<start + LedgerLine.size(batch, at: start)]
            if piece.count >= Self.pieceBytes { try flush() }
        }
        try flush()
        runs.append(start..<end)
        batch.removeAll(keepingCapacity: true)
        starts.removeAll(keepingCapacity: true)
    }

    /// Hands every line over, in order.
    mutating func forEach(by key: (LedgerLine.Place) -> Key, _ body: (LedgerLine) throws -> Void) throws {
        if runs.isEmpty {
            for start in sorted(by: key) { try body(LedgerLine(batch, at: start)) }
            return
        }
        if !starts.isEmpty { try spill(by: key) }
        (batch, starts) = ([], [])
        var cursors = try runs.map { try Cursor($0, scratch, key) }
        while let first = cursors.indices.min(by: { cursors[$0].key < cursors[$1].key }), let line = cursors[first].line
        {
            try body(line)
            try cursors[first].advance(scratch, key)
            if cursors[first].line == nil { cursors.remove(at: first) }
        }
    }

    private func sorted(by key: (LedgerLine.Place) -> Key) -> [Int] {
        let keyed = starts.map { (key: key(LedgerLine.place(batch, at: Int($0))), start: $0) }
        return keyed.sorted { $0.key == $1.key ? $0.start < $1.start : $0.key < $1.key }.map { Int($0.start) }
    }

    private static var pieceBytes: Int { 1 << 18 }

    /// The next line of a run.
    private struct Cursor {
        private var rest: Range<Int>
        private var buffer: [UInt8] = []
        private var next = 0
        /// Nil after the last one.
        private(set) var line: LedgerLine?
        private(set) var key: Key = (0, 0, 0)

        init(_ run: Range<Int>, _ scratch: any ScratchFile, _ key: (LedgerLine.Place) -> Key) throws {
            rest = run
            try advance(scratch, key)
        }

        mutating func advance(_ scratch: any ScratchFile, _ order: (LedgerLine.Place) -> Key) throws {
            try fill(scratch, LedgerLine.headBytes)
            guard next < buffer.count else {
                line = nil
                return
            }
            let size = LedgerLine.size(buffer, at: next)
            try fill(scratch, size)
            let line = LedgerLine(buffer, at: next)
            next += size
            (self.line, key) = (line, order(line.place))
        }

        /// Sees to it that as many bytes are there, unless the run ends.
        private mutating func fill(_ scratch: any ScratchFile, _ count: Int) throws {
            guard buffer.count - next < count, !rest.isEmpty else { return }
            let more = min(rest.count, max(count, pieceBytes))
            buffer = Array(buffer[next...]) + (try scratch.read(more, from: rest.lowerBound))
            next = 0
            rest = rest.lowerBound + more..<rest.upperBound
        }
    }
}
