import EventLog
import LedgerValues
import ResidenceRules

/// What a member of a command object holds.
public enum MemberForm: Hashable, Sendable {
    /// `YYYY-MM-DD`, from 2000-01-01 to 2099-12-31.
    case day
    /// RFC 3339 with an offset, or Paris wall clock `YYYY-MM-DDTHH:MM[:SS]`.
    case instant
    /// `YYYY-MM`.
    case month
    /// 1 to 64 characters of `[0-9A-Za-z_-]`.
    case contract
    /// 1 to 32 characters of `[0-9A-Za-z]`.
    case tenantCode
    /// 32 lower-case hexadecimal digits.
    case person
    /// 1 to 96 characters of `[0-9A-Z/_.+-]`.
    case tariffRow
    /// 1 to 48 characters of `[0-9A-Za-z_.-]`.
    case code
    /// At least one code, each once.
    case codes
    /// `true` or `false`.
    case flag
    /// A whole number of cents.
    case cents(ClosedRange<Int64>)
    case integer(ClosedRange<Int64>)
    case bool
    /// One of some codes.
    case choice([String])
    /// 1 to so many bytes of UTF-8 without control characters.
    case text(maximumBytes: Int)
    /// One of the codes of a policy, or a number from 0 to 1,000,000.
    case policyValue
    /// 1 to 128 printable ASCII characters.
    case key
    /// 1 to 36 names of lines: `rent-2026-10`, `indemnity-2026-10`, `charge-123`.
    case lines
    /// At least one object of these members.
    case objects([CommandMember])
}

/// A member of a command object, for documentation and for refusing what is no member.
public struct CommandMember: Hashable, Sendable {
    public let name: String
    public let form: MemberForm
    public let isRequired: Bool
    /// What it means, in one English phrase.
    public let summary: String

    static func required<Value>(_ member: Member<Value>) -> CommandMember {
        CommandMember(name: member.name, form: member.form, isRequired: true, summary: member.summary)
    }

    static func optional<Value>(_ member: Member<Value>) -> CommandMember {
        CommandMember(name: member.name, form: member.form, isRequired: false, summary: member.summary)
    }
}

/// A member and the way its value is read.
struct Member<Value: Sendable>: Sendable {
    /// Reads a value; the text is the member's path, for errors.
    typealias Reading = @Sendable (JSONValue, String) throws(RequestError) -> Value

    let name: String
    let form: MemberForm
    let summary: String
    let read: Reading

    init(_ name: String, _ form: MemberForm, _ summary: String, read: @escaping Reading) {
        self.name = name
        self.form = form
        self.summary = summary
        self.read = read
    }
}

extension Member where Value == CalendarDate {
    static func day(_ name: String, _ summary: String) -> Self {
        Member(name, .day, summary) { (value, field) throws(RequestError) in
            guard let day = CalendarDate(try value.text(field)), RequestLimits.days.contains(day) else {
                throw RequestError(.invalidDate, field: field, detail: "The value is no day from 2000 to 2099.")
            }
            return day
        }
    }
}

extension Member where Value == Instant {
    /// - Parameter repeated: the reading of a wall-clock time that the clock shows twice (rulebook, section 16 "Hours").
    static func instant(_ name: String, _ summary: String, repeated: ParisTime.RepeatedHour) -> Self {
        Member(name, .instant, summary) { (value, field) throws(RequestError) in
            guard let instant = ParisTime.instant(try value.text(field), repeated: repeated),
                RequestLimits.days.contains(ParisTime.day(of: instant))
            else { throw RequestError(.invalidInstant, field: field, detail: "The value is no instant.") }
            return instant
        }
    }
}

extension Member where Value == Month {
    static func month(_ name: String, _ summary: String) -> Self {
        Member(name, .month, summary) { (value, field) throws(RequestError) in
            guard let month = Month(try value.text(field)), RequestLimits.days.contains(month.first) else {
                throw RequestError(.invalidMonth, field: field, detail: "The value is no month from 2000 to 2099.")
            }
            return month
        }
    }
}

extension Member where Value == Money {
    /// - Parameter minimum: the smallest amount, in cents.
    static func cents(_ name: String, _ summary: String, minimum: Int64 = 1) -> Self {
        let range = minimum...Money.largestAccepted.cents
        return Member(name, .cents(range), summary) { (value, field) throws(RequestError) in
            let cents = try value.number(field)
            guard range.contains(cents) else {
                throw RequestError(
                    .amountOutOfRange, field: field,
                    detail: "The amount lies outside \(range.lowerBound) to \(range.upperBound) cents.")
            }
            return Money(cents: cents)
        }
    }
}

extension Member where Value == Int64 {
    static func integer(_ name: String, _ summary: String, in range: ClosedRange<Int64>) -> Self {
        Member(name, .integer(range), summary) { (value, field) throws(RequestError) in
            let number = try value.number(field)
            guard range.contains(number) else {
                throw RequestError(
                    .numberOutOfRange, field: field,
                    detail: "The number lies outside \(range.lowerBound) to \(range.upperBound).")
            }
            return number
        }
    }
}

extension Member where Value == Bool {
    static func flag(_ name: String, _ summary: String) -> Self {
        Member(name, .bool, summary) { (value, field) throws(RequestError) in
            guard case .bool(let flag) = value else { throw value.wrongType("true or false", field) }
            return flag
        }
    }
}

extension Member where Value == String {
    static func text(_ name: String, _ summary: String, maximumBytes: Int = 96) -> Self {
        Member(name, .text(maximumBytes: maximumBytes), summary) { (value, field) throws(RequestError) in
            let text = try value.text(field)
            guard !StudentNumber.stands(in: text) else { throw .studentNumber(field) }
            guard (1...maximumBytes).contains(text.utf8.count), text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F })
            else {
                throw RequestError(
                    .invalidText, field: field,
                    detail: "The text does not have 1 to \(maximumBytes) bytes without control characters.")
            }
            return text
        }
    }
}

extension Member {
    /// An identifier; one that is written like a student number is refused with the reason (R-002).
    static func identifier(
        _ name: String, _ form: MemberForm, _ summary: String, _ code: RequestErrorCode = .invalidIdentifier,
        remedy: String, make: @escaping @Sendable (String) -> Value?
    ) -> Self {
        Member(name, form, summary) { (value, field) throws(RequestError) in
            guard let made = make(try value.identifier(field)) else {
                throw RequestError(
                    code, field: field, detail: "The value has characters or a length that are not allowed.",
                    remedy: remedy)
            }
            return made
        }
    }
}

extension Member where Value: RawRepresentable & CaseIterable & Sendable, Value.RawValue == String {
    /// One of the codes of a closed set, or of a part of it.
    static func choice(
        _ name: String, _ summary: String, among allowed: [Value] = Array(Value.allCases)
    ) -> Self {
        let codes = allowed.map(\.rawValue)
        return Member(name, .choice(codes), summary) { (value, field) throws(RequestError) in
            guard let choice = Value(rawValue: try value.identifier(field)), codes.contains(choice.rawValue) else {
                throw RequestError(
                    .invalidCode, field: field, detail: "The value is none of the codes of the member.",
                    remedy: "Give one of: \(codes.joined(separator: ", ")).")
            }
            return choice
        }
    }
}

/// Bounds of a request.
public enum RequestLimits {
    /// The most bytes of a command (design 3.3).
    public static let commandBytes = 65_535
    /// The most bytes of a `publish-tariff` command.
    public static let tariffBytes = 1_048_576
    /// Every day of a request lies here: beyond it a slip of the pen is likelier than a residence contract.
    static let days = Month(year: 2000, month: 1).first...CalendarDate.openEnd
}

extension JSONValue {
    func text(_ field: String) throws(RequestError) -> String {
        guard case .string(let text) = self else { throw wrongType("a string", field) }
        return text
    }

    fileprivate func identifier(_ field: String) throws(RequestError) -> String {
        let text = try text(field)
        guard !StudentNumber.isMeant(by: text) else { throw .studentNumber(field) }
        return text
    }

    func lineName(_ field: String) throws(RequestError) -> LineName {
        guard let line = LineName(try identifier(field)) else {
            throw RequestError(
                .invalidIdentifier, field: field, detail: "The value names no line.",
                remedy: "Give a name such as rent-2026-10, indemnity-2026-10 or charge-123 (a position).")
        }
        return line
    }

    func number(_ field: String) throws(RequestError) -> Int64 {
        guard case .integer(let number) = self else { throw wrongType("a whole number", field) }
        return number
    }

    func wrongType(_ expected: String, _ field: String) -> RequestError {
        RequestError(
            .wrongType, field: field, detail: "The value is \(kind) where \(expected) is due.",
            remedy: "Give \(expected).")
    }
}

extension RequestError {
    /// A student number stands where a code is due; the number itself is not repeated.
    public static func studentNumber(_ field: String?) -> RequestError {
        RequestError(
            .ineIsNotATenantCode, field: field,
            detail: "The value is written like an INE (ten digits and a letter, or nine and two), which names a person."
        )
    }
}
