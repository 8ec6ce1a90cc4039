import Foundation
import LedgerValues

/// Days and amounts as people write them.
enum PlainText {
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]

    /// Reads `1 September 2026`, `01/09/2026` or `2026-09-01`.
    static func day(_ text: some StringProtocol) -> CalendarDate? {
        if let day = CalendarDate(text) { return day }
        let parts = text.split(whereSeparator: { $0 == " " || $0 == "/" })
        guard parts.count == 3, let day = Int(parts[0]), let year = Int(parts[2]), parts[2].count == 4,
            let month = Int(parts[1]) ?? months.firstIndex(of: String(parts[1])).map({ $0 + 1 })
        else { return nil }
        return CalendarDate(year: year, month: month, day: day)
    }

    /// Reads `1 234,56 €` as cents.
    static func cents(_ text: some StringProtocol) -> Int64? {
        guard text.hasSuffix("€") else { return nil }
        let digits = String(text.dropLast().filter { $0 != " " && $0 != "\u{A0}" })
        let parts = digits.split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1].count == 2, let euros = Int64(parts[0]), let cents = Int64(parts[1]) else {
            return nil
        }
        return euros * 100 + cents
    }

    /// `01/09/2026`; a dash for no day.
    static func write(_ day: CalendarDate?) -> String {
        guard let (year, month, number) = day?.components else { return "-" }
        return "\(two(number))/\(two(month))/\(year)"
    }

    /// `1 234,56 €`.
    static func write(_ amount: Money) -> String {
        let magnitude = amount.cents.magnitude
        let euros = String(magnitude / 100)
        var grouped = ""
        for (index, digit) in euros.enumerated() {
            if index > 0, (euros.count - index) % 3 == 0 { grouped.append(" ") }
            grouped.append(digit)
        }
        return (amount < .zero ? "-" : "") + grouped + "," + two(Int(magnitude % 100)) + " €"
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
