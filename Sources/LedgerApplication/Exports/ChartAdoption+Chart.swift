import EventCodecs
import EventLog
import Exports
import LedgerValues
import ResidenceRules

extension ChartOfAccounts {
    /// The chart that was adopted.
    ///
    /// - Throws: ``ChartOfAccounts/Defect`` when an account that the ledger got since then clashes with it.
    init(_ adoption: ChartAdoption) throws(Defect) {
        try self.init(
            adoption.accounts.map {
                .account(role: $0.role, number: $0.number, label: $0.label, isAuxiliary: $0.isAuxiliary)
            } + adoption.journals.map { .journal(role: $0.role, code: $0.code, label: $0.label) })
    }
}

extension ChartAdoption {
    init(_ chart: ChartOfAccounts, file: Digest, from day: CalendarDate) {
        var accounts: [Account] = []
        var journals: [Journal] = []
        for line in chart.lines {
            switch line {
            case .account(let role, let number, let label, let isAuxiliary):
                accounts.append(Account(role: role, number: number, label: label, isAuxiliary: isAuxiliary))
            case .journal(let role, let code, let label):
                journals.append(Journal(role: role, code: code, label: label))
            }
        }
        self.init(from: day, file: file, accounts: accounts, journals: journals)
    }
}

extension Sequencer {
    /// Records that the books are written with another chart from a day on.
    ///
    /// - Throws: ``Rejection`` for a day that is not the first of a year that is open, or that lies before the last
    ///   adoption's.
    mutating func adopt(_ chart: ChartAdoption, by actor: Actor) throws -> Position? {
        let day = chart.from
        guard day == Month(year: day.month.year, month: 1).first else { throw Rejection(.chartDay, day.description) }
        if let closed = known.closedThrough, day <= closed.last {
            throw Rejection(.chartDay, "closed through \(closed)")
        }
        if let last = known.charts().last, day < last.from {
            throw Rejection(.chartDay, "adopted last from \(last.from)")
        }
        return try append(
            [draft(.chartAdopted(chart), in: .ledger, on: today)], expecting: [], heads: [],
            by: Authorship(actor: actor))?.firstPosition
    }
}
