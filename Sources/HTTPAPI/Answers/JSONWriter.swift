import EventLog
import LedgerValues
import NIOCore

/// Writes the JSON of answers straight into the buffer that is sent, members in the order they are written.
struct JSONWriter {
    private(set) var buffer: ByteBuffer
    private var needsComma = false

    init(capacity: Int = 512) { buffer = ByteBufferAllocator().buffer(capacity: capacity) }

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
        separate()
        buffer.writeInteger(UInt8(0x22))
        buffer.writeStaticString(name)
        buffer.writeStaticString("\":")
        needsComma = false
    }

    mutating func null() { literal("null") }
    mutating func value(_ value: Bool) { literal(value ? "true" : "false") }

    mutating func value(_ number: Int64) {
        separate()
        buffer.writeString(String(number))
    }

    mutating func value(_ text: String) {
        separate()
        buffer.writeInteger(UInt8(0x22))
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x22 && $0 != 0x5C }) {
            buffer.writeString(text)
        } else {
            for byte in text.utf8 { writeEscaped(byte) }
        }
        buffer.writeInteger(UInt8(0x22))
    }

    /// Ends a line of NDJSON; the next value begins a document of its own.
    mutating func endLine() {
        buffer.writeInteger(UInt8(0x0A))
        needsComma = false
    }

    private mutating func begin(_ bracket: UInt8) {
        separate()
        buffer.writeInteger(bracket)
        needsComma = false
    }

    private mutating func end(_ bracket: UInt8) {
        buffer.writeInteger(bracket)
        needsComma = true
    }

    private mutating func literal(_ text: StaticString) {
        separate()
        buffer.writeStaticString(text)
    }

    private mutating func separate() {
        if needsComma { buffer.writeInteger(UInt8(0x2C)) }
        needsComma = true
    }

    private mutating func writeEscaped(_ byte: UInt8) {
        switch byte {
        case 0x22: buffer.writeStaticString("\\\"")
        case 0x5C: buffer.writeStaticString("\\\\")
        case 0x0A: buffer.writeStaticString("\\n")
        case 0x00..<0x20:
            let digits = String(byte, radix: 16)
            buffer.writeString("\\u" + String(repeating: "0", count: 4 - digits.count) + digits)
        default: buffer.writeInteger(byte)
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

    mutating func member(_ name: StaticString, _ day: CalendarDate?) { member(name, day?.description) }
    mutating func member(_ name: StaticString, _ month: Month) { member(name, month.description) }

    /// RFC 3339 in UTC.
    mutating func member(_ name: StaticString, _ instant: Instant?) { member(name, instant?.description) }

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
