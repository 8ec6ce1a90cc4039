import LedgerValues

/// Who asked for an append: a code of a person's account or of a program, never a name.
///
/// 1 to 64 characters of `[0-9A-Za-z_.:@-]`.
public struct Actor: Hashable, Sendable, CustomStringConvertible {
    public let text: String

    /// Nil when `text` is not 1 to 64 characters of `[0-9A-Za-z_.:@-]`, or is written like an INE.
    public init?(_ text: String) {
        var text = text
        guard text.withUTF8({ (1...64).contains($0.count) && $0.allSatisfy(PrintableASCII.isNameByte) }),
            !StudentNumber.looksLike(text)
        else { return nil }
        self.text = text
    }

    public var description: String { text }
}

/// The client's own name of a request, unique for one actor and remembered for ever (design 3.7).
///
/// Time-ordered keys (UUIDv7) are fastest: random ones touch a different page of the index each time.
public struct IdempotencyKey: Hashable, Sendable, CustomStringConvertible {
    public let text: String

    /// Nil when `text` is not 1 to 128 printable ASCII characters, or is written like an INE.
    public init?(_ text: String) {
        var text = text
        guard text.withUTF8({ (1...128).contains($0.count) && $0.allSatisfy { (0x20...0x7E).contains($0) } }),
            !StudentNumber.looksLike(text)
        else { return nil }
        self.text = text
    }

    public var description: String { text }
}
