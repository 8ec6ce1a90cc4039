public import LedgerValues

/// A named delay of the regulations. The start day is day 0, and the last day is still in time.
///
/// The raw value is the name under which programs ask for it.
public enum Deadline: String, CaseIterable, Sendable, Hashable {
    /// *Préavis*: from the notice to the end of the right.
    case notice
    /// Refund of an advance, from the decision that owes it.
    case advanceRefund = "advance_refund"
    /// Refund of a deposit after an exit inventory that conforms, from the key return.
    case depositConforming = "deposit_conforming"
    /// Refund of a deposit after an exit inventory that does not conform, from the key return.
    case depositNonConforming = "deposit_non_conforming"
    /// *Recours*, from the notification of a decision.
    case appeal
    /// *Dossier locatif* to hand in, from the act of assigning.
    case file
    /// Taking up residence, from the effect date.
    case noShow = "no_show"
    /// The longest late arrival, from the effect date.
    case lateArrival = "late_arrival"
    /// Declaring defects, from the keys.
    case defects
    /// The Crous's answer to a demand for a unit, from the demand.
    case reply
    /// Effect of an allocation decided from 1 September on, from its notification.
    case assignment
    /// Leaving after a *mise en demeure*, from its notification.
    case leaveAfterFormalNotice = "leave_after_formal_notice"
    /// Taking back a bicycle, from the sticker put on it.
    case bikeSticker = "bike_sticker"
    /// Declaring defects in a short stay, from the arrival.
    case shortStayDefects = "short_stay_defects"
    /// Cancelling a short stay for nothing: before this instant, counted from the day of arrival.
    case shortStayFreeCancelBefore = "short_stay_free_cancel_before"

    /// How a delay is counted.
    public enum Period: Hashable, Sendable {
        /// Date to date; where the month is too short, its last day.
        case months(Int)
        /// Calendar days.
        case days(Int)
        /// Elapsed hours.
        case hours(Int)
        /// An hour of the Paris clock, some days before.
        case daysBefore(Int, hour: Int)
    }

    /// How the delay is counted.
    public var period: Period {
        switch self {
        case .notice, .advanceRefund, .depositConforming: .months(1)
        case .depositNonConforming, .appeal: .months(2)
        case .file, .noShow, .assignment: .days(7)
        case .defects, .reply: .days(10)
        case .leaveAfterFormalNotice: .days(15)
        case .lateArrival, .bikeSticker: .days(30)
        case .shortStayDefects: .hours(48)
        case .shortStayFreeCancelBefore: .daysBefore(2, hour: 19)
        }
    }

    /// The rule of the rulebook that gives the delay.
    public var rule: String {
        switch self {
        case .notice: "R-071"
        case .advanceRefund: "R-058"
        case .depositConforming, .depositNonConforming: "R-065"
        case .appeal: "R-038"
        case .file: "R-090"
        case .noShow: "R-093"
        case .lateArrival: "R-094"
        case .defects: "R-136"
        case .reply: "R-017"
        case .assignment: "R-015"
        case .leaveAfterFormalNotice: "R-101"
        case .bikeSticker: "R-190"
        case .shortStayDefects: "R-179"
        case .shortStayFreeCancelBefore: "R-175"
        }
    }

    /// The last day in time when the delay starts on `day`; hours that start at no known hour count as whole days.
    public func lastDay(from day: CalendarDate) -> CalendarDate {
        switch period {
        case .months(let months): day.adding(months: months)
        case .days(let days): day.adding(days: days)
        case .hours(let hours): day.adding(days: (hours + 23) / 24)
        case .daysBefore(let days, _): day.adding(days: -days)
        }
    }

    /// The instant that ends the delay when it starts at `instant`; nil for a delay that ends with a whole day.
    public func end(from instant: Instant) -> Instant? {
        switch period {
        case .months, .days: nil
        case .hours(let hours): instant.adding(hours: hours)
        case .daysBefore:
            end(from: ParisTime.day(of: instant))
        }
    }

    /// The instant that ends a delay counted from a whole day; nil for one that ends with a whole day, or needs an hour.
    public func end(from day: CalendarDate) -> Instant? {
        guard case .daysBefore(_, let hour) = period else { return nil }
        return ParisTime.instant(day: lastDay(from: day), secondOfDay: hour * 3600, repeated: .later)
    }
}
