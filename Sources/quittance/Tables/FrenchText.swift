import LedgerValues

/// Amounts and days as French people write them in tables.
enum FrenchText {
    /// Between groups of three digits, and before the sign of the euro.
    private static let noBreakSpace = "\u{A0}"

    /// `1 234,56 €`, with no-break spaces.
    static func amount(_ money: Money) -> String {
        let cents = money.cents.magnitude
        let fraction = cents % 100
        var digits = Array(String(cents / 100))
        var groups: [String] = []
        while digits.count > 3 {
            groups.insert(String(digits.suffix(3)), at: 0)
            digits.removeLast(3)
        }
        groups.insert(String(digits), at: 0)
        let sign = money < .zero ? "-" : ""
        return sign + groups.joined(separator: noBreakSpace) + "," + (fraction < 10 ? "0" : "") + "\(fraction)"
            + noBreakSpace + "€"
    }

    /// The amount, or nothing when it is zero.
    static func amountUnlessZero(_ money: Money) -> String { money == .zero ? "" : amount(money) }

    /// `01/09/2026`.
    static func day(_ day: CalendarDate) -> String {
        let (year, month, dayOfMonth) = day.components
        return "\(two(dayOfMonth))/\(two(month))/\(year)"
    }

    /// The day, or nothing.
    static func day(_ day: CalendarDate?) -> String { day.map { self.day($0) } ?? "" }

    /// `09/2026`.
    static func month(_ month: Month) -> String { "\(two(month.number))/\(month.year)" }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
