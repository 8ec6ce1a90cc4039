/// The opaque identifier of a contract (one admission decision and its renewals), given by the client.
///
/// Never a tenant code, an INE or a name: 1 to 64 characters of `[0-9A-Za-z_-]`.
public struct ContractID: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let text: String

    /// Nil when `text` is not 1 to 64 characters of `[0-9A-Za-z_-]`, or is written like an INE.
    public init?(_ text: String) {
        guard Characters.read(text, Self.isIdentifier) else { return nil }
        self.text = text
    }

    /// Nil when the bytes are not the text of a contract's identifier.
    public init?(ascii bytes: UnsafeBufferPointer<UInt8>) {
        guard Self.isIdentifier(bytes) else { return nil }
        text = String(decoding: bytes, as: UTF8.self)
    }

    private static func isIdentifier(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        (1...64).contains(bytes.count) && Characters.all(bytes, Characters.isIdentifier)
            && !StudentNumber.looksLike(bytes)
    }

    public var description: String { text }
    public static func < (left: ContractID, right: ContractID) -> Bool { left.text < right.text }
}

/// *Code locataire*: an alphanumeric alias of a housing file, compared exactly. Never an identity.
public struct TenantCode: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let text: String

    /// Nil when `text` is not 1 to 32 characters of `[0-9A-Za-z]`, or is written like an INE.
    public init?(_ text: String) {
        guard Characters.read(text, Self.isCode) else { return nil }
        self.text = text
    }

    /// Nil when the bytes are not the text of a tenant code.
    public init?(ascii bytes: UnsafeBufferPointer<UInt8>) {
        guard Self.isCode(bytes) else { return nil }
        text = String(decoding: bytes, as: UTF8.self)
    }

    private static func isCode(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        (1...32).contains(bytes.count) && Characters.all(bytes, Characters.isAlphanumeric)
            && !StudentNumber.looksLike(bytes)
    }

    public var description: String { text }
    public static func < (left: TenantCode, right: TenantCode) -> Bool { left.text < right.text }
}

/// The national student number (*INE*): it names a person, so it never enters the log.
public struct StudentNumber: Hashable, Sendable {
    public let text: String

    /// Nil when `text` is not ten digits and a letter, or nine digits and two letters.
    public init?(_ text: String) {
        guard Self.looksLike(text) else { return nil }
        self.text = text
    }

    /// Whether `text` is ten digits and a letter, or nine digits and two letters: 11 characters.
    public static func looksLike(_ text: String) -> Bool { Characters.read(text, looksLike(_:)) }

    /// Whether a person who wrote `text` may have meant a student number, in lower case or announced as one: what a request
    /// must not bring in. What was recorded before is read by ``looksLike(_:)`` alone.
    public static func isMeant(by text: String) -> Bool { Characters.read(text, isMeant(by:)) }

    /// Whether a word of `text`, or all of it, is what ``isMeant(by:)`` a student number.
    public static func stands(in text: String) -> Bool {
        isMeant(by: text)
            || text.split { !$0.isASCII || !($0.isLetter || $0.isNumber) }.contains { isMeant(by: String($0)) }
    }

    private static func isMeant(by bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        // Longer than a number after `INE`, a separator on each side of it, it is something else.
        guard (11...16).contains(bytes.count) else { return false }
        var capitals = bytes.map { (0x61...0x7A).contains($0) ? $0 - 0x20 : $0 }[...]
        func trim() {
            capitals = capitals.drop { !Characters.isAlphanumeric($0) }
            while let last = capitals.last, !Characters.isAlphanumeric(last) { capitals.removeLast() }
        }
        trim()
        if capitals.count > 11, capitals.starts(with: "INE".utf8) {
            capitals.removeFirst(3)
            trim()
        }
        return Array(capitals).withUnsafeBufferPointer { looksLike($0) }
    }

    static func looksLike(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard bytes.count == 11 else { return false }
        let digits = bytes.prefix { (0x30...0x39).contains($0) }.count
        return digits >= 9 && digits <= 10 && bytes[digits...].allSatisfy { (0x41...0x5A).contains($0) }
    }
}

/// A row of a tariff table, such as `ATHENA/PLEIADE/T1-PLEIADE-20M/SINGLE`: 1 to 96 characters of `[0-9A-Z/_.+-]`.
public struct TariffRowID: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let text: String

    /// Nil when `text` is not 1 to 96 characters of `[0-9A-Z/_.+-]`.
    public init?(_ text: String) {
        guard Characters.read(text, Self.isRow) else { return nil }
        self.text = text
    }

    /// Nil when the bytes are not the text of a tariff row's identifier.
    public init?(ascii bytes: UnsafeBufferPointer<UInt8>) {
        guard Self.isRow(bytes) else { return nil }
        text = String(decoding: bytes, as: UTF8.self)
    }

    private static func isRow(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        (1...96).contains(bytes.count) && Characters.all(bytes, Characters.isRow)
    }

    public var description: String { text }
    public static func < (left: TariffRowID, right: TariffRowID) -> Bool { left.text < right.text }
}

/// A code that stands in an event where a person would like to write words: 1 to 48 characters of `[0-9A-Za-z_.-]`.
///
/// Free text never enters the log (design 3.10).
public struct Code: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let text: String

    /// Nil when `text` is not 1 to 48 characters of `[0-9A-Za-z_.-]`.
    public init?(_ text: String) {
        guard Characters.read(text, Self.isCode) else { return nil }
        self.text = text
    }

    /// Nil when the bytes are not the text of a code.
    public init?(ascii bytes: UnsafeBufferPointer<UInt8>) {
        guard Self.isCode(bytes) else { return nil }
        text = String(decoding: bytes, as: UTF8.self)
    }

    private static func isCode(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        (1...48).contains(bytes.count) && Characters.all(bytes) { Characters.isIdentifier($0) || $0 == 0x2E }
    }

    public var description: String { text }
    public static func < (left: Code, right: Code) -> Bool { left.text < right.text }
}

enum Characters {
    /// Whether the UTF-8 of `text` is one.
    @inline(__always)
    static func read(_ text: String, _ isOne: (UnsafeBufferPointer<UInt8>) -> Bool) -> Bool {
        var text = text
        return text.withUTF8(isOne)
    }

    /// Whether every byte is one; looks at all of them, which takes no branch a byte.
    @inline(__always)
    static func all(_ bytes: UnsafeBufferPointer<UInt8>, _ isOne: (UInt8) -> Bool) -> Bool {
        var isEach = true
        for byte in bytes { isEach = isOne(byte) && isEach }
        return isEach
    }

    @inline(__always)
    static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }

    /// `[0-9A-Za-z_-]`
    @inline(__always)
    static func isIdentifier(_ byte: UInt8) -> Bool { isAlphanumeric(byte) || byte == 0x5F || byte == 0x2D }

    /// `[0-9A-Z/_.+-]`
    @inline(__always)
    static func isRow(_ byte: UInt8) -> Bool {
        (0x2D...0x39).contains(byte) || (0x41...0x5A).contains(byte) || byte == 0x5F || byte == 0x2B
    }
}
