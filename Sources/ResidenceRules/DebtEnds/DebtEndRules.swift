import LedgerValues

// Decisions that end debts, and those that report or pursue them.
extension GivenFacts {
    private func schedule(on day: CalendarDate, horizon: CalendarDate) throws(Rejection) -> Schedule {
        do { return try Schedule(tenure, Array(facts), asOf: day, horizon: horizon, context) } catch {
            throw Rejection(.noTariff, error.place)
        }
    }

    /// R-201: never more than is open; a prescription only five years after the due day.
    func judgeRelief(_ relief: DebtRelief, on day: CalendarDate) throws(Rejection) {
        try Self.checkPositive(relief.amount)
        let schedule = try schedule(on: day, horizon: day)
        var open = Money.zero
        for (line, left) in zip(schedule.lines, schedule.items.open)
        where left > .zero && relief.line.names(line) && line.takesEffectOn.map({ $0 <= day }) ?? false {
            open += left
            if relief.ground == .prescribed, line.dueOn.map({ $0.adding(months: 60) >= day }) ?? true {
                throw Rejection(.notPrescribed, "\(relief.line.text) is due on \(line.dueOn?.description ?? "no day")")
            }
        }
        if relief.amount > open { throw Rejection(.reliefExceedsDebt, "open \(open.cents)") }
    }

    /// R-162, R-201: a credit is kept from an exchange student, or prescribed in the fourth year after it arose.
    func judgeCreditEnd(_ end: CreditEnd, on day: CalendarDate) throws(Rejection) {
        try Self.checkPositive(end.amount)
        let schedule = try schedule(on: day, horizon: .latest)
        let owed: Money
        var since: CalendarDate?
        if let kind = end.debt.refund {
            owed = schedule.refunded(kind) - (tenure.wired[kind] ?? .zero)
            since = schedule.refunds.first { $0.kind == kind }?.decidedDueOn
        } else {
            owed = schedule.items.refundable
            since = tenure.receipts.last { $0.purpose == .payment && $0.kept > .zero }?.on
        }
        switch end.ground {
        case .retained:
            guard end.debt == .account, !creditIsRefundable(on: day), tenure.settledOn != nil else {
                throw Rejection(.creditNotRetainable)
            }
        case .prescribed:
            let first = Month(year: (since ?? day).month.year + 5, month: 1).first
            if day < first { throw Rejection(.notPrescribed, "prescribed from \(first)") }
        }
        if end.amount > owed { throw Rejection(.refundExceedsCredit, "owed \(owed.cents)") }
    }

    /// A credit refund outside a settlement: what no line due by the day takes.
    func judgeCreditRefund(_ amount: Money, on day: CalendarDate) throws(Rejection) {
        try Self.checkPositive(amount)
        guard creditIsRefundable(on: day) else { throw Rejection(.creditNotRefundable) }
        let free = try schedule(on: day, horizon: day).freeCredit(on: day, isSettled: tenure.settledOn != nil)
        if amount > free { throw Rejection(.refundExceedsCredit, "credit \(free.cents)") }
    }

    private func creditIsRefundable(on day: CalendarDate) -> Bool {
        tenure.programme != .exchange || tenure.forceMajeure
            || !context.policies.reads("false", .exchangeCreditRefundable, on: day)
    }

    /// R-123: reportable, and the student told at the latest on the day of the report.
    func judgeReport(toldOn: CalendarDate?, on day: CalendarDate) throws(Rejection) {
        let schedule = try schedule(on: day, horizon: day)
        if try activeReport(on: day) { throw Rejection(.alreadyReported) }
        if !Arrears(schedule, tenure, asOf: day, context).reportable { throw Rejection(.notReportable) }
        guard let toldOn, toldOn <= day else { throw Rejection(.studentNotTold) }
    }

    func activeReport(on day: CalendarDate) throws(Rejection) -> Bool {
        do { return try UnpaidReport(tenure, Array(facts), asOf: day, context)?.isActive ?? false } catch {
            throw Rejection(.noTariff, error.place)
        }
    }
}

extension Schedule {
    /// Money of the tenant that no line due by `day` takes, in cents; what a settlement counted stays settled, due or not.
    func freeCredit(on day: CalendarDate, isSettled: Bool) -> Money {
        var free = items.refundable
        for (index, line) in lines.enumerated() where !isSettled && line.dueOn.map({ $0 > day }) ?? false {
            free +=
                payable[index] - items.open[index] - items.relieved[index] - items.aid[index] - items.guaranteed[index]
        }
        return free
    }
}
