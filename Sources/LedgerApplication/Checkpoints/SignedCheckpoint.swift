public import EventLog

/// A checkpoint, the note that says it and the key that signed it.
public struct SignedCheckpoint: Hashable, Sendable {
    public let note: SignedNote
    public let verifier: NoteVerifier
    public let checkpoint: Checkpoint

    /// - Throws: ``CheckpointFault`` when `verifier` did not sign a checkpoint of its log in `note`.
    public init(_ note: SignedNote, by verifier: NoteVerifier) throws(CheckpointFault) {
        checkpoint = try Checkpoint(note, signedBy: verifier)
        self.note = note
        self.verifier = verifier
    }
}
