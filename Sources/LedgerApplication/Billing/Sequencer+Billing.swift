import EventCodecs
import EventLog
import LedgerValues
import Projections
import ResidenceRules

extension Sequencer {
    /// Records what is missing for one contract through a day, in one append.
    ///
    /// - Returns: the number of postings recorded.
    /// - Throws: ``ScheduleError`` when a tariff is missing: nothing is recorded for the contract.
    mutating func bill(
        _ id: ContractID, through: CalendarDate, ruleChange: Bool, by actor: Actor
    ) throws -> BillingOutcome {
        let state = ContractState(try log.stream(Streams.contract(id)).map { try DecodedEvent($0) })
        let next = (log.lastPosition?.number ?? 0) + 1
        let missing = try Billing.missing(
            facts: state.facts, postings: state.postings, through: through, nextPosition: next, known.context)
        if missing.isEmpty { return .posted(0) }
        if !ruleChange, comesFromRulesAlone(missing, state) { return .ruleChange }
        let stream = Streams.contract(id)
        let drafts = missing.map { draft(.posting($0.posting), in: stream, on: $0.effectiveOn) }
        var contract = try load(id)
        for posting in missing { contract.head.apply(Bookkeeping.movements(of: posting.posting)) }
        contract.version += missing.count
        let receipt = try append(
            drafts, expecting: [], heads: [(stream, ContractHeadCodec.encode(contract.head))],
            by: Authorship(actor: actor))
        precondition(receipt?.firstPosition.number == next, "postings were numbered for the positions they got")
        contracts.put(contract, for: id)
        return .posted(missing.count)
    }

    /// Whether nothing that was recorded explains a posting of days already billed: only the code can have changed.
    private func comesFromRulesAlone(_ missing: [Billing.Missing], _ state: ContractState) -> Bool {
        missing.contains { posting in
            guard let billed = known.billing(covering: posting.effectiveOn) else { return false }
            if let change = known.lastRuleChange, change.number > billed.knownAt { return false }
            return state.lastFactPosition <= billed.knownAt
        }
    }

    /// Bills the next contracts, by name, after a cursor: one group of the log.
    mutating func billPage(
        after cursor: StreamName?, through: CalendarDate, ruleChange: Bool, by actor: Actor
    ) throws -> BillingPage {
        var page = BillingPage()
        let names = try log.reader.streams(withPrefix: Streams.contractPrefix, after: cursor, limit: 100).map(\.name)
        for name in names {
            guard let id = Streams.contract(of: name) else { continue }
            page.contracts += 1
            do {
                switch try bill(id, through: through, ruleChange: ruleChange, by: actor) {
                case .posted(let count): page.postings += count
                case .ruleChange: page.ruleChanges.append(id)
                }
            } catch let error as ScheduleError {
                page.failures.append(BillingReport.Failure(contract: id, error: error))
            }
        }
        page.last = names.last
        return page
    }

    /// Ends a run: records it, with the reason when changed rule code was posted. Nil when it only repeats an earlier run,
    /// and nothing is recorded.
    mutating func recordBilling(
        _ report: BillingReport, knownAt: Position, ruleChange: Code?, by actor: Actor
    ) throws -> CommandAnswer.Event? {
        if report.postings == 0, let last = known.billing(covering: report.through),
            last.failures == report.failures.count
        {
            return nil
        }
        let run = BillingRun(
            through: report.through, knownAt: knownAt.number,
            contracts: Int64(report.contracts), postings: Int64(report.postings),
            failures: Int64(report.failures.count), ruleChange: ruleChange)
        let record = draft(.ledger(.billingRecorded(run)), in: .ledger, on: report.through)
        let receipt = try append([record], expecting: [], heads: [], by: Authorship(actor: actor))
        return CommandAnswer.Event(
            position: receipt?.firstPosition, type: record.type.name, leafHash: receipt?.leafHashes[0])
    }
}

/// What billing some contracts came to.
struct BillingPage {
    var contracts = 0
    var postings = 0
    var failures: [BillingReport.Failure] = []
    var ruleChanges: [ContractID] = []
    /// The last contract looked at; nil when there was none left.
    var last: StreamName?
}

/// What billing one contract came to.
enum BillingOutcome {
    /// The number of postings recorded.
    case posted(Int)
    /// The difference comes from changed rule code alone.
    case ruleChange
}
