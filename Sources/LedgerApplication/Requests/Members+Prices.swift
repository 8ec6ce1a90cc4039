import EventLog
import LedgerValues
import ResidenceRules

// The members of what is published for services and short stays.
extension Members {
    static let label = Member<String>.text("label", "what the printed list says", maximumBytes: 255)
    static let unit = Member<ServicePrice.Unit>.choice("unit", "what one price covers")
    static let listPrice = Member<Money>.cents("price_cents", "the price of one unit; absent when at an invoice")
    static let excludesVAT = Member<Bool>.flag("excludes_vat", "tax comes on top of the printed price")
    static let typologyCode = Member<Code>.identifier(
        "typology", .code, "the type of the unit, such as STUDIO-T1", .invalidCode,
        remedy: "Give the printed typology in capitals, words joined by hyphens.", make: Code.init)
    static let persons = Member<Int64>.integer("persons", "how many share the unit", in: 1...9)
    static let guestStatus = Member<ShortStayUnit.Status>.choice("status", "whether the guests are students")
    static let arrivalOn = Member<CalendarDate>.day("arrival_on", "the first night of the stay")
    static let nights = Member<Int64>.integer("nights", "how many nights", in: 1...366)
    static let upTo3 = Member<Money>.cents("nights_up_to_3_cents", "the price of a night, 1 to 3 nights, without tax")
    static let upTo14 = Member<Money>.cents(
        "nights_up_to_14_cents", "the price of a night, 4 to 14 nights, without tax")
    static let from15 = Member<Money>.cents(
        "nights_from_15_cents", "the price of a night, 15 nights and more, without tax")

    static let servicePrices = rows(
        [
            .required(serviceCode), .required(label), .required(unit), .optional(listPrice), .required(excludesVAT),
            .required(fromOn), .optional(toOn),
        ]
    ) { reader throws(RequestError) in
        let (from, to) = try validity(reader)
        return ServicePrice(
            code: try reader.required(serviceCode), label: try reader.required(label), unit: try reader.required(unit),
            price: try reader.optional(listPrice), excludesVAT: try reader.required(excludesVAT), inForceFrom: from,
            inForceTo: to)
    }

    static let shortStayRates = rows(
        [
            .required(typologyCode), .required(persons), .required(guestStatus), .required(upTo3), .required(upTo14),
            .required(from15), .required(fromOn), .optional(toOn),
        ]
    ) { reader throws(RequestError) in
        let (from, to) = try validity(reader)
        return ShortStayRate(
            unit: try ShortStayUnit(reader),
            prices: NightPrices(
                upTo3: try reader.required(upTo3), upTo14: try reader.required(upTo14),
                from15: try reader.required(from15)),
            inForceFrom: from, inForceTo: to)
    }

    private static let serviceCode = Member<Code>.identifier(
        "code", .code, "the service", .invalidCode, remedy: "Give a code of 1 to 48 letters, digits and _ . -",
        make: Code.init)

    private static func validity(
        _ reader: MemberReader
    ) throws(RequestError) -> (from: CalendarDate, to: CalendarDate?) {
        let (from, to) = (try reader.required(fromOn), try reader.optional(toOn))
        if let to, to < from {
            throw RequestError(
                .invalidDate, field: reader.path(of: toOn.name), detail: "The last day lies before the first.",
                remedy: "Give a last day that is not before the first.")
        }
        return (from, to)
    }
}

extension ShortStayUnit {
    init(_ reader: MemberReader) throws(RequestError) {
        self.init(
            typology: try reader.required(Members.typologyCode), persons: try reader.required(Members.persons),
            status: try reader.required(Members.guestStatus))
    }
}
