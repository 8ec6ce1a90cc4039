public import EventLog
public import LedgerValues

/// *Édition*: a file of the accounts, or a page for a tenant, that somebody was given.
public struct BooksExport: Hashable, Sendable {
    /// What was written, such as `fec`.
    public let form: Code
    /// The contract that it is about; nil when it is about the whole ledger.
    public let contract: ContractID?
    /// The first day asked for; nil when it begins with the log.
    public let from: CalendarDate?
    /// The last day asked for.
    public let through: CalendarDate
    /// The position up to which the log was read.
    public let knownAt: Int64
    /// Digest of everything else that the bytes depend on (docs/log-format.md).
    public let settings: Digest
    /// Digest of the bytes.
    public let file: Digest

    public init(
        form: Code, contract: ContractID?, from: CalendarDate?, through: CalendarDate, knownAt: Int64,
        settings: Digest, file: Digest
    ) {
        self.form = form
        self.contract = contract
        self.from = from
        self.through = through
        self.knownAt = knownAt
        self.settings = settings
        self.file = file
    }
}
