public import LedgerValues
public import Projections

/// What the log says of a day at one moment of knowledge and no longer, or not yet, at another.
public struct KnowledgeDiff: Sendable {
    /// An event that was recorded between the two.
    public struct Cause: Sendable {
        public let position: Int64
        /// Stored type, kebab-case.
        public let event: String
        public let effectiveOn: CalendarDate
        public let accountingOn: CalendarDate
    }

    /// A figure of the trial balance that moved.
    public struct AccountChange: Sendable {
        public let account: Account
        public let before: TrialBalance.Row
        public let after: TrialBalance.Row
        /// Positions of the events that moved it.
        public let positions: [Int64]
    }

    /// A figure of a contract that moved, in cents.
    public struct Figure: Sendable {
        public let name: String
        /// The month of a housing-aid figure; nil for every other one.
        public let month: Month?
        public let before: Money
        public let after: Money
        /// Positions of the events that moved it: with each of them it was another one than before it.
        public let positions: [Int64]
    }

    /// A contract with a figure that moved.
    public struct ContractChange: Sendable {
        public let contract: ContractID
        public let figures: [Figure]
        /// The events that moved one of the figures, in the order of the log: those of the contract, of the one that its
        /// readmission names, tariffs and policies.
        public let causes: [Cause]
    }

    public let asOf: CalendarDate
    public let from: Knowledge
    public let to: Knowledge
    public internal(set) var accounts: [AccountChange] = []
    public internal(set) var contracts: [ContractChange] = []
    /// Events between the two that concern the whole ledger and can move figures: tariffs, policies, closed months.
    public internal(set) var ledger: [Cause] = []
    /// Contracts whose statement cannot be made at one of the two moments.
    public internal(set) var failures: [BillingReport.Failure] = []

    public var isEmpty: Bool { accounts.isEmpty && contracts.isEmpty && failures.isEmpty }
}
