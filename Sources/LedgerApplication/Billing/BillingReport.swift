public import LedgerValues
public import ResidenceRules

/// What a billing run did.
public struct BillingReport: Sendable {
    /// A contract that could not be billed; nothing of it was recorded.
    public struct Failure: Sendable {
        public let contract: ContractID
        public let error: ScheduleError
    }

    public let through: CalendarDate
    public internal(set) var contracts = 0
    public internal(set) var postings = 0
    public internal(set) var failures: [Failure] = []
    /// Contracts whose missing postings come from changed rule code alone: reported, not posted (design 4).
    public internal(set) var ruleChanges: [ContractID] = []
    /// Nothing was recorded, the run itself included: it had all been done before.
    public internal(set) var recordedNothing = false

    init(through: CalendarDate) { self.through = through }
}
