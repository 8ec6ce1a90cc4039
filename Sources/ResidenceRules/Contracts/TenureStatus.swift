public import LedgerValues

extension Tenure {
    /// Where a contract stands at the end of a day.
    public enum Status: String, Sendable, CaseIterable {
        case none, proposed, reserved, lapsed, admitted
        case inPlace = "in_place"
        case notice, left
        case withoutRight = "without_right"
        case settled, withdrawn
        case withdrawnLate = "withdrawn_late"
        /// *Caduque*: the decision lapsed.
        case caduque
        case repealed
        /// The tenant died, and the keys are not back.
        case deceased
        /// A short stay that has not begun.
        case booked
        case cancelled
        case noShow = "no_show"
    }

    /// The status at the end of `asOf`.
    public func status(asOf: CalendarDate, _ policies: PolicyTable) -> Status {
        if settledOn != nil { return .settled }
        if let stay, keysOn == nil {
            return stay.outcome(policies).map { $0 == .noShow ? .noShow : .cancelled } ?? .booked
        }
        if let withdrawnOn { return withdrawalIsEarly(on: withdrawnOn, policies) ? .withdrawn : .withdrawnLate }
        if endingLapse != nil, endedBeforeKeys { return .caduque }
        if repeal != nil, keysOn == nil { return .repealed }
        if diedOn != nil, keysOn == nil { return .deceased }
        if returned != nil { return .left }
        if keysOn != nil {
            if daysWithoutRight(asOf: asOf, policies).last?.running == true { return .withoutRight }
            if diedOn != nil { return .deceased }
            // At the open end an indemnity that nothing has ended is not billed, but the right is over all the same.
            if asOf >= .openEnd, let rightEnd, rightEnd < asOf { return .withoutRight }
            return notice != nil ? .notice : .inPlace
        }
        if admission != nil { return .admitted }
        guard let proposal else { return .none }
        if advance > .zero { return .reserved }
        return proposal.expiresAt < ParisTime.start(of: asOf.adding(days: 1)) ? .lapsed : .proposed
    }
}
