public import LedgerValues

/// The ledger of one Crous is opened: the first event of a log.
public struct LedgerOpening: Hashable, Sendable {
    public let crous: Code
    /// The key that signs the log's checkpoints until another one is adopted; nil where none signs, and in logs of the
    /// first release, which did not record it.
    public let key: CheckpointKey?

    public init(crous: Code, key: CheckpointKey?) {
        self.crous = crous
        self.key = key
    }
}
