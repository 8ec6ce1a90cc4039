import EventCodecs
import EventLog
import Exports
import LedgerValues
import Projections
import ResidenceRules

/// What is known of the contracts before the first entry is written, and the letters of their accounts: folded contract by
/// contract, and filed by stretch of the log in a temporary file.
struct LetteringTable: Sendable {
    /// Who the contracts are, and what they carry forward.
    private(set) var before: BooksBefore
    private var marks: PartedFile
    private let known: Position
    private(set) var failures: [ContractID] = []
    /// The number of events of contracts that were read.
    private(set) var events: Int64 = 0

    /// What a group of contracts adds.
    fileprivate struct Page: Sendable {
        var before: BooksBefore
        var events: Int64 = 0
        /// The letters of each stretch.
        var marks: [[UInt8]]
        /// The contracts that no tariff reaches any of the days for.
        var failures: [ContractID] = []
    }

    /// The letter of an entry or of a part of it, as it is filed.
    fileprivate struct FiledMark: BitwiseCopyable {
        let position: Int64
        /// Of the part, in cents; 0 for the whole entry.
        let cents: Int64
        let index: Int32
        let on: Int32

        init(_ part: Lettering.Part) {
            position = part.position
            cents = part.isWhole ? 0 : part.amount.cents
            index = Int32(part.mark.index)
            on = part.mark.on.dayNumber
        }

        var mark: Lettering.Mark { Lettering.Mark(index: Int(index), on: CalendarDate(dayNumber: on)) }
    }

    /// The letters of an entry.
    enum Letters: Sendable {
        case unlettered
        case whole(Lettering.Mark)
        /// What each letter takes; the rest of the entry has none.
        case parts([(amount: Money, mark: Lettering.Mark)])
    }

    /// The letters of a stretch: four bytes an event, and what was filed.
    struct Marks {
        private let first: Int64
        /// One more than the place of the first part of an entry; 0 without a letter.
        private var places: [Int32]
        /// The parts of one entry stand together.
        private var filed: [FiledMark] = []

        fileprivate init(_ positions: ClosedRange<Int64>, _ bytes: [UInt8]) {
            first = positions.lowerBound
            places = [Int32](repeating: 0, count: positions.count)
            bytes.withUnsafeBytes { bytes in
                var parts = FiledBytes(bytes)
                while !parts.isAtEnd {
                    let part = parts.next(FiledMark.self)
                    filed.append(part)
                    let place = Int(part.position - first)
                    if places[place] == 0 { places[place] = Int32(filed.count) }
                }
            }
        }

        subscript(position: Position) -> Letters {
            let place = Int(places[Int(position.number - first)]) - 1
            guard place >= 0 else { return .unlettered }
            if filed[place].cents == 0 { return .whole(filed[place].mark) }
            return .parts(
                filed[place...].prefix { $0.position == position.number }.map { (Money(cents: $0.cents), $0.mark) })
        }
    }

    /// Folds the contracts of a reading, on every processor.
    ///
    /// - Parameters:
    ///   - known: the last event of the reading.
    ///   - before: what learns of the contracts; it has learnt nothing yet.
    ///   - candidates: the day whose letters are wanted, and earlier ones for contracts that a tariff is missing for by
    ///     then.
    init(
        _ groups: ContractGroups, through known: Position, _ before: BooksBefore, asOf candidates: [CalendarDate],
        _ context: RuleContext, progress: @Sendable (Int64) -> Void
    ) throws {
        self.before = before
        self.known = known
        marks = try PartedFile(parts: BooksReading.stretches(through: known))
        let empty = Page(before: before, marks: marks.emptyPieces)
        try InOrder.run(groups.count, &self) { index in
            var page = empty
            try groups.read(index) { id, events in try page.add(events, of: id, candidates, context) }
            return page
        } take: { table, page in
            table.before.add(page.before)
            try table.marks.append(page.marks)
            table.failures += page.failures
            table.events += page.events
            progress(known.number + table.events)
        }
        failures.sort()
    }

    /// The letters of the entries in a stretch.
    func marks(of stretch: Int) throws -> Marks {
        Marks(BooksReading.positions(of: stretch, through: known), try marks.read(stretch))
    }

    /// Adds what entries of no contract leave.
    mutating func add(_ other: BooksBefore) { before.add(other) }
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
        for part in lettering.parts where part.bookedOn >= first {
            marks[BooksReading.stretch(of: part.position)].file(LetteringTable.FiledMark(part))
        }
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
