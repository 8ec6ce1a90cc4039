/// Amounts and days as French people write them.
public enum FrenchText {
    /// Between groups of three digits, and before the sign of the euro.
    private static let noBreakSpace = "\u{A0}"

    /// `1 234,56 €`, with no-break spaces.
    public static func amount(_ money: Money) -> String {
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
    public static func amountUnlessZero(_ money: Money) -> String { money == .zero ? "" : amount(money) }

    /// `01/09/2026`.
    public static func day(_ day: CalendarDate) -> String {
        let (year, month, dayOfMonth) = day.components
        return "\(two(dayOfMonth))/\(two(month))/\(year)"
    }

    /// The day, or nothing.
    public static func day(_ day: CalendarDate?) -> String { day.map { self.day($0) } ?? "" }

    /// `1er septembre 2026`, with no-break spaces.
    public static func writtenDay(_ day: CalendarDate) -> String {
        let (year, month, dayOfMonth) = day.components
        let number = dayOfMonth == 1 ? "1er" : "\(dayOfMonth)"
        return [number, names[month - 1], "\(year)"].joined(separator: noBreakSpace)
    }

    /// `09/2026`.
    public static func month(_ month: Month) -> String { "\(two(month.number))/\(month.year)" }

    /// `septembre 2026`.
    public static func writtenMonth(_ month: Month) -> String { "\(names[month.number - 1]) \(month.year)" }

    private static let names = [
        "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
        "décembre",
    ]

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
