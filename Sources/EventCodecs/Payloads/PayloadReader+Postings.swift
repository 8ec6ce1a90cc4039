import EventLog
import LedgerValues
import ResidenceRules

extension PayloadReader {
    static func rent(reversal: Bool, _ reader: inout CanonicalJSONReader) throws(JSONError) -> Posting {
        let amount = try reader.cents("amount_cents")
        let bare = try reader.centsIfPresent("bare_cents")
        let charge = reversal ? try reader.position("charge_position") : nil
        let charges = bare == nil ? nil : try reader.cents("charges_cents")
        let due = try reader.dayIfPresent("due_on")
        let flat = bare == nil ? try reader.cents("flat_cents") : nil
        let from = try reader.day("from_on")
        let furniture = bare == nil ? nil : try reader.cents("furniture_cents")
        let row = try reader.row("row")
        let thirtieths = try reader.thirtieths("thirtieths")
        let breakdown: RentBreakdown =
            if let bare, let charges, let furniture {
                .decomposed(bare: bare, charges: charges, furniture: furniture)
            } else {
                .flat(flat ?? .zero)
            }
        try reader.check(breakdown.total == amount, "amount_cents is not the sum of its parts")
        return try line(
            .rent(breakdown, thirtieths: thirtieths, row: row), from: from, due: due, charge: charge, &reader)
    }

    static func indemnity(reversal: Bool, _ reader: inout CanonicalJSONReader) throws(JSONError) -> Posting {
        let amount = try reader.cents("amount_cents")
        let base = try reader.cents("base_cents")
        let charge = reversal ? try reader.position("charge_position") : nil
        let due = try reader.dayIfPresent("due_on")
        let from = try reader.day("from_on")
        let surcharge = try reader.cents("surcharge_cents")
        let thirtieths = try reader.thirtieths("thirtieths")
        try reader.check(base + surcharge == amount, "amount_cents is not the sum of its parts")
        return try line(
            .indemnity(base: base, surcharge: surcharge, thirtieths: thirtieths), from: from, due: due, charge: charge,
            &reader)
    }

    private static func line(
        _ composition: ChargeLine.Composition, from: CalendarDate, due: CalendarDate?, charge: Int64?,
        _ reader: inout CanonicalJSONReader
    ) throws(JSONError) -> Posting {
        let to = try reader.day("to_on")
        try reader.check(from <= to, "to_on is before from_on")
        let line = ChargeLine(
            composition: composition, from: from, to: to, dueOn: due, takesEffectOn: min(to, due ?? to))
        return charge.map { .chargeReversed(line, charge: $0) } ?? .charged(line)
    }

    static func dueDaySet(_ reader: inout CanonicalJSONReader) throws(JSONError) -> Posting {
        let charge = try reader.position("charge_position")
        return .dueDaySet(charge: charge, dueOn: try reader.dayIfPresent("due_on"))
    }

    static func advance(
        _ reader: inout CanonicalJSONReader, _ make: (Money, CalendarDate) -> Posting
    ) throws(JSONError) -> Posting {
        let amount = try reader.positiveCents("amount_cents")
        return make(amount, try reader.day("line_from_on"))
    }

    static func refundDecided(_ reader: inout CanonicalJSONReader) throws(JSONError) -> Posting {
        let amount = try reader.positiveCents("amount_cents")
        let due = try reader.day("due_on")
        return .refundDecided(try reader.choice("kind"), amount, dueOn: due)
    }

    static func refundDecisionReversed(_ reader: inout CanonicalJSONReader) throws(JSONError) -> Posting {
        let amount = try reader.positiveCents("amount_cents")
        return .refundDecisionReversed(try reader.choice("kind"), amount)
    }
}
