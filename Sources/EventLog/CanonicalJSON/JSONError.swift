/// Why a JSON text is refused, and where.
public struct JSONError: Error, Hashable, Sendable {
    /// The closed set of reasons; the raw values are stable.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// The bytes do not follow the grammar of RFC 8259.
        case syntax
        /// An object names the same member twice.
        case duplicateKey
        /// A number has a fraction or an exponent, or is -0.
        case float
        /// An integer lies outside ±(2^53 − 1).
        case integerOutOfRange
        /// An escape spells half of a UTF-16 surrogate pair.
        case loneSurrogate
        /// The bytes are no UTF-8.
        case invalidUTF8
        /// A string is not in Unicode Normalization Form C.
        case notNFC
        /// A string holds a code point to which Unicode gives no character, so its normal form is not fixed for ever.
        case unassignedCharacter
        /// A string holds an unescaped character below U+0020.
        case controlCharacter
        /// Arrays and objects are nested deeper than allowed.
        case tooDeep
        /// The text has more bytes than allowed.
        case tooLarge
        /// Bytes follow the end of the value.
        case trailingBytes
        /// An object has a member that is not expected there.
        case unexpectedField
        /// An object lacks a member.
        case missingField
        /// A value is of another JSON type than expected.
        case wrongType
        /// The text is JSON, but not in the canonical spelling (RFC 8785).
        case notCanonical
        /// A member's name is not `[a-z][a-z0-9_]*`.
        case keyNotSnakeCase
        /// A string is no day `YYYY-MM-DD`.
        case invalidDate
        /// A string is no instant in the canonical spelling of RFC 3339.
        case invalidInstant
        /// A string is not the 64 lower-case hexadecimal digits of a digest.
        case invalidDigest
    }

    public let code: Code
    /// The byte of the text where the reason shows, counted from 0.
    public let offset: Int
    /// An English sentence for a person; programs compare `code`.
    public let detail: String

    public init(_ code: Code, offset: Int, detail: String) {
        self.code = code
        self.offset = offset
        self.detail = detail
    }
}

extension JSONError: CustomStringConvertible {
    /// Code, byte and sentence in one line.
    public var description: String { "\(code.rawValue) at byte \(offset): \(detail)" }
}

/// The limits that every JSON text of the ledger keeps.
public enum JSONLimits {
    /// The largest integer, 2^53 − 1: beyond it, programs that read numbers as doubles lose digits (RFC 8785 §3.2.2.3).
    public static let largestInteger: Int64 = 9_007_199_254_740_991
    /// The bytes of the largest event.
    public static let maximumBytes = 65_535
    /// How deep arrays and objects may be nested; the outermost counts 1.
    public static let maximumDepth = 16
}
