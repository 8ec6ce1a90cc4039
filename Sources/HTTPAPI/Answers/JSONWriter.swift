import EventLog
import LedgerValues
import NIOCore

/// Writes the JSON of answers, members in the order they are written.
struct JSONWriter {
    private var bytes: [UInt8] = []
    private var needsComma = false

    init(capacity: Int = 512) { bytes.reserveCapacity(capacity) }

    /// What was written, ready to be sent.
    var buffer: ByteBuffer { ByteBuffer(bytes: bytes) }

    mutating func object(_ body: (inout JSONWriter) throws -> Void) rethrows {
        begin(0x7B)
        try body(&self)
        end(0x7D)
    }

    mutating func array<Elements: Sequence>(
        _ elements: Elements, _ body: (inout JSONWriter, Elements.Element) throws -> Void
    ) rethrows {
        begin(0x5B)
        for element in elements { try body(&self, element) }
        end(0x5D)
    }

    /// The name of the next value; ASCII that needs no escape.
    mutating func key(_ name: StaticString) {
        bytes.appendKey(name, afterComma: needsComma)
        needsComma = false
    }

    /// The name of the next value, where it is not known when the program is built; ASCII that needs no escape.
    mutating func key(figure name: String) {
        value(name)
        bytes.append(0x3A)
        needsComma = false
    }

    mutating func null() { literal("null") }
    mutating func value(_ value: Bool) { literal(value ? "true" : "false") }

    mutating func value(_ number: Int64) {
        separate()
        bytes.appendInteger(number)
    }

    mutating func value(_ text: String) {
        separate()
        bytes.append(0x22)
        var text = text
        text.withUTF8 { utf8 in
            if JSONBytes.needNoEscape(utf8) {
                bytes.append(contentsOf: utf8)
            } else {
                for byte in utf8 { appendEscaped(byte) }
            }
        }
        bytes.append(0x22)
    }

    mutating func value(_ day: CalendarDate) {
        separate()
        bytes.appendDay(day)
    }

    /// RFC 3339 in UTC.
    mutating func value(_ instant: Instant) {
        separate()
        bytes.appendInstant(instant)
    }

    /// 64 lower-case hexadecimal digits.
    mutating func value(_ digest: Digest) {
        separate()
        bytes.appendDigest(digest)
    }

    /// The bytes written so far.
    var count: Int { bytes.count }

    /// What was written since there were `count` bytes.
    func written(since count: Int) -> [UInt8] { Array(bytes[count...]) }

    /// Members that were written before, after other ones of the same object.
    mutating func members(written members: [UInt8]) { bytes += members }

    /// Ends a line of NDJSON; the next value begins a document of its own.
    mutating func endLine() {
        bytes.append(0x0A)
        needsComma = false
    }

    private mutating func begin(_ bracket: UInt8) {
        separate()
        bytes.append(bracket)
        needsComma = false
    }

    private mutating func end(_ bracket: UInt8) {
        bytes.append(bracket)
        needsComma = true
    }

    private mutating func literal(_ text: StaticString) {
        separate()
        append(text)
    }

    private mutating func separate() {
        if needsComma { bytes.append(0x2C) }
        needsComma = true
    }

    private mutating func append(_ text: StaticString) { bytes.appendText(text) }

    private mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { bytes.append(contentsOf: $0) }
    }

    private mutating func appendEscaped(_ byte: UInt8) {
        switch byte {
        case 0x22: append("\\\"" as StaticString)
        case 0x5C: append("\\\\" as StaticString)
        case 0x0A: append("\\n" as StaticString)
        case 0x00..<0x20:
            let digits = String(byte, radix: 16)
            append("\\u" + String(repeating: "0", count: 4 - digits.count) + digits)
        default: bytes.append(byte)
        }
    }
}

// Members of the ledger's own types; an absent value is null, so that an answer always has the same members.
extension JSONWriter {
    mutating func member(_ name: StaticString, _ text: String?) {
        key(name)
        if let text { value(text) } else { null() }
    }

    mutating func member(_ name: StaticString, _ number: Int64?) {
        key(name)
        if let number { value(number) } else { null() }
    }

    mutating func member(_ name: StaticString, _ number: Int) { member(name, Int64(number)) }

    mutating func member(_ name: StaticString, _ flag: Bool) {
        key(name)
        value(flag)
    }

    /// In cents.
    mutating func member(_ name: StaticString, _ amount: Money?) { member(name, amount?.cents) }

    mutating func member(_ name: StaticString, _ day: CalendarDate?) {
        key(name)
        if let day { value(day) } else { null() }
    }

    mutating func member(_ name: StaticString, _ month: Month) { member(name, month.description) }

    /// RFC 3339 in UTC.
    mutating func member(_ name: StaticString, _ instant: Instant?) {
        key(name)
        if let instant { value(instant) } else { null() }
    }

    /// In lower-case hexadecimal.
    mutating func member(_ name: StaticString, _ digest: Digest?) {
        key(name)
        if let digest { value(digest) } else { null() }
    }

    mutating func object(_ name: StaticString, _ body: (inout JSONWriter) throws -> Void) rethrows {
        key(name)
        try object(body)
    }

    mutating func array<Elements: Sequence>(
        _ name: StaticString, _ elements: Elements, _ body: (inout JSONWriter, Elements.Element) throws -> Void
    ) rethrows {
        key(name)
        try array(elements, body)
    }
}
