import EventLog
import LedgerValues
import ResidenceRules

// Where a tenant lives, and on which row he is billed.
extension PayloadReader {
    static func unitChange(_ reader: inout CanonicalJSONReader) throws(JSONError) -> ContractFact {
        let billedFrom = try reader.day("billed_from_on")
        return .unitChanged(UnitChange(row: try reader.row("row"), billedFrom: billedFrom))
    }

    static func rowSuccession(_ reader: inout CanonicalJSONReader) throws(JSONError) -> LedgerFact {
        let new = try reader.row("new_row")
        return .rowSucceeded(old: try reader.row("row"), new: new)
    }
}
