import EventLog
import LedgerValues
import Testing

@Suite struct `An envelope` {
    private let recordedAt = Instant(microseconds: 1_790_000_000_000_250)

    private func encode(_ draft: EventDraft, key text: String?) throws -> String {
        let bytes = Envelope.encode(
            draft, position: try position(42), streamVersion: 3, recordedAt: recordedAt, actor: try actor(),
            key: try text.map { try key($0) })
        return String(decoding: bytes, as: UTF8.self)
    }

    private func read<Result>(_ text: String, _ body: (EnvelopeReader) throws -> Result) throws -> Result {
        try Array(text.utf8).withUnsafeBufferPointer { try body(EnvelopeReader($0)) }
    }

    @Test func `has its members in the order of their names`() throws {
        var event = try draft("contract/a", causation: position(41))
        event.accountingOn = try day("2026-11-02")
        event.effectiveAt = Instant(seconds: 1_790_000_000)
        let text = try encode(event, key: #"say "k1""#)
        let expected =
            #"{"accounting_on":"2026-11-02","actor":"clerk","causation":41,"effective_at":"2026-09-21T14:13:20Z","#
            + #""effective_on":"2026-10-05","event":"payment-received","event_version":1,"#
            + #""idempotency_key":"say \"k1\"","payload":{"amount_cents":24045},"position":42,"#
            + #""recorded_at":"2026-09-21T14:13:20.000250Z","schema":"\#(leaf(Array("a schema".utf8)))","#
            + #""stream":"contract/a","stream_version":3}"#
        #expect(text == expected)
    }

    @Test func `is read back member by member`() throws {
        var event = try draft("contract/a", causation: position(41))
        event.accountingOn = try day("2026-11-02")
        event.effectiveAt = Instant(seconds: 1_790_000_000)
        let key = try key(#"say "k1""#)
        let position = try position(42)
        try read(encode(event, key: key.text)) { envelope in
            #expect(envelope.accountingOn == event.accountingOn)
            #expect(String(decoding: envelope.actor, as: UTF8.self) == "clerk")
            #expect(envelope.causation == event.causation)
            #expect(envelope.effectiveAt == event.effectiveAt)
            #expect(envelope.effectiveOn == event.effectiveOn)
            #expect(envelope.eventType == event.type)
            #expect(envelope.idempotencyKey == key)
            #expect(Array(envelope.payload) == event.payload)
            #expect(envelope.position == position)
            #expect(envelope.recordedAt == recordedAt)
            #expect(envelope.schema == event.schema)
            #expect(envelope.streamName == event.stream)
            #expect(envelope.streamVersion == 3)
        }
    }

    @Test func `leaves out what there is not, and the day of the books where it is the effective day`() throws {
        var event = try draft("ledger")
        event.accountingOn = event.effectiveOn
        let text = try encode(event, key: nil)
        for name in ["accounting_on", "causation", "effective_at", "idempotency_key"] {
            #expect(!text.contains(name))
        }
        try read(text) { envelope in
            #expect(envelope.accountingOn == event.effectiveOn)
            #expect(envelope.causation == nil && envelope.effectiveAt == nil && envelope.idempotencyKey == nil)
        }
    }

    @Test(arguments: [
        #"{}"#, #"{"amount_cents":24045}"#, #"{"a":{"position":1,"recorded_at":"x"},"position":7}"#,
        #"{"a":",\"position\":1","b":[{"position":3},{"position":4}]}"#,
    ])
    func `is the same where its payload is left to be read later`(_ payload: String) throws {
        let event = try draft("contract/position", payload: payload)
        let position = try position(42)
        try Array(encode(event, key: "position").utf8).withUnsafeBufferPointer { bytes in
            let envelope = try EnvelopeReader(unread: bytes)
            #expect(Array(envelope.payload) == event.payload)
            #expect(envelope.position == position && envelope.recordedAt == recordedAt)
            #expect(envelope.streamName == event.stream && envelope.streamVersion == 3)
        }
    }

    @Test func `is found whole behind a payload left to be read later, however short what follows is`() throws {
        let bytes = Envelope.encode(
            try draft("ledger"), position: try position(1), streamVersion: 1,
            recordedAt: Instant(seconds: 1_790_000_000), actor: try actor(), key: nil)
        let text = String(decoding: bytes, as: UTF8.self)
        let shortest = text.replacing(#""stream":"ledger""#, with: #""stream":"a""#)
        try Array(shortest.utf8).withUnsafeBufferPointer { bytes in
            let envelope = try EnvelopeReader(unread: bytes)
            #expect(Array(envelope.payload) == Array(#"{"amount_cents":24045}"#.utf8))
        }
    }

    @Test(arguments: [
        (#""position":42"#, #""position":0"#), (#","position":42"#, ""),
        (#""stream_version":3}"#, #""stream_version":3} "#),
        (#""payload":{"amount_cents":24045}"#, #""payload":[]"#), (#""payload":{"amount_cents":24045},"#, ""),
    ])
    func `whose payload is left to be read later is refused as far as it is read`(
        _ part: String, _ other: String
    ) throws {
        let text = try encode(draft("contract/a"), key: nil)
        try #require(text.contains(part))
        let changed = Array(text.replacing(part, with: other, maxReplacements: 1).utf8)
        #expect(throws: JSONError.self) { try changed.withUnsafeBufferPointer { _ = try EnvelopeReader(unread: $0) } }
    }

    @Test(arguments: [
        (#""actor":"clerk","#, ""), (#""actor":"clerk""#, #""actor":"clerk","actress":"x""#),
        (#""position":42"#, #""position":0"#), (#""position":42"#, #""position":42.0"#),
        (#""stream_version":3"#, #""stream_version":-3"#), (#""stream_version":3}"#, #""stream_version":3} "#),
        (#"{"actor""#, #"{"accounting_on":"2026-10-05","actor""#), (#"{"amount_cents":24045}"#, "[]"),
        (#"{"amount_cents":24045}"#, #"{"amount_cents":2.5}"#), ("14:13:20.000250Z", "14:13:20.000250+00:00"),
        (#""effective_on":"2026-10-05""#, #""effective_on":"2026-02-30""#),
    ])
    func `is refused where it differs from what is written`(_ part: String, _ other: String) throws {
        let text = try encode(draft("contract/a"), key: nil)
        try read(text) { _ in }
        try #require(text.contains(part))
        let changed = text.replacing(part, with: other, maxReplacements: 1)
        #expect(throws: JSONError.self) { try read(changed) { _ in } }
    }
}

@Suite struct `Names` {
    @Test(arguments: [
        "ledger", "contract/7f3a", "tariff/ATHENA/PLEIADE/T1-20M+/SINGLE", "tenant-code/T1", "a/b:c@d_e.f",
        "a/" + String(repeating: "x", count: 158),
    ])
    func `of streams are a kind and an identifier`(_ text: String) throws {
        #expect(StreamName(text)?.text == text)
    }

    @Test(arguments: [
        "", "/", "contract/", "/a", "Contract/a", "contract-/a", "-a/b", "con--tract/a", "2a", "contract/é",
        "contract/a b", "contract/a\"", "a/" + String(repeating: "x", count: 159),
    ])
    func `of streams are nothing else`(_ text: String) { #expect(StreamName(text) == nil) }

    @Test func `of events are kebab-case with a version`() {
        #expect(EventType(name: "keys-handed-over", version: 2)?.description == "keys-handed-over.v2")
        for name in ["", "Keys", "keys_handed", "keys-", "-keys", "keys--handed", "1-key"] {
            #expect(EventType(name: name, version: 1) == nil)
        }
        #expect(EventType(name: "keys", version: 0) == nil)
    }

    @Test func `of actors and keys are never a student number`() {
        #expect(Actor("clerk@paris:1") != nil && Actor("") == nil && Actor("a b") == nil && Actor("1234567890A") == nil)
        #expect(Actor(String(repeating: "a", count: 65)) == nil)
        #expect(IdempotencyKey("line 7 \"x\"") != nil && IdempotencyKey("é") == nil && IdempotencyKey("") == nil)
        #expect(IdempotencyKey("1234567890A") == nil && IdempotencyKey(String(repeating: "k", count: 129)) == nil)
    }

    @Test func `of streams sort by their bytes`() throws {
        let names = try ["contract/a", "contract/B", "contract-x/a", "ledger"].map { try stream($0) }
        #expect(names.sorted().map(\.text) == ["contract-x/a", "contract/B", "contract/a", "ledger"])
    }
}
