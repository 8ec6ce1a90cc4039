/// A civil day (Europe/Paris) of the Gregorian calendar: year, month and day without a zone or an hour.
///
/// Stored as the number of days since 1970-01-01, so that comparing and adding days cost one machine operation.
public struct CalendarDate: Hashable, Comparable, Sendable {
    /// Days since 1970-01-01, negative before it.
    public let dayNumber: Int32

    /// The day that lies `dayNumber` days after 1970-01-01.
    @inlinable public init(dayNumber: Int32) { self.dayNumber = dayNumber }

    /// The day `year-month-day`, or nil when the calendar has no such day or the year is not 1 to 9999.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month),
            day >= 1, day <= Month(year: year, month: month).length
        else { return nil }
        self.init(dayNumber: Self.dayNumber(year: year, month: month, day: day))
    }

    /// Reads `YYYY-MM-DD`, ASCII digits only; nil when the text is anything else or no day of the calendar.
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count == 10 else { return nil }
        self.init(ascii: bytes[...])
    }

    /// Reads the ten ASCII bytes of `YYYY-MM-DD`.
    public init?(ascii bytes: ArraySlice<UInt8>) {
        let read = bytes.withUnsafeBufferPointer { Self.parse($0) }
        guard let read else { return nil }
        self = read
    }

    /// Reads the ten ASCII bytes of `YYYY-MM-DD` from memory.
    public init?(ascii bytes: UnsafeBufferPointer<UInt8>) {
        guard let read = Self.parse(bytes) else { return nil }
        self = read
    }

    @inline(__always)
    private static func parse(_ bytes: UnsafeBufferPointer<UInt8>) -> CalendarDate? {
        guard bytes.count == 10, bytes[4] == 0x2D, bytes[7] == 0x2D else { return nil }
        var invalid: UInt8 = 0
        func digit(_ index: Int) -> Int {
            let value = bytes[index] &- 0x30
            if value > 9 { invalid = 1 }
            return Int(value)
        }
        let year = digit(0) * 1000 + digit(1) * 100 + digit(2) * 10 + digit(3)
        let month = digit(5) * 10 + digit(6)
        let day = digit(8) * 10 + digit(9)
        guard invalid == 0 else { return nil }
        return CalendarDate(year: year, month: month, day: day)
    }

    /// The last day that can be written, 9999-12-31.
    public static let latest = CalendarDate(dayNumber: 2_932_896)

    /// The day that stands for "everything that is known, whenever it happens": 2099-12-31.
    public static let openEnd = CalendarDate(dayNumber: 47_481)

    @inlinable public static func < (left: CalendarDate, right: CalendarDate) -> Bool {
        left.dayNumber < right.dayNumber
    }

    /// The day `days` calendar days later (earlier when negative); the start day is day 0.
    @inlinable public func adding(days: Int) -> CalendarDate { CalendarDate(dayNumber: dayNumber + Int32(days)) }

    /// The same day number `months` months later; where that month is too short, its last day.
    public func adding(months: Int) -> CalendarDate {
        let (year, month, day) = components
        let target = Month(year: year, month: month).adding(months)
        return target.first.adding(days: min(day, target.length) - 1)
    }

    /// Calendar days from `earlier` to this day; 0 on the same day.
    @inlinable public func days(since earlier: CalendarDate) -> Int { Int(dayNumber - earlier.dayNumber) }

    /// The month this day belongs to.
    public var month: Month {
        let (year, month, _) = components
        return Month(year: year, month: month)
    }

    /// The day of the month, 1 to 31.
    public var dayOfMonth: Int { components.day }

    /// The day of the week, 1 Monday to 7 Sunday (ISO 8601).
    public var isoWeekday: Int {
        // 1970-01-01 was a Thursday.
        let shifted = (Int(dayNumber) + 3) % 7
        return (shifted < 0 ? shifted + 7 : shifted) + 1
    }

    /// Year, month (1 to 12) and day (1 to 31).
    public var components: (year: Int, month: Int, day: Int) {
        // Days are counted in eras of 400 years that start on 1 March, so that leap days come last.
        let shifted = Int(dayNumber) + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    static func dayNumber(year: Int, month: Int, day: Int) -> Int32 {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return Int32(era * 146_097 + dayOfEra - 719_468)
    }
}

extension CalendarDate: CustomStringConvertible {
    /// `YYYY-MM-DD`.
    public var description: String {
        let (year, month, day) = components
        return String(unsafeUninitializedCapacity: 10) { buffer in
            func put(_ value: Int, _ start: Int, _ width: Int) {
                var rest = value
                for index in stride(from: start + width - 1, through: start, by: -1) {
                    buffer[index] = UInt8(0x30 + rest % 10)
                    rest /= 10
                }
            }
            put(year, 0, 4)
            buffer[4] = 0x2D
            put(month, 5, 2)
            buffer[7] = 0x2D
            put(day, 8, 2)
            return 10
        }
    }
}
