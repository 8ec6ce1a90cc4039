internal import LedgerValues

extension CanonicalJSONReader {
    /// Reads a string.
    public mutating func string() throws(JSONError) -> String {
        let start = try openString()
        let end = JSONBytes.endOfPlainRun(base, from: start, count: count)
        if end < count, base[end] == JSONBytes.quote {
            offset = end + 1
            return String(decoding: UnsafeBufferPointer(start: base + start, count: end - start), as: UTF8.self)
        }
        return try escapedString(from: start)
    }

    /// Reads a string of ASCII characters without escapes, and hands out its bytes in place.
    ///
    /// Throws `wrongType` for a string that has an escape or another character.
    public mutating func ascii() throws(JSONError) -> UnsafeBufferPointer<UInt8> {
        let start = try openString()
        let end = JSONBytes.endOfPlainRun(base, from: start, count: count)
        guard end < count, base[end] == JSONBytes.quote else { throw notPlain(at: end) }
        offset = end &+ 1
        return UnsafeBufferPointer(start: base + start, count: end &- start)
    }

    /// Moves to the first byte within the quotes.
    @inline(__always)
    private mutating func openString() throws(JSONError) -> Int {
        try startValue()
        guard peek == JSONBytes.quote else { throw wrongType("a string") }
        offset &+= 1
        return offset
    }

    @inline(never)
    private func notPlain(at end: Int) -> JSONError {
        guard end < count else { return JSONError(.syntax, offset: end, detail: "a string does not end") }
        if base[end] < 0x20 {
            return JSONError(
                .controlCharacter, offset: end, detail: "a control character stands unescaped in a string")
        }
        return JSONError(.wrongType, offset: end, detail: "a string of ASCII characters without escapes is due")
    }

    @inline(never)
    private mutating func escapedString(from start: Int) throws(JSONError) -> String {
        var content: [UInt8] = []
        while true {
            let end = JSONBytes.endOfPlainRun(base, from: offset, count: count)
            content.append(contentsOf: UnsafeBufferPointer(start: base + offset, count: end - offset))
            offset = end
            guard let byte = peek else { throw syntax("a string does not end") }
            if byte == JSONBytes.quote {
                offset += 1
                guard let text = String(validating: content, as: UTF8.self) else {
                    throw JSONError(.invalidUTF8, offset: start, detail: "a string is no UTF-8")
                }
                guard NormalizationFormC.holds(for: text) else {
                    throw JSONError(.notNFC, offset: start, detail: "a string is not in Unicode Normalization Form C")
                }
                return text
            }
            if byte < 0x20 { throw notPlain(at: offset) }
            if byte == JSONBytes.backslash {
                content.append(try canonicalEscape())
            } else {
                content.append(byte)
                offset += 1
            }
        }
    }

    /// Reads an escape that RFC 8785 §3.2.2.2 writes: the short one where there is one, `\u00xx` for other controls.
    private mutating func canonicalEscape() throws(JSONError) -> UInt8 {
        let escape = UnsafeBufferPointer(start: base + offset, count: min(6, count - offset))
        guard escape.count >= 2 else { throw syntax("a string does not end") }
        if let byte = JSONBytes.byte(ofShortEscape: escape[1]) {
            offset += 2
            return byte
        }
        if escape.count == 6, escape[1] == 0x75, escape[2] == 0x30, escape[3] == 0x30,
            let high = JSONBytes.hexadecimal(escape[4]), let low = JSONBytes.hexadecimal(escape[5])
        {
            let byte = UInt8(high << 4 | low)
            let isNeeded = byte < 0x20 && JSONBytes.shortEscape(of: byte) == nil
            if isNeeded, escape[5] == JSONBytes.lowerHexadecimal(UInt8(low)) {
                offset += 6
                return byte
            }
        }
        throw JSONError(.notCanonical, offset: offset, detail: "RFC 8785 writes no such escape")
    }
}

/// The spelling of instants in events: RFC 3339 in UTC, six decimals only where the microseconds are not zero.
enum CanonicalInstant {
    static func read(_ text: UnsafeBufferPointer<UInt8>) -> Instant? {
        guard text.count == 20 || text.count == 27, text[10] == 0x54, text[13] == 0x3A, text[16] == 0x3A,
            text[text.count - 1] == 0x5A,
            let day = CalendarDate(ascii: UnsafeBufferPointer(rebasing: text[0..<10])),
            let hours = number(text, 11..<13), hours < 24, let minutes = number(text, 14..<16), minutes < 60,
            let seconds = number(text, 17..<19), seconds < 60
        else { return nil }
        var microseconds: Int64 = 0
        if text.count == 27 {
            guard text[19] == 0x2E, let fraction = number(text, 20..<26), fraction > 0 else { return nil }
            microseconds = fraction
        }
        let elapsed = Int64(day.dayNumber) * 86_400 + hours * 3600 + minutes * 60 + seconds
        return Instant(microseconds: elapsed * 1_000_000 + microseconds)
    }

    @inline(__always)
    private static func number(_ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Int64? {
        var value: Int64 = 0
        for index in range {
            let digit = text[index] &- 0x30
            guard digit < 10 else { return nil }
            value = value * 10 + Int64(digit)
        }
        return value
    }
}
