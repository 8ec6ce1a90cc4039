import EventCodecs
import EventLog
import LedgerValues
import Projections
import ResidenceRules

/// Facts of one contract with the postings that must stand before them in the same append.
struct HeldChange {
    let facts: [ContractFact]
    /// What gives back the advance or the deposit that the facts take; empty for nearly every fact.
    let released: [Billing.Missing]

    /// The number of events.
    var count: Int { released.count + facts.count }
}

extension Sequencer {
    /// What must be recorded with `facts`, so that the books never hold less than nothing.
    func change(_ facts: [ContractFact], of id: ContractID, at moment: EffectiveMoment) throws -> HeldChange {
        guard facts.contains(where: \.lowersHeldMoney) else { return HeldChange(facts: facts, released: []) }
        let state = ContractState(try log.stream(Streams.contract(id)).map { try DecodedEvent($0) })
        return HeldChange(
            facts: facts,
            released: Billing.released(by: facts, at: moment, known: state.facts, postings: state.postings))
    }

    func drafts(_ change: HeldChange, in stream: StreamName, _ request: CommandRequest) -> [EventDraft] {
        change.released.map { draft(.posting($0.posting), in: stream, on: $0.effectiveOn) }
            + change.facts.map { draft(.fact($0), in: stream, request) }
    }
}

extension ContractHead {
    /// Adds what was just decided, in log order.
    mutating func apply(_ change: HeldChange, on day: CalendarDate) {
        for posting in change.released { apply(Bookkeeping.movements(of: posting.posting)) }
        for fact in change.facts { apply(fact, on: day, moving: Bookkeeping.movements(of: fact)) }
    }
}
