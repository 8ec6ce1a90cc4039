import EventLog
import LedgerValues
import ResidenceRules

extension PayloadWriter {
    static func write(_ takeover: Takeover, _ writer: inout CanonicalJSONWriter) {
        writer.cents("advance_cents", takeover.advance)
        writer.cents("credit_cents", takeover.credit)
        writer.cents("deposit_cents", takeover.deposit)
        writer.day("effect_on", takeover.term.effectiveOn)
        writer.day("end_on", takeover.term.endsOn)
        writer.key("items")
        writer.beginArray()
        for item in takeover.items {
            writer.beginObject()
            writer.cents("amount_cents", item.amount)
            writer.day("due_on", item.dueOn)
            writer.text("item", item.item.text)
            writer.text("kind", item.kind.rawValue)
            writer.endObject()
        }
        writer.endArray()
        writer.day("keys_on", takeover.keysOn)
        writer.text("programme", takeover.programme.rawValue)
        writer.text("row", takeover.term.row.text)
    }

    static func write(_ readmission: Readmission, _ writer: inout CanonicalJSONWriter) {
        let decision = readmission.decision
        writer.day("assigned_on", decision.assignedOn)
        writer.text("deposit", readmission.deposit.rawValue)
        writer.cents("deposit_cents", decision.deposit)
        writer.text("earlier_contract", readmission.earlier.text)
        writer.day("effect_on", decision.term.effectiveOn)
        writer.day("end_on", decision.term.endsOn)
        writer.text("programme", decision.programme.rawValue)
        writer.text("row", decision.term.row.text)
    }
}
