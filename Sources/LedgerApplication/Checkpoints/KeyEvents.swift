import EventCodecs
import EventLog

extension EventStoreReader {
    /// The events by which the log says who signs it, oldest first: its opening, and every key adopted later. The key of an
    /// opening that does not name one is nil.
    func keyEvents(through known: Position?) throws -> [(event: StoredEvent, key: CheckpointKey?)] {
        try stream(.ledger, through: known).compactMap { stored in
            let event = try DecodedEvent(stored).event
            let key = event.checkpointKey
            if key == nil, event.kind != .ledgerOpened { return nil }
            return (stored, key)
        }
    }
}
