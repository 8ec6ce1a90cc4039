public import LedgerValues

/// *Signalement d'un impayé* to the network, with its end.
public struct UnpaidReport: Hashable, Sendable {
    /// Why a report ended.
    public enum End: String, Sendable, CaseIterable {
        /// What was late is paid.
        case paid
        /// The decision reported is no longer in effect.
        case decisionEnded = "decision_ended"
        /// The Crous lifted it.
        case lifted
    }

    public let on: CalendarDate
    /// The day on which the student was told.
    public let toldOn: CalendarDate
    public private(set) var liftedOn: CalendarDate?
    public private(set) var end: End?

    public var isActive: Bool { liftedOn == nil }

    /// The latest report of a contract, as it stands at the end of `asOf`; nil when there was none.
    ///
    /// - Throws: ``ScheduleError`` when a tariff is missing.
    public init?(
        _ tenure: Tenure, _ facts: [FiledFact], asOf: CalendarDate, _ context: RuleContext
    ) throws(ScheduleError) {
        guard let report = tenure.report else { return nil }
        on = report.on
        toldOn = report.toldOn
        if let lifted = tenure.reportLiftedOn, lifted >= on { set(.lifted, lifted) }
        // A report made after the decision's end is not lifted by it.
        if let ended = tenure.termEnd, ended > on, ended <= asOf { set(.decisionEnded, ended) }
        var days: [CalendarDate] = []
        for fact in facts where fact.moment.day > on && fact.moment.day <= asOf {
            if days.last != fact.moment.day { days.append(fact.moment.day) }
        }
        for day in days where day < liftedOn ?? .latest {
            let then = Tenure(facts, asOf: day)
            let schedule = try Schedule(then, facts, asOf: day, horizon: day, context)
            if !Arrears(schedule, then, asOf: day, context).unpaid {
                set(.paid, day)
                break
            }
        }
    }

    private mutating func set(_ reason: End, _ day: CalendarDate) {
        if let known = liftedOn, known <= day { return }
        liftedOn = day
        end = reason
    }
}
