public import LedgerValues

extension EventStoreReader {
    /// Hashes the bytes of every event anew and answers the tree they make, whatever the stored hashes say.
    ///
    /// Throws `EventStoreError.corrupt` at an event whose stored leaf hash is not that of its bytes.
    public func recomputedTreeHead() throws -> TreeHead {
        try withSnapshot {
            var frontier = MerkleFrontier()
            var stored: ArraySlice<Digest> = []
            try scan { position, bytes in
                let leaf = MerkleHash.leaf(UnsafeRawBufferPointer(bytes))
                if stored.isEmpty { stored = try hashes(level: 0, first: position.leafIndex, count: 128)[...] }
                guard stored.popFirst() == leaf else {
                    throw EventStoreError.corrupt("the event at position \(position) does not have its leaf hash")
                }
                frontier.append(leaf)
                return true
            }
            return TreeHead(size: frontier.size, root: frontier.root)
        }
    }

    /// The last event that was recorded at or before `instant`; nil when the log began later.
    ///
    /// Whether `instant` lies in the future is for the caller to judge.
    public func lastPosition(recordedAtOrBefore instant: Instant) throws -> Position? {
        try withSnapshot {
            // Times of recording never go back, so halving finds the border.
            var known: Int64 = 0
            var unknown = try treeHead().size + 1
            while unknown - known > 1 {
                let middle = Position(leafIndex: (known + unknown) / 2 - 1)
                guard let event = try event(at: middle) else {
                    throw EventStoreError.corrupt("the event at position \(middle) is missing")
                }
                if try event.withEnvelope({ $0.recordedAt }) <= instant {
                    known = middle.number
                } else {
                    unknown = middle.number
                }
            }
            return Position(known)
        }
    }
}
