import LedgerValues

extension Tenure {
    /// Every line this tenure owes: what is already in effect and what is still to come to the last billed day.
    ///
    /// - Parameters:
    ///   - asOf: the day asked about; it bounds an indemnity that is still running.
    ///   - horizon: rent of months that start after this day is left out.
    /// - Throws: ``ScheduleError`` when a tariff is missing.
    func lines(
        asOf: CalendarDate, horizon: CalendarDate, _ context: RuleContext
    ) throws(ScheduleError) -> [ChargeLine] {
        var lines: [ChargeLine] = stay?.lines(context.policies) ?? carriedLines
        if stay == nil { lines += try rentLines(horizon: horizon, context) }
        lines += try indemnityLines(asOf: asOf, context)
        for (charge, day, position) in sundries {
            lines.append(
                ChargeLine(
                    composition: .sundry(charge, position: position), from: day, to: day, dueOn: charge.dueOn,
                    takesEffectOn: day))
        }
        return lines
    }

    /// What the books before left unpaid, each item with its own due day.
    private var carriedLines: [ChargeLine] {
        guard let takeover else { return [] }
        return takeover.terms.items.enumerated().map { index, item in
            ChargeLine(
                composition: .carriedOver(item, position: takeover.position, index: index), from: takeover.on,
                to: takeover.on, dueOn: item.dueOn, takesEffectOn: takeover.on)
        }
    }

    private func rentLines(horizon: CalendarDate, _ context: RuleContext) throws(ScheduleError) -> [ChargeLine] {
        guard let first = firstBilledDay, let last = lastBilledDay(context.policies), first <= last else { return [] }
        var lines: [ChargeLine] = []
        // What prices one day prices most months after it: it is looked for when it ends.
        var priced: (row: TariffRowID, price: (monthly: RentBreakdown, thirtieth: Money), to: CalendarDate)?
        var month = first.month
        while month <= last.month, max(first, month.first) <= horizon {
            let start = max(first, month.first)
            let end = min(last, month.last)
            // Only the first month of a tenancy is due at the keys; the others are due in arrears.
            let due = month == first.month && first == firstDay ? keysOn : month.next.first
            // Days of the month that the books before billed count towards its thirty thirtieths.
            let opening = month == first.month ? max(firstDay ?? start, month.first) : start
            var covered = 0
            if opening < start {
                covered = Proration.thirtieths(from: opening, to: start.adding(days: -1), context.policies).count
            }
            var from = start
            while from <= end {
                if priced.map({ $0.to < from }) ?? true {
                    let segment = try segment(from: from, to: last.month.last, context.tariffs)
                    priced = segment.map { ($0.row.id, $0.row.billed, $0.to) }
                }
                guard let (row, price, reach) = priced else { break }
                let to = min(reach, end)
                var count = Proration.thirtieths(from: from, to: to, context.policies)
                // Parts that together cover a month total thirty thirtieths: the last takes the rest.
                if to == month.last, opening == month.first, from != opening {
                    count = Thirtieths(max(0, 30 - covered))
                }
                covered += count.count
                let amount = Proration.rent(
                    count, total: price.monthly.total, thirtieth: price.thirtieth, on: from, context.policies)
                let breakdown = count == .wholeMonth ? price.monthly : price.monthly.scaled(to: amount)
                // A 31st day alone on its row is nothing beside thirty thirtieths on another.
                if count.count > 0 || from == start {
                    lines.append(
                        ChargeLine(
                            composition: .rent(breakdown, thirtieths: count, row: row), from: from, to: to,
                            dueOn: due, takesEffectOn: min(to, due ?? to)))
                }
                from = to.adding(days: 1)
            }
            month = month.next
        }
        return lines
    }

    /// The voted row that prices `from`, and the last day up to `limit` that it prices without a break.
    private func segment(
        from: CalendarDate, to limit: CalendarDate, _ tariffs: TariffTable
    ) throws(ScheduleError) -> (row: TariffRow, to: CalendarDate)? {
        guard let id = row(on: from) else { return nil }
        let row = try tariffs.row(id, on: from)
        let voted = tariffs.lastDay(sameAs: row, from: from, limit: limit)
        return (row, lastDay(on: id, from: from, limit: voted))
    }

    /// 50.00 € a month begun, beside the tariff of the unit.
    private static let indemnitySurcharge = Money(cents: 5_000)

    private func indemnityLines(asOf: CalendarDate, _ context: RuleContext) throws(ScheduleError) -> [ChargeLine] {
        // A guest who stays on owes an indemnity once the Crous supplies its base: no row prices a short stay by month.
        if stay != nil, indemnityBase == nil { return [] }
        var lines: [ChargeLine] = []
        for stretch in daysWithoutRight(asOf: asOf, context.policies) {
            var month = stretch.from.month
            while month <= stretch.to.month {
                let from = max(stretch.from, month.first)
                let to = min(stretch.to, month.last)
                let count = Proration.thirtieths(from: from, to: to, context.policies)
                let base = try indemnityBase(count, from: from, to: to, context)
                // The surcharge is due once a month begun, whatever the stretches of the month.
                let surcharge =
                    lines.last?.from.month == month
                        && !context.policies.reads("prorated", .indemnitySurcharge, on: from)
                    ? .zero : monthSurcharge(count, on: from, context.policies)
                // The line of a month that is neither over nor ended still grows: it is not in effect.
                let open = stretch.running && to < month.last
                lines.append(
                    ChargeLine(
                        composition: .indemnity(base: base, surcharge: surcharge, thirtieths: count), from: from,
                        to: to, dueOn: month.next.first, takesEffectOn: open ? nil : to))
                month = month.next
            }
        }
        return lines
    }

    private func monthSurcharge(_ count: Thirtieths, on day: CalendarDate, _ policies: PolicyTable) -> Money {
        guard policies.reads("prorated", .indemnitySurcharge, on: day) else { return Self.indemnitySurcharge }
        return Self.indemnitySurcharge.scaledHalfUp(Int64(count.count), over: 30)
    }

    private func indemnityBase(
        _ count: Thirtieths, from: CalendarDate, to: CalendarDate, _ context: RuleContext
    ) throws(ScheduleError) -> Money {
        let wholeMonth = context.policies.reads("full_month_begun", .indemnityBase, on: from)
        if let supplied = indemnityBase {
            if wholeMonth { return supplied.total }
            return Proration.rent(
                count, total: supplied.total, thirtieth: supplied.thirtieth, on: from, context.policies)
        }
        var sum = Money.zero
        var left = count
        var start = from
        while start <= to, let (row, end) = try segment(from: start, to: to, context.tariffs) {
            let price = row.billed
            if wholeMonth { return price.monthly.total }
            let own = end == to ? left : Proration.thirtieths(from: start, to: end, context.policies)
            sum += Proration.rent(
                own, total: price.monthly.total, thirtieth: price.thirtieth, on: start, context.policies)
            left = Thirtieths(max(0, left.count - own.count))
            start = end.adding(days: 1)
        }
        return sum
    }
}
