/// A calendar month, written `YYYY-MM`.
public struct Month: Hashable, Comparable, Sendable {
    /// Months since January of year 0.
    public let index: Int32

    /// The month `month` (1 to 12) of `year`.
    public init(year: Int, month: Int) { index = Int32(year * 12 + month - 1) }

    /// Reads `YYYY-MM`; nil when the text is anything else or no month of the calendar.
    public init?(_ text: some StringProtocol) {
        guard text.utf8.count == 7, let day = CalendarDate(text + "-01") else { return nil }
        self = day.month
    }

    private init(index: Int32) { self.index = index }

    public var year: Int { Int(index) / 12 }

    /// 1 January to 12 December.
    public var number: Int { Int(index) % 12 + 1 }

    /// Number of calendar days, 28 to 31.
    public var length: Int {
        switch number {
        case 4, 6, 9, 11: 30
        case 2: isLeap ? 29 : 28
        default: 31
        }
    }

    private var isLeap: Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

    /// The first day of the month.
    public var first: CalendarDate {
        CalendarDate(dayNumber: CalendarDate.dayNumber(year: year, month: number, day: 1))
    }

    /// The last day of the month.
    public var last: CalendarDate { first.adding(days: length - 1) }

    /// The month that comes after this one.
    public var next: Month { Month(index: index + 1) }

    /// The month `months` months later.
    public func adding(_ months: Int) -> Month { Month(index: index + Int32(months)) }

    public static func < (left: Month, right: Month) -> Bool { left.index < right.index }
}

extension Month: CustomStringConvertible {
    /// `YYYY-MM`.
    public var description: String { String(first.description.prefix(7)) }
}
