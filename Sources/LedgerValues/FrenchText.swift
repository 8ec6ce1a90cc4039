/// Amounts and days as French people write them.
public enum FrenchText {
    /// Between groups of three digits, and before the sign of the euro.
    private static let noBreakSpace = "\u{A0}"

    /// `1 234,56 €`, with no-break spaces.
    public static func amount(_ money: Money) -> String {
        let cents = money.cents.magnitude
        // At most 19 digits, 5 spaces of two bytes, comma, sign, and the euro with its space of 5 bytes.
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 40) { room in
            var start = room.count
            func put(_ byte: UInt8) {
                start -= 1
                room[start] = byte
            }
            func putDigit(_ number: UInt64) { put(0x30 + UInt8(truncatingIfNeeded: number % 10)) }
            for byte in "\(noBreakSpace)€".utf8.reversed() { put(byte) }
            putDigit(cents)
            putDigit(cents / 10)
            put(0x2C)
            var (rest, digits) = (cents / 100, 0)
            repeat {
                if digits > 0, digits % 3 == 0 { for byte in noBreakSpace.utf8.reversed() { put(byte) } }
                putDigit(rest)
                rest /= 10
                digits += 1
            } while rest > 0
            if money < .zero { put(0x2D) }
            return String(decoding: room[start...], as: UTF8.self)
        }
    }

    /// The amount, or nothing when it is zero.
    public static func amountUnlessZero(_ money: Money) -> String { money == .zero ? "" : amount(money) }

    /// `01/09/2026`.
    public static func day(_ day: CalendarDate) -> String {
        let (year, month, dayOfMonth) = day.components
        return two(dayOfMonth) + "/" + two(month) + "/" + String(year)
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

    private static func two(_ number: Int) -> String { number < 10 ? "0" + String(number) : String(number) }
}
