/// Why a ledger cannot be used at all.
public enum LedgerError: Error, Hashable, Sendable {
    /// The log holds no `ledger-opened` event: run `init` first.
    case notFounded
    /// The log is not empty: it was founded before.
    case alreadyFounded
    /// The ledger was stopped, was opened for reading, or could not read its store.
    case stopped
    /// The ledger signs no checkpoints.
    case unsigned
}
