import LedgerValues

/// *Grand livre*: every line by account and day with the balance after it; or *grand livre auxiliaire*, the lines of
/// accounts that are kept contract by contract, by contract. Sorted in memory.
public struct GeneralLedgerTable: BookWriter, Sendable {
    private struct Row {
        let line: BookEntry.Line
        let entry: BookEntry

        /// The account, and the contract's under it in a subsidiary ledger.
        func account(_ isSubsidiary: Bool) -> (String, String) {
            (line.account.number, isSubsidiary ? line.party?.number ?? "" : "")
        }
    }

    private let table: TableWriter
    private let isSubsidiary: Bool
    private var rows: [Row] = []

    public init(_ form: TableWriter.Form, isSubsidiary: Bool) {
        self.isSubsidiary = isSubsidiary
        table = TableWriter(
            form,
            [
                "account", "account_label", "auxiliary", "contract", "tenant_code", "accounting_on", "journal",
                "number",
                "position", "document", "label", "debit_cents", "credit_cents", "balance_cents",
            ])
    }

    public func begin(_ bytes: inout [UInt8]) { table.begin(&bytes) }

    public mutating func write(_ entry: BookEntry, _ bytes: inout [UInt8]) {
        for line in entry.lines where !isSubsidiary || line.party != nil {
            rows.append(Row(line: line, entry: entry))
        }
    }

    public mutating func end(_ bytes: inout [UInt8]) {
        // Lines of one day stay in the order of the log, after what was carried forward.
        let order = rows.indices.sorted { left, right in
            let (first, second) = (rows[left], rows[right])
            let (a, b) = (first.account(isSubsidiary), second.account(isSubsidiary))
            return a != b
                ? a < b : (first.entry.accountingOn, left) < (second.entry.accountingOn, right)
        }
        var account = ("", "")
        var balance = Money.zero
        for index in order {
            let row = rows[index]
            if row.account(isSubsidiary) != account {
                account = row.account(isSubsidiary)
                balance = .zero
            }
            balance += row.line.amount
            write(row, balance, &bytes)
        }
    }

    private func write(_ row: Row, _ balance: Money, _ bytes: inout [UInt8]) {
        let (line, entry) = (row.line, row.entry)
        table.write(
            [
                .text(line.account.number), .text(line.account.label), .text(ifAny: line.party?.number),
                .text(ifAny: line.party?.contract.text), .text(ifAny: line.party?.tenantCode?.text),
                .day(entry.accountingOn), .text(entry.journal.code), .number(Int64(entry.number)),
                entry.position.map { .number($0) } ?? .none, .text(entry.document), .text(entry.label),
                .amount(max(.zero, line.amount)), .amount(max(.zero, -line.amount)), .amount(balance),
            ], &bytes)
    }
}

/// Revenue by month, residence and account; written when every entry is known.
public struct RevenueTable: BookWriter, Sendable {
    private struct Key: Hashable, Comparable {
        let month: Month
        let residence: String
        let account: String

        static func < (left: Key, right: Key) -> Bool {
            (left.month, left.residence, left.account) < (right.month, right.residence, right.account)
        }
    }

    private let table: TableWriter
    private var sums: [Key: (label: String, amount: Money)] = [:]

    public init(_ form: TableWriter.Form) {
        table = TableWriter(form, ["month", "residence", "account", "account_label", "amount_cents"])
    }

    public func begin(_ bytes: inout [UInt8]) { table.begin(&bytes) }

    public mutating func write(_ entry: BookEntry, _ bytes: inout [UInt8]) {
        for line in entry.lines where line.account.kind == .income && entry.position != nil {
            let key = Key(
                month: entry.accountingOn.month, residence: entry.row?.residence ?? "", account: line.account.number)
            sums[key, default: (line.account.label, .zero)].amount -= line.amount
        }
    }

    public mutating func end(_ bytes: inout [UInt8]) {
        for (key, sum) in sums.sorted(by: { $0.key < $1.key }) {
            table.write(
                [
                    .text(key.month.description), .text(ifAny: key.residence.isEmpty ? nil : key.residence),
                    .text(key.account), .text(sum.label), .amount(sum.amount),
                ], &bytes)
        }
    }
}
