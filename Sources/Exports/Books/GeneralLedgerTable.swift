import LedgerValues

/// *Grand livre*: every line by account and day with the balance after it; or *grand livre auxiliaire*, the lines of
/// accounts that are kept contract by contract, by contract. Sorted in memory, some seventy bytes a line.
public struct GeneralLedgerTable: BookWriter, Sendable {
    private struct Row {
        let account: Int32
        /// -1 without one.
        let party: Int32
        let on: CalendarDate
        let entry: Int32
        let amount: Money
    }

    /// What the lines of an entry have in common.
    private struct Common {
        let journal: Int32
        /// Where its document begins in the texts; its label follows.
        let text: Int
        let document: Int32
        let label: Int32
        let number: Int
        let position: Int64?
    }

    private let table: TableWriter
    private let isSubsidiary: Bool
    private var rows: [Row] = []
    private var entries: [Common] = []
    private var texts: [UInt8] = []
    private var accounts = Numbered<ChartOfAccounts.Entry>()
    private var parties = Numbered<BookEntry.Party>()
    private var journals = Numbered<ChartOfAccounts.Journal>()

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
        var isKept = false
        for line in entry.lines where !isSubsidiary || line.party != nil {
            rows.append(
                Row(
                    account: accounts.number(of: line.account), party: line.party.map { parties.number(of: $0) } ?? -1,
                    on: entry.accountingOn, entry: Int32(entries.count), amount: line.amount))
            isKept = true
        }
        guard isKept else { return }
        entries.append(
            Common(
                journal: journals.number(of: entry.journal), text: texts.count,
                document: Int32(entry.document.utf8.count), label: Int32(entry.label.utf8.count),
                number: entry.number, position: entry.position))
        texts.put(entry.document)
        texts.put(entry.label)
    }

    public func end(_ bytes: inout [UInt8], flush: (inout [UInt8]) throws -> Void) throws {
        let accountRanks = accounts.ranks(by: \.number)
        let partyRanks = parties.ranks(by: \.number)
        func place(_ row: Row) -> (Int32, Int32) {
            (accountRanks[Int(row.account)], isSubsidiary ? partyRanks[Int(row.party)] : 0)
        }
        // Lines of one day stay in the order of the log, after what was carried forward.
        let order = (0..<Int32(rows.count)).sorted { left, right in
            let (first, second) = (rows[Int(left)], rows[Int(right)])
            let (a, b) = (place(first), place(second))
            return a != b ? a < b : (first.on, left) < (second.on, right)
        }
        var last: (Int32, Int32) = (-1, -1)
        var balance = Money.zero
        for index in order {
            let row = rows[Int(index)]
            if place(row) != last {
                last = place(row)
                balance = .zero
            }
            balance += row.amount
            write(row, balance, &bytes)
            try flush(&bytes)
        }
    }

    private func write(_ row: Row, _ balance: Money, _ bytes: inout [UInt8]) {
        let (account, entry) = (accounts.values[Int(row.account)], entries[Int(row.entry)])
        let party = row.party < 0 ? nil : parties.values[Int(row.party)]
        let label = entry.text + Int(entry.document)
        table.write(
            [
                .text(account.number), .text(account.label), .text(ifAny: party?.number),
                .text(ifAny: party?.contract.text), .text(ifAny: party?.tenantCode?.text),
                .day(row.on), .text(journals.values[Int(entry.journal)].code), .number(Int64(entry.number)),
                entry.position.map { .number($0) } ?? .none,
                .text(String(decoding: texts[entry.text..<label], as: UTF8.self)),
                .text(String(decoding: texts[label..<label + Int(entry.label)], as: UTF8.self)),
                .amount(max(.zero, row.amount)), .amount(max(.zero, -row.amount)), .amount(balance),
            ], &bytes)
    }
}

/// Values that are met again and again, by the number that each was given when it was met first.
private struct Numbered<Value: Hashable & Sendable>: Sendable {
    private(set) var values: [Value] = []
    private var numbers: [Value: Int32] = [:]

    mutating func number(of value: Value) -> Int32 {
        if let number = numbers[value] { return number }
        let number = Int32(values.count)
        numbers[value] = number
        values.append(value)
        return number
    }

    /// For each value the place of its text among all texts, in their order.
    func ranks(by text: (Value) -> String) -> [Int32] {
        var ranks: [String: Int32] = [:]
        for text in Set(values.map(text)).sorted() { ranks[text] = Int32(ranks.count) }
        return values.map { ranks[text($0)] ?? 0 }
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

    public func end(_ bytes: inout [UInt8], flush: (inout [UInt8]) throws -> Void) throws {
        for (key, sum) in sums.sorted(by: { $0.key < $1.key }) {
            table.write(
                [
                    .text(key.month.description), .text(ifAny: key.residence.isEmpty ? nil : key.residence),
                    .text(key.account), .text(sum.label), .amount(sum.amount),
                ], &bytes)
        }
    }
}
