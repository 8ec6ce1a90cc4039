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
        /// Of a contract, or of none; it has no number yet.
        case entry(BookEntry, JournalRole, ContractID?)
        /// An entry before the first day of the file, which has a number too.
        case earlier(JournalRole, year: Int)
        /// The unit of a contract from here on.
        case unit(ContractID, TariffRowID)
    }

    func read(
        _ reader: some EventStoreReader, from first: Position, through last: Position
    ) throws -> Stretch {
        var stretch = Stretch(through: last)
        stretch.items.reserveCapacity(Int(last.number - first.number) + 1)
        // Most books have one chart: threads that copied it for every entry would wait for each other.
        let only = charts.days.isEmpty ? charts[.latest] : nil
        var recorded = RecordingDay()
        try reader.scan(from: first, through: last) { position, bytes in
            let decoded = try DecodedEvent(bytes, at: position)
            if request.isPlaced, let id = decoded.contract, let row = decoded.event.unitRow {
                stretch.items.append(.unit(id, row))
            }
            let day = recorded.day(of: decoded.recordedAt)
            let item =
                if let only {
                    item(decoded, only, recordedOn: day)
                } else {
                    item(decoded, charts[decoded.accountingOn], recordedOn: day)
                }
            if let item { stretch.items.append(item) }
            return true
        }
        return stretch
    }

    private func item(_ decoded: DecodedEvent, _ chart: ChartOfAccounts, recordedOn: CalendarDate) -> Item? {
        let movements = decoded.event.movements
        let day = decoded.accountingOn
        if movements.isEmpty || day > request.through { return nil }
        let journal = JournalRole(movements)
        if let from = request.from, day < from { return .earlier(journal, year: day.components.year) }
        let party = decoded.contract.flatMap { parties[$0] }
        let mark = letters?[decoded.position]
        var label = decoded.event.label
        if day != decoded.effectiveOn { label += " (effet du \(FrenchText.day(decoded.effectiveOn)))" }
        let entry = BookEntry(
            journal: chart[journal], number: 0, accountingOn: day, effectiveOn: decoded.effectiveOn,
            recordedOn: recordedOn, position: decoded.position.number,
            document: decoded.event.document ?? String(decoded.position.number), label: label,
            lines: movements.map { movement in
                let account = chart[movement.account]
                return BookEntry.Line(
                    account: account, party: account.isAuxiliary ? party : nil, amount: movement.amount,
                    lettering: movement.account == .tenants ? mark : nil)
            }, row: request.isPlaced ? decoded.event.pricedRow : nil)
        return .entry(entry, journal, decoded.contract)
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

    /// Opens the file with entries that stand before those of the log.
    mutating func begin(_ entries: [BookEntry]) throws {
        output.begin()
        for entry in entries { try output.write(entry) }
    }

    mutating func write(_ stretch: BookEntries.Stretch) throws {
        for item in stretch.items {
            switch item {
            case .entry(var entry, let journal, let contract):
                entry.number = output.number(journal, entry.year)
                if units.isKept, entry.row == nil { entry.row = contract.flatMap { units[$0] } }
                try output.write(entry)
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
