public import LedgerValues

/// The canonical bytes of one event: what is hashed, stored and served (design 3.3 and 3.4).
///
/// A JSON object with the members, in this order, `accounting_on` (only where it differs from `effective_on`), `actor`,
/// `causation`, `effective_at`, `effective_on`, `event`, `event_version`, `idempotency_key`, `payload`, `position`,
/// `recorded_at`, `schema`, `stream`, `stream_version`; `causation`, `effective_at` and `idempotency_key` only where there
/// is one.
public enum Envelope {
    /// The bytes of the largest event.
    public static let maximumBytes = JSONLimits.maximumBytes

    /// The bytes of an event.
    ///
    /// They may be more than `maximumBytes`, and the payload is taken as it is: `EnvelopeReader` judges the result.
    public static func encode(
        _ draft: EventDraft, position: Position, streamVersion: Int, recordedAt: Instant, actor: Actor,
        key: IdempotencyKey?
    ) -> [UInt8] {
        var writer = CanonicalJSONWriter(capacity: 512 + draft.payload.count)
        write(
            draft, position: position, streamVersion: streamVersion, recordedAt: recordedAt, actor: actor, key: key,
            to: &writer)
        return writer.bytes
    }

    /// Writes what `encode` answers.
    static func write(
        _ draft: EventDraft, position: Position, streamVersion: Int, recordedAt: Instant, actor: Actor,
        key: IdempotencyKey?, to writer: inout CanonicalJSONWriter
    ) {
        writer.beginObject()
        if let day = draft.accountingOn, day != draft.effectiveOn {
            writer.key("accounting_on")
            writer.date(day)
        }
        writer.key("actor")
        writer.string(actor.text)
        if let causation = draft.causation {
            writer.key("causation")
            writer.integer(causation.number)
        }
        if let instant = draft.effectiveAt {
            writer.key("effective_at")
            writer.instant(instant)
        }
        writer.key("effective_on")
        writer.date(draft.effectiveOn)
        writer.key("event")
        writer.string(draft.type.name)
        writer.key("event_version")
        writer.integer(Int64(draft.type.version))
        if let key {
            writer.key("idempotency_key")
            writer.string(key.text)
        }
        writer.key("payload")
        writer.raw(draft.payload)
        writer.key("position")
        writer.integer(position.number)
        writer.key("recorded_at")
        writer.instant(recordedAt)
        writer.key("schema")
        writer.digest(draft.schema)
        writer.key("stream")
        writer.string(draft.stream.text)
        writer.key("stream_version")
        writer.integer(Int64(streamVersion))
        writer.endObject()
    }
}
