import EventCodecs
import EventLog
import Testing

@Suite struct `Golden events` {
    @Test func `every schema has a golden event, and every golden event a schema`() {
        #expect(!Golden.schemas.isEmpty)
        #expect(Set(Golden.all.map(\.schema)) == Set(Golden.schemas))
    }

    @Test func `every type has a schema of its newest version`() {
        #expect(Set(EventKind.allCases.map { "\($0.rawValue).v\($0.newestVersion)" }).isSubset(of: Golden.schemas))
    }

    @Test(arguments: Golden.all) func `a golden event is read and written again byte for byte`(_ golden: Golden) throws
    {
        let (kind, payload) = try golden.content()
        let event = try read(kind, payload)
        #expect(event.kind == kind)
        #expect(PayloadWriter.payload(of: event) == payload)
    }

    @Test(arguments: Golden.all) func `a golden event names its schema by type, version and hash`(
        _ golden: Golden
    ) throws {
        try golden.withEnvelope { envelope in
            let type = try #require(envelope.eventType)
            #expect(type.description == golden.schema)
            let schema = EventSchema.all.first { $0.kind.rawValue == type.name && $0.version == type.version }
            #expect(envelope.schema == schema?.hash)
        }
    }

    @Test(arguments: Golden.all) func `the envelope of a golden event is written again byte for byte`(
        _ golden: Golden
    ) throws {
        try golden.withEnvelope { envelope in
            try envelope.checkNames()
            let draft = EventDraft(
                stream: try #require(envelope.streamName), type: try #require(envelope.eventType),
                schema: envelope.schema, effectiveOn: envelope.effectiveOn, effectiveAt: envelope.effectiveAt,
                accountingOn: envelope.accountingOn, causation: envelope.causation, payload: Array(envelope.payload))
            let bytes = Envelope.encode(
                draft, position: envelope.position, streamVersion: envelope.streamVersion,
                recordedAt: envelope.recordedAt,
                actor: try #require(Actor(String(decoding: envelope.actor, as: UTF8.self))),
                key: envelope.idempotencyKey)
            #expect(bytes == golden.bytes)
        }
    }
}
