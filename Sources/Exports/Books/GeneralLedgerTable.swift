import LedgerValues

/// *Grand livre*: every line by account and day with the balance after it; or *grand livre auxiliaire*, the lines of
/// accounts that are kept contract by contract, by contract. Sorted in batches, so that memory does not grow with the lines.
public struct GeneralLedgerTable: BookWriter {
    private let table: TableWriter
    private let isSubsidiary: Bool
    private var lines: SortedLines
    /// Why lines could not be kept; said at the end.
    private var failure: (any Error)?
    private var accounts = Numbered<ChartOfAccounts.Entry>()
    private var parties = Numbered<BookEntry.Party>()
    private var journals = Numbered<ChartOfAccounts.Journal>()

    /// - Parameters:
    ///   - scratch: empty; holds what memory does not.
    ///   - batchBytes: how much memory lines take before they go there.
    public init(
        _ form: TableWriter.Form, isSubsidiary: Bool, scratch: any ScratchFile, batchBytes: Int = 32 << 20
    ) {
        self.isSubsidiary = isSubsidiary
        lines = SortedLines(in: scratch, batchBytes: batchBytes)
        table = TableWriter(
            form,
            [
                "account", "account_label", "auxiliary", "contract", "tenant_code", "accounting_on", "journal",
                "number",
                "position", "document", "label", "debit_cents", "credit_cents", "balance_cents",
            ])
    }

    public var emptyPiece: [BookEntry] { [] }
    public func begin(_ bytes: inout [UInt8]) { table.begin(&bytes) }
    public func write(_ entry: BookEntry, _ piece: inout [BookEntry]) { piece.append(entry) }
    public mutating func take(_ piece: [BookEntry], _ bytes: inout [UInt8]) { for entry in piece { add(entry) } }

    private mutating func add(_ entry: BookEntry) {
        guard failure == nil else { return }
        for line in entry.lines where !isSubsidiary || line.party != nil {
            lines.add(
                LedgerLine(
                    place: LedgerLine.Place(
                        account: accounts.number(of: line.account),
                        party: line.party.map { parties.number(of: $0) } ?? -1, on: entry.accountingOn),
                    journal: journals.number(of: entry.journal), number: Int64(entry.number),
                    position: entry.position, amount: line.amount, document: entry.document, label: entry.label))
        }
        guard lines.isFull else { return }
        do { try lines.spill(by: order()) } catch { failure = error }
    }

    /// Lines of one day stay in the order of the log, after what was carried forward. Values that are met later do not
    /// change the order of those that were met.
    private func order() -> (LedgerLine.Place) -> SortedLines.Key {
        let accountRanks = accounts.ranks(by: \.number)
        let partyRanks = isSubsidiary ? parties.ranks(by: \.number) : []
        return { place in
            (
                accountRanks[Int(place.account)], partyRanks.isEmpty ? 0 : partyRanks[Int(place.party)],
                place.on.dayNumber
            )
        }
    }

    public mutating func end(_ bytes: inout [UInt8], flush: (inout [UInt8]) throws -> Void) throws {
        if let failure { throw failure }
        let order = order()
        var last: (Int32, Int32) = (-1, -1)
        var balance = Money.zero
        var lines = lines
        try lines.forEach(by: order) { line in
            let key = order(line.place)
            if (key.account, key.party) != last {
                last = (key.account, key.party)
                balance = .zero
            }
            balance += line.amount
            write(line, balance, &bytes)
            try flush(&bytes)
        }
    }

    private func write(_ line: LedgerLine, _ balance: Money, _ bytes: inout [UInt8]) {
        let account = accounts.values[Int(line.place.account)]
        let party = line.place.party < 0 ? nil : parties.values[Int(line.place.party)]
        table.write(
            [
                .text(account.number), .text(account.label), .text(ifAny: party?.number),
                .text(ifAny: party?.contract.text), .text(ifAny: party?.tenantCode?.text),
                .day(line.place.on), .text(journals.values[Int(line.journal)].code), .number(line.number),
                line.position.map { .number($0) } ?? .none, .text(line.document), .text(line.label),
                .amount(max(.zero, line.amount)), .amount(max(.zero, -line.amount)), .amount(balance),
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
public struct RevenueTable: BookWriter {
    fileprivate struct Key: Hashable, Comparable {
        let month: Month
        let residence: String
        let account: String

        static func < (left: Key, right: Key) -> Bool {
            (left.month, left.residence, left.account) < (right.month, right.residence, right.account)
        }
    }

    /// The revenue of some entries.
    public struct Piece: Sendable {
        fileprivate var sums: [Key: (label: String, amount: Money)] = [:]
    }

    private let table: TableWriter
    private var sums: [Key: (label: String, amount: Money)] = [:]

    public init(_ form: TableWriter.Form) {
        table = TableWriter(form, ["month", "residence", "account", "account_label", "amount_cents"])
    }

    public var emptyPiece: Piece { Piece() }
    public func begin(_ bytes: inout [UInt8]) { table.begin(&bytes) }

    public func write(_ entry: BookEntry, _ piece: inout Piece) {
        for line in entry.lines where line.account.kind == .income && entry.position != nil {
            let key = Key(
                month: entry.accountingOn.month, residence: entry.row?.residence ?? "", account: line.account.number)
            piece.sums[key, default: (line.account.label, .zero)].amount -= line.amount
        }
    }

    public mutating func take(_ piece: Piece, _ bytes: inout [UInt8]) {
        sums.merge(piece.sums) { ($0.label, $0.amount + $1.amount) }
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
