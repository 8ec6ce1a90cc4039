import EventLog

/// The events of a log, shared out among threads that read parts of it and end together.
///
/// A thread takes one stretch after another of the part it has begun. When that is read it begins another: one that nobody
/// has begun, or the later half of what is left of somebody else's.
struct SharedLog {
    /// What is left of each part, as indices of leaves; a part begins at a multiple of ``LogTiles/width``.
    private var left: [Range<Int64>]
    /// The parts that nobody has begun.
    private var waiting: [Int]
    private let stretch: Int64
    /// The number of events given out.
    private(set) var taken: Int64 = 0

    /// Two parts, each a half.
    ///
    /// - Parameter stretch: how many events are taken at a time, a multiple of ``LogTiles/width``.
    init(size: Int64, stretch: Int64) {
        precondition(stretch > 0 && stretch % LogTiles.width == 0, "a stretch is made of whole tiles")
        let middle = size / 2 / LogTiles.width * LogTiles.width
        left = [0..<middle, middle..<size].filter { !$0.isEmpty }
        waiting = left.indices.reversed()
        self.stretch = stretch
    }

    /// A part for a thread that has none; nil when what is left is not worth sharing.
    mutating func begin() -> Int? {
        if let part = waiting.popLast() { return part }
        guard let longest = left.indices.max(by: { left[$0].count < left[$1].count }),
            left[longest].count >= 2 * Int(stretch)
        else { return nil }
        let rest = left[longest]
        let middle = rest.lowerBound + Int64(rest.count) / 2 / stretch * stretch
        left[longest] = rest.lowerBound..<middle
        left.append(middle..<rest.upperBound)
        return left.count - 1
    }

    /// The next events of a part; nil when it is read.
    mutating func next(of part: Int) -> (first: Position, last: Position)? {
        let rest = left[part]
        guard let first = Position(rest.lowerBound + 1),
            let last = Position(min(rest.lowerBound + stretch, rest.upperBound)), !rest.isEmpty
        else { return nil }
        left[part] = last.number..<rest.upperBound
        taken += last.number - rest.lowerBound
        return (first, last)
    }

    /// Nothing more is to be read.
    mutating func stop() {
        waiting = []
        for part in left.indices { left[part] = left[part].upperBound..<left[part].upperBound }
    }
}
