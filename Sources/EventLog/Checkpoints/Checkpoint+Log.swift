extension Checkpoint {
    /// Reads a note whose text is a checkpoint of the log that `verifier` names, signed by it.
    ///
    /// Throws ``CheckpointFault/unreadable`` and ``CheckpointFault/foreign(origin:)``.
    public init(_ note: SignedNote, signedBy verifier: NoteVerifier) throws(CheckpointFault) {
        guard note.isSigned(by: verifier), let checkpoint = Checkpoint(text: note.text) else { throw .unreadable }
        guard checkpoint.origin == verifier.name else { throw .foreign(origin: checkpoint.origin) }
        self = checkpoint
    }

    /// Compares the stored tree with the checkpoint, without reading an event.
    ///
    /// Throws ``CheckpointFault`` when the log is smaller, or does not begin with the leaves that were signed, and what
    /// reading throws.
    public func check(_ reader: some EventStoreReader) throws {
        try reader.withSnapshot {
            let found = try reader.treeHead().size
            guard found >= size else { throw CheckpointFault.logShrank(found: found, signed: size) }
            try compare(try MerkleProofs.root(ofSize: size, from: reader))
        }
    }

    /// Compares the root of as many leaves; throws ``CheckpointFault/logForked(size:)``.
    public func compare(_ found: Digest) throws(CheckpointFault) {
        if found != root { throw .logForked(size: size) }
    }
}

/// Why a log and the last checkpoint that was signed of it do not go together.
public enum CheckpointFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// There is no checkpoint where the last one should be.
    case missing
    /// The key that checks it is missing.
    case verifierMissing
    /// It is no checkpoint, or the log's key did not sign it.
    case unreadable
    /// It is of another log.
    case foreign(origin: String)
    /// The log has fewer events than were signed.
    case logShrank(found: Int64, signed: Int64)
    /// The first `size` events are not those that were signed.
    case logForked(size: Int64)

    public var description: String {
        switch self {
        case .missing: "the last checkpoint is missing"
        case .verifierMissing: "the verifier key is missing, without which the last checkpoint cannot be checked"
        case .unreadable: "the last checkpoint is damaged, or was not signed by the ledger's key"
        case .foreign(let origin): "the last checkpoint is of another log, \(origin)"
        case .logShrank(let found, let signed):
            "the log holds \(found) events, and \(signed) were signed: its end is missing"
        case .logForked(let size): "the first \(size) events are not those that were signed: the log was rewritten"
        }
    }
}
