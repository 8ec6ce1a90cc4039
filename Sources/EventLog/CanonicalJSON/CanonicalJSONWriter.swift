public import LedgerValues

/// Writes canonical JSON (RFC 8785 restricted to the ledger's subset), commas and escapes included.
///
/// A writer that is used wrongly (keys out of order, a value without its key, an integer beyond ±(2^53 − 1)) stops the
/// process: bytes that are not canonical must never reach the log.
public struct CanonicalJSONWriter: Sendable {
    /// What has been written so far.
    public private(set) var bytes: [UInt8]

    private var open: [Container] = []
    private var needsComma = false
    private var hasKey = false

    private enum Container: Sendable {
        case array
        /// An object and the key written last in it.
        case object(StaticString?)
    }

    /// A writer with room for `capacity` bytes before it grows.
    public init(capacity: Int = 512) {
        bytes = []
        bytes.reserveCapacity(capacity)
        open.reserveCapacity(JSONLimits.maximumDepth)
    }

    /// Forgets what was written and keeps the room.
    public mutating func reset() {
        bytes.removeAll(keepingCapacity: true)
        open.removeAll(keepingCapacity: true)
        needsComma = false
        hasKey = false
    }

    /// Whether one whole value has been written.
    public var isComplete: Bool { open.isEmpty && needsComma }

    public mutating func beginObject() {
        startValue()
        enter(.object(nil))
        bytes.append(0x7B)
    }

    public mutating func endObject() {
        guard case .object? = open.popLast(), !hasKey else { preconditionFailure("no object to end here") }
        bytes.append(0x7D)
        needsComma = true
    }

    public mutating func beginArray() {
        startValue()
        enter(.array)
        bytes.append(0x5B)
    }

    public mutating func endArray() {
        guard case .array? = open.popLast() else { preconditionFailure("no array to end here") }
        bytes.append(0x5D)
        needsComma = true
    }

    /// Writes a member's name: `[a-z][a-z0-9_]*` (asserted in debug builds), greater than the name before it in byte order,
    /// which for ASCII is the order of RFC 8785 §3.2.3.
    public mutating func key(_ name: StaticString) {
        guard case .object(let previous)? = open.last, !hasKey else {
            preconditionFailure("no key is due here: \(name)")
        }
        if let previous {
            precondition(Self.precedes(previous, name), "the key \(name) cannot follow \(previous)")
        }
        let text = UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
        assert(JSONBytes.isSnakeCase(text), "the key \(name) is not in snake case")
        open[open.count - 1] = .object(name)
        if needsComma { bytes.append(0x2C) }
        bytes.append(JSONBytes.quote)
        bytes.append(contentsOf: text)
        bytes.append(JSONBytes.quote)
        bytes.append(0x3A)
        hasKey = true
    }

    /// Writes `text` in Unicode Normalization Form C, whatever form it has.
    public mutating func string(_ text: String) {
        startValue()
        bytes.appendString(text)
    }

    /// Writes an integer within ±(2^53 − 1).
    public mutating func integer(_ value: Int64) {
        startValue()
        precondition(value.magnitude <= UInt64(JSONLimits.largestInteger), "an integer lies outside ±(2^53 − 1)")
        bytes.appendInteger(value)
    }

    public mutating func bool(_ value: Bool) {
        startValue()
        bytes.appendText(value ? "true" : "false")
    }

    public mutating func null() {
        startValue()
        bytes.appendText("null")
    }

    /// Writes the string `YYYY-MM-DD`; the year is 1 to 9999.
    public mutating func date(_ day: CalendarDate) {
        startValue()
        bytes.append(JSONBytes.quote)
        bytes.appendDay(day)
        bytes.append(JSONBytes.quote)
    }

    /// Writes the string of RFC 3339 in UTC, with six decimals only where the microseconds are not zero.
    public mutating func instant(_ instant: Instant) {
        startValue()
        bytes.append(JSONBytes.quote)
        bytes.appendInstant(instant)
        bytes.append(JSONBytes.quote)
    }

    /// Writes the string of 64 lower-case hexadecimal digits.
    public mutating func digest(_ digest: Digest) {
        startValue()
        bytes.appendDigest(digest)
    }

    /// Writes one value that is already canonical; its bytes are not checked.
    public mutating func raw(_ canonical: [UInt8]) {
        startValue()
        bytes.append(contentsOf: canonical)
    }

    /// Writes one value that is already canonical; its bytes are not checked.
    public mutating func raw(_ canonical: UnsafeBufferPointer<UInt8>) {
        startValue()
        bytes.append(contentsOf: canonical)
    }

    private mutating func enter(_ container: Container) {
        precondition(open.count < JSONLimits.maximumDepth, "values are nested too deep")
        open.append(container)
        needsComma = false
    }

    @inline(__always)
    private mutating func startValue() {
        if hasKey {
            hasKey = false
        } else {
            switch open.last {
            case .object?: preconditionFailure("a value in an object wants its key first")
            case .array?: if needsComma { bytes.append(0x2C) }
            case nil: precondition(!needsComma, "a document is one value")
            }
        }
        needsComma = true
    }

    @inline(__always)
    private static func precedes(_ left: StaticString, _ right: StaticString) -> Bool {
        let shorter = min(left.utf8CodeUnitCount, right.utf8CodeUnitCount)
        for index in 0..<shorter where left.utf8Start[index] != right.utf8Start[index] {
            return left.utf8Start[index] < right.utf8Start[index]
        }
        return left.utf8CodeUnitCount < right.utf8CodeUnitCount
    }
}
