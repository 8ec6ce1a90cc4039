public import LedgerValues

/// A cursor over bytes that must be canonical JSON; it decodes stored events member by member.
///
/// The caller asks for the keys it expects, in ascending order, and the reader compares bytes. White space, needless escapes,
/// leading zeros, floats and strings out of form C are refused. After an error the cursor may stand anywhere.
/// The bytes must outlive the reader and every buffer it hands out.
public struct CanonicalJSONReader {
    let base: UnsafePointer<UInt8>
    let count: Int

    /// The byte under the cursor, counted from 0.
    public internal(set) var offset = 0

    var needsComma = false
    private var depth = 0

    /// A reader at the first byte of one JSON value.
    public init(_ bytes: UnsafeBufferPointer<UInt8>) {
        count = bytes.count
        base = bytes.baseAddress ?? UnsafePointer(Self.nothing)
    }

    // Safe to share: the one byte is never read or written, because a reader without bytes has the count 0.
    nonisolated(unsafe) private static let nothing = UnsafeMutablePointer<UInt8>.allocate(capacity: 1)

    public mutating func beginObject() throws(JSONError) {
        try startValue()
        try enter(0x7B, "an object")
    }

    /// Ends an object; throws `unexpectedField` when it has one more member.
    public mutating func endObject() throws(JSONError) {
        guard peek == 0x7D, depth > 0 else {
            if peek == 0x2C || peek == JSONBytes.quote { throw unexpectedField() }
            throw syntax("the end of the object is due")
        }
        leave()
    }

    public mutating func beginArray() throws(JSONError) {
        try startValue()
        try enter(0x5B, "an array")
    }

    /// Whether the array has one more element, which is the next value to read.
    ///
    /// False also where the text is broken; `endArray` then throws.
    public mutating func arrayHasNext() -> Bool {
        if peek == 0x5D || peek == nil { return false }
        guard needsComma else { return true }
        guard peek == 0x2C else { return false }
        offset += 1
        needsComma = false
        return true
    }

    public mutating func endArray() throws(JSONError) {
        guard peek == 0x5D, depth > 0, needsComma || base[offset - 1] == 0x5B else {
            throw syntax("the end of the array is due")
        }
        leave()
    }

    /// Reads the member's name `name`; throws `missingField` or `unexpectedField` when the next member has another one.
    @inline(__always)
    public mutating func key(_ name: StaticString) throws(JSONError) {
        guard takeKey(name) else { throw otherKey(than: name) }
    }

    /// Reads the member's name `name` if it stands next; otherwise the cursor stays.
    @inline(__always)
    public mutating func keyIfPresent(_ name: StaticString) -> Bool { takeKey(name) }

    /// Reads an integer within ±(2^53 − 1).
    public mutating func integer() throws(JSONError) -> Int64 {
        try startValue()
        let start = offset
        let negative = peek == 0x2D
        if negative { offset += 1 }
        let firstDigit = offset
        var magnitude: Int64 = 0
        while offset < count {
            let digit = base[offset] &- 0x30
            guard digit < 10 else { break }
            // Seventeen digits are beyond the largest integer and far from overflow.
            if offset &- firstDigit < 17 { magnitude = magnitude &* 10 &+ Int64(digit) }
            offset &+= 1
        }
        let digits = offset - firstDigit
        guard digits > 0 else { throw negative ? syntax("a digit is due") : wrongType("an integer") }
        if digits > 1, base[firstDigit] == 0x30 {
            throw JSONError(.notCanonical, offset: start, detail: "a number begins with a needless zero")
        }
        if peek == 0x2E || peek == 0x65 || peek == 0x45 || (negative && magnitude == 0) {
            throw JSONError(.float, offset: start, detail: "a number is no integer in canonical spelling")
        }
        guard magnitude <= JSONLimits.largestInteger else {
            throw JSONError(.integerOutOfRange, offset: start, detail: "an integer lies outside ±(2^53 − 1)")
        }
        return negative ? -magnitude : magnitude
    }

    public mutating func bool() throws(JSONError) -> Bool {
        try startValue()
        if takeLiteral("true") { return true }
        if takeLiteral("false") { return false }
        throw wrongType("a boolean")
    }

    /// Reads `null` if it stands next; otherwise the value is still to read.
    public mutating func isNull() throws(JSONError) -> Bool {
        try startValue()
        if takeLiteral("null") { return true }
        needsComma = false
        return false
    }

    /// Reads the string `YYYY-MM-DD`; throws `invalidDate` for any other.
    public mutating func date() throws(JSONError) -> CalendarDate {
        let start = offset
        let text = try ascii()
        guard let day = CalendarDate(ascii: text) else {
            throw JSONError(.invalidDate, offset: start, detail: "\"\(JSONBytes.excerpt(text))\" is no day YYYY-MM-DD")
        }
        return day
    }

    /// Reads the string of an instant as the writer spells it; throws `invalidInstant` for any other spelling.
    public mutating func instant() throws(JSONError) -> Instant {
        let start = offset
        let text = try ascii()
        guard let instant = CanonicalInstant.read(text) else {
            throw JSONError(
                .invalidInstant, offset: start,
                detail: "\"\(JSONBytes.excerpt(text))\" is no canonical instant YYYY-MM-DDTHH:MM:SS[.ffffff]Z")
        }
        return instant
    }

    /// Reads the string of 64 lower-case hexadecimal digits; throws `invalidDigest` for any other.
    public mutating func digest() throws(JSONError) -> Digest {
        let start = offset
        let text = try ascii()
        guard let digest = Digest(hexadecimal: text) else {
            throw JSONError(
                .invalidDigest, offset: start,
                detail: "\"\(JSONBytes.excerpt(text))\" is not 64 lower-case hexadecimal digits")
        }
        return digest
    }

    /// Throws `trailingBytes` when bytes remain.
    public func end() throws(JSONError) {
        guard offset == count, depth == 0 else {
            throw JSONError(.trailingBytes, offset: offset, detail: "bytes follow the end of the value")
        }
    }
}

extension CanonicalJSONReader {
    @inline(__always)
    var peek: UInt8? { offset < count ? base[offset] : nil }

    /// Takes the comma before an element of an array that is read without `arrayHasNext`.
    @inline(__always)
    mutating func startValue() throws(JSONError) {
        if needsComma {
            guard peek == 0x2C else { throw syntax("a comma or the end is due") }
            offset &+= 1
        }
        needsComma = true
    }

    private mutating func enter(_ bracket: UInt8, _ kind: String) throws(JSONError) {
        guard peek == bracket else { throw wrongType(kind) }
        depth += 1
        guard depth <= JSONLimits.maximumDepth else {
            throw JSONError(
                .tooDeep, offset: offset, detail: "values are nested deeper than \(JSONLimits.maximumDepth)")
        }
        offset += 1
        needsComma = false
    }

    private mutating func leave() {
        offset += 1
        depth -= 1
        needsComma = true
    }

    @inline(__always)
    private mutating func takeKey(_ name: StaticString) -> Bool {
        let length = name.utf8CodeUnitCount
        let start = needsComma ? offset &+ 1 : offset
        guard count &- start >= length &+ 3 else { return false }
        if needsComma, base[offset] != 0x2C { return false }
        let text = base + start
        guard text[0] == JSONBytes.quote, text[length &+ 1] == JSONBytes.quote, text[length &+ 2] == 0x3A,
            JSONBytes.areEqual(text + 1, name.utf8Start, count: length)
        else { return false }
        offset = start &+ length &+ 3
        needsComma = false
        return true
    }

    private mutating func takeLiteral(_ literal: StaticString) -> Bool {
        let length = literal.utf8CodeUnitCount
        guard count - offset >= length, JSONBytes.areEqual(base + offset, literal.utf8Start, count: length) else {
            return false
        }
        offset += length
        return true
    }

    @inline(never)
    func syntax(_ detail: String) -> JSONError { JSONError(.syntax, offset: offset, detail: detail) }

    /// The error of a value of another type; of no value at all when the text ends or breaks here.
    @inline(never)
    func wrongType(_ expected: String) -> JSONError {
        let beginnings: [UInt8] = [0x7B, 0x5B, 0x22, 0x2D, 0x74, 0x66, 0x6E]
        guard let byte = peek, beginnings.contains(byte) || (0x30...0x39).contains(byte) else {
            return syntax("\(expected) is due")
        }
        return JSONError(.wrongType, offset: offset, detail: "\(expected) is due")
    }

    /// The error of a member that is not `name`: missing, if the object ends or goes on with a greater key.
    @inline(never)
    private func otherKey(than name: StaticString) -> JSONError {
        if peek == 0x7D {
            return JSONError(.missingField, offset: offset, detail: "the member \"\(name)\" is missing")
        }
        guard let found = nextKey() else { return syntax("the member \"\(name)\" is due") }
        let expected = UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
        if expected.lexicographicallyPrecedes(found) {
            return JSONError(.missingField, offset: offset, detail: "the member \"\(name)\" is missing")
        }
        return unexpectedField()
    }

    private func unexpectedField() -> JSONError {
        guard let found = nextKey() else { return syntax("a member's name is due") }
        return JSONError(
            .unexpectedField, offset: offset, detail: "the member \"\(JSONBytes.excerpt(found))\" is not expected")
    }

    private func nextKey() -> UnsafeBufferPointer<UInt8>? {
        let start = (needsComma ? offset + 1 : offset) + 1
        guard start <= count, base[start - 1] == JSONBytes.quote, !needsComma || base[offset] == 0x2C else {
            return nil
        }
        let end = JSONBytes.endOfPlainRun(base, from: start, count: count)
        guard end < count, base[end] == JSONBytes.quote else { return nil }
        return UnsafeBufferPointer(start: base + start, count: end - start)
    }
}
