public import EventLog

/// Somebody who saw the log at other times, and vouches only for one that grew (C2SP tlog-cosignature).
public struct Witness: Sendable {
    /// The key of the log that is watched.
    public let log: NoteVerifier
    /// What was seen last; nil before the first checkpoint.
    public private(set) var seen: Checkpoint?

    /// Goes on after the checkpoint `last`; throws ``CheckpointFault`` when the log's key did not sign it.
    public init(watching log: NoteVerifier, after last: SignedNote?) throws(CheckpointFault) {
        self.log = log
        if let last { seen = try Checkpoint(last, signedBy: log) } else { seen = nil }
    }

    /// Takes a later checkpoint, with the hashes of the consistency proof from the one seen last.
    ///
    /// Whoever cosigns must keep the note first: what was vouched for must never be forgotten.
    /// - Throws: ``CheckpointFault`` when the log's key did not sign it, ``WitnessRefusal`` when it does not continue what
    ///   was seen.
    public mutating func accept(_ note: SignedNote, proof: [Digest]) throws {
        let checkpoint = try Checkpoint(note, signedBy: log)
        if let seen {
            guard checkpoint.size >= seen.size else {
                throw WitnessRefusal.older(seen: seen.size, offered: checkpoint.size)
            }
            if checkpoint.size == seen.size, checkpoint.root != seen.root {
                throw WitnessRefusal.forked(size: seen.size)
            }
            if proof.isEmpty, seen.size > 0, checkpoint.size > seen.size {
                throw WitnessRefusal.proofMissing(from: seen.size, to: checkpoint.size)
            }
            let consistency = ConsistencyProof(
                from: seen.size, fromRoot: seen.root, to: checkpoint.size, toRoot: checkpoint.root,
                hashes: checkpoint.size == seen.size ? [] : proof)
            guard consistency.isValid else { throw WitnessRefusal.forked(size: seen.size) }
        }
        seen = checkpoint
    }
}

/// Why a witness does not vouch for a checkpoint.
public enum WitnessRefusal: Error, Hashable, Sendable, CustomStringConvertible {
    /// The log had more events before.
    case older(seen: Int64, offered: Int64)
    /// The log does not begin with what was seen, or the proof is not of these two checkpoints.
    case forked(size: Int64)
    /// It takes the proof that the log continues what was seen.
    case proofMissing(from: Int64, to: Int64)

    public var description: String {
        switch self {
        case .older(let seen, let offered):
            "a checkpoint of \(seen) events was seen before, and this one has \(offered)"
        case .forked(let size):
            "the proof does not show that the log continues the \(size) events that were seen: it was rewritten, or the proof "
                + "is of other checkpoints"
        case .proofMissing(let from, let to):
            "give the proof that the log continues what was seen: quittance proof consistency \(from) \(to)"
        }
    }
}
