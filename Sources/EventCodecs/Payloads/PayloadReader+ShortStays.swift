import EventLog
import LedgerValues
import ResidenceRules

extension PayloadReader {
    static func shortStayBooking(_ reader: inout CanonicalJSONReader) throws(JSONError) -> ShortStayBooking {
        let arrival = try reader.day("arrival_on")
        let nights = try reader.nights()
        let from15 = try reader.positiveCents("nights_from_15_cents")
        let upTo14 = try reader.positiveCents("nights_up_to_14_cents")
        let upTo3 = try reader.positiveCents("nights_up_to_3_cents")
        let persons = try reader.persons()
        let rate = try reader.vatRate()
        let status: ShortStayUnit.Status = try reader.choice("status")
        return ShortStayBooking(
            unit: ShortStayUnit(typology: try reader.code("typology"), persons: persons, status: status),
            arrivalOn: arrival, nights: nights, prices: NightPrices(upTo3: upTo3, upTo14: upTo14, from15: from15),
            vat: rate)
    }

    static func shortStayExtension(_ reader: inout CanonicalJSONReader) throws(JSONError) -> ContractFact {
        let departure = try reader.day("departure_on")
        return .shortStayExtended(nights: try reader.nights(), departureOn: departure)
    }

    static func shortStay(reversal: Bool, _ reader: inout CanonicalJSONReader) throws(JSONError) -> Posting {
        let amount = try reader.positiveCents("amount_cents")
        let charge = reversal ? try reader.position("charge_position") : nil
        let due = try reader.day("due_on")
        let from = try reader.day("from_on")
        let net = try reader.cents("net_cents")
        let nights = try reader.count("nights")
        let part: StayCharge.Part = try reader.choice("part")
        let rate = try reader.cents("rate_cents")
        let to = try reader.day("to_on")
        try reader.check(from <= to, "to_on is before from_on")
        let vat = try reader.cents("vat_cents")
        try reader.check(net + vat == amount, "amount_cents is not the sum of its parts")
        let line = ChargeLine(
            composition: .shortStay(StayCharge(part: part, nights: nights, rate: rate, net: net, vat: vat)),
            from: from, to: to, dueOn: due, takesEffectOn: min(to, due))
        return charge.map { .chargeReversed(line, charge: $0) } ?? .charged(line)
    }

    /// A service taken back because the stay never began.
    static func serviceReversal(_ reader: inout CanonicalJSONReader) throws(JSONError) -> Posting {
        let charge = try reader.position("charge_position")
        let due = try reader.day("due_on")
        let from = try reader.day("from_on")
        let item = try reader.code("item")
        let net = try reader.positiveCents("net_cents")
        let quantity = try reader.quantityIfPresent()
        let reference = try reader.codeIfPresent("reference")
        let service = SundryCharge(
            kind: .service, net: net, vat: try reader.cents("vat_cents"), dueOn: due, item: item, quantity: quantity,
            reference: reference)
        let line = ChargeLine(
            composition: .sundry(service, position: charge), from: from, to: from, dueOn: due, takesEffectOn: from)
        return .chargeReversed(line, charge: charge)
    }
}

extension CanonicalJSONReader {
    /// A number of nights: 1 to 366.
    mutating func nights() throws(JSONError) -> Int64 {
        let nights = try count("nights")
        try check((1...366).contains(nights), "nights is not 1 to 366")
        return nights
    }

    mutating func quantityIfPresent() throws(JSONError) -> Quantity? {
        guard keyIfPresent("quantity_hundredths") else { return nil }
        let hundredths = try integer()
        try check(hundredths > 0, "quantity_hundredths is not positive")
        return Quantity(hundredths: hundredths)
    }
}
