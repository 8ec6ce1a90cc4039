import EventLog
import Exports
import LedgerValues
import Projections
import ResidenceRules

/// The entries of a reading, once names and letters are known.
struct BookEntries: Sendable {
    let reading: BooksReading
    let parties: Parties
    /// Nil when nothing is to be lettered.
    let letters: LetteringTable?

    /// What an event comes to, with what is known of its contract and its letter.
    struct Item: Sendable {
        let item: BookItem
        let party: BookEntry.Party?
        let mark: Lettering.Mark?
    }

    /// What the events of a stretch come to.
    func read(_ stretch: Int) throws -> [Item] {
        let marks = try letters?.marks(of: stretch)
        var items: [Item] = []
        try reading.forEachItem(of: stretch) { item in
            guard case .entry(let draft) = item else { return items.append(Item(item: item, party: nil, mark: nil)) }
            items.append(
                Item(
                    item: item, party: draft.contract.flatMap { parties[reading.groups.contracts[$0]] },
                    mark: marks?[draft.position]))
        }
        return items
    }
}

extension BookEntry {
    /// The entry of a draft in a chart.
    fileprivate init(
        _ draft: BookDraft, _ item: BookEntries.Item, number: Int, _ chart: ChartOfAccounts, in row: TariffRowID?
    ) {
        self.init(
            journal: chart[draft.journal], number: number, accountingOn: draft.accountingOn,
            effectiveOn: draft.effectiveOn, recordedOn: draft.recordedOn, position: draft.position.number,
            document: draft.reference ?? String(draft.position.number), label: draft.label,
            lines: draft.movements.map { movement in
                let account = chart[movement.account]
                return Line(
                    account: account, party: account.isAuxiliary ? item.party : nil, amount: movement.amount,
                    lettering: movement.account == .tenants ? item.mark : nil)
            }, row: row)
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

    /// Writes the next entries in the order of the log. Accounts are looked up here, where one thread is at a time: threads
    /// that copied the same strings would wait for each other.
    mutating func write(_ items: [BookEntries.Item]) throws {
        for item in items {
            switch item.item {
            case .entry(let draft):
                let number = output.number(draft.journal, draft.accountingOn.components.year)
                let row = draft.row ?? (units.isKept ? draft.contract.flatMap { units[$0] } : nil)
                try output.write(BookEntry(draft, item, number: number, charts[draft.accountingOn], in: row))
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
