/// The place of an event in the log: 1 for the first event, without gaps, in commit order (design 3.2).
public struct Position: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// 1 for the first event.
    public let number: Int64

    /// Nil when `number` is not positive.
    @inlinable public init?(_ number: Int64) {
        guard number > 0 else { return nil }
        self.number = number
    }

    /// The position of the leaf `leafIndex` (0 upwards) of the Merkle tree; stops the process when it is negative.
    @inlinable public init(leafIndex: Int64) {
        precondition(leafIndex >= 0, "a leaf index starts at 0")
        number = leafIndex + 1
    }

    /// The first position of every log.
    public static let first = Position(leafIndex: 0)

    /// The index of the event's leaf in the Merkle tree, 0 upwards.
    @inlinable public var leafIndex: Int64 { number - 1 }

    /// The position that comes after this one.
    @inlinable public var next: Position { Position(leafIndex: number) }

    /// The position `count` places later; `count` is not negative.
    @inlinable public func advanced(by count: Int) -> Position { Position(leafIndex: leafIndex + Int64(count)) }

    @inlinable public static func < (left: Position, right: Position) -> Bool { left.number < right.number }

    public var description: String { String(number) }
}
