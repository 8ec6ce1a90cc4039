import EventCodecs
import EventLog
import Exports
import LedgerValues
import Projections
import ResidenceRules

/// How events become entries.
struct BookEntries: Sendable {
    let request: BooksRequest
    let charts: ChartTimeline
    let parties: Parties
    /// Nil when nothing is to be lettered.
    let letters: LetteringTable?

    /// What a stretch of the log comes to.
    struct Stretch: Sendable {
        let through: Position
        fileprivate(set) var items: [Item] = []
    }

    /// What an event comes to.
    enum Item: Sendable {
        case entry(Draft)
        /// An entry before the first day of the file, which has a number too.
        case earlier(JournalRole, year: Int)
        /// The unit of a contract from here on.
        case unit(ContractID, TariffRowID)
    }

    /// An entry without its number. It holds nothing that all of them share: threads that copied accounts and journals
    /// would wait for each other.
    struct Draft: Sendable {
        fileprivate let journal: JournalRole
        fileprivate let accountingOn: CalendarDate
        fileprivate let effectiveOn: CalendarDate
        fileprivate let recordedOn: CalendarDate
        fileprivate let position: Position
        fileprivate let reference: String?
        fileprivate let label: String
        fileprivate let movements: Movements
        fileprivate let contract: ContractID?
        fileprivate let party: BookEntry.Party?
        fileprivate let letters: LetteringTable.Letters
        fileprivate let row: TariffRowID?
    }

    func read(
        _ reader: some EventStoreReader, from first: Position, through last: Position
    ) throws -> Stretch {
        var stretch = Stretch(through: last)
        stretch.items.reserveCapacity(Int(last.number - first.number) + 1)
        var recorded = RecordingDay()
        try reader.scan(from: first, through: last) { position, bytes in
            let decoded = try DecodedEvent(bytes, at: position)
            if request.isPlaced, let id = decoded.contract, let row = decoded.event.unitRow {
                stretch.items.append(.unit(id, row))
            }
            if let item = item(decoded, &recorded) { stretch.items.append(item) }
            return true
        }
        return stretch
    }

    private func item(_ decoded: DecodedEvent, _ recorded: inout RecordingDay) -> Item? {
        let movements = decoded.event.movements
        let day = decoded.accountingOn
        if movements.isEmpty || day > request.through { return nil }
        let journal = JournalRole(movements)
        if let from = request.from, day < from { return .earlier(journal, year: day.components.year) }
        var label = decoded.event.label
        if day != decoded.effectiveOn { label += " (effet du \(FrenchText.day(decoded.effectiveOn)))" }
        return .entry(
            Draft(
                journal: journal, accountingOn: day, effectiveOn: decoded.effectiveOn,
                recordedOn: recorded.day(of: decoded.recordedAt), position: decoded.position,
                reference: decoded.event.document, label: label, movements: movements, contract: decoded.contract,
                party: decoded.contract.flatMap { parties[$0] }, letters: letters?[decoded.position] ?? .unlettered,
                row: request.isPlaced ? decoded.event.pricedRow : nil))
    }
}

extension BookEntry {
    /// The entry of a draft in a chart.
    fileprivate init(_ draft: BookEntries.Draft, number: Int, _ chart: ChartOfAccounts, in row: TariffRowID?) {
        self.init(
            journal: chart[draft.journal], number: number, accountingOn: draft.accountingOn,
            effectiveOn: draft.effectiveOn, recordedOn: draft.recordedOn, position: draft.position.number,
            document: draft.reference ?? String(draft.position.number), label: draft.label,
            lines: Self.lines(draft, chart), row: row)
    }

    /// The lines of a draft; that of the tenants' account is broken down by its letters.
    private static func lines(_ draft: BookEntries.Draft, _ chart: ChartOfAccounts) -> [Line] {
        var lines: [Line] = []
        lines.reserveCapacity(draft.movements.count)
        for movement in draft.movements {
            let account = chart[movement.account]
            func add(_ amount: Money, _ mark: Lettering.Mark?) {
                lines.append(
                    Line(
                        account: account, party: account.isAuxiliary ? draft.party : nil, amount: amount,
                        lettering: mark))
            }
            // An account that all contracts share has no letters: those are a contract's own.
            guard movement.account == .tenants, account.isAuxiliary else {
                add(movement.amount, nil)
                continue
            }
            switch draft.letters {
            case .unlettered: add(movement.amount, nil)
            case .whole(let mark): add(movement.amount, mark)
            case .parts(let parts):
                var rest = movement.amount
                for part in parts {
                    add(part.amount, part.mark)
                    rest -= part.amount
                }
                if rest != .zero { add(rest, nil) }
            }
        }
        return lines
    }
}

/// The civil day of one instant after the other: a day in Paris begins, and its clocks change, at a whole hour.
private struct RecordingDay {
    private var hour: Int64?
    private var day = CalendarDate.latest

    mutating func day(of instant: Instant) -> CalendarDate {
        let hour = instant.microseconds / 3_600_000_000
        if hour != self.hour { (self.hour, day) = (hour, ParisTime.day(of: instant)) }
        return day
    }
}

/// Entries on their way into a file, as they get their numbers.
struct BooksFile<Writer: BookWriter & Sendable>: Sendable {
    var output: BooksOutput<Writer>
    var units: Units
    let charts: ChartTimeline

    /// Opens the file with entries that stand before those of the log.
    mutating func begin(_ entries: [BookEntry]) throws {
        output.begin()
        for entry in entries { try output.write(entry) }
    }

    mutating func write(_ stretch: BookEntries.Stretch) throws {
        for item in stretch.items {
            switch item {
            case .entry(let draft):
                let number = output.number(draft.journal, draft.accountingOn.components.year)
                let row = draft.row ?? (units.isKept ? draft.contract.flatMap { units[$0] } : nil)
                try output.write(BookEntry(draft, number: number, charts[draft.accountingOn], in: row))
            case .earlier(let journal, let year): _ = output.number(journal, year)
            case .unit(let contract, let row): units.learn(row, of: contract)
            }
        }
    }

    mutating func end() throws -> BooksSummary {
        try output.end()
        return output.summary
    }
}

extension RecordedEvent {
    /// The reference of the document behind the entry; nil when the event is its own proof.
    fileprivate var document: String? {
        switch self {
        case .fact(.sundryCharged(let charge)), .fact(.chargeCancelled(_, let charge)): charge.reference?.text
        case .ledger(.serviceSold(let sale)): sale.reference?.text
        case .fact, .posting, .correction, .opened, .ledger, .schemaRegistered, .sealed, .exported, .chartAdopted,
            .keyAdopted, .person:
            nil
        }
    }
}
