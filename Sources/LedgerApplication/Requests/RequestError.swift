/// Why a request is no command: found before any rule has looked at it.
///
/// Nothing of it repeats a value of the request: a value may be personal data.
public struct RequestError: Error, Hashable, Sendable {
    public let code: RequestErrorCode
    /// The path of the member at fault, such as `amount_cents` or `rows[2].deposit_cents`.
    public let field: String?
    /// Where the fault shows in the text; nil when the text has no such place.
    public internal(set) var place: TextPlace?
    /// What was found, in words.
    public let detail: String
    /// One English sentence with what to do.
    public let remedy: String
    /// What says so: a rule of the rulebook, a section of an RFC or of a page of the documentation.
    public let rule: String

    public init(
        _ code: RequestErrorCode, field: String? = nil, place: TextPlace? = nil, detail: String, remedy: String? = nil,
        rule: String? = nil
    ) {
        self.code = code
        self.field = field
        self.place = place
        self.detail = detail
        self.remedy = remedy ?? code.remedy
        self.rule = rule ?? code.rule
    }
}

/// A place in a text.
public struct TextPlace: Hashable, Sendable {
    /// Bytes before it.
    public let offset: Int
    /// From 1.
    public let line: Int
    /// In characters, from 1.
    public let column: Int

    public init(offset: Int, line: Int, column: Int) {
        self.offset = offset
        self.line = line
        self.column = column
    }

    /// The same place of a text that is a line of another one; its offset still counts from the beginning of the line.
    public func onLine(_ number: Int) -> TextPlace { TextPlace(offset: offset, line: number, column: column) }
}

/// The stable codes of requests that are no command.
public enum RequestErrorCode: String, Sendable, CaseIterable {
    case amountNotInteger = "AMOUNT_NOT_INTEGER"
    case amountOutOfRange = "AMOUNT_OUT_OF_RANGE"
    case conflictingFields = "CONFLICTING_FIELDS"
    case duplicateField = "DUPLICATE_FIELD"
    case ineIsNotATenantCode = "INE_IS_NOT_A_TENANT_CODE"
    case invalidBIC = "INVALID_BIC"
    case invalidCode = "INVALID_CODE"
    case invalidDate = "INVALID_DATE"
    case invalidIBAN = "INVALID_IBAN"
    case invalidINE = "INVALID_INE"
    case invalidIdentifier = "INVALID_IDENTIFIER"
    case invalidInstant = "INVALID_INSTANT"
    case invalidKey = "INVALID_KEY"
    case invalidMonth = "INVALID_MONTH"
    case invalidText = "INVALID_TEXT"
    case malformedJSON = "MALFORMED_JSON"
    case missingField = "MISSING_FIELD"
    case missingKey = "MISSING_KEY"
    case notAnObject = "NOT_AN_OBJECT"
    case numberOutOfRange = "NUMBER_OUT_OF_RANGE"
    case tooLarge = "TOO_LARGE"
    case unknownCommand = "UNKNOWN_COMMAND"
    case unknownField = "UNKNOWN_FIELD"
    case wrongType = "WRONG_TYPE"
}

extension RequestErrorCode {
    /// What says so: a rule of the rulebook, a section of an RFC or of a page of the documentation.
    public var rule: String { explanation.rule }

    /// One English sentence with what to do.
    public var remedy: String { explanation.remedy }

    private var explanation: (rule: String, remedy: String) {
        switch self {
        case .amountNotInteger: (Self.common, "Give a whole number of cents, without a point or an exponent.")
        case .amountOutOfRange: ("R-012", "Give a whole number of cents, at most 1,000,000,000.")
        case .conflictingFields: (Self.common, "Give exactly one of the members.")
        case .duplicateField: ("RFC 8259 §4", "Name each member once.")
        case .ineIsNotATenantCode:
            ("R-002", "Give the tenant code or the contract's identifier; the student number never enters the ledger.")
        case .invalidCode: (Self.meanings, "Give one of the codes listed for the member.")
        case .invalidBIC: ("R-059", "Give the 8 or 11 characters of the bank's code, in capitals.")
        case .invalidIBAN: ("R-059", "Copy the IBAN from the bank's statement of details, in capitals without spaces.")
        case .invalidINE: ("R-002", "Give ten digits and a capital letter, or nine digits and two.")
        case .invalidDate:
            ("RFC 3339 §5.6", "Write a day of the calendar as YYYY-MM-DD, from 2000-01-01 to 2099-12-31.")
        case .invalidIdentifier: (Self.common, "Give an identifier in the characters allowed for it.")
        case .invalidInstant:
            ("RFC 3339 §5.6", "Write YYYY-MM-DDTHH:MM:SS with an offset or Z, or Paris wall clock without one.")
        case .invalidKey: (Self.common, "Give a key of 1 to 128 printable ASCII characters, such as a UUIDv7.")
        case .invalidMonth: (Self.meanings, "Write a month as YYYY-MM.")
        case .invalidText: ("log-format.md#canonical-json", "Give a short text without control characters.")
        case .malformedJSON: ("RFC 8259 §2", "Send one JSON object in UTF-8, as RFC 8259 writes it.")
        case .missingField: (Self.commands, "Add the member.")
        case .missingKey: (Self.common, "Give the request a key of its own, and the same key when it is sent again.")
        case .notAnObject: ("RFC 8259 §4", "Send one JSON object.")
        case .numberOutOfRange: (Self.meanings, "Give a whole number within the limits.")
        case .tooLarge: ("http.md#commands", "Send at most 65,535 bytes (1 MiB for publish-tariff).")
        case .unknownCommand:
            (Self.commands, "Give one of the commands listed in the documentation, such as hand-over-keys.")
        case .unknownField: (Self.commands, "Remove the member, or correct its name.")
        case .wrongType: (Self.meanings, "Give a value of the JSON type named.")
        }
    }

    private static let common = "commands.md#members-that-are-common"
    private static let commands = "commands.md#the-commands"
    private static let meanings = "commands.md#what-the-members-mean"
}
