import EventLog

/// A log cut into stretches of the same length, each of them made in one piece.
struct LogStretches: Sendable {
    /// The last event.
    let known: Position

    /// In events; what was read of a stretch is in memory at once.
    private static let length: Int64 = 8_192

    var count: Int { Int((known.number + Self.length - 1) / Self.length) }

    /// The positions of a stretch.
    subscript(stretch: Int) -> ClosedRange<Int64> {
        Int64(stretch) * Self.length + 1...min(Int64(stretch + 1) * Self.length, known.number)
    }

    /// The stretch that an event stands in.
    static func stretch(of position: Position) -> Int { Int((position.number - 1) / length) }
}
