import EventLog
import LedgerValues
import Projections
public import ResidenceRules

/// Answers "what if" about a tenancy by recording it, through the real commands, in a ledger in memory that is thrown
/// away (docs/decisions/0027-rehearsals-on-a-copy.md).
public enum Simulation {
    /// Plays `scenario` to its settlement. Everything owed is paid on its due day, and bank details come with the keys.
    ///
    /// - Parameter rules: the tariffs and the policies to play it by.
    /// - Throws: ``Rejection`` when a rule refuses a step, ``ScheduleError`` when a tariff is missing.
    public static func play(_ scenario: TenancyScenario, by rules: RuleContext) async throws -> SimulatedTenancy {
        let rehearsal = try await Rehearsal(rules, only: scenario.row)
        defer { rehearsal.ledger.stop() }
        let advance = try await rehearsal.moveIn(scenario)
        let deposit = try await rehearsal.payDeposit(scenario)
        try await rehearsal.live(scenario)

        let returned = scenario.returnsOn
        let far = max(returned, scenario.endsOn).adding(months: 2)
        let owed = try await rehearsal.statement(asOf: far).value.statement
        if let missing = owed.incomplete { throw missing }
        let last = owed.lines.compactMap(\.charge.dueOn).max() ?? returned
        let settled = max(returned, min(last, Deadline.depositConforming.lastDay(from: returned)))
        for line in owed.lines {
            guard let due = line.charge.dueOn, due <= settled, line.payable > .zero else { continue }
            try await rehearsal.record(.paymentReceived(line.payable), on: due)
        }
        try await rehearsal.record(.bankDetailsProvided, on: returned)
        try await rehearsal.record(.contractSettled, on: settled)
        return SimulatedTenancy(
            scenario: scenario, answer: try await rehearsal.statement(asOf: max(settled, far)), deposit: deposit,
            advance: advance, settledOn: settled)
    }
}

/// A ledger in memory with the tariffs of one row and the policies of another ledger.
private struct Rehearsal {
    let ledger: Ledger<InMemoryStore>
    private let contract: ContractID
    private let rules: RuleContext

    init(_ rules: RuleContext, only row: TariffRowID) async throws {
        guard let crous = Code("SIMULATION"), let contract = ContractID("simulation") else {
            preconditionFailure("valid names")
        }
        self.contract = contract
        self.rules = rules
        let store = InMemoryStore()
        // Before any day a request may name: nothing has elapsed yet.
        let clock: @Sendable () -> Instant = { Instant(seconds: 946_684_800) }
        try Founding.found(store, crous: crous, by: .system, clock: clock)
        ledger = try Ledger(store, cachedContracts: 1, clock: clock, onStorageFailure: { _ in })
        for publication in rules.tariffs.all where publication.row.id == row {
            try await execute(.publishTariff([publication.row], correcting: nil), on: publication.publishedOn)
        }
        for adoption in rules.policies.all where adoption.from > Founding.policiesFrom {
            try await execute(.adoptPolicy(adoption.key, adoption.value, from: adoption.from), on: adoption.from)
        }
    }

    /// Proposal and advance, decision and file; answers the advance paid.
    func moveIn(_ scenario: TenancyScenario) async throws -> Money {
        let decided = scenario.decidedOn
        var advance = Money.zero
        if scenario.paysAdvance {
            let notified = ParisTime.instant(
                day: decided.adding(days: -1), secondOfDay: 36_000, repeated: .later)
            try await execute(
                .contract(
                    .id(contract),
                    .proposeAllocation(
                        effectiveOn: scenario.effectiveOn, programme: scenario.programme, notifiedAt: notified,
                        expiresAt: nil)), at: notified)
            let key: PolicyKey =
                scenario.programme == .exchange ? .advanceAmountExchange : .advanceAmountStandard
            advance = Money(cents: rules.policies.number(key, on: ParisTime.day(of: notified)))
            try await execute(
                .contract(.id(contract), .record(.advancePaid(advance))), at: notified.adding(hours: 1))
        }
        try await execute(
            .contract(
                .id(contract),
                .decideAdmission(
                    effectiveOn: scenario.effectiveOn, endsOn: scenario.endsOn, row: scenario.row,
                    assignedOn: nil, programme: scenario.programme)), on: decided)
        try await record(.fileCompleted, on: decided)
        return advance
    }

    /// The deposit that the decision requires.
    func payDeposit(_ scenario: TenancyScenario) async throws -> Money {
        let required = try await statement(asOf: scenario.decidedOn).value.statement.tenure.requiredDeposit
        if required > .zero { try await record(.depositPaid(required), on: scenario.decidedOn) }
        return required
    }

    /// Keys, notice and departure.
    func live(_ scenario: TenancyScenario) async throws {
        try await record(.keysHandedOver, on: scenario.arrivesOn)
        if let notice = scenario.noticeOn {
            try await record(.noticeGiven(departure: scenario.departsOn), on: notice)
        }
        try await record(.keysReturned(.conforming), on: scenario.returnsOn)
    }

    func record(_ fact: ContractFact, on day: CalendarDate) async throws {
        try await execute(.contract(.id(contract), .record(fact)), on: day)
    }

    func statement(asOf day: CalendarDate) async throws -> Answered<StatementAnswer> {
        let report = try await ledger.bill(through: day, ruleChange: nil, by: .system, progress: nil)
        if let failure = report.failures.first { throw failure.error }
        return try ledger.statement(of: contract, asOf: day, knownAt: .head)
    }

    private func execute(_ command: LedgerCommand, on day: CalendarDate) async throws {
        try await execute(command, EffectiveMoment(day: day), nil)
    }

    private func execute(_ command: LedgerCommand, at instant: Instant) async throws {
        try await execute(command, EffectiveMoment(instant), instant)
    }

    private func execute(_ command: LedgerCommand, _ moment: EffectiveMoment, _ instant: Instant?) async throws {
        let answer = try await ledger.execute(
            CommandRequest(
                actor: .system, key: nil, requestHash: MerkleHash.emptyRoot, command: command, moment: moment,
                effectiveAt: instant))
        if let refusal = answer.refusal { throw refusal }
    }
}
