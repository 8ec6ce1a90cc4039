public import LedgerValues

/// French working days: Monday to Friday, public holidays excepted (Code du travail, L3133-1).
public enum WorkingDays {
    /// Whether offices are open on `day`: not a Saturday, a Sunday or a public holiday.
    public static func isWorking(_ day: CalendarDate) -> Bool {
        day.isoWeekday <= 5 && !isPublicHoliday(day)
    }

    /// The first working day after `day`.
    public static func next(after day: CalendarDate) -> CalendarDate {
        var candidate = day.adding(days: 1)
        while !isWorking(candidate) { candidate = candidate.adding(days: 1) }
        return candidate
    }

    static func isPublicHoliday(_ day: CalendarDate) -> Bool {
        let (year, month, dayOfMonth) = day.components
        switch (month, dayOfMonth) {
        case (1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25): return true
        default: break
        }
        // Easter Monday, Ascension Day and Whit Monday follow Easter Sunday by 1, 39 and 50 days.
        return [1, 39, 50].contains(day.days(since: easterSunday(year)))
    }

    /// Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher).
    static func easterSunday(_ year: Int) -> CalendarDate {
        let golden = year % 19
        let century = year / 100
        let yearOfCentury = year % 100
        let epact = (19 * golden + century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 15) % 30
        let weekday = (32 + 2 * (century % 4) + 2 * (yearOfCentury / 4) - epact - yearOfCentury % 4) % 7
        let correction = (golden + 11 * epact + 22 * weekday) / 451
        let shifted = epact + weekday - 7 * correction + 114
        return Month(year: year, month: shifted / 31).first.adding(days: shifted % 31)
    }
}
