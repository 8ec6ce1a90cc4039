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

extension LedgerQueries {
    /// The seals that were recorded at or before a position (nil: all), oldest first.
    func seals(through known: Position?) throws -> [RecordedSeal] {
        try reader.stream(.ledger, through: known).compactMap { stored in
            let decoded = try DecodedEvent(stored)
            guard case .sealed(let seal) = decoded.event else { return nil }
            return RecordedSeal(position: decoded.position, recordedAt: decoded.recordedAt, seal: seal)
        }
    }

    /// Whether the same events say today what was sealed; a seal speaks of what stands before it.
    func holds(_ recorded: RecordedSeal) throws -> Bool {
        guard recorded.seal.knownAt < recorded.position.number else { return false }
        return try booksSaid(through: recorded.seal.through, knownAt: .position(recorded.seal.knownAt)).value
            == recorded.seal
    }

    /// What the books of a day said at a moment, and whether every seal recorded by then holds.
    func replay(asOf day: CalendarDate, knownAt: KnownAt) throws -> Answered<ReplayedBooks> {
        try reader.withSnapshot {
            let books = try booksSaid(through: day, knownAt: knownAt)
            let seals = try seals(through: books.knowledge.position)
            return Answered(
                value: ReplayedBooks(
                    books: books.value, seals: seals.count, broken: try seals.filter { try !holds($0) }),
                knowledge: books.knowledge)
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
    mutating func seal(_ seal: BooksSeal, by actor: Actor) throws -> Receipt? {
        try append(
            [draft(.sealed(seal), in: .ledger, on: seal.through)], expecting: [], heads: [],
            by: Authorship(actor: actor))
    }
}
