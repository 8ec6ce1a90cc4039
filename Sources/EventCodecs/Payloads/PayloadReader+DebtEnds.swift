import EventLog
import LedgerValues
import ResidenceRules

// Guarantees, and the ends of debts.
extension PayloadReader {
    static func guarantee(_ reader: inout CanonicalJSONReader) throws(JSONError) -> Guarantee {
        let cap = try reader.positiveCents("cap_cents")
        let from = try reader.day("from_on")
        let kind: Guarantee.Kind = try reader.choice("kind")
        return Guarantee(kind: kind, cap: cap, from: from, to: try reader.day("to_on"))
    }

    static func relief(_ reader: inout CanonicalJSONReader) throws(JSONError) -> DebtRelief {
        let amount = try reader.positiveCents("amount_cents")
        let decision = try reader.code("decision")
        let ground: DebtRelief.Ground = try reader.choice("ground")
        return DebtRelief(line: try reader.lineName("line"), amount: amount, ground: ground, decision: decision)
    }

    static func creditEnd(_ reader: inout CanonicalJSONReader) throws(JSONError) -> CreditEnd {
        let amount = try reader.positiveCents("amount_cents")
        let debt: CreditEnd.Debt = try reader.choice("debt")
        let decision = try reader.code("decision")
        return CreditEnd(debt: debt, amount: amount, ground: try reader.choice("ground"), decision: decision)
    }

    static func reliefRevoked(_ reader: inout CanonicalJSONReader) throws(JSONError) -> ContractFact {
        let relief = try relief(&reader)
        return .reliefRevoked(relief: try reader.position("relief_position"), relief)
    }

    static func creditEndRevoked(_ reader: inout CanonicalJSONReader) throws(JSONError) -> ContractFact {
        let amount = try reader.positiveCents("amount_cents")
        let position = try reader.position("credit_end_position")
        let debt: CreditEnd.Debt = try reader.choice("debt")
        let decision = try reader.code("decision")
        let end = CreditEnd(debt: debt, amount: amount, ground: try reader.choice("ground"), decision: decision)
        return .creditEndRevoked(end: position, end)
    }

    static func loss(
        _ reader: inout CanonicalJSONReader, _ make: (DebtRelief.Ground, Money) -> Posting
    ) throws(JSONError) -> Posting {
        let amount = try reader.positiveCents("amount_cents")
        return make(try reader.choice("ground"), amount)
    }
}
