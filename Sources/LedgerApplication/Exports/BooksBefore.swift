import EventCodecs
import EventLog
import Exports
import LedgerValues
import Projections
import ResidenceRules

/// What the books need to know before their first entry is written: who the contracts are, and what is carried forward
/// or over to another chart.
struct BooksBefore: Sendable {
    private(set) var parties = Parties()
    private var carried: CarriedBalances?
    private var changeovers: [CarriedBalances]
    private let charts: ChartTimeline
    private let through: CalendarDate
    /// The last event that names and letters are taken from: they are those of a closed month for ever.
    let known: Position

    /// - Parameter known: where the month of the last day was closed; the last event that is known when it is open.
    init(_ request: BooksRequest, _ charts: ChartTimeline, known: Position) {
        self.charts = charts
        self.known = known
        through = request.through
        carried = request.from.map(CarriedBalances.init(before:))
        // Balances that are carried forward on the day of a change go to the new accounts at once.
        let days = charts.days.filter { $0 <= request.through && $0 > request.from ?? CalendarDate(dayNumber: 0) }
        changeovers = days.map(CarriedBalances.init(before:))
    }

    mutating func add(_ decoded: DecodedEvent, _ movements: Movements) {
        if let id = decoded.contract { register(decoded, of: id) }
        // What the file does not hold says nothing of when it was opened either.
        if movements.isEmpty || decoded.accountingOn > through { return }
        carried?.add(decoded, movements)
        for index in changeovers.indices { changeovers[index].add(decoded, movements) }
    }

    private mutating func register(_ decoded: DecodedEvent, of id: ContractID) {
        let code = decoded.position <= known ? decoded.event.newTenantCode : nil
        guard decoded.streamVersion == 1 || code != nil else { return }
        let opened = parties[id]?.opened ?? decoded.position.number
        parties.learn(BookEntry.Party(contract: id, opened: opened, tenantCode: code))
    }

    /// Breaks the balance of a contract's account down by the letters that lie on both sides of a day.
    mutating func add(_ letters: Lettering, of id: ContractID) {
        carried?.add(letters, of: id)
        for index in changeovers.indices { changeovers[index].add(letters, of: id) }
    }

    /// Adds what events of other contracts leave.
    mutating func add(_ other: BooksBefore) {
        for party in other.parties.all { parties.learn(party) }
        if let balances = other.carried { carried?.add(balances) }
        for (index, balances) in other.changeovers.enumerated() { changeovers[index].add(balances) }
    }

    /// The balances carried forward as one entry, when the file begins after the log, and one for each change of chart.
    var entries: [BookEntry] {
        let opening = carried.flatMap { carried in
            carried.entry(
                charts[carried.day][.opening], carried.lines(charts[carried.day], parties),
                "Report des soldes au \(FrenchText.day(carried.day.adding(days: -1)))")
        }
        return [opening].compactMap { $0 }
            + changeovers.compactMap { balances in
                balances.changeover(
                    from: charts[balances.day.adding(days: -1)], to: charts[balances.day], parties)
            }
    }
}
