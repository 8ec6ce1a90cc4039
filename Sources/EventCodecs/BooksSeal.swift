public import EventLog
public import LedgerValues

/// *Scellé*: what the books said at a position, in digests that a replay of the log computes again.
public struct BooksSeal: Hashable, Sendable {
    /// The last accounting day of the trial balance, and the day of the open items.
    public let through: CalendarDate
    /// The position up to which the log was read.
    public let knownAt: Int64
    /// Sum of all debits, in cents; equal to that of all credits.
    public let debits: Money
    /// Digest of the trial balance.
    public let trialBalance: Digest
    /// The number of open items.
    public let items: Int64
    /// What they leave to be paid, in cents.
    public let open: Money
    /// Digest of the open items.
    public let openItems: Digest

    public init(
        through: CalendarDate, knownAt: Int64, debits: Money, trialBalance: Digest, items: Int64, open: Money,
        openItems: Digest
    ) {
        self.through = through
        self.knownAt = knownAt
        self.debits = debits
        self.trialBalance = trialBalance
        self.items = items
        self.open = open
        self.openItems = openItems
    }
}
