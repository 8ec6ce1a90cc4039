/// Civil time in Paris by the European rule: UTC+1, and UTC+2 from the last Sunday of March at 01:00 UTC to the last
/// Sunday of October at 01:00 UTC (directive 2000/84/EC; valid for instants from 1996 on).
public enum ParisTime {
    /// Seconds to add to UTC to read a clock in Paris at `instant`: 3,600 or 7,200.
    public static func offsetSeconds(at instant: Instant) -> Int64 {
        let year = instant.utc.day.components.year
        let summer = changeOver(year: year, month: 3)..<changeOver(year: year, month: 10)
        return summer.contains(instant) ? 7200 : 3600
    }

    /// The civil day in Paris at `instant`.
    public static func day(of instant: Instant) -> CalendarDate {
        Instant(microseconds: instant.microseconds + offsetSeconds(at: instant) * 1_000_000).utc.day
    }

    /// The instant at which `day` begins in Paris, 00:00 wall clock.
    public static func start(of day: CalendarDate) -> Instant {
        instant(day: day, secondOfDay: 0, repeated: .earlier)
    }

    /// The Paris wall clock at `instant`: `YYYY-MM-DDTHH:MM`, with seconds only where they are not zero.
    public static func wallClock(of instant: Instant) -> String {
        let shifted = Instant(microseconds: instant.microseconds + offsetSeconds(at: instant) * 1_000_000).utc
        let time = WallClock.text(secondsOfDay: Int(shifted.microsecondOfDay / 1_000_000))
        return "\(shifted.day)T\(time.hasSuffix(":00") ? String(time.dropLast(3)) : time)"
    }

    /// Which of the two instants a wall-clock time of the repeated hour means (rulebook, section 16 "Hours").
    public enum RepeatedHour: Sendable {
        /// For a payment: the instant that is better for the payer.
        case earlier
        /// For a deadline: the instant that is better for whoever must meet it.
        case later
    }

    /// The instant of a wall-clock time in Paris.
    ///
    /// A time that the spring change skips (02:00 to 02:59:59) is read on the clock before the change.
    /// - Parameter secondOfDay: seconds since 00:00 on the wall clock, 0 to 86,399.
    public static func instant(day: CalendarDate, secondOfDay: Int, repeated: RepeatedHour) -> Instant {
        let wall = Int64(day.dayNumber) * 86_400 + Int64(secondOfDay)
        let summer = Instant(seconds: wall - 7200)
        let winter = Instant(seconds: wall - 3600)
        let summerReads = offsetSeconds(at: summer) == 7200
        let winterReads = offsetSeconds(at: winter) == 3600
        if summerReads && winterReads { return repeated == .earlier ? summer : winter }
        return summerReads ? summer : winter
    }

    /// Reads `YYYY-MM-DDTHH:MM` or `YYYY-MM-DDTHH:MM:SS` as Paris wall clock, or RFC 3339 with an offset.
    public static func instant(_ text: String, repeated: RepeatedHour) -> Instant? {
        if let instant = Instant(rfc3339: text) { return instant }
        var bytes = Array(text.utf8)
        if bytes.count == 16 { bytes += [0x3A, 0x30, 0x30] }
        guard bytes.count == 19, bytes[10] == 0x54, let day = CalendarDate(ascii: bytes[0..<10]),
            let time = WallClock.secondsOfDay(bytes[11...])
        else { return nil }
        return instant(day: day, secondOfDay: time, repeated: repeated)
    }

    /// 01:00 UTC on the last Sunday of the month.
    private static func changeOver(year: Int, month: Int) -> Instant {
        let last = Month(year: year, month: month).last
        let sunday = last.adding(days: -(last.isoWeekday % 7))
        return Instant(seconds: Int64(sunday.dayNumber) * 86_400 + 3600)
    }
}
