/// The name of a stream: the events of one contract, one tariff row, one tenant code, or of the ledger itself.
///
/// A kind in lower-case kebab-case (`ledger`), or a kind, `/` and an identifier (`contract/7f3a`, `tariff/ATHENA/T1`) of
/// `[0-9A-Za-z_.:@+/-]`; at most 160 ASCII bytes, none of which JSON escapes.
public struct StreamName: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let text: String

    /// The longest name, in bytes.
    public static let maximumBytes = 160

    /// Nil when `text` is no name of a stream.
    public init?(_ text: String) {
        var text = text
        guard text.withUTF8(Self.isName) else { return nil }
        self.text = text
    }

    /// The stream of what concerns the whole ledger: policies, closed periods, registered schemas.
    public static let ledger = StreamName(checked: "ledger")

    private init(checked text: String) { self.text = text }

    public var description: String { text }

    /// The order of the bytes.
    public static func < (left: StreamName, right: StreamName) -> Bool { left.text < right.text }

    private static func isName(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard (1...maximumBytes).contains(bytes.count) else { return false }
        let kind = bytes.prefix { $0 != 0x2F }
        guard KebabCase.isWord(kind) else { return false }
        if kind.count == bytes.count { return true }
        let identifier = bytes[(kind.count + 1)...]
        return !identifier.isEmpty
            && identifier.allSatisfy { PrintableASCII.isNameByte($0) || $0 == 0x2F || $0 == 0x2B }
    }
}

/// The type of an event as it is stored: a kebab-case name in the past tense and a version, never derived from Swift names.
public struct EventType: Hashable, Sendable, CustomStringConvertible {
    /// 1 to 64 bytes, kebab-case, such as `keys-handed-over`.
    public let name: String

    /// 1 to 9999.
    public let version: Int

    /// Nil when the name is not kebab-case of 1 to 64 bytes or the version not 1 to 9999.
    public init?(name: String, version: Int) {
        var name = name
        guard name.withUTF8({ (1...64).contains($0.count) && KebabCase.isWord($0[...]) }), (1...9999).contains(version)
        else { return nil }
        self.name = name
        self.version = version
    }

    /// `keys-handed-over.v1`.
    public var description: String { "\(name).v\(version)" }
}

/// Words joined by single hyphens, of lower-case letters and digits, starting with a letter.
enum KebabCase {
    static func isWord(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        guard let first = bytes.first, (0x61...0x7A).contains(first), bytes.last != 0x2D else { return false }
        var previous: UInt8 = 0
        for byte in bytes {
            let isWordByte = (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
            guard isWordByte || (byte == 0x2D && previous != 0x2D) else { return false }
            previous = byte
        }
        return true
    }
}

enum PrintableASCII {
    /// `[0-9A-Za-z_.:@-]`
    static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x3A, 0x40...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
        default: false
        }
    }
}
