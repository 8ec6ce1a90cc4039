import LedgerValues

/// Every line of the journal as a table.
public struct JournalTable: BookWriter {
    private let table: TableWriter

    public init(_ form: TableWriter.Form) {
        table = TableWriter(
            form,
            [
                "journal", "year", "number", "accounting_on", "effective_on", "recorded_on", "position", "document",
                "label", "account", "account_label", "auxiliary", "contract", "tenant_code", "debit_cents",
                "credit_cents", "letter", "lettered_on",
            ])
    }

    public func begin(_ bytes: inout [UInt8]) { table.begin(&bytes) }

    public func write(_ entry: BookEntry, _ bytes: inout [UInt8]) {
        let first: [Cell] = [
            .text(entry.journal.code), .number(Int64(entry.year)), .number(Int64(entry.number)),
            .day(entry.accountingOn), .day(entry.effectiveOn), .day(entry.recordedOn),
            entry.position.map { .number($0) } ?? .none, .text(entry.document), .text(entry.label),
        ]
        let rows = entry.lines.lazy.map { line -> [Cell] in
            [
                .text(line.account.number), .text(line.account.label), .text(ifAny: line.party?.number),
                .text(ifAny: line.party?.contract.text), .text(ifAny: line.party?.tenantCode?.text),
                .amount(line.amount > .zero ? line.amount : .zero),
                .amount(line.amount < .zero ? -line.amount : .zero), .text(ifAny: line.lettering?.code),
                .day(ifAny: line.lettering?.on),
            ]
        }
        table.write(first, rows, &bytes)
    }

    public func end(_ bytes: inout [UInt8], flush: (inout [UInt8]) throws -> Void) {}
}

/// What each account moved by in each month, contract by contract where it is kept so: written when every entry is known.
public struct MonthlyBalances: BookWriter {
    fileprivate struct Key: Hashable, Comparable {
        let month: Month
        let account: String
        let auxiliary: String

        static func < (left: Key, right: Key) -> Bool {
            (left.month, left.account, left.auxiliary) < (right.month, right.account, right.auxiliary)
        }
    }

    fileprivate struct Sum {
        var debit = Money.zero
        var credit = Money.zero
        let party: BookEntry.Party?

        mutating func add(_ amount: Money) {
            if amount > .zero { debit += amount } else { credit -= amount }
        }

        static func + (one: Sum, other: Sum) -> Sum {
            Sum(debit: one.debit + other.debit, credit: one.credit + other.credit, party: one.party)
        }
    }

    /// What each account moved by in each month, as far as it was met.
    public struct Piece: Sendable {
        fileprivate var sums: [Key: Sum] = [:]
    }

    private let table: TableWriter
    private var sums: [Key: Sum] = [:]

    public init(_ form: TableWriter.Form) {
        table = TableWriter(
            form,
            [
                "month", "account", "auxiliary", "contract", "tenant_code", "debit_cents", "credit_cents",
                "balance_cents",
            ])
    }

    public var emptyPiece: Piece { Piece() }
    public func begin(_ bytes: inout [UInt8]) { table.begin(&bytes) }

    public func write(_ entry: BookEntry, _ piece: inout Piece) {
        let month = entry.accountingOn.month
        for line in entry.lines {
            let key = Key(month: month, account: line.account.number, auxiliary: line.party?.number ?? "")
            piece.sums[key, default: Sum(party: line.party)].add(line.amount)
        }
    }

    public mutating func take(_ piece: Piece, _ bytes: inout [UInt8]) { sums.merge(piece.sums, uniquingKeysWith: +) }

    public func end(_ bytes: inout [UInt8], flush: (inout [UInt8]) throws -> Void) throws {
        for (key, sum) in sums.sorted(by: { $0.key < $1.key }) {
            try flush(&bytes)
            table.write(
                [
                    .text(key.month.description), .text(key.account), .text(ifAny: sum.party?.number),
                    .text(ifAny: sum.party?.contract.text), .text(ifAny: sum.party?.tenantCode?.text),
                    .amount(sum.debit), .amount(sum.credit), .amount(sum.debit - sum.credit),
                ], &bytes)
        }
    }
}
