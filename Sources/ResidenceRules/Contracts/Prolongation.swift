public import LedgerValues

/// *Prolongation*: the last term ends later.
public struct Prolongation: Hashable, Sendable {
    /// The new last day of the right of occupation.
    public let endsOn: CalendarDate
    public let askedOn: CalendarDate

    public init(endsOn: CalendarDate, askedOn: CalendarDate) {
        self.endsOn = endsOn
        self.askedOn = askedOn
    }

    /// Whether a stay from `effect` to `end`, both included, is shorter than a month; exactly a month is not.
    public static func isShortStay(from effect: CalendarDate, to end: CalendarDate) -> Bool {
        end.adding(days: 1) < effect.adding(months: 1)
    }

    /// The last day on which a stay that ends on `end` can be asked to be prolonged.
    public static func lastDayToAsk(end: CalendarDate, shortStay: Bool) -> CalendarDate {
        shortStay ? end.adding(days: -15) : end.adding(months: -1)
    }

    /// Whether so many added days, earlier prolongations included, want a new file: thirty do not.
    public static func needsNewFile(addedDays: Int) -> Bool { addedDays > 30 }
}

extension GivenFacts {
    /// asked in time, with a new file beyond thirty days, never past 31 August.
    func judgeProlongation(_ prolongation: Prolongation, on day: CalendarDate) throws(Rejection) {
        guard let term = tenure.lastTerm else { throw Rejection(.noAdmission) }
        if tenure.endedBeforeKeys || tenure.settledOn != nil { throw Rejection(.contractEnded) }
        if tenure.returned != nil { throw Rejection(.keysAlreadyReturned) }
        let (end, asked) = (term.endsOn, prolongation.askedOn)
        if prolongation.endsOn <= end { throw Rejection(.prolongationNotLater, "the term ends on \(end)") }
        let year = UniversityYear.lastEnd(forEffect: term.decided.effectiveOn)
        if prolongation.endsOn > year {
            throw Rejection(.endAfter31August, "end \(prolongation.endsOn), at the latest \(year)")
        }
        let short = Prolongation.isShortStay(from: term.decided.effectiveOn, to: term.decided.endsOn)
        let limit = Prolongation.lastDayToAsk(end: end, shortStay: short)
        if asked > min(limit, day) { throw Rejection(.prolongationLate, "asked \(asked), last day \(limit)") }
        let added = prolongation.endsOn.days(since: term.decided.endsOn)
        if Prolongation.needsNewFile(addedDays: added), (tenure.lastFileOn.map { $0 < asked } ?? true) {
            throw Rejection(.prolongationNeedsFile, "\(added) days added, a file complete since \(asked)")
        }
    }
}
