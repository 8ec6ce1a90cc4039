import EventLog
import LedgerValues
import ResidenceRules

// Reads one named member of a payload as a value of the domain, or says at which byte it is none.
extension CanonicalJSONReader {
    @inline(__always)
    func check(_ condition: Bool, _ detail: @autoclosure () -> String) throws(JSONError) {
        guard condition else { throw JSONError(.wrongType, offset: offset, detail: detail()) }
    }

    /// An amount of 0 or more, in cents.
    mutating func cents(_ name: StaticString) throws(JSONError) -> Money {
        Money(cents: try count(name))
    }

    /// An amount above 0, in cents.
    mutating func positiveCents(_ name: StaticString) throws(JSONError) -> Money {
        let amount = try cents(name)
        try check(amount > .zero, "\(name) is not positive")
        return amount
    }

    mutating func centsIfPresent(_ name: StaticString) throws(JSONError) -> Money? {
        guard keyIfPresent(name) else { return nil }
        let value = try integer()
        try check(value >= 0, "\(name) is negative")
        return Money(cents: value)
    }

    /// A whole number of 0 or more.
    mutating func count(_ name: StaticString) throws(JSONError) -> Int64 {
        try key(name)
        let value = try integer()
        try check(value >= 0, "\(name) is negative")
        return value
    }

    /// A log position: 1 or more.
    mutating func position(_ name: StaticString) throws(JSONError) -> Int64 {
        let value = try count(name)
        try check(value >= 1, "\(name) is no position")
        return value
    }

    mutating func positionIfPresent(_ name: StaticString) throws(JSONError) -> Int64? {
        guard keyIfPresent(name) else { return nil }
        let number = try integer()
        try check(number > 0, "a position is not positive")
        return number
    }

    mutating func thirtieths(_ name: StaticString) throws(JSONError) -> Thirtieths {
        let value = try count(name)
        try check(value <= 30, "\(name) is more than 30")
        return Thirtieths(Int(value))
    }

    mutating func text(_ name: StaticString) throws(JSONError) -> String {
        try key(name)
        return try string()
    }

    mutating func day(_ name: StaticString) throws(JSONError) -> CalendarDate {
        try key(name)
        return try date()
    }

    mutating func dayIfPresent(_ name: StaticString) throws(JSONError) -> CalendarDate? {
        keyIfPresent(name) ? try date() : nil
    }

    mutating func month(_ name: StaticString) throws(JSONError) -> Month {
        try value(name, Month.init(_:))
    }

    mutating func code(_ name: StaticString) throws(JSONError) -> Code { try value(name, Code.init(ascii:)) }

    mutating func row(_ name: StaticString) throws(JSONError) -> TariffRowID {
        try value(name, TariffRowID.init(ascii:))
    }

    mutating func contract(_ name: StaticString) throws(JSONError) -> ContractID {
        try value(name, ContractID.init(ascii:))
    }

    mutating func person(_ name: StaticString) throws(JSONError) -> PersonID { try value(name, PersonID.init(_:)) }

    mutating func tenantCode(_ name: StaticString) throws(JSONError) -> TenantCode {
        try value(name, TenantCode.init(ascii:))
    }

    mutating func choice<Choice: RawRepresentable>(_ name: StaticString) throws(JSONError) -> Choice
    where Choice.RawValue == String {
        try value(name, Choice.init(rawValue:))
    }

    mutating func choice<Choice>(
        _ name: StaticString, _ names: ChoiceNames<Choice>
    ) throws(JSONError) -> Choice {
        try value(name, names.choice(ascii:))
    }

    mutating func choiceIfPresent<Choice: RawRepresentable>(_ name: StaticString) throws(JSONError) -> Choice?
    where Choice.RawValue == String {
        keyIfPresent(name) ? try made(name, Choice.init(rawValue:)) : nil
    }

    mutating func codeIfPresent(_ name: StaticString) throws(JSONError) -> Code? {
        keyIfPresent(name) ? try made(name, Code.init(ascii:)) : nil
    }

    mutating func term() throws(JSONError) -> Term {
        let effect = try day("effect_on")
        let end = try day("end_on")
        return Term(effectiveOn: effect, endsOn: end, row: try row("row"))
    }

    mutating func lineName(_ name: StaticString) throws(JSONError) -> LineName { try value(name, LineName.init(_:)) }

    /// The month that comes next, after a key already read.
    mutating func monthValue(_ name: StaticString) throws(JSONError) -> Month { try made(name, Month.init(_:)) }

    /// The code that comes next, after a key already read.
    mutating func codeValue(_ name: StaticString) throws(JSONError) -> Code { try made(name, Code.init(ascii:)) }

    /// The contract that comes next, after a key already read.
    mutating func contractValue(_ name: StaticString) throws(JSONError) -> ContractID {
        try made(name, ContractID.init(ascii:))
    }

    private mutating func value<Value>(_ name: StaticString, _ make: (String) -> Value?) throws(JSONError) -> Value {
        try key(name)
        return try made(name, make)
    }

    private mutating func value<Value>(
        _ name: StaticString, _ make: (UnsafeBufferPointer<UInt8>) -> Value?
    ) throws(JSONError) -> Value {
        try key(name)
        return try made(name, make)
    }

    /// A value whose text is ASCII without escapes.
    @inline(__always)
    private mutating func made<Value>(
        _ name: StaticString, _ make: (UnsafeBufferPointer<UInt8>) -> Value?
    ) throws(JSONError) -> Value {
        let found = try ascii()
        guard let value = make(found) else {
            throw JSONError(
                .wrongType, offset: offset, detail: "\(name) is \(String(decoding: found, as: UTF8.self))")
        }
        return value
    }

    private mutating func made<Value>(_ name: StaticString, _ make: (String) -> Value?) throws(JSONError) -> Value {
        let found = try string()
        guard let value = make(found) else {
            throw JSONError(.wrongType, offset: offset, detail: "\(name) is \(found)")
        }
        return value
    }
}
