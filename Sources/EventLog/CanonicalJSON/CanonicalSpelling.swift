internal import LedgerValues

/// How canonical JSON spells scalars (RFC 8785 §3.2.2), for the writer and for `JSONValue.canonicalBytes`.
extension [UInt8] {
    /// Appends a string with its quotes, in form C whatever form `text` has.
    mutating func appendString(_ text: String) {
        append(JSONBytes.quote)
        var text = text
        let isWritten = text.withUTF8 { appendEscaped($0, refusingAboveLatin: true) }
        if !isWritten {
            var normal = NormalizationFormC.normal(text)
            _ = normal.withUTF8 { appendEscaped($0, refusingAboveLatin: false) }
        }
        append(JSONBytes.quote)
    }

    /// Appends the bytes of a string with the escapes of RFC 8785 §3.2.2.2.
    ///
    /// When asked to, stops without a trace and answers false at a character from U+0300, where form C is not certain.
    private mutating func appendEscaped(_ text: UnsafeBufferPointer<UInt8>, refusingAboveLatin: Bool) -> Bool {
        guard let base = text.baseAddress else { return true }
        let mark = count
        var index = 0
        while true {
            let end = JSONBytes.endOfPlainRun(base, from: index, count: text.count)
            append(contentsOf: UnsafeBufferPointer(rebasing: text[index..<end]))
            guard end < text.count else { return true }
            let byte = text[end]
            if byte >= 0x80 {
                if refusingAboveLatin, !NormalizationFormC.isAlwaysNormal(leadByte: byte) {
                    removeSubrange(mark...)
                    return false
                }
                append(byte)
            } else if let letter = JSONBytes.shortEscape(of: byte) {
                append(JSONBytes.backslash)
                append(letter)
            } else {
                appendText("\\u00")
                append(JSONBytes.lowerHexadecimal(byte >> 4))
                append(JSONBytes.lowerHexadecimal(byte & 0x0F))
            }
            index = end + 1
        }
    }

    @inline(__always)
    mutating func appendText(_ text: StaticString) {
        append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    mutating func appendInteger(_ value: Int64) {
        if value < 0 { append(0x2D) }
        appendDecimal(value.magnitude)
    }

    private mutating func appendDecimal(_ value: UInt64) {
        guard value >= 10 else { return append(0x30 + UInt8(value)) }
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
            var rest = value
            var start = digits.count
            while rest > 0 {
                start -= 1
                digits[start] = 0x30 + UInt8(rest % 10)
                rest /= 10
            }
            append(contentsOf: UnsafeBufferPointer(rebasing: digits[start...]))
        }
    }

    mutating func appendDay(_ day: CalendarDate) {
        let (year, month, dayOfMonth) = day.components
        precondition((1...9999).contains(year), "a day of the year \(year) cannot be written")
        appendDigits(year, width: 4)
        append(0x2D)
        appendDigits(month, width: 2)
        append(0x2D)
        appendDigits(dayOfMonth, width: 2)
    }

    mutating func appendInstant(_ instant: Instant) {
        let perDay: Int64 = 86_400_000_000
        let (quotient, remainder) = instant.microseconds.quotientAndRemainder(dividingBy: perDay)
        let microseconds = Int(remainder < 0 ? remainder + perDay : remainder)
        appendDay(CalendarDate(dayNumber: Int32(remainder < 0 ? quotient - 1 : quotient)))
        append(0x54)
        let seconds = microseconds / 1_000_000
        appendDigits(seconds / 3600, width: 2)
        append(0x3A)
        appendDigits(seconds / 60 % 60, width: 2)
        append(0x3A)
        appendDigits(seconds % 60, width: 2)
        if microseconds % 1_000_000 != 0 {
            append(0x2E)
            appendDigits(microseconds % 1_000_000, width: 6)
        }
        append(0x5A)
    }

    mutating func appendDigest(_ digest: Digest) {
        withUnsafeTemporaryAllocation(byteCount: 2 * Digest.byteCount, alignment: 8) { digits in
            if let base = digits.baseAddress { digest.writeHexadecimal(to: base) }
            append(JSONBytes.quote)
            append(contentsOf: digits)
            append(JSONBytes.quote)
        }
    }

    private mutating func appendDigits(_ value: Int, width: Int) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: width) { digits in
            var rest = value
            for index in (0..<width).reversed() {
                digits[index] = 0x30 + UInt8(rest % 10)
                rest /= 10
            }
            append(contentsOf: digits)
        }
    }
}
