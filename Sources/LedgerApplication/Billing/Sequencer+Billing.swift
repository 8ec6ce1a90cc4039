import EventCodecs
import EventLog
import LedgerValues
import ResidenceRules

extension Sequencer {
    /// Records what is missing for one contract through a day, in one append.
    ///
    /// - Returns: the number of postings recorded.
    /// - Throws: ``ScheduleError`` when a tariff is missing: nothing is recorded for the contract.
    mutating func bill(
        _ id: ContractID, through: CalendarDate, ruleChange: Bool, by actor: Actor
    ) throws -> BillingOutcome {
        var state = try load(id)
        defer { contracts.put(state, for: id) }
        let next = (log.lastPosition?.number ?? 0) + 1
        let missing = try Billing.missing(
            facts: state.facts, postings: state.postings, through: through, nextPosition: next, known.context)
        if missing.isEmpty { return .posted(0) }
        if !ruleChange, comesFromRulesAlone(missing, state) { return .ruleChange }
        let stream = Streams.contract(id)
        let drafts = missing.map { draft(.posting($0.posting), in: stream, on: $0.effectiveOn) }
        let head = try headRow(of: id, adding: missing.map { .posting($0.posting) }, on: through)
        let author = Authorship(actor: actor)
        guard let receipt = try append(drafts, expecting: [], heads: head, by: author) else { return .posted(0) }
        precondition(receipt.firstPosition.number == next, "postings were numbered for the positions they got")
        for (posting, position) in zip(missing, next...) {
            state.post(posting.posting, on: posting.effectiveOn, position: position)
        }
        return .posted(missing.count)
    }

    /// Whether nothing that was recorded explains a posting of days already billed: only the code can have changed.
    private func comesFromRulesAlone(_ missing: [Billing.Missing], _ state: ContractState) -> Bool {
        guard let billed = known.lastBilling, let first = missing.first, first.effectiveOn <= billed.run.through else {
            return false
        }
        if let change = known.lastRuleChange, change.number > billed.run.knownAt { return false }
        return !state.facts.contains { $0.position > billed.run.knownAt }
    }

    /// Ends a run: records it unless it only repeats the last one.
    mutating func recordBilling(_ report: inout BillingReport, knownAt: Position, by actor: Actor) throws {
        if report.postings == 0, let last = known.lastBilling?.run, last.through >= report.through {
            report.recordedNothing = true
            return
        }
        let run = BillingRun(
            through: max(report.through, known.lastBilling?.run.through ?? report.through), knownAt: knownAt.number,
            contracts: Int64(report.contracts), postings: Int64(report.postings),
            failures: Int64(report.failures.count))
        _ = try append(
            [draft(.ledger(.billingRecorded(run)), in: .ledger, on: report.through)], expecting: [], heads: [],
            by: Authorship(actor: actor))
    }
}

/// What billing one contract came to.
enum BillingOutcome {
    /// The number of postings recorded.
    case posted(Int)
    /// The difference comes from changed rule code alone.
    case ruleChange
}
