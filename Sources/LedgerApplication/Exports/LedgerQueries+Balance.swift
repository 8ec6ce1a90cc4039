import EventLog
import Exports
import LedgerValues
import Projections

extension LedgerQueries {
    /// What every account held before a day, moved by through another, and holds after that: the balances of the files
    /// of the same days, account by account.
    func periodBalance(
        from: CalendarDate, through: CalendarDate, knownAt: KnownAt
    ) throws -> Answered<PeriodBalance> {
        try reader.withSnapshot {
            let knowledge = try Knowledge(knownAt, now: now, in: reader)
            let request = BooksRequest(from: from, through: through, chart: nil, isLettered: false)
            let charts = try charts(request, knowledge)
            var before = BooksBefore(request, charts, known: knowledge.position)
            // Movements by the chart of their day: the first, then those that begin on `charts.days`.
            var movements = [TrialBalance](repeating: TrialBalance(), count: charts.days.count + 1)
            try reader.scan(from: .first, through: knowledge.position) { position, bytes in
                let decoded = try DecodedEvent(bytes, at: position)
                let moved = decoded.event.movements
                before.add(decoded, moved)
                let day = decoded.accountingOn
                if day >= from, day <= through { movements[charts.days.count { $0 <= day }].add(moved) }
                return true
            }
            var balance = PeriodBalance(from: from, through: through)
            for entry in before.entries {
                let day = entry.accountingOn
                balance.add(entry, [charts[day], charts[day.adding(days: -1)]])
            }
            for (index, sums) in movements.enumerated() {
                balance.add(sums, index == 0 ? charts[CalendarDate(dayNumber: 0)] : charts[charts.days[index - 1]])
            }
            return Answered(value: balance, knowledge: knowledge)
        }
    }
}
