import Exports
import LedgerValues
import Projections
import ResidenceRules

/// What every account holds at the end of the day before one: what a file that begins with it carries forward.
struct CarriedBalances: Sendable {
    /// The first day after them.
    let day: CalendarDate
    /// In cents by the place of the account, of entries that name no contract.
    private var balances = [Money](repeating: .zero, count: Account.allCases.count)
    private var ofContracts = ContractBalances()
    /// What letters that are completed later hold of the accounts of contracts.
    private var letters: [ContractID: [Lettering.Carried]] = [:]
    /// The result of the year before that of ``day``, and of the years before that: positive for a loss, in cents.
    private var lastResult = Money.zero
    private var earlierResults = Money.zero
    /// When the first entry from ``day`` on was recorded.
    private var firstRecordedAt: Instant?

    /// The first days of the year of ``day`` and of the year before.
    private let yearStart: CalendarDate
    private let lastYearStart: CalendarDate

    init(before day: CalendarDate) {
        self.day = day
        let year = day.month.year
        yearStart = Month(year: year, month: 1).first
        lastYearStart = Month(year: year - 1, month: 1).first
    }

    mutating func add(_ decoded: DecodedEvent, _ movements: Movements) {
        guard decoded.accountingOn < day else {
            return learn(decoded.recordedAt)
        }
        for movement in movements {
            if !movement.account.isCarriedForward, decoded.accountingOn < yearStart {
                if decoded.accountingOn >= lastYearStart {
                    lastResult += movement.amount
                } else {
                    earlierResults += movement.amount
                }
            } else if let id = decoded.contract {
                ofContracts.add(movement, of: id)
            } else {
                balances[movement.account.place] += movement.amount
            }
        }
    }

    private mutating func learn(_ recordedAt: Instant) {
        firstRecordedAt = min(firstRecordedAt ?? recordedAt, recordedAt)
    }

    mutating func add(_ lettering: Lettering, of id: ContractID) {
        let carried = lettering.carried(before: day)
        if !carried.isEmpty { letters[id] = carried }
    }

    /// Adds the balances of other events, on the same day.
    mutating func add(_ other: CarriedBalances) {
        for place in balances.indices { balances[place] += other.balances[place] }
        ofContracts.add(other.ofContracts)
        letters.merge(other.letters) { $0 + $1 }
        lastResult += other.lastResult
        earlierResults += other.earlierResults
        if let recordedAt = other.firstRecordedAt { learn(recordedAt) }
    }

    /// The balances as lines of one entry.
    func lines(_ chart: ChartOfAccounts, _ parties: Parties) -> [BookEntry.Line] {
        [
            (chart[earlierResults > .zero ? .lossCarriedForward : .profitCarriedForward], earlierResults),
            (chart[lastResult > .zero ? .loss : .profit], lastResult),
        ].compactMap(Self.line) + Account.allCases.flatMap { lines(of: $0, chart[$0], parties) }
    }

    /// The entry that moves balances from the accounts of one chart to those of the next; nil when none moves.
    func changeover(
        from old: ChartOfAccounts, to new: ChartOfAccounts, _ parties: Parties
    ) -> BookEntry? {
        let moved = Account.allCases.filter { account in
            old[account].number != new[account].number || old[account].isAuxiliary != new[account].isAuxiliary
        }
        let lines = moved.flatMap { account in
            self.lines(of: account, old[account], parties, sign: -1) + self.lines(of: account, new[account], parties)
        }
        return entry(new[.opening], lines, "Changement de plan de comptes")
    }

    /// One balanced entry on ``day``; nil without lines.
    func entry(_ journal: ChartOfAccounts.Journal, _ lines: [BookEntry.Line], _ label: String) -> BookEntry? {
        guard !lines.isEmpty else { return nil }
        return BookEntry(
            journal: journal, number: 1, accountingOn: day, effectiveOn: day,
            recordedOn: min(day, firstRecordedAt.map { ParisTime.day(of: $0) } ?? day), position: nil,
            document: "AN\(day.month.year)",
            label: label, lines: lines)
    }

    private func lines(
        of account: Account, _ entry: ChartOfAccounts.Entry, _ parties: Parties, sign: Int64 = 1
    ) -> [BookEntry.Line] {
        var sum = balances[account.place]
        var lines: [BookEntry.Line] = []
        if entry.isAuxiliary {
            for (id, amount) in ofContracts.amounts(account) {
                guard let party = parties[id] else {
                    sum += amount
                    continue
                }
                var rest = amount
                for part in letters[id] ?? [] where part.letter.account == account {
                    lines.append(
                        BookEntry.Line(
                            account: entry, party: party, amount: part.amount * sign, lettering: part.letter.mark))
                    rest -= part.amount
                }
                if rest != .zero {
                    lines.append(BookEntry.Line(account: entry, party: party, amount: rest * sign, lettering: nil))
                }
            }
        } else {
            for (_, amount) in ofContracts.amounts(account) { sum += amount }
        }
        // By contract, then by letter, what has none at the end.
        func order(_ line: BookEntry.Line) -> (Int64, Int) { (line.party?.opened ?? 0, line.lettering?.index ?? .max) }
        lines.sort { order($0) < order($1) }
        return [Self.line(entry, sum * sign)].compactMap { $0 } + lines
    }

    private static func line(_ account: ChartOfAccounts.Entry, _ amount: Money) -> BookEntry.Line? {
        amount == .zero ? nil : BookEntry.Line(account: account, party: nil, amount: amount, lettering: nil)
    }
}

/// What contracts hold on each account, in cents.
private struct ContractBalances: Sendable {
    private var ids: [ContractID] = []
    private var places: [ContractID: Int] = [:]
    /// By place, then by account.
    private var amounts: [Money] = []
    /// Events come contract by contract.
    private var latest: (id: ContractID, place: Int)?

    private static let count = Account.allCases.count

    mutating func add(_ movement: Movement, of id: ContractID) {
        amounts[place(of: id) * Self.count + movement.account.place] += movement.amount
    }

    mutating func add(_ other: ContractBalances) {
        for (others, id) in other.ids.enumerated() {
            let own = place(of: id)
            for account in 0..<Self.count {
                amounts[own * Self.count + account] += other.amounts[others * Self.count + account]
            }
        }
    }

    private mutating func place(of id: ContractID) -> Int {
        if let latest, latest.id == id { return latest.place }
        let place = places[id] ?? ids.count
        if place == ids.count {
            ids.append(id)
            places[id] = place
            amounts += repeatElement(.zero, count: Self.count)
        }
        latest = (id, place)
        return place
    }

    /// What each contract holds on an account.
    func amounts(_ account: Account) -> some Sequence<(ContractID, Money)> {
        ids.indices.lazy.map { (ids[$0], amounts[$0 * Self.count + account.place]) }
    }
}
