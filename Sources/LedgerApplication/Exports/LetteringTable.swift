import EventCodecs
import EventLog
import Exports
import LedgerValues
import Projections
import ResidenceRules

/// What is known of the contracts before the first entry is written, and the letters of their accounts: folded contract by
/// contract, eight bytes an event, and sixteen for each part of an entry that has several.
struct LetteringTable: Sendable {
    /// Who the contracts are, and what they carry forward.
    private(set) var before: BooksBefore
    /// One more than the index of the letter; 0 without one. With ``splitBit``, the number of parts of the entry.
    private var letters: [UInt32]
    /// The day of the letter; of an entry of several parts the place of the first.
    private var days: [Int32]
    private var split: [SplitPart] = []
    private(set) var failures: [ContractID] = []
    /// The number of events of contracts that were read.
    private(set) var events: Int64 = 0

    /// What a group of contracts adds.
    struct Page: Sendable {
        fileprivate var before: BooksBefore
        fileprivate var events: Int64 = 0
        fileprivate var parts: [Lettering.Part] = []
        /// The contracts that no tariff reaches any of the days for.
        fileprivate var failures: [ContractID] = []
    }

    /// A part of an entry that its letter does not take whole, in sixteen bytes.
    private struct SplitPart {
        let amount: Money
        let letter: UInt32
        let day: Int32

        var mark: Lettering.Mark { Lettering.Mark(index: Int(letter), on: CalendarDate(dayNumber: day)) }
    }

    private static let splitBit: UInt32 = 1 << 31

    /// The letters of an entry.
    enum Letters: Sendable {
        case unlettered
        case whole(Lettering.Mark)
        /// What each letter takes; the rest of the entry has none.
        case parts([(amount: Money, mark: Lettering.Mark)])
    }

    subscript(position: Position) -> Letters {
        let place = Int(position.number)
        let letter = letters[place]
        if letter == 0 { return .unlettered }
        if letter < Self.splitBit {
            return .whole(Lettering.Mark(index: Int(letter) - 1, on: CalendarDate(dayNumber: days[place])))
        }
        let first = Int(days[place])
        return .parts(split[first..<first + Int(letter - Self.splitBit)].map { ($0.amount, $0.mark) })
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
        for part in page.parts {
            let place = Int(part.position)
            if part.isWhole {
                letters[place] = UInt32(part.mark.index) + 1
                days[place] = part.mark.on.dayNumber
                continue
            }
            // The parts of one entry come together.
            if letters[place] == 0 { (letters[place], days[place]) = (Self.splitBit, Int32(split.count)) }
            letters[place] += 1
            split.append(
                SplitPart(amount: part.amount, letter: UInt32(part.mark.index), day: part.mark.on.dayNumber))
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
        var late: [Int64: CalendarDate] = [:]
        var last = CalendarDate(dayNumber: 0)
        try events.forEach { event in
            before.add(event)
            guard event.position <= before.known else { return }
            state.apply(event)
            if event.accountingOn != event.effectiveOn { late[event.position.number] = event.accountingOn }
            if event.effectiveOn <= candidates[0] { last = max(last, event.effectiveOn) }
        }
        if state.version == 0 || letter(state, asOf: candidates[0], late, id, context) { return }
        // A later day than tariffs reach: what comes after the day that is taken in its place has no letter.
        let earlier = (candidates[1...] + [last]).sorted(by: >)
        if !earlier.contains(where: { letter(state, asOf: $0, late, id, context) }) { failures.append(id) }
    }

    /// Adds the letters of a contract; false when a tariff is missing for the day.
    private mutating func letter(
        _ state: ContractState, asOf day: CalendarDate, _ late: [Int64: CalendarDate], _ id: ContractID,
        _ context: RuleContext
    ) -> Bool {
        guard let account = try? ContractAccount(state, asOf: day, context) else { return false }
        let lettering = Lettering(state, account, late: late)
        before.add(lettering, of: id)
        let first = before.firstDay ?? CalendarDate(dayNumber: 0)
        for part in lettering.parts where part.bookedOn >= first { parts.append(part) }
        return true
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
