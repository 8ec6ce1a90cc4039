public import EventLog

/// A key signs the checkpoints from here on: after a rotation, or after a part of the log was lost.
public struct KeyAdoption: Hashable, Sendable {
    /// The key; another origin than before begins a new log.
    public let key: CheckpointKey
    /// The first position that was signed and is no longer what was signed; nil when nothing was lost.
    public let lostFrom: Int64?
    /// The last position that was signed; nil when nothing was lost, or nobody knows any more.
    public let lostThrough: Int64?

    public init(_ key: CheckpointKey, lostFrom: Int64? = nil, lostThrough: Int64? = nil) {
        self.key = key
        self.lostFrom = lostFrom
        self.lostThrough = lostThrough
    }

    /// The adoption of the key that `verifier` checks.
    public init(_ verifier: NoteVerifier, lostFrom: Int64? = nil, lostThrough: Int64? = nil) {
        self.init(CheckpointKey(verifier), lostFrom: lostFrom, lostThrough: lostThrough)
    }
}
