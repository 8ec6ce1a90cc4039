import EventCodecs
import EventLog
import Exports
import LedgerValues
import Projections
import ResidenceRules

/// What is known of the contracts before the first entry is written, and the letters of their accounts: folded contract by
/// contract, eight bytes an event.
struct LetteringTable: Sendable {
    /// Who the contracts are, and what they carry forward.
    private(set) var before: BooksBefore
    /// One more than the index of the letter; 0 without one.
    private var letters: [UInt32]
    private var days: [Int32]
    private(set) var failures: [ContractID] = []
    /// The number of events of contracts that were read.
    private(set) var events: Int64 = 0

    /// What a group of contracts adds.
    struct Page: Sendable {
        fileprivate var before: BooksBefore
        fileprivate var events: Int64 = 0
        fileprivate var marks: [(position: Int64, mark: Lettering.Mark)] = []
        /// The contracts that no tariff reaches any of the days for.
        fileprivate var failures: [ContractID] = []
    }

    subscript(position: Position) -> Lettering.Mark? {
        let place = Int(position.number)
        guard letters[place] > 0 else { return nil }
        return Lettering.Mark(index: Int(letters[place]) - 1, on: CalendarDate(dayNumber: days[place]))
    }

    /// Folds every contract known at `known`, on every processor.
    ///
    /// - Parameters:
    ///   - contracts: the contracts, with the number of events of each.
    ///   - before: what learns of the contracts; it has learnt nothing yet.
    ///   - candidates: the day whose letters are wanted, and earlier ones for contracts that a tariff is missing for by
    ///     then.
    init<Reader: EventStoreReader>(
        _ contracts: [(id: ContractID, events: Int)], through known: Position, _ before: BooksBefore,
        asOf candidates: [CalendarDate],
        _ context: RuleContext, _ readers: ReaderPool<Reader>, progress: @Sendable (Int64) -> Void
    ) throws {
        self.before = before
        letters = [UInt32](repeating: 0, count: Int(known.number) + 1)
        days = [Int32](repeating: 0, count: Int(known.number) + 1)
        var groups = try ContractGroups(contracts, through: known)
        try groups.fill(readers, progress: progress)
        let filled = groups
        try InOrder.run(filled.count, &self) { index in
            var page = Page(before: before)
            try filled.read(index) { id, events in try page.add(events, of: id, candidates, context) }
            return page
        } take: { table, page in
            table.add(page)
            progress(known.number + table.events)
        }
        failures.sort()
    }

    private mutating func add(_ page: Page) {
        before.add(page.before)
        for (position, mark) in page.marks {
            letters[Int(position)] = UInt32(mark.index) + 1
            days[Int(position)] = mark.on.dayNumber
        }
        failures += page.failures
        events += page.events
    }

    /// Adds what entries of no contract leave.
    mutating func add(_ decoded: DecodedEvent) { before.add(decoded) }
}

extension LetteringTable.Page {
    fileprivate mutating func add(
        _ events: ContractGroups.Events, of id: ContractID, _ candidates: [CalendarDate], _ context: RuleContext
    ) throws {
        self.events += Int64(events.count)
        var state = ContractState()
        try events.forEach { event in
            before.add(event)
            state.apply(event)
        }
        for day in candidates {
            guard let account = try? ContractAccount(state, asOf: day, context) else { continue }
            marks += Lettering(state, account).marks
            return
        }
        failures.append(id)
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
