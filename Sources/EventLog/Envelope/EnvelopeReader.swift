public import LedgerValues

/// The members of one event, read in place from its canonical bytes.
///
/// The bytes must outlive the reader and every buffer it hands out. Names are checked to be plain ASCII, not to be names:
/// what was written is what is read.
public struct EnvelopeReader {
    /// The day on which the books take the event; the effective day unless the event says another.
    public let accountingOn: CalendarDate

    /// The ASCII bytes of the actor.
    public let actor: UnsafeBufferPointer<UInt8>

    public let causation: Position?
    public let effectiveAt: Instant?
    public let effectiveOn: CalendarDate

    /// The ASCII bytes of the event's name, such as `keys-handed-over`.
    public let event: UnsafeBufferPointer<UInt8>

    public let eventVersion: Int

    /// The JSON string of the idempotency key, with its quotes and escapes.
    public let idempotencyKeyJSON: UnsafeBufferPointer<UInt8>?

    /// The canonical JSON object that the schema describes.
    public let payload: UnsafeBufferPointer<UInt8>

    public let position: Position
    public let recordedAt: Instant

    /// SHA-256 of the schema file that describes the payload.
    public let schema: Digest

    /// The ASCII bytes of the stream's name.
    public let stream: UnsafeBufferPointer<UInt8>

    /// The number of the event in its stream, 1 upwards.
    public let streamVersion: Int

    /// Reads an event; throws `JSONError` for bytes that are no canonical envelope, or more than `Envelope.maximumBytes`.
    public init(_ bytes: UnsafeBufferPointer<UInt8>) throws(JSONError) {
        var opening = try EnvelopeOpening(bytes)
        _ = try opening.payload.skipValue()
        try self.init(opening)
    }

    /// Reads an event whose payload is read later: what stands for it is a canonical object only if that reading says so.
    public init(unread bytes: UnsafeBufferPointer<UInt8>) throws(JSONError) {
        var opening = try EnvelopeOpening(bytes)
        opening.payload.skipUnread(toLast: "position", tail: Self.shortestTail)
        try self.init(opening)
    }

    /// What stands behind a payload at least, in bytes: names, commas and quotes, a position of one digit, an instant in whole
    /// seconds, a digest, a stream of one byte and a version of one digit.
    private static let shortestTail = 159

    /// Reads what follows the payload of an event, which has been read.
    public init(_ opening: EnvelopeOpening) throws(JSONError) {
        actor = opening.actor
        causation = opening.causation
        effectiveAt = opening.effectiveAt
        effectiveOn = opening.effectiveOn
        accountingOn = opening.accountingOn
        event = opening.event
        eventVersion = opening.eventVersion
        idempotencyKeyJSON = opening.idempotencyKeyJSON
        var json = opening.payload
        payload = json.bytes(from: opening.payloadStart)
        guard payload.first == 0x7B else {
            throw JSONError(.wrongType, offset: opening.payloadStart, detail: "an object is due")
        }
        try json.key("position")
        position = try json.position()
        try json.key("recorded_at")
        recordedAt = try json.instant()
        try json.key("schema")
        schema = try json.digest()
        try json.key("stream")
        stream = try json.ascii()
        try json.key("stream_version")
        streamVersion = try json.ordinal()
        try json.endObject()
        try json.end()
    }

    /// The idempotency key of the append; nil when it had none.
    public var idempotencyKey: IdempotencyKey? {
        guard let idempotencyKeyJSON else { return nil }
        var json = CanonicalJSONReader(idempotencyKeyJSON)
        return (try? json.string()).flatMap { IdempotencyKey($0) }
    }

    /// Throws `JSONError` when the actor, the stream or the idempotency key is no name that could have been written.
    ///
    /// Reading trusts names, which are checked before they are written; whoever judges bytes of unknown origin asks.
    public func checkNames() throws(JSONError) {
        guard Actor(String(decoding: actor, as: UTF8.self)) != nil else { throw Self.noName("actor") }
        guard streamName != nil else { throw Self.noName("stream") }
        guard idempotencyKeyJSON == nil || idempotencyKey != nil else { throw Self.noName("idempotency_key") }
    }

    private static func noName(_ member: String) -> JSONError {
        JSONError(.wrongType, offset: 0, detail: "\(member) is no name")
    }

    /// The stream's name as a value of its own; nil when the bytes are no name.
    public var streamName: StreamName? { StreamName(String(decoding: stream, as: UTF8.self)) }

    /// The event's type as a value of its own; nil when the bytes are no name of a type.
    public var eventType: EventType? {
        EventType(name: String(decoding: event, as: UTF8.self), version: eventVersion)
    }
}

/// The members of one event that stand before its payload, and the payload, which is to be read next.
///
/// The bytes must outlive the reader and every buffer it hands out.
public struct EnvelopeOpening {
    /// At the payload; whoever reads it leaves the cursor behind it, for `EnvelopeReader(_:)`.
    public var payload: CanonicalJSONReader

    /// As in `EnvelopeReader`.
    public let event: UnsafeBufferPointer<UInt8>
    public let eventVersion: Int

    let accountingOn: CalendarDate
    let actor: UnsafeBufferPointer<UInt8>
    let causation: Position?
    let effectiveAt: Instant?
    let effectiveOn: CalendarDate
    let idempotencyKeyJSON: UnsafeBufferPointer<UInt8>?
    let payloadStart: Int

    /// Reads an event up to its payload; throws `JSONError` as `EnvelopeReader` does.
    public init(_ bytes: UnsafeBufferPointer<UInt8>) throws(JSONError) {
        guard bytes.count <= Envelope.maximumBytes else {
            throw JSONError(
                .tooLarge, offset: Envelope.maximumBytes,
                detail: "an event has \(bytes.count) bytes, \(Envelope.maximumBytes) at most")
        }
        var json = CanonicalJSONReader(bytes)
        try json.beginObject()
        let accountingOn = json.keyIfPresent("accounting_on") ? try json.date() : nil
        try json.key("actor")
        actor = try json.ascii()
        causation = json.keyIfPresent("causation") ? try json.position() : nil
        effectiveAt = json.keyIfPresent("effective_at") ? try json.instant() : nil
        try json.key("effective_on")
        effectiveOn = try json.date()
        guard accountingOn != effectiveOn else {
            throw JSONError(.notCanonical, offset: 0, detail: "accounting_on repeats effective_on")
        }
        self.accountingOn = accountingOn ?? effectiveOn
        try json.key("event")
        event = try json.ascii()
        try json.key("event_version")
        eventVersion = try json.ordinal()
        idempotencyKeyJSON = json.keyIfPresent("idempotency_key") ? try json.member(0x22, "a string") : nil
        try json.key("payload")
        payloadStart = json.offset
        payload = json
    }
}

extension CanonicalJSONReader {
    /// The bytes between `start` and the cursor.
    fileprivate func bytes(from start: Int) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: base + start, count: offset - start)
    }

    fileprivate mutating func ordinal() throws(JSONError) -> Int {
        let start = offset
        let value = try integer()
        guard value > 0 else {
            throw JSONError(.integerOutOfRange, offset: start, detail: "an integer from 1 is due")
        }
        return Int(value)
    }

    fileprivate mutating func position() throws(JSONError) -> Position {
        Position(leafIndex: Int64(try ordinal()) - 1)
    }

    /// Reads one value that begins with `first`, in place.
    fileprivate mutating func member(_ first: UInt8, _ kind: String) throws(JSONError) -> UnsafeBufferPointer<UInt8> {
        let start = offset
        let value = try skipValue()
        guard value.first == first else { throw JSONError(.wrongType, offset: start, detail: "\(kind) is due") }
        return value
    }
}

extension StoredEvent {
    /// Calls `body` with the event's members, which are valid during the call only.
    ///
    /// Throws `EventStoreError.corrupt` when the bytes are no envelope of this position, and what `body` throws.
    public func withEnvelope<Result>(_ body: (EnvelopeReader) throws -> Result) throws -> Result {
        try bytes.withUnsafeBufferPointer { bytes in
            let envelope: EnvelopeReader
            do { envelope = try EnvelopeReader(bytes) } catch {
                throw EventStoreError.corrupt("the event at position \(position) is no envelope: \(error)")
            }
            guard envelope.position == position else {
                throw EventStoreError.corrupt("the event at position \(position) says it is at \(envelope.position)")
            }
            return try body(envelope)
        }
    }
}
