public import LedgerValues

/// What a night is priced by: *typologie*, number of persons, and whether they are students.
public struct ShortStayUnit: Hashable, Sendable {
    /// The printed typology in capitals, words joined by hyphens: `STUDIO-T1`.
    public let typology: Code
    public let persons: Int64
    public let status: Status

    public enum Status: String, Sendable, CaseIterable {
        case student
        case nonStudent = "non_student"
    }

    public init(typology: Code, persons: Int64, status: Status) {
        self.typology = typology
        self.persons = persons
        self.status = status
    }

    /// The code of a printed typology; nil when it has other characters than ASCII letters, digits and spaces.
    public static func typology(printed text: String) -> Code? {
        Code(text.uppercased().split(separator: " ").joined(separator: "-"))
    }

    /// `STUDIO-T1.2.non_student`, the name of its stream.
    public var name: String { "\(typology.text).\(persons).\(status.rawValue)" }
}

/// The published prices of a night without tax: 1 to 3 nights, 4 to 14, 15 and more (R-171, Annexe 2).
public struct ShortStayRate: Hashable, Sendable {
    public let unit: ShortStayUnit
    public let prices: NightPrices
    public let inForceFrom: CalendarDate
    /// The last day in force, included; nil while no end is published.
    public let inForceTo: CalendarDate?

    public init(unit: ShortStayUnit, prices: NightPrices, inForceFrom: CalendarDate, inForceTo: CalendarDate?) {
        self.unit = unit
        self.prices = prices
        self.inForceFrom = inForceFrom
        self.inForceTo = inForceTo
    }
}

/// The price of a night in each band, in cents without tax, for the unit and not a person.
public struct NightPrices: Hashable, Sendable {
    public let upTo3: Money
    public let upTo14: Money
    public let from15: Money

    public init(upTo3: Money, upTo14: Money, from15: Money) {
        self.upTo3 = upTo3
        self.upTo14 = upTo14
        self.from15 = from15
    }

    /// The price in the band of `night`: the rank of a night, or the length of a stay.
    public func price(night: Int64) -> Money {
        if night <= 3 { return upTo3 }
        return night <= 14 ? upTo14 : from15
    }
}
