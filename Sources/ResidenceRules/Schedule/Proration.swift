import LedgerValues

/// The arithmetic of an incomplete month, in thirtieths.
enum Proration {
    /// Thirtieths billed for the days `from` to `to` of one month, both included.
    static func thirtieths(from: CalendarDate, to: CalendarDate, _ policies: PolicyTable) -> Thirtieths {
        let month = from.month
        if from == month.first, to == month.last { return .wholeMonth }
        guard policies.reads("thirty_day_month", .prorationDays, on: from) else {
            return Thirtieths(to.days(since: from) + 1)
        }
        let first = min(from.dayOfMonth, 30)
        let last = to == month.last ? 30 : min(to.dayOfMonth, 30)
        return Thirtieths(max(0, last - first + 1))
    }

    /// The rent of `thirtieths` of a month: thirty are the monthly total exactly.
    static func rent(
        _ thirtieths: Thirtieths, total: Money, thirtieth: Money, on day: CalendarDate, _ policies: PolicyTable
    ) -> Money {
        if thirtieths == .wholeMonth { return total }
        let count = Int64(thirtieths.count)
        if policies.reads("exact_over_30", .prorationBasis, on: day) { return total.scaledHalfUp(count, over: 30) }
        return thirtieth * count
    }
}
