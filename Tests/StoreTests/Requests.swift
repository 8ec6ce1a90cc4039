import EventLog
import LedgerValues
import Testing

func stream(_ text: String) throws -> StreamName { try #require(StreamName(text)) }
func actor(_ text: String = "clerk") throws -> Actor { try #require(Actor(text)) }
func key(_ text: String) throws -> IdempotencyKey { try #require(IdempotencyKey(text)) }
func position(_ number: Int64) throws -> Position { try #require(Position(number)) }
func day(_ text: String) throws -> CalendarDate { try #require(CalendarDate(text)) }
func leaf(_ bytes: [UInt8]) -> Digest { bytes.withUnsafeBytes { MerkleHash.leaf($0) } }

func draft(
    _ name: String, payload: String = #"{"amount_cents":24045}"#, causation: Position? = nil
) throws -> EventDraft {
    EventDraft(
        stream: try stream(name), type: try #require(EventType(name: "payment-received", version: 1)),
        schema: leaf(Array("a schema".utf8)), effectiveOn: try day("2026-10-05"), causation: causation,
        payload: Array(payload.utf8))
}

/// One event for each name, under the expectations and the key given.
func request(
    _ names: String..., expecting expectations: [(String, ExpectedVersion)] = [], key text: String? = nil,
    by name: String = "clerk", hash: String = "a request", heads: [(String, String)] = []
) throws -> AppendRequest {
    AppendRequest(
        actor: try actor(name), key: try text.map { try key($0) }, requestHash: leaf(Array(hash.utf8)),
        expectations: try expectations.map { (try stream($0.0), $0.1) }, events: try names.map { try draft($0) },
        heads: try heads.map { (try stream($0.0), Array($0.1.utf8)) })
}

extension EventStoreReader {
    /// Checks everything that must hold for any log, at the size the caller knows.
    func requireWholeLog(size: Int64) throws {
        let head = try treeHead()
        #expect(head.size == size)
        #expect(try recomputedTreeHead() == head)
        var versions: [StreamName: Int] = [:]
        var count: Int64 = 0
        var lastRecorded: Instant?
        try scan { position, bytes in
            count += 1
            let envelope = try EnvelopeReader(bytes)
            let name = try #require(envelope.streamName)
            versions[name, default: 0] += 1
            #expect(position.number == count && envelope.position == position)
            #expect(envelope.streamVersion == versions[name])
            if let lastRecorded { #expect(envelope.recordedAt >= lastRecorded) }
            lastRecorded = envelope.recordedAt
            return true
        }
        #expect(count == size)
        for (name, version) in versions {
            #expect(try self.head(of: name)?.version == version)
            #expect(try stream(name, through: nil).count == version)
        }
        #expect(try streams(withPrefix: "", after: nil, limit: .max).count == versions.count)
    }
}
