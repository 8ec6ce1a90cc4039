import EventLog
import Exports
import LedgerValues
import Projections
import ResidenceRules

/// An entry without its number, its letter and the accounts that its chart gives it: what its event says by itself. It waits in
/// a temporary file until the letters are known.
struct BookDraft: Hashable, Sendable {
    let journal: JournalRole
    let accountingOn: CalendarDate
    let effectiveOn: CalendarDate
    let recordedOn: CalendarDate
    let position: Position
    /// The document behind it; nil when its event is its own proof.
    let reference: String?
    let label: String
    let movements: Movements
    /// The place of its contract; nil for an entry of none.
    let contract: Int?
    /// The tariff row that its event prices, where somebody asked for it.
    let row: TariffRowID?
}

/// What an event comes to in the books.
enum BookItem: Hashable, Sendable {
    case entry(BookDraft)
    /// An entry before the first day of the file, which has a number too.
    case earlier(JournalRole, year: Int)
    /// The unit of the contract at a place from here on.
    case unit(contract: Int, TariffRowID)
}

extension BookItem {
    private enum Kind: UInt8 {
        case entry, earlier, unit
    }

    private struct Head: BitwiseCopyable {
        var position: Int64 = 0
        /// The day, or the year of an earlier entry.
        var accountingOn: Int32 = 0
        var effectiveOn: Int32 = 0
        var recordedOn: Int32 = 0
        /// -1 without one.
        var contract: Int32 = -1
        /// In bytes; -1 without one.
        var reference: Int32 = -1
        var row: Int32 = -1
        var label: Int32 = 0
        var kind: UInt8
        var journal: UInt8 = 0
        var movements: UInt8 = 0
    }

    private struct FiledMovement: BitwiseCopyable {
        /// In cents.
        let amount: Int64
        let account: UInt8
    }

    private static let accounts = Account.allCases
    private static let journals = JournalRole.allCases

    /// Appends it in a form of its own: a head of fixed length, then movements and texts.
    func put(into bytes: inout [UInt8]) {
        switch self {
        case .earlier(let journal, let year):
            bytes.file(
                Head(accountingOn: Int32(year), kind: Kind.earlier.rawValue, journal: UInt8(journal.place)))
        case .unit(let contract, let row):
            bytes.file(Head(contract: Int32(contract), row: Int32(row.text.utf8.count), kind: Kind.unit.rawValue))
            bytes += row.text.utf8
        case .entry(let draft):
            bytes.file(
                Head(
                    position: draft.position.number, accountingOn: draft.accountingOn.dayNumber,
                    effectiveOn: draft.effectiveOn.dayNumber, recordedOn: draft.recordedOn.dayNumber,
                    contract: draft.contract.map { Int32($0) } ?? -1,
                    reference: draft.reference.map { Int32($0.utf8.count) } ?? -1,
                    row: draft.row.map { Int32($0.text.utf8.count) } ?? -1, label: Int32(draft.label.utf8.count),
                    kind: Kind.entry.rawValue, journal: UInt8(draft.journal.place),
                    movements: UInt8(draft.movements.count)))
            for movement in draft.movements {
                bytes.file(FiledMovement(amount: movement.amount.cents, account: UInt8(movement.account.place)))
            }
            if let reference = draft.reference { bytes += reference.utf8 }
            if let row = draft.row { bytes += row.text.utf8 }
            var label = draft.label
            label.withUTF8 { bytes.append(contentsOf: $0) }
        }
    }

    /// Reads the next one.
    init(_ filed: inout FiledBytes) {
        let head = filed.next(Head.self)
        switch Kind(rawValue: head.kind) {
        case .earlier: self = .earlier(Self.journals[Int(head.journal)], year: Int(head.accountingOn))
        case .unit:
            guard let row = filed.text(head.row).flatMap({ TariffRowID($0) }) else { preconditionFailure("no row") }
            self = .unit(contract: Int(head.contract), row)
        case .entry:
            var movements = Movements()
            for _ in 0..<head.movements {
                let movement = filed.next(FiledMovement.self)
                movements.append(
                    Movement(Self.accounts[Int(movement.account)], debit: Money(cents: movement.amount)))
            }
            self = .entry(
                BookDraft(
                    journal: Self.journals[Int(head.journal)],
                    accountingOn: CalendarDate(dayNumber: head.accountingOn),
                    effectiveOn: CalendarDate(dayNumber: head.effectiveOn),
                    recordedOn: CalendarDate(dayNumber: head.recordedOn),
                    position: Position(leafIndex: head.position - 1), reference: filed.text(head.reference),
                    row: filed.text(head.row).flatMap { TariffRowID($0) }, label: filed.text(head.label) ?? "",
                    movements: movements, contract: head.contract < 0 ? nil : Int(head.contract)))
        case nil: preconditionFailure("a temporary file holds what nobody wrote")
        }
    }
}

extension BookDraft {
    /// With the texts in the order in which they are filed.
    fileprivate init(
        journal: JournalRole, accountingOn: CalendarDate, effectiveOn: CalendarDate, recordedOn: CalendarDate,
        position: Position, reference: String?, row: TariffRowID?, label: String, movements: Movements, contract: Int?
    ) {
        self.init(
            journal: journal, accountingOn: accountingOn, effectiveOn: effectiveOn, recordedOn: recordedOn,
            position: position, reference: reference, label: label, movements: movements, contract: contract, row: row)
    }
}
