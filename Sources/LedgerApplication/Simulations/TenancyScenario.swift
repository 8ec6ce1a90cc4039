public import LedgerValues
public import ResidenceRules

/// A tenancy that might be: what somebody asks "what if" about.
public struct TenancyScenario: Hashable, Sendable {
    public var row: TariffRowID
    /// *Date d'effet*.
    public var effectiveOn: CalendarDate
    /// Last day of the decision.
    public var endsOn: CalendarDate
    /// Day of the keys.
    public var arrivesOn: CalendarDate
    /// Day on which a notice is given; nil when none is.
    public var noticeOn: CalendarDate?
    /// Day on which the keys come back; nil: the expiry of the notice, else the last day of the decision.
    public var departsOn: CalendarDate?
    public var programme: Programme
    /// Whether the advance was asked for and paid.
    public var paysAdvance: Bool

    public init(row: TariffRowID, effectiveOn: CalendarDate) {
        self.row = row
        self.effectiveOn = effectiveOn
        endsOn = AdmissionDecision.lastEnd(forEffect: effectiveOn)
        arrivesOn = effectiveOn
        programme = .standard
        paysAdvance = true
    }

    /// The day of the decision: a month before the effect date, but not before the 1 September from which later
    /// effect dates are decided, nor after the arrival.
    var decidedOn: CalendarDate {
        let month = effectiveOn.adding(days: -30)
        let opening = AdmissionDecision.lastEnd(forEffect: effectiveOn).adding(months: -12).adding(days: 1)
        return min(arrivesOn, effectiveOn > opening ? max(month, opening) : month)
    }

    /// The day on which the keys come back.
    var returnsOn: CalendarDate {
        if let departsOn { return departsOn }
        return min(endsOn, noticeOn.map(Deadline.notice.lastDay(from:)) ?? endsOn)
    }
}

/// What a tenancy that might be comes to.
public struct SimulatedTenancy: Sendable {
    public let scenario: TenancyScenario
    /// The account after the last refund was decided, all rents paid on their days.
    public let answer: Answered<StatementAnswer>
    /// The deposit required, in cents.
    public let deposit: Money
    /// The advance paid, in cents.
    public let advance: Money
    /// The day of the settlement.
    public let settledOn: CalendarDate
}
