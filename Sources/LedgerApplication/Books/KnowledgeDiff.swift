import EventCodecs
import EventLog
public import LedgerValues
public import Projections
import ResidenceRules

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
        public let before: Money
        public let after: Money
    }

    /// A contract with a figure that moved.
    public struct ContractChange: Sendable {
        public let contract: ContractID
        public let figures: [Figure]
        /// The contract's events between the two; none when a tariff or a policy alone moved it.
        public let causes: [Cause]
    }

    public let asOf: CalendarDate
    public let from: Knowledge
    public let to: Knowledge
    public internal(set) var accounts: [AccountChange] = []
    public internal(set) var contracts: [ContractChange] = []
    /// Events between the two that concern the whole ledger, such as a tariff.
    public internal(set) var ledger: [Cause] = []
    /// Contracts whose statement cannot be made at one of the two moments.
    public internal(set) var failures: [BillingReport.Failure] = []

    public var isEmpty: Bool { accounts.isEmpty && contracts.isEmpty && failures.isEmpty }
}

extension LedgerQueries {
    /// Every figure of a day that moved between two moments of knowledge, and the events that moved it.
    func diff(from early: KnownAt, to late: KnownAt, asOf day: CalendarDate) throws -> KnowledgeDiff {
        try reader.withSnapshot {
            let from = try Knowledge(early, now: now, in: reader)
            let to = try Knowledge(late, now: now, in: reader)
            guard from.position <= to.position else {
                throw QueryError.outsideTree(asked: from.position.number, size: to.position.number)
            }
            var diff = KnowledgeDiff(asOf: day, from: from, to: to)
            var causes: [ContractID: [KnowledgeDiff.Cause]] = [:]
            try compareBalances(&diff, &causes)
            try compareContracts(&diff, causes)
            return diff
        }
    }

    private func compareBalances(
        _ diff: inout KnowledgeDiff, _ causes: inout [ContractID: [KnowledgeDiff.Cause]]
    ) throws {
        var before = TrialBalance()
        var after = TrialBalance()
        var positions: [Account: [Int64]] = [:]
        try reader.scan(from: .first, through: diff.to.position) { position, bytes in
            let decoded = try DecodedEvent(bytes, at: position)
            let movements = decoded.accountingOn <= diff.asOf ? decoded.event.movements : Movements()
            after.add(movements)
            guard position > diff.from.position else {
                before.add(movements)
                return true
            }
            for account in Set(movements.map(\.account)) {
                positions[account, default: []].append(position.number)
            }
            let cause = KnowledgeDiff.Cause(
                position: position.number, event: decoded.event.kind.rawValue, effectiveOn: decoded.effectiveOn,
                accountingOn: decoded.accountingOn)
            if let id = decoded.contract { causes[id, default: []].append(cause) } else { diff.ledger.append(cause) }
            return true
        }
        diff.accounts = Account.allCases.compactMap { account in
            guard before[account] != after[account] else { return nil }
            return KnowledgeDiff.AccountChange(
                account: account, before: before[account], after: after[account],
                positions: positions[account] ?? [])
        }
    }

    private func compareContracts(
        _ diff: inout KnowledgeDiff, _ causes: [ContractID: [KnowledgeDiff.Cause]]
    ) throws {
        // What concerns the whole ledger, such as a tariff, may move any contract.
        var touched = causes.keys.sorted { $0.text < $1.text }
        if !diff.ledger.isEmpty {
            touched = try reader.streams(withPrefix: Streams.contractPrefix, after: nil, limit: .max)
                .compactMap { Streams.contract(of: $0.name) }
        }
        for id in touched {
            do {
                let before = try statement(of: id, at: diff.from.position, asOf: diff.asOf)
                let after = try statement(of: id, at: diff.to.position, asOf: diff.asOf)
                let moved = Self.figures.compactMap { figure -> KnowledgeDiff.Figure? in
                    let (old, new) = (before.map(figure.amount) ?? .zero, after.map(figure.amount) ?? .zero)
                    return old == new ? nil : KnowledgeDiff.Figure(name: figure.name, before: old, after: new)
                }
                guard !moved.isEmpty else { continue }
                diff.contracts.append(
                    KnowledgeDiff.ContractChange(contract: id, figures: moved, causes: causes[id] ?? []))
            } catch let error as ScheduleError {
                diff.failures.append(BillingReport.Failure(contract: id, error: error))
            }
        }
    }

    private static var figures: [(name: String, amount: (ContractStatement) -> Money)] {
        [
            ("charged_cents", { $0.balances.charged }), ("due_cents", { $0.balances.due }),
            ("paid_cents", { $0.balances.paid }), ("deposit_offset_cents", { $0.balances.depositOffset }),
            ("outstanding_cents", { $0.balances.outstanding }), ("credit_cents", { $0.balances.credit }),
            ("advance_held_cents", { $0.balances.advanceHeld }), ("deposit_held_cents", { $0.balances.depositHeld }),
            ("forfeited_cents", { $0.balances.forfeited }), ("refund_payable_cents", { $0.balances.refundPayable }),
            ("unallocated_cents", { $0.balances.unallocated }), ("overdue_cents", { $0.arrears.amount }),
        ]
    }

    /// What was known of a contract at a position; nil before its first event.
    private func statement(
        of id: ContractID, at position: Position, asOf day: CalendarDate
    ) throws -> ContractStatement? {
        let state = ContractState(try reader.events(of: id, through: position))
        guard state.version > 0 else { return nil }
        return try ContractStatement(state, asOf: day, known.context(knownAt: position))
    }
}
