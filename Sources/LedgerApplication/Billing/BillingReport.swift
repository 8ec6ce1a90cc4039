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
    /// The event by which the run itself was recorded; nil when nothing was: it had all been done before.
    public internal(set) var record: CommandAnswer.Event?
    /// Nothing was recorded, the run itself included.
    public var recordedNothing: Bool { record == nil }

    init(through: CalendarDate) { self.through = through }
}
