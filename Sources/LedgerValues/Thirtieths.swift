/// A number of thirtieths of a month, 0 to 30: the unit in which an incomplete month is billed.
public struct Thirtieths: Hashable, Comparable, Sendable {
    /// 0 to 30.
    public let count: Int

    /// A whole month, whatever its length.
    public static let wholeMonth = Thirtieths(30)

    /// `count` thirtieths, at most 30: the 31st day of a month costs nothing more.
    public init(_ count: Int) {
        precondition(count >= 0, "thirtieths are not negative")
        self.count = min(count, 30)
    }

    public static func < (left: Thirtieths, right: Thirtieths) -> Bool { left.count < right.count }
}
