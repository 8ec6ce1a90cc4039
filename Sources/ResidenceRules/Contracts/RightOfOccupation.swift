public import LedgerValues

// The days of a right of occupation, as they follow from the facts without a tariff.
extension Tenure {
    public var programme: Programme { admission?.programme ?? proposal?.programme ?? .standard }

    /// The deposit that must be held before the keys, in cents.
    public var requiredDeposit: Money {
        if depositWaived { return .zero }
        return depositKept ?? admission?.deposit ?? .zero
    }

    /// The last day to give the deposit back: the delay runs from the return of the keys, and depends on the exit inventory;
    /// nil before it.
    public var depositDueOn: CalendarDate? {
        guard let returned else { return nil }
        let delay: Deadline = returned.inventory.report == .nonConforming ? .depositNonConforming : .depositConforming
        return delay.lastDay(from: returned.on)
    }

    /// *Date d'effet* of the decision, or of the proposal while there is no decision.
    public var effectiveOn: CalendarDate? {
        stay?.booking.arrivalOn ?? admission?.term.effectiveOn ?? proposal?.effectiveOn
    }

    /// The day from which withdrawals, lapses and repeals before the keys count: the effect date, or the one to which
    /// the Crous put it off; nil while the Crous has named none, and the clocks stand still (section 16 on R-051).
    public var countedFrom: CalendarDate? { deferredByCrous ? deferredTo : effectiveOn }

    /// Whether a withdrawal, a lapse, or a repeal or death before the keys ended the contract: nothing is billed
    ///
    public var endedBeforeKeys: Bool {
        if stay?.ending != nil { return true }
        if withdrawnOn != nil { return true }
        if firstTermAnnulled { return keysOn == nil }
        if let lapse, !lapse.ground.concernsRenewal { return true }
        return (repeal != nil || diedOn != nil) && keysOn == nil
    }

    /// Last day of the last term decided.
    public var termEnd: CalendarDate? {
        if let stay { return stay.departureOn }
        // Nothing is left of an annulled term: with the keys out, the occupation has no title from its first day.
        if firstTermAnnulled { return admission?.term.effectiveOn.adding(days: -1) }
        return lastTerm?.endsOn
    }

    /// Day on which the notice runs out, before any cap: one month date to date, or the later departure.
    public var noticeExpiry: CalendarDate? {
        guard let notice else { return nil }
        let month = Deadline.notice.lastDay(from: notice.givenOn)
        return max(month, notice.departure ?? month)
    }

    /// Last day of the right of occupation; nil without an admission, or when nothing started.
    public var rightEnd: CalendarDate? {
        guard let termEnd, !endedBeforeKeys else { return nil }
        return min(termEnd, earlyEnd ?? termEnd, diedOn ?? termEnd)
    }

    /// The day a notice, a departure without notice or a repeal ends the right, if that is before the term's end.
    private var earlyEnd: CalendarDate? {
        let departure = noticeExpiry ?? returned?.on.adding(months: 1)
        guard let repealed = repeal?.effectiveOn else { return departure }
        return min(repealed, departure ?? repealed)
    }

    /// Whether the right ends by the expiry of a notice, or of the month that a departure without notice starts.
    var endsByDeparture: Bool {
        guard let rightEnd, let departure = noticeExpiry ?? returned?.on.adding(months: 1) else { return false }
        return departure == rightEnd && rightEnd != termEnd && rightEnd != repeal?.effectiveOn && rightEnd != diedOn
    }

    /// The first day billed: of the tenancy, or the day it was taken over when that is later.
    public var firstBilledDay: CalendarDate? {
        guard let first = firstDay, let takeover else { return firstDay }
        return max(first, takeover.on)
    }

    /// The first day that is charged to the tenant, here or in the books before: the keys when they are early or the
    /// Crous was late, else the effect date.
    public var firstDay: CalendarDate? {
        guard let effect = admission?.term.effectiveOn, !endedBeforeKeys else { return nil }
        if deferredByCrous { return keysOn }
        return min(effect, keysOn ?? effect)
    }

    /// The last day billed as rent; nil when nothing is.
    public func lastBilledDay(_ policies: PolicyTable) -> CalendarDate? {
        guard let rightEnd else { return nil }
        if endsByDeparture, policies.reads("false", .exitDayBilled, on: rightEnd) { return rightEnd.adding(days: -1) }
        return rightEnd
    }

    /// Last day of actual occupation: the key return, at the latest the end of the right.
    public var occupationEnd: CalendarDate? {
        guard let rightEnd else { return nil }
        return min(rightEnd, returned?.on ?? rightEnd)
    }

    /// Whether a withdrawal on `day` is still before the effect date (R-058, R-060, A-09; section 16 on deferrals).
    func withdrawalIsEarly(on day: CalendarDate, _ policies: PolicyTable) -> Bool {
        guard let countedFrom else { return true }
        if policies.reads("effect_day_allowed", .withdrawalBoundary, on: day) { return day <= countedFrom }
        return day < countedFrom
    }
}
