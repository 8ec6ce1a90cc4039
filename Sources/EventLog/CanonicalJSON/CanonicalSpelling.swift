package import LedgerValues

/// How canonical JSON spells scalars (RFC 8785 §3.2.2), for the writer and for `JSONValue.canonicalBytes`.
extension [UInt8] {
    /// Appends a string with its quotes, in form C whatever form `text` has.
    mutating func appendString(_ text: String) {
        var text = text
        let isWritten = text.withUTF8 { bytes in
            guard let base = bytes.baseAddress,
                JSONBytes.endOfPlainRun(base, from: 0, count: bytes.count) == bytes.count
            else { return false }
            appendFilled(count: bytes.count + 2) { target in
                target[0] = JSONBytes.quote
                (target + 1).update(from: base, count: bytes.count)
                target[bytes.count + 1] = JSONBytes.quote
            }
            return true
        }
        if isWritten { return }
        append(JSONBytes.quote)
        var normal = NormalizationFormC.normal(text)
        normal.withUTF8 { appendEscaped($0) }
        append(JSONBytes.quote)
    }

    /// Appends the bytes of a string with the escapes of RFC 8785 §3.2.2.2.
    private mutating func appendEscaped(_ text: UnsafeBufferPointer<UInt8>) {
        for byte in text {
            if byte >= 0x80 || JSONBytes.isPlain(byte) {
                append(byte)
            } else if let letter = JSONBytes.shortEscape(of: byte) {
                append(JSONBytes.backslash)
                append(letter)
            } else {
                appendText("\\u00")
                append(JSONBytes.lowerHexadecimal(byte >> 4))
                append(JSONBytes.lowerHexadecimal(byte & 0x0F))
            }
        }
    }

    /// Appends a member's name, its quotes and its colon.
    package mutating func appendKey(_ name: StaticString, afterComma: Bool) {
        let length = name.utf8CodeUnitCount
        appendFilled(count: length + (afterComma ? 4 : 3)) { target in
            target[0] = 0x2C
            let text = afterComma ? target + 1 : target
            text[0] = JSONBytes.quote
            (text + 1).update(from: name.utf8Start, count: length)
            text[length + 1] = JSONBytes.quote
            text[length + 2] = 0x3A
        }
    }

    package mutating func appendText(_ text: StaticString) {
        append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    package mutating func appendInteger(_ value: Int64) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
            var rest = value.magnitude
            var start = digits.count
            repeat {
                start -= 1
                digits[start] = 0x30 + UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
            } while rest > 0
            if value < 0 {
                start -= 1
                digits[start] = 0x2D
            }
            append(contentsOf: UnsafeBufferPointer(rebasing: digits[start...]))
        }
    }

    /// Appends the string `YYYY-MM-DD`.
    package mutating func appendDay(_ day: CalendarDate) {
        appendFilled(count: 12) { target in
            target[0] = JSONBytes.quote
            Self.spell(day, at: target + 1)
            target[11] = JSONBytes.quote
        }
    }

    /// Appends the string of an instant.
    package mutating func appendInstant(_ instant: Instant) {
        let perDay: Int64 = 86_400_000_000
        let (quotient, remainder) = instant.microseconds.quotientAndRemainder(dividingBy: perDay)
        let microseconds = Int(remainder < 0 ? remainder + perDay : remainder)
        let day = CalendarDate(dayNumber: Int32(remainder < 0 ? quotient - 1 : quotient))
        let (seconds, fraction) = microseconds.quotientAndRemainder(dividingBy: 1_000_000)
        appendFilled(count: fraction == 0 ? 22 : 29) { target in
            target[0] = JSONBytes.quote
            Self.spell(day, at: target + 1)
            target[11] = 0x54
            Self.spell(seconds / 3600, width: 2, at: target + 12)
            target[14] = 0x3A
            Self.spell(seconds / 60 % 60, width: 2, at: target + 15)
            target[17] = 0x3A
            Self.spell(seconds % 60, width: 2, at: target + 18)
            var end = target + 20
            if fraction != 0 {
                end[0] = 0x2E
                Self.spell(fraction, width: 6, at: end + 1)
                end += 7
            }
            end[0] = 0x5A
            end[1] = JSONBytes.quote
        }
    }

    /// Appends the string of 64 hexadecimal digits.
    package mutating func appendDigest(_ digest: Digest) {
        appendFilled(count: 2 * Digest.byteCount + 2) { target in
            target[0] = JSONBytes.quote
            digest.writeHexadecimal(to: target + 1)
            target[2 * Digest.byteCount + 1] = JSONBytes.quote
        }
    }

    private static func spell(_ day: CalendarDate, at target: UnsafeMutablePointer<UInt8>) {
        let (year, month, dayOfMonth) = day.components
        precondition((1...9999).contains(year), "a day beyond the years 1 to 9999 cannot be written")
        spell(year, width: 4, at: target)
        target[4] = 0x2D
        spell(month, width: 2, at: target + 5)
        target[7] = 0x2D
        spell(dayOfMonth, width: 2, at: target + 8)
    }

    @inline(__always)
    private static func spell(_ value: Int, width: Int, at target: UnsafeMutablePointer<UInt8>) {
        var rest = UInt32(truncatingIfNeeded: value)
        for index in (0..<width).reversed() {
            target[index] = 0x30 + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
    }

    /// Appends `count` bytes that `fill` writes: one check of the room instead of one a byte.
    @inline(__always)
    private mutating func appendFilled(count: Int, _ fill: (UnsafeMutablePointer<UInt8>) -> Void) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: count) { room in
            guard let base = room.baseAddress else { return }
            fill(base)
            append(contentsOf: UnsafeBufferPointer(start: base, count: count))
        }
    }
}
