public import LedgerValues

/// *Impayés* of a contract at the end of a day: the thresholds of the rulebook, kept apart.
public struct Arrears: Hashable, Sendable {
    /// What is late, in cents: open on lines whose due day is before the day asked about.
    public let amount: Money
    /// The part of ``amount`` that is rent, in cents; services, damage and other debts never count for the CAF.
    public let rentAmount: Money
    /// The oldest due day among the late lines; nil when nothing is late.
    public let oldestDue: CalendarDate?
    /// A rent line late by more than one month, date to date, or more than one monthly rent owed.
    public let overOneMonth: Bool
    /// What makes the CAF's threshold, in cents: two months of gross rent, net of the aid paid to the Crous for the
    /// latest month; nil when no rent runs.
    public let aidThreshold: Money?
    /// Rent late reaches ``aidThreshold``.
    public let overTwoMonths: Bool
    /// Over one month, and the right of occupation has ended.
    public let reportable: Bool

    /// How many whole months of rent, net of the aid, the rent that is late makes: two or more are ``overTwoMonths``. Nil
    /// when no rent runs, or when the aid covers all of it.
    public var rentMonths: Int64? {
        guard let aidThreshold, aidThreshold > .zero else { return nil }
        return rentAmount.cents * 2 / aidThreshold.cents
    }

    /// Whether anything is late; a renewal wants nothing to be.
    public var unpaid: Bool { amount > .zero }

    /// The arrears of `lines` of which `open` cents are unpaid, line by line.
    public init(
        lines: [ChargeLine], open: [Money], tenure: Tenure, asOf: CalendarDate, _ context: RuleContext
    ) {
        var amount = Money.zero
        var rentLate = Money.zero
        var oldest: CalendarDate?
        var aged = false
        for (line, open) in zip(lines, open) where open > .zero {
            guard let due = line.dueOn, due < asOf else { continue }
            amount += open
            oldest = min(oldest ?? due, due)
            if line.isRentDebt {
                rentLate += open
                if asOf > due.adding(months: 1) { aged = true }
            }
        }
        self.amount = amount
        rentAmount = rentLate
        oldestDue = oldest
        let monthlyRent = Self.monthlyRent(tenure, asOf: asOf, context.tariffs)
        let aid = tenure.aid.filter { $0.key <= asOf.month && $0.value > .zero }.max { $0.key < $1.key }?.value
        let threshold = monthlyRent.map { max(.zero, $0 - (aid ?? .zero)) * 2 }
        aidThreshold = threshold
        overTwoMonths = rentLate > .zero && rentLate >= threshold ?? .zero
        if context.policies.reads("amount", .unpaidMonthTest, on: asOf) {
            overOneMonth = rentLate > (monthlyRent ?? .zero)
        } else {
            overOneMonth = aged
        }
        reportable = overOneMonth && (tenure.rightEnd.map { asOf > $0 } ?? false)
    }

    /// The arrears that a schedule shows.
    public init(
        _ schedule: Schedule, _ tenure: Tenure, asOf: CalendarDate, _ context: RuleContext
    ) {
        self.init(
            lines: schedule.lines, open: schedule.items.open, tenure: tenure, asOf: asOf, context)
    }

    /// The monthly rent of the unit on the day asked about, or on the nearest day of the right.
    private static func monthlyRent(_ tenure: Tenure, asOf: CalendarDate, _ tariffs: TariffTable) -> Money? {
        guard let start = tenure.effectiveOn, let end = tenure.rightEnd else { return nil }
        let day = max(start, min(asOf, end))
        guard let id = tenure.row(on: day), let row = try? tariffs.row(id, on: day) else { return nil }
        return row.monthly.total
    }
}
