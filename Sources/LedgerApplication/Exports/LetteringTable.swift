import EventCodecs
import EventLog
import Exports
import Foundation
import LedgerValues
import Projections
import ResidenceRules
import Synchronization

/// The contracts of the ledger and the letters of their accounts, folded contract by contract: eight bytes an event.
struct LetteringTable: Sendable {
    private(set) var parties: [ContractID: BookEntry.Party] = [:]
    /// One more than the index of the letter; 0 without one.
    private var letters: [UInt32]
    private var days: [Int32]
    private(set) var failures: [ContractID] = []

    /// What one contract adds.
    private struct Folded: Sendable {
        let party: BookEntry.Party
        /// Nil when no tariff reaches any of the days.
        let marks: [Int64: Lettering.Mark]?
    }

    /// The table while threads fill it, and what stopped one of them.
    private struct Filling: Sendable {
        var table: LetteringTable
        var error: (any Error)?
    }

    subscript(position: Position) -> Lettering.Mark? {
        let place = Int(position.number)
        guard letters[place] > 0 else { return nil }
        return Lettering.Mark(index: Int(letters[place]) - 1, on: CalendarDate(dayNumber: days[place]))
    }

    /// Folds every contract known at `known`, on as many threads as there are readers, each of which is lent for a page
    /// of contracts at a time: short questions go on meanwhile.
    ///
    /// - Parameter candidates: the day whose letters are wanted, and earlier ones for contracts that a tariff is missing
    ///   for by then.
    init<Reader: EventStoreReader>(
        _ contracts: [ContractID], through known: Position, asOf candidates: [CalendarDate], _ context: RuleContext,
        _ readers: ReaderPool<Reader>
    ) throws {
        let pages = stride(from: 0, to: contracts.count, by: Self.page).map { start in
            contracts[start..<min(start + Self.page, contracts.count)]
        }
        let filling = Mutex(Filling(table: LetteringTable(events: known.number)))
        DispatchQueue.concurrentPerform(iterations: pages.count) { index in
            let folded = Result {
                try readers.lend { reader in
                    try pages[index].compactMap { id in
                        try Self.fold(id, reader.events(of: id, through: known), candidates, context)
                    }
                }
            }
            filling.withLock { filling in
                switch folded {
                case .success(let page): for contract in page { filling.table.add(contract) }
                case .failure(let error): filling.error = error
                }
            }
        }
        let filled = filling.withLock { $0 }
        if let error = filled.error { throw error }
        self = filled.table
        failures.sort()
    }

    private init(events: Int64) {
        letters = [UInt32](repeating: 0, count: Int(events) + 1)
        days = [Int32](repeating: 0, count: Int(events) + 1)
    }

    private static let page = 64

    private static func fold(
        _ id: ContractID, _ events: [DecodedEvent], _ candidates: [CalendarDate], _ context: RuleContext
    ) -> Folded? {
        guard let first = events.first else { return nil }
        var code: TenantCode?
        for event in events { code = event.event.newTenantCode ?? code }
        let party = BookEntry.Party(contract: id, opened: first.position.number, tenantCode: code)
        let state = ContractState(events)
        for day in candidates {
            guard let statement = try? ContractStatement(state, asOf: day, context) else { continue }
            return Folded(party: party, marks: Lettering(state, statement).marks)
        }
        return Folded(party: party, marks: nil)
    }

    private mutating func add(_ folded: Folded) {
        parties[folded.party.contract] = folded.party
        guard let marks = folded.marks else { return failures.append(folded.party.contract) }
        for (position, mark) in marks {
            letters[Int(position)] = UInt32(mark.index) + 1
            days[Int(position)] = mark.on.dayNumber
        }
    }
}

extension RecordedEvent {
    /// The tenant code that the event gives its contract; nil for every other event.
    var newTenantCode: TenantCode? {
        switch self {
        case .fact(.tenantCodeIssued(let code)), .fact(.tenantCodeReplaced(let code)): code
        case .fact, .posting, .correction, .opened, .ledger, .schemaRegistered, .sealed, .exported, .chartAdopted,
            .keyAdopted, .person:
            nil
        }
    }
}
