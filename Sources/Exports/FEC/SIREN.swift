/// *SIREN*: the nine digits that name a French organisation; the last is a check digit (Luhn).
public struct SIREN: Hashable, Sendable, CustomStringConvertible {
    public let text: String

    /// Nil when `text` is not nine digits, or when their check digit is wrong; they may stand in groups of three, as on
    /// letter paper.
    public init?(_ text: String) {
        let groups = text.split(separator: " ", omittingEmptySubsequences: false)
        let text = groups.map(\.count) == [3, 3, 3] ? groups.joined() : text
        guard text.utf8.count == 9, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        let sum = text.utf8.reversed().enumerated().reduce(0) { sum, next in
            let digit = Int(next.element - 0x30) * (next.offset % 2 == 1 ? 2 : 1)
            return sum + digit / 10 + digit % 10
        }
        guard sum % 10 == 0 else { return nil }
        self.text = text
    }

    public var description: String { text }
}
