import LedgerValues

/// Text written into memory that was measured before; it is a mistake of the program when it does not fit.
struct ByteCursor {
    private let bytes: UnsafeMutableRawBufferPointer
    private(set) var count = 0

    fileprivate init(_ bytes: UnsafeMutableBufferPointer<UInt8>) { self.bytes = UnsafeMutableRawBufferPointer(bytes) }

    @inline(__always)
    mutating func put(_ byte: UInt8) {
        precondition(count < bytes.count)
        bytes[count] = byte
        count += 1
    }

    @inline(__always)
    mutating func put(_ source: UnsafeRawBufferPointer) {
        precondition(source.count <= bytes.count - count)
        UnsafeMutableRawBufferPointer(rebasing: bytes[count...]).copyMemory(from: source)
        count += source.count
    }

    mutating func put(_ source: [UInt8]) { source.withUnsafeBytes { put($0) } }

    mutating func put(_ text: String) {
        var text = text
        text.withUTF8 { put(UnsafeRawBufferPointer($0)) }
    }

    mutating func put(_ text: StaticString) {
        put(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// What was written there before, once more.
    mutating func putAgain(_ range: Range<Int>) { put(UnsafeRawBufferPointer(rebasing: bytes[range])) }

    /// The digits of a number that is not negative, with zeros before them up to `width`.
    mutating func put(_ number: UInt64, width: Int = 1) {
        var digits = 1
        var rest = number
        while rest >= 10 {
            rest /= 10
            digits += 1
        }
        digits = max(digits, width)
        precondition(digits <= bytes.count - count)
        rest = number
        for place in stride(from: count + digits - 1, through: count, by: -1) {
            let tenth = rest / 10
            bytes[place] = UInt8(truncatingIfNeeded: rest &- tenth &* 10) &+ 0x30
            rest = tenth
        }
        count += digits
    }

    /// `-35867`.
    mutating func put(signed number: Int64) {
        if number < 0 { put(0x2D) }
        put(number.magnitude)
    }

    /// `-358.67`.
    mutating func put(_ money: Money, point: UInt8) {
        if money < .zero { put(0x2D) }
        put(unsigned: money, point: point)
    }

    /// `358,67`: without a sign or spaces between groups.
    mutating func put(unsigned money: Money, point: UInt8) {
        put(money.cents.magnitude / 100)
        put(point)
        put(money.cents.magnitude % 100, width: 2)
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
        put(0x2D)
        put(UInt64(month), width: 2)
        put(0x2D)
        put(UInt64(dayOfMonth), width: 2)
    }
}

/// Text written straight into the bytes of a file: no string is made for a field.
extension [UInt8] {
    /// Appends what `body` writes, `room` bytes at most.
    mutating func write(_ room: Int, _ body: (inout ByteCursor) -> Void) {
        append(addingCapacity: room) { span in
            span.withUnsafeMutableBufferPointer { bytes, count in
                var cursor = ByteCursor(bytes)
                body(&cursor)
                count = cursor.count
            }
        }
    }

    mutating func put(_ text: String) {
        var text = text
        text.withUTF8 { append(contentsOf: $0) }
    }

    mutating func put(_ text: StaticString) {
        append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// The digits of a number that is not negative, with zeros before them up to `width`, which is 20 at most.
    mutating func put(_ number: UInt64, width: Int = 1) { write(20) { $0.put(number, width: width) } }

    /// `-358.67`.
    mutating func put(_ money: Money, point: UInt8) { write(25) { $0.put(money, point: point) } }

    /// `2026-09-01`.
    mutating func put(_ day: CalendarDate) { write(10) { $0.put(day) } }
}
