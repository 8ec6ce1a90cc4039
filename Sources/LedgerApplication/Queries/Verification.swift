import EventCodecs
import EventLog
import LedgerValues
import Projections
import ResidenceRules

/// What checking the log found.
public struct VerificationReport: Sendable {
    /// What a finding is about.
    public enum Class: String, Sendable, CaseIterable {
        /// A leaf hash, or the root, is not the hash of the stored bytes.
        case tree
        /// A position, a stream version or a time of recording is out of order.
        case order
        /// An event is not what its schema allows, or names another schema.
        case event
        /// An event's entry does not balance.
        case balance
        /// An idempotency key does not lead to its events.
        case idempotency
        /// A stored read row is not the fold of its stream.
        case projection
    }

    public struct Finding: Sendable {
        public let `class`: Class
        /// Log position, where there is one.
        public let position: Int64?
        public let text: String
    }

    public internal(set) var events: Int64 = 0
    public internal(set) var contracts = 0
    public internal(set) var findings: [Finding] = []
    /// Hex of the root over the stored bytes.
    public internal(set) var root = ""

    public var isSound: Bool { findings.isEmpty }
}

/// Checks every stored byte, row and read model against the log's own rules.
struct Verification<Reader: EventStoreReader> {
    let reader: Reader
    private var report = VerificationReport()
    private var frontier = MerkleFrontier()
    private var heads: [ContractID: (head: ContractHead, version: Int)] = [:]
    private var versions: [String: Int] = [:]
    private var lastRecordedAt: Instant?
    private var schemas: [EventKind: Digest] = [:]

    init(_ reader: Reader) { self.reader = reader }

    mutating func run(progress: ((Int64) -> Void)?) throws -> VerificationReport {
        try reader.withSnapshot {
            let head = try reader.treeHead()
            if let last = Position(head.size) {
                try reader.scan(from: .first, through: last) { position, bytes in
                    try check(position, bytes)
                    if position.number % 10_000 == 0 { progress?(position.number) }
                    return true
                }
            }
            report.root = frontier.root.description
            if frontier.size != head.size || frontier.root != head.root {
                find(.tree, nil, "the stored root \(head.root) of \(head.size) is not the root over the bytes")
            }
            try checkRows()
        }
        return report
    }

    private mutating func find(_ kind: VerificationReport.Class, _ position: Position?, _ text: String) {
        report.findings.append(.init(class: kind, position: position?.number, text: text))
    }

    private mutating func check(_ position: Position, _ bytes: UnsafeBufferPointer<UInt8>) throws {
        report.events += 1
        let leaf = MerkleHash.leaf(UnsafeRawBufferPointer(bytes))
        frontier.append(leaf) { _, _, _ in }
        if try reader.node(level: 0, index: position.leafIndex) != leaf {
            find(.tree, position, "the stored leaf hash is not the hash of the bytes")
        }
        let decoded: DecodedEvent
        let envelope: EnvelopeReader
        do {
            envelope = try EnvelopeReader(bytes)
            decoded = try DecodedEvent(bytes, at: position)
            do { try envelope.checkNames() } catch { find(.event, position, error.detail) }
        } catch let error as UndecodableEvent {
            find(.event, position, "byte \(error.error.offset): \(error.error.detail)")
            return
        }
        checkOrder(envelope, decoded, position)
        if case .schemaRegistered(let type, let version, let hash) = decoded.event,
            let kind = EventKind(rawValue: type), version == kind.newestVersion
        {
            schemas[kind] = hash
        }
        let kind = decoded.event.kind
        if envelope.schema != EventSchema.newest(kind).hash {
            find(.event, position, "\(kind.rawValue) was written under another schema")
        }
        if decoded.event.movements.map(\.amount).total() != .zero {
            find(.balance, position, "the entry of \(kind.rawValue) does not balance")
        }
        if let id = decoded.contract {
            heads[id, default: (ContractHead(), 0)].head.apply(decoded.event, on: decoded.effectiveOn)
            heads[id]?.version = decoded.streamVersion
        }
        try checkKey(envelope, position)
    }

    private mutating func checkOrder(_ envelope: EnvelopeReader, _ decoded: DecodedEvent, _ position: Position) {
        if envelope.position != position { find(.order, position, "the event says position \(envelope.position)") }
        let stream = String(decoding: envelope.stream, as: UTF8.self)
        let expected = versions[stream, default: 0] + 1
        if decoded.streamVersion != expected {
            find(.order, position, "\(stream) is at version \(decoded.streamVersion), expected \(expected)")
        }
        versions[stream] = decoded.streamVersion
        if let last = lastRecordedAt, decoded.recordedAt < last {
            find(.order, position, "recorded before its predecessor")
        }
        lastRecordedAt = decoded.recordedAt
    }

    private mutating func checkKey(_ envelope: EnvelopeReader, _ position: Position) throws {
        guard envelope.idempotencyKeyJSON != nil, let actor = Actor(String(decoding: envelope.actor, as: UTF8.self))
        else { return }
        guard let key = envelope.idempotencyKey, let record = try reader.idempotency(actor: actor, key: key) else {
            find(.idempotency, position, "the key of the event is not remembered")
            return
        }
        let covered = record.firstPosition...record.firstPosition.advanced(by: record.count - 1)
        if !covered.contains(position) {
            find(.idempotency, position, "the key of the event leads to \(record.firstPosition)")
        }
    }

    /// Every stored read row is the fold of its stream, and no row is missing or left over.
    private mutating func checkRows() throws {
        var after: StreamName?
        while true {
            let page = try reader.streams(withPrefix: Streams.contractPrefix, after: after, limit: 500)
            for (name, stored) in page {
                guard let id = Streams.contract(of: name) else { continue }
                report.contracts += 1
                guard let folded = heads.removeValue(forKey: id) else {
                    find(.projection, stored.lastPosition, "\(name) has a row but no event")
                    continue
                }
                if stored.version != folded.version || stored.row != ContractHeadCodec.encode(folded.head) {
                    find(.projection, stored.lastPosition, "the row of \(name) is not the fold of its events")
                }
            }
            guard let last = page.last else { break }
            after = last.name
        }
        for id in heads.keys.sorted() { find(.projection, nil, "\(Streams.contract(id)) has events but no row") }
    }
}
