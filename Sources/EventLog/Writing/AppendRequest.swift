public import LedgerValues

/// An event that a request wants recorded; the log adds position, stream version and the time of recording.
public struct EventDraft: Hashable, Sendable {
    public var stream: StreamName
    public var type: EventType

    /// SHA-256 of the schema file that describes the payload.
    public var schema: Digest

    /// The day on which it happened in law.
    public var effectiveOn: CalendarDate

    /// The instant at which it happened, where hours matter.
    public var effectiveAt: Instant?

    /// The day on which the books take it; nil stands for `effectiveOn`.
    public var accountingOn: CalendarDate?

    /// The event that caused this one.
    public var causation: Position?

    /// A canonical JSON object (RFC 8785 as `CanonicalJSONWriter` writes it), taken as it is.
    public var payload: [UInt8]

    public init(
        stream: StreamName, type: EventType, schema: Digest, effectiveOn: CalendarDate, effectiveAt: Instant? = nil,
        accountingOn: CalendarDate? = nil, causation: Position? = nil, payload: [UInt8]
    ) {
        self.stream = stream
        self.type = type
        self.schema = schema
        self.effectiveOn = effectiveOn
        self.effectiveAt = effectiveAt
        self.accountingOn = accountingOn
        self.causation = causation
        self.payload = payload
    }
}

/// What a writer believes about a stream before it appends.
public enum ExpectedVersion: Hashable, Sendable {
    /// Nothing.
    case any
    /// The stream has no event.
    case absent
    /// The stream has this many events.
    case exactly(Int)

    func admits(_ version: Int) -> Bool {
        switch self {
        case .any: true
        case .absent: version == 0
        case .exactly(let expected): version == expected
        }
    }
}

/// Events of one or more streams that are recorded together or not at all.
public struct AppendRequest: Sendable {
    public var actor: Actor

    /// Remembered for ever with `requestHash`; nil for appends that nobody repeats.
    public var key: IdempotencyKey?

    /// Tells a repeated request from another one under the same key.
    public var requestHash: Digest

    /// All must hold before any event is recorded; streams not named here are not checked.
    public var expectations: [(StreamName, ExpectedVersion)]

    /// At least one, in the order of their positions.
    public var events: [EventDraft]

    /// The new read row of a stream, opaque to the log and stored in the same transaction; the last one of a stream counts.
    ///
    /// Its stream has an event, if only one of this request.
    public var heads: [(StreamName, [UInt8])]

    public init(
        actor: Actor, key: IdempotencyKey? = nil, requestHash: Digest,
        expectations: [(StreamName, ExpectedVersion)] = [], events: [EventDraft], heads: [(StreamName, [UInt8])] = []
    ) {
        self.actor = actor
        self.key = key
        self.requestHash = requestHash
        self.expectations = expectations
        self.events = events
        self.heads = heads
    }
}

/// What an append recorded. It is durable when `LogWriter.commit` has returned, not before.
public struct Receipt: Hashable, Sendable {
    public let firstPosition: Position

    /// The number of events, 1 upwards; their positions follow each other.
    public let count: Int

    /// When the log learned of the events: the same for all.
    public let recordedAt: Instant

    /// One leaf hash an event, in order.
    public let leafHashes: [Digest]

    public init(firstPosition: Position, count: Int, recordedAt: Instant, leafHashes: [Digest]) {
        self.firstPosition = firstPosition
        self.count = count
        self.recordedAt = recordedAt
        self.leafHashes = leafHashes
    }

    /// The position of the last event.
    public var lastPosition: Position { firstPosition.advanced(by: count - 1) }
}

/// The answer to an append that was not refused.
public enum AppendOutcome: Hashable, Sendable {
    /// The events were recorded.
    case appended(Receipt)
    /// The same request was recorded before, perhaps in the group that is still open: this is the first receipt.
    case repeated(Receipt)

    public var receipt: Receipt {
        switch self {
        case .appended(let receipt), .repeated(let receipt): receipt
        }
    }
}

/// Why the log refused an append. Nothing of it was recorded and its key is free.
public enum AppendRefusal: Error, Hashable, Sendable {
    /// The stream is not at the version that was expected.
    ///
    /// `since` holds the events that came between: those after the expected version, oldest first, at most the newest
    /// `LogLimits.conflictPositions`; none when the stream is shorter than expected. `actual` is 0 for no stream.
    case versionConflict(stream: StreamName, expected: ExpectedVersion, actual: Int, since: [Position])
    /// The actor used the key for another request, whose first event is at `firstPosition`.
    case keyReused(firstPosition: Position)
    /// The event at `index` of the request would have more than `Envelope.maximumBytes` bytes.
    case eventTooLarge(index: Int, bytes: Int)
    /// The event at `index` of the request has a payload that is no canonical JSON object.
    case malformedEvent(index: Int, JSONError)
    /// The event at `index` of the request names a cause that is not recorded before it.
    case unknownCause(index: Int)
    /// The request holds no event.
    case nothingToRecord
    /// A read row came for a stream that has no event.
    case headWithoutStream(StreamName)
}

/// Why the writer cannot go on. Never a refusal of one request.
public enum LogWriterError: Error, Hashable, Sendable {
    /// An earlier write or commit failed, so what is on disk is known only after the store was opened anew: stop.
    ///
    /// The text describes the first failure.
    case poisoned(String)
}

/// Bounds of the log.
public enum LogLimits {
    /// The most positions that a version conflict names.
    public static let conflictPositions = 1000
}
