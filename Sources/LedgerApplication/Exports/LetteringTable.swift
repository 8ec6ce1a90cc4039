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

    /// The letter of one entry, as it is filed.
    fileprivate struct FiledMark: BitwiseCopyable {
        let position: Int64
        let index: Int32
        let on: Int32
    }

    /// The letters of a stretch, eight bytes an event.
    struct Marks {
        private let first: Int64
        /// One more than the index of the letter; 0 without one.
        private var letters: [UInt32]
        private var days: [Int32]

        fileprivate init(_ positions: ClosedRange<Int64>, _ bytes: [UInt8]) {
            first = positions.lowerBound
            letters = [UInt32](repeating: 0, count: positions.count)
            days = [Int32](repeating: 0, count: positions.count)
            bytes.withUnsafeBytes { bytes in
                var filed = FiledBytes(bytes)
                while !filed.isAtEnd {
                    let mark = filed.next(FiledMark.self)
                    letters[Int(mark.position - first)] = UInt32(mark.index) + 1
                    days[Int(mark.position - first)] = mark.on
                }
            }
        }

        subscript(position: Position) -> Lettering.Mark? {
            let place = Int(position.number - first)
            guard letters[place] > 0 else { return nil }
            return Lettering.Mark(index: Int(letters[place]) - 1, on: CalendarDate(dayNumber: days[place]))
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
        try events.forEach { event in
            before.add(event)
            state.apply(event)
        }
        for day in candidates {
            guard let account = try? ContractAccount(state, asOf: day, context) else { continue }
            for (position, mark) in Lettering(state, account).marks {
                marks[BooksReading.stretch(of: position)].file(
                    LetteringTable.FiledMark(
                        position: position, index: Int32(mark.index), on: mark.on.dayNumber))
            }
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
