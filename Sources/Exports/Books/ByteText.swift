import LedgerValues

/// Text written straight into the bytes of a file: no string is made for a field.
extension [UInt8] {
    mutating func put(_ text: String) {
        var text = text
        text.withUTF8 { append(contentsOf: $0) }
    }

    mutating func put(_ text: StaticString) {
        append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// The digits of a number that is not negative, with zeros before them up to `width`, which is 20 at most.
    mutating func put(_ number: UInt64, width: Int = 1) {
        Swift.withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
            var rest = number
            var start = 20
            while rest > 0 || start > 20 - width {
                start -= 1
                let tenth = rest / 10
                digits[start] = UInt8(truncatingIfNeeded: rest &- tenth &* 10) &+ 0x30
                rest = tenth
            }
            append(contentsOf: UnsafeBufferPointer(rebasing: digits[start...]))
        }
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
