public import EventLog

/// Somebody who saw the log at other times, and vouches only for one that grew (C2SP tlog-cosignature).
public struct Witness: Sendable {
    /// The key of the log that is watched.
    public let log: NoteVerifier
    /// What was seen last; nil before the first checkpoint.
    public private(set) var seen: Checkpoint?

    /// Goes on after the checkpoint `last`.
    ///
    /// - Parameter earlier: keys of the same log that signed before it: `last` may be of one of them.
    /// - Throws: ``CheckpointFault`` when none of the keys signed it.
    public init(
        watching log: NoteVerifier, earlier: [NoteVerifier] = [], after last: SignedNote?
    ) throws(CheckpointFault) {
        self.log = log
        guard let last else {
            seen = nil
            return
        }
        let signer = ([log] + earlier).first { last.isSigned(by: $0) }
        seen = try Checkpoint(last, signedBy: signer ?? log)
    }

    /// Takes a later checkpoint, with the hashes of the consistency proof from the one seen last.
    ///
    /// Whoever cosigns must keep the note first: what was vouched for must never be forgotten.
    /// - Throws: ``WitnessRefusal`` when the log's key did not sign it, or it does not continue what was seen.
    public mutating func accept(_ note: SignedNote, proof: [Digest]) throws {
        let checkpoint: Checkpoint
        do { checkpoint = try Checkpoint(note, signedBy: log) } catch CheckpointFault.foreign(let origin) {
            throw WitnessRefusal.anotherLog(origin: origin)
        } catch { throw WitnessRefusal.unknownKey(log) }
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
    /// The key that is known did not sign it, or it is damaged.
    case unknownKey(NoteVerifier)
    /// It is of another log than the one that is watched.
    case anotherLog(origin: String)

    public var description: String {
        switch self {
        case .older(let seen, let offered):
            "a checkpoint of \(seen) events was seen before, and this one has \(offered)"
        case .forked(let size):
            "the proof does not show that the log continues the \(size) events that were seen: it was rewritten, or the proof "
                + "is of other checkpoints"
        case .proofMissing(let from, let to):
            "give the proof that the log continues what was seen: quittance proof consistency \(from) \(to)"
        case .unknownKey(let key):
            """
            the checkpoint is damaged, or was signed by another key than the one this witness knows, \(key.text).
              Where the log's key was exchanged, get the new verifier key from somebody you trust, and run `quittance \
            witness rekey`
            """
        case .anotherLog(let origin):
            "the checkpoint is of another log, \(origin): another log takes another witness"
        }
    }
}
