public import LedgerValues
import Projections

/// One balanced entry of the books as every accounting file takes it.
public struct BookEntry: Sendable {
    public let journal: ChartOfAccounts.Journal
    /// The calendar year of ``accountingOn``, which is the year of the books.
    public let year: Int
    /// From 1 without a gap in its journal and year, in the order of the log.
    public var number: Int
    /// Day on which the books take it.
    public let accountingOn: CalendarDate
    /// Day on which it happened in law.
    public let effectiveOn: CalendarDate
    /// Day on which the log recorded it: it cannot be changed from then on.
    public let recordedOn: CalendarDate
    /// Log position of its event; nil for balances carried forward, or over to another chart.
    public let position: Int64?
    /// The document behind it: its own reference when it has one, else the log position.
    public let document: String
    /// The tariff row of the unit that it is about; nil without one, and where nobody asked for it.
    public var row: TariffRowID?
    /// What a person reads; a late fact says the day on which it took effect.
    public let label: String
    public let lines: [Line]

    public struct Line: Sendable {
        public let account: ChartOfAccounts.Entry
        /// Nil on an account that is not kept contract by contract.
        public let party: Party?
        /// A positive amount is a debit, in cents.
        public let amount: Money
        public let lettering: Lettering.Mark?

        public init(account: ChartOfAccounts.Entry, party: Party?, amount: Money, lettering: Lettering.Mark?) {
            self.account = account
            self.party = party
            self.amount = amount
            self.lettering = lettering
        }
    }

    /// The contract behind a line.
    public struct Party: Sendable, Hashable {
        public let contract: ContractID
        /// The log position of the contract's first event: it never changes and no other contract has it.
        public let opened: Int64
        /// The tenant code known last; it may be replaced, the account stays.
        public let tenantCode: TenantCode?

        public init(contract: ContractID, opened: Int64, tenantCode: TenantCode?) {
            self.contract = contract
            self.opened = opened
            self.tenantCode = tenantCode
            number = Self.number(opened)
        }

        /// The number of the contract's account in the books, such as `C00000231`.
        public let number: String

        private static func number(_ opened: Int64) -> String {
            let digits = String(opened)
            return "C" + String(repeating: "0", count: max(0, 8 - digits.utf8.count)) + digits
        }

        /// The tenant code, or the contract before it has one.
        public var label: String { tenantCode?.text ?? contract.text }
    }

    public init(
        journal: ChartOfAccounts.Journal, number: Int, accountingOn: CalendarDate, effectiveOn: CalendarDate,
        recordedOn: CalendarDate, position: Int64?, document: String, label: String, lines: [Line],
        row: TariffRowID? = nil
    ) {
        self.journal = journal
        year = accountingOn.components.year
        self.number = number
        self.accountingOn = accountingOn
        self.effectiveOn = effectiveOn
        self.recordedOn = recordedOn
        self.position = position
        self.document = document
        self.label = label
        self.lines = lines
        self.row = row
    }
}

/// A file of the accounts: what it writes depends on the entries, their order and the settings alone.
///
/// Entries are written in pieces, on several processors at once; the pieces are taken in the order of the log.
public protocol BookWriter: Sendable {
    /// Entries that follow each other, as far as they can be written before it is known what stands before them.
    associatedtype Piece: Sendable

    var emptyPiece: Piece { get }

    func begin(_ bytes: inout [UInt8])
    func write(_ entry: BookEntry, _ piece: inout Piece)

    /// Writes the next piece, or keeps what it says for the end.
    mutating func take(_ piece: Piece, _ bytes: inout [UInt8])

    /// Writes what is known once every entry is; `flush` takes the bytes away, and has to be called now and then.
    mutating func end(_ bytes: inout [UInt8], flush: (inout [UInt8]) throws -> Void) throws
}

/// Entries that are written whole wherever they stand.
extension BookWriter where Piece == [UInt8] {
    public var emptyPiece: [UInt8] { [] }
    public func take(_ piece: [UInt8], _ bytes: inout [UInt8]) {
        if bytes.isEmpty { bytes = piece } else { bytes += piece }
    }
}
