public import EventCodecs
public import EventLog

extension EventStoreReader {
    /// The key that the log names last as the one that signs it, and the position from which on it does; nil where it names
    /// none: nobody signs it, or the first release founded it.
    public func namedCheckpointKey() throws -> (position: Position, key: CheckpointKey)? {
        try keyEvents(through: nil).last { $0.key != nil }.flatMap { named in
            named.key.map { (named.event.position, $0) }
        }
    }

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
