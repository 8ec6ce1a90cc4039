import EventLog
import ResidenceRules

/// Payloads of older versions, read as the newest version says them (design 3.9). What is stored never changes.
extension PayloadReader {
    static func upcast(
        _ kind: EventKind, from version: Int, _ reader: inout CanonicalJSONReader
    ) throws(JSONError) -> RecordedEvent {
        if kind == .ledgerOpened, version == 1 {
            // The first release did not record which key signs.
            return .opened(LedgerOpening(crous: try reader.code("crous"), key: nil))
        }
        if kind == .policyAdopted, version == 1 {
            // The first release kept no persons, so it knew no delay for them.
            let fact = try policy(&reader)
            if case .policyAdopted(.personRetention, _, from: _) = fact {
                throw JSONError(.wrongType, offset: 0, detail: "person_retention is no policy of version 1")
            }
            return .ledger(fact)
        }
        if kind == .refundReturned, version == 1 {
            // The first release did not record which wire came back.
            return .fact(try refundReturned(&reader, isNamed: false))
        }
        throw JSONError(.wrongType, offset: 0, detail: "\(kind.rawValue) has no version \(version) here")
    }
}
