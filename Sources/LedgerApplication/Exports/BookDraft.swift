import EventLog
import Exports
import LedgerValues
import Projections
import ResidenceRules

/// An entry without its number and the accounts that its chart gives it: what an event of a contract, or of none, comes to in
/// the books. It waits in a temporary file until the numbers before it are known.
struct BookDraft: Sendable {
    let journal: JournalRole
    let accountingOn: CalendarDate
    let effectiveOn: CalendarDate
    let recordedOn: CalendarDate
    let position: Position
    /// The document behind it; nil when its event is its own proof.
    var reference: String?
    var label = ""
    /// Empty for an entry before the first day of the file, which has a number and is not written.
    var movements = Movements()
    /// Whether the file holds it, beside counting it.
    var isWritten: Bool { !movements.isEmpty }
    /// The tariff row that it is about, where somebody asked for it.
    var row: TariffRowID?

    /// Nil for an event that the books do not know, or not by the last day of the file.
    ///
    /// - Parameter unit: the tariff row of the unit that the contract has.
    init?(
        _ decoded: DecodedEvent, _ movements: Movements, _ request: BooksRequest, _ days: inout RecordingDays,
        _ names: ServiceNames, unit: TariffRowID? = nil
    ) {
        let day = decoded.accountingOn
        if movements.isEmpty || day > request.through { return nil }
        journal = JournalRole(movements)
        accountingOn = day
        effectiveOn = decoded.effectiveOn
        position = decoded.position
        if let from = request.from, day < from {
            recordedOn = day
            return
        }
        recordedOn = days[decoded.recordedAt]
        reference = decoded.event.document
        label = decoded.event.label(names)
        if day != decoded.effectiveOn { label += " (effet du \(FrenchText.day(decoded.effectiveOn)))" }
        self.movements = movements
        if request.isPlaced { row = decoded.event.pricedRow ?? unit }
    }

    /// Calls `body` with each line: one account's is broken down by its letters.
    ///
    /// - Parameter letters: those of the entry.
    func forEachLine(
        _ letters: ArraySlice<Lettering.Part>, _ body: (_ account: Account, _ amount: Money, Lettering.Mark?) -> Void
    ) {
        for movement in movements {
            var rest = movement.amount
            for part in letters where part.account == movement.account {
                body(part.account, part.amount, part.mark)
                rest -= part.amount
            }
            if rest != .zero { body(movement.account, rest, nil) }
        }
    }
}

/// The civil day of one instant after the other: a day in Paris begins, and its clocks change, at a whole hour.
struct RecordingDays {
    private var hour: Int64?
    private var day = CalendarDate.latest

    subscript(instant: Instant) -> CalendarDate {
        mutating get {
            let hour = instant.microseconds / 3_600_000_000
            if hour != self.hour { (self.hour, day) = (hour, ParisTime.day(of: instant)) }
            return day
        }
    }
}

/// A draft as it lies in a temporary file: this head, then the reference, the row and the label, then the lines.
struct FiledDraft: BitwiseCopyable {
    private let positionNumber: Int64
    private let accountingDay: Int32
    private let effectiveDay: Int32
    private let recordedDay: Int32
    /// The place of the contract; -1 without one.
    private let contract: Int32
    /// In bytes; -1 without one.
    private let reference: Int32
    private let row: Int32
    private let label: Int32
    private let lines: Int32
    private let journal: UInt8

    private struct Line: BitwiseCopyable {
        /// In cents.
        let amount: Int64
        /// -1 without a letter.
        let letter: Int32
        let letteredOn: Int32
        let account: UInt8
    }

    private static let accounts = Account.allCases
    private static let journals = JournalRole.allCases

    private init(_ draft: BookDraft, contract: Int?, lines: Int) {
        positionNumber = draft.position.number
        accountingDay = draft.accountingOn.dayNumber
        effectiveDay = draft.effectiveOn.dayNumber
        recordedDay = draft.recordedOn.dayNumber
        self.contract = contract.map { Int32($0) } ?? -1
        reference = draft.reference.map { Int32($0.utf8.count) } ?? -1
        row = draft.row.map { Int32($0.text.utf8.count) } ?? -1
        label = Int32(draft.label.utf8.count)
        self.lines = Int32(lines)
        journal = UInt8(draft.journal.place)
    }

    /// Appends a draft with its letters.
    ///
    /// - Parameter contract: the place of its contract; nil for an entry of none.
    static func put(
        _ draft: BookDraft, of contract: Int?, _ letters: ArraySlice<Lettering.Part>, into bytes: inout [UInt8]
    ) {
        var lines = 0
        draft.forEachLine(letters) { _, _, _ in lines += 1 }
        bytes.file(FiledDraft(draft, contract: contract, lines: lines))
        if let reference = draft.reference { bytes += reference.utf8 }
        if let row = draft.row { bytes += row.text.utf8 }
        var label = draft.label
        label.withUTF8 { bytes.append(contentsOf: $0) }
        draft.forEachLine(letters) { account, amount, mark in
            bytes.file(
                Line(
                    amount: amount.cents, letter: mark.map { Int32($0.index) } ?? -1,
                    letteredOn: mark?.on.dayNumber ?? 0, account: UInt8(account.place)))
        }
    }

    /// Log position of its event.
    var position: Int64 { positionNumber }
    var journalRole: JournalRole { Self.journals[Int(journal)] }
    var accountingOn: CalendarDate { CalendarDate(dayNumber: accountingDay) }
    /// Whether the file holds it, beside counting it.
    var isWritten: Bool { lines > 0 }
    /// The bytes that follow the head.
    var size: Int { Int(max(reference, 0) + max(row, 0) + label) + Int(lines) * MemoryLayout<Line>.size }

    /// The entry under a chart.
    ///
    /// - Parameters:
    ///   - filed: what follows the head.
    ///   - parties: by place.
    func entry(
        _ filed: inout FiledBytes, number: Int, _ chart: ChartOfAccounts, _ parties: [BookEntry.Party?]
    ) -> BookEntry {
        let reference = filed.text(reference)
        let row = filed.text(row).flatMap { TariffRowID($0) }
        let label = filed.text(label) ?? ""
        let party = contract < 0 ? nil : parties[Int(contract)]
        var entries: [BookEntry.Line] = []
        entries.reserveCapacity(Int(lines))
        for _ in 0..<lines {
            let line = filed.next(Line.self)
            let account = chart[Self.accounts[Int(line.account)]]
            entries.append(
                BookEntry.Line(
                    account: account, party: account.isAuxiliary ? party : nil, amount: Money(cents: line.amount),
                    lettering: line.letter < 0
                        ? nil
                        : Lettering.Mark(index: Int(line.letter), on: CalendarDate(dayNumber: line.letteredOn))))
        }
        return BookEntry(
            journal: chart[journalRole], number: number, accountingOn: accountingOn,
            effectiveOn: CalendarDate(dayNumber: effectiveDay), recordedOn: CalendarDate(dayNumber: recordedDay),
            position: position, document: reference ?? String(position), label: label, lines: entries, row: row)
    }
}
