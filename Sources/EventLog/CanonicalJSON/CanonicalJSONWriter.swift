public import LedgerValues

/// Writes canonical JSON (RFC 8785 restricted to the ledger's subset), commas and escapes included.
///
/// A writer that is used wrongly (keys out of order, a value without its key, an integer beyond ±(2^53 − 1)) stops the
/// process: bytes that are not canonical must never reach the log.
public struct CanonicalJSONWriter: Sendable {
    /// What has been written so far.
    public private(set) var bytes: [UInt8]

    // The innermost open container; those around it wait in `outer`.
    private var container = Container.document
    private var previousKey: StaticString?
    private var outer: [(container: Container, previousKey: StaticString?)] = []
    private var needsComma = false
    private var hasKey = false

    private enum Container: Sendable {
        case document, array, object
    }

    /// A writer with room for `capacity` bytes before it grows.
    public init(capacity: Int = 512) {
        bytes = []
        bytes.reserveCapacity(capacity)
    }

    /// Forgets what was written and keeps the room.
    public mutating func reset() {
        bytes.removeAll(keepingCapacity: true)
        outer.removeAll(keepingCapacity: true)
        container = .document
        previousKey = nil
        needsComma = false
        hasKey = false
    }

    /// Whether one whole value has been written.
    public var isComplete: Bool { container == .document && needsComma }

    public mutating func beginObject() {
        startValue()
        enter(.object)
        bytes.append(0x7B)
    }

    public mutating func endObject() {
        precondition(container == .object && !hasKey, "no object to end here")
        bytes.append(0x7D)
        leave()
    }

    public mutating func beginArray() {
        startValue()
        enter(.array)
        bytes.append(0x5B)
    }

    public mutating func endArray() {
        precondition(container == .array, "no array to end here")
        bytes.append(0x5D)
        leave()
    }

    /// Writes a member's name: `[a-z][a-z0-9_]*` (asserted in debug builds), greater than the name before it in byte order,
    /// which for ASCII is the order of RFC 8785 §3.2.3.
    public mutating func key(_ name: StaticString) {
        precondition(container == .object && !hasKey, "no key is due here")
        if let previousKey {
            precondition(Self.precedes(previousKey, name), "keys are not in ascending order")
        }
        assert(JSONBytes.isSnakeCase(UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)))
        previousKey = name
        bytes.appendKey(name, afterComma: needsComma)
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
        bytes.appendDay(day)
    }

    /// Writes the string of RFC 3339 in UTC, with six decimals only where the microseconds are not zero.
    public mutating func instant(_ instant: Instant) {
        startValue()
        bytes.appendInstant(instant)
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
        precondition(outer.count < JSONLimits.maximumDepth, "values are nested too deep")
        outer.append((self.container, previousKey))
        self.container = container
        previousKey = nil
        needsComma = false
    }

    private mutating func leave() {
        guard let around = outer.popLast() else { preconditionFailure("no value is open") }
        (container, previousKey) = around
        needsComma = true
    }

    @inline(__always)
    private mutating func startValue() {
        if hasKey {
            hasKey = false
        } else {
            precondition(container == .array || (container == .document && !needsComma), "no value is due here")
            if needsComma { bytes.append(0x2C) }
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
