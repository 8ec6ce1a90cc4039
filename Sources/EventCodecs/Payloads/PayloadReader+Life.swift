import EventLog
import LedgerValues
import ResidenceRules

// How a contract begins in the middle of its life, goes on longer, or follows another.
extension PayloadReader {
    static func takeover(_ reader: inout CanonicalJSONReader) throws(JSONError) -> Takeover {
        let advance = try reader.cents("advance_cents")
        let credit = try reader.cents("credit_cents")
        let deposit = try reader.cents("deposit_cents")
        let effect = try reader.day("effect_on")
        let end = try reader.day("end_on")
        try reader.key("items")
        try reader.beginArray()
        var items: [CarriedItem] = []
        while reader.arrayHasNext() { items.append(try carriedItem(&reader)) }
        try reader.endArray()
        let keys = try reader.day("keys_on")
        let programme: Programme = try reader.choice("programme")
        return Takeover(
            term: Term(effectiveOn: effect, endsOn: end, row: try reader.row("row")), programme: programme,
            keysOn: keys, deposit: deposit, advance: advance, credit: credit, items: items)
    }

    private static func carriedItem(_ reader: inout CanonicalJSONReader) throws(JSONError) -> CarriedItem {
        try reader.beginObject()
        let amount = try reader.positiveCents("amount_cents")
        let due = try reader.day("due_on")
        let item = try reader.code("item")
        let kind: CarriedItem.Kind = try reader.choice("kind")
        try reader.endObject()
        return CarriedItem(kind: kind, dueOn: due, amount: amount, item: item)
    }

    static func prolongation(_ reader: inout CanonicalJSONReader) throws(JSONError) -> Prolongation {
        let asked = try reader.day("asked_on")
        return Prolongation(endsOn: try reader.day("end_on"), askedOn: asked)
    }

    static func readmission(_ reader: inout CanonicalJSONReader) throws(JSONError) -> Readmission {
        let assigned = try reader.day("assigned_on")
        let policy: Readmission.Deposit = try reader.choice("deposit")
        let deposit = try reader.cents("deposit_cents")
        let earlier = try reader.contract("earlier_contract")
        let effect = try reader.day("effect_on")
        let end = try reader.day("end_on")
        let programme: Programme = try reader.choice("programme")
        let decision = AdmissionDecision(
            term: Term(effectiveOn: effect, endsOn: end, row: try reader.row("row")), programme: programme,
            assignedOn: assigned, deposit: deposit)
        return Readmission(decision: decision, earlier: earlier, deposit: policy)
    }

    static func depositKept(_ reader: inout CanonicalJSONReader) throws(JSONError) -> ContractFact {
        let amount = try reader.positiveCents("amount_cents")
        let origin = reader.keyIfPresent("origin_contract") ? try reader.contractValue("origin_contract") : nil
        return .depositKept(amount, from: origin)
    }

    static func depositTransferred(_ reader: inout CanonicalJSONReader) throws(JSONError) -> ContractFact {
        let amount = try reader.positiveCents("amount_cents")
        return .depositTransferred(amount, to: try reader.contract("to_contract"))
    }
}
