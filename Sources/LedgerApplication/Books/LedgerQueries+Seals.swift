import EventCodecs
import EventLog
import LedgerValues
import Projections
import ResidenceRules

extension LedgerQueries {
    /// Reads the log up to a moment from its first event, and answers what the books of a day said then.
    func booksSaid(through day: CalendarDate, knownAt: KnownAt) throws -> Answered<BooksSeal> {
        try reader.withSnapshot {
            let balance = try trialBalance(asOf: day, knownAt: knownAt)
            let knowledge = balance.knowledge
            let context = known.context(knownAt: knowledge.position)
            var digest = BooksDigest()
            var after: StreamName?
            while true {
                let page = try reader.streams(withPrefix: Streams.contractPrefix, after: after, limit: 200)
                for (name, _) in page {
                    guard let id = Streams.contract(of: name) else { continue }
                    let state = ContractState(try reader.events(of: id, through: knowledge.position))
                    if state.version == 0 { continue }
                    do {
                        digest.add(try ContractStatement(state, asOf: day, context), of: id)
                    } catch is ScheduleError { digest.addIncomplete(id) }
                }
                guard let last = page.last else { break }
                after = last.name
            }
            return Answered(
                value: BooksSeal(
                    through: day, knownAt: knowledge.position.number, debits: balance.value.debits,
                    trialBalance: BooksDigest.of(balance.value), items: digest.items, open: digest.open,
                    openItems: digest.hash), knowledge: knowledge)
        }
    }
}

extension Sequencer {
    /// Records that another key signs from here on.
    mutating func adopt(_ adoption: KeyAdoption, on day: CalendarDate, by actor: Actor) throws {
        _ = try append(
            [draft(.keyAdopted(adoption), in: .ledger, on: day)], expecting: [], heads: [],
            by: Authorship(actor: actor))
    }

    /// Records what the books said at a position.
    mutating func seal(_ seal: BooksSeal, by actor: Actor) throws -> Position? {
        try append(
            [draft(.sealed(seal), in: .ledger, on: seal.through)], expecting: [], heads: [],
            by: Authorship(actor: actor))?.firstPosition
    }
}
