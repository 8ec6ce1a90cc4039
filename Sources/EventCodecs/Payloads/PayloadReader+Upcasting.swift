import EventLog

/// Payloads of older versions, read as the newest version says them (design 3.9). What is stored never changes.
extension PayloadReader {
    static func upcast(
        _ kind: EventKind, from version: Int, _ reader: inout CanonicalJSONReader
    ) throws(JSONError) -> RecordedEvent {
        guard kind == .ledgerOpened, version == 1 else {
            throw JSONError(.wrongType, offset: 0, detail: "\(kind.rawValue) has no version \(version) here")
        }
        // The first release did not record which key signs.
        return .opened(LedgerOpening(crous: try reader.code("crous"), key: nil))
    }
}
