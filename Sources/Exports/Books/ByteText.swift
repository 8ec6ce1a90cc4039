import LedgerValues

/// Text written straight into the bytes of a file: no string is made for a field.
extension [UInt8] {
    mutating func put(_ text: String) { append(contentsOf: text.utf8) }

    mutating func put(_ text: StaticString) {
        append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// The digits of a number that is not negative, with zeros before them up to `width`.
    mutating func put(_ number: UInt64, width: Int = 1) {
        var rest = number
        var digits: (UInt64, UInt64, UInt64) = (0, 0, 0)
        var count = 0
        Swift.withUnsafeMutableBytes(of: &digits) { buffer in
            repeat {
                count += 1
                buffer[24 - count] = UInt8(0x30 + rest % 10)
                rest /= 10
            } while rest > 0 || count < width
        }
        Swift.withUnsafeBytes(of: digits) { append(contentsOf: $0[(24 - count)...]) }
    }

    /// `358,67`: without a sign or spaces between groups.
    mutating func put(unsigned money: Money, point: UInt8) {
        put(money.cents.magnitude / 100)
        append(point)
        put(money.cents.magnitude % 100, width: 2)
    }

    /// `-358.67`.
    mutating func put(_ money: Money, point: UInt8) {
        if money < .zero { append(0x2D) }
        put(unsigned: money, point: point)
    }

    /// `20260901`.
    mutating func put(compact day: CalendarDate) {
        let (year, month, dayOfMonth) = day.components
        put(UInt64(year * 10_000 + month * 100 + dayOfMonth), width: 8)
    }

    /// `2026-09-01`.
    mutating func put(_ day: CalendarDate) {
        let (year, month, dayOfMonth) = day.components
        put(UInt64(year), width: 4)
        append(0x2D)
        put(UInt64(month), width: 2)
        append(0x2D)
        put(UInt64(dayOfMonth), width: 2)
    }
}
