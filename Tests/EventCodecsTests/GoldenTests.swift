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
        let (kind, version, payload) = try golden.content()
        let event = try read(kind, version: version, payload)
        #expect(event.kind == kind)
        let written = PayloadWriter.payload(of: event)
        if version == kind.newestVersion {
            #expect(written == payload)
        } else {
            #expect(try read(kind, written) == event, "an older version says what the newest can say")
        }
    }

    @Test func `the first version of an opening does not say which key signs, and the second does`() throws {
        let openings = try Golden.all.filter { $0.name.hasPrefix("ledger-opened.") }.map { golden in
            let (kind, version, payload) = try golden.content()
            return (golden.name, try read(kind, version: version, payload).checkpointKey?.origin)
        }
        #expect(
            Dictionary(uniqueKeysWithValues: openings) == [
                "ledger-opened.v1.json": nil, "ledger-opened.v2.json": "quittance/normandie/0f3a9b71c2d4e586",
                "ledger-opened.v2.unsigned.json": nil,
            ])
    }

    @Test func `a version that nobody wrote is not read`() throws {
        let (_, _, payload) = try #require(Golden.all.first { $0.name == "payment-received.v1.json" }).content()
        for version in [0, 2] {
            #expect(throws: JSONError.self) { try read(.paymentReceived, version: version, payload) }
        }
    }

    @Test func `versions count from 1 to the one that is written`() {
        for kind in EventKind.allCases {
            let versions = EventSchema.all.filter { $0.kind == kind }.map(\.version).sorted()
            #expect(versions == Array(1...kind.newestVersion), "\(kind)")
        }
    }

    @Test func `the text of every schema has its hash`() {
        for schema in EventSchema.all { #expect(SHA256.hash(Array(schema.text.utf8)) == schema.hash, "\(schema.type)") }
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
