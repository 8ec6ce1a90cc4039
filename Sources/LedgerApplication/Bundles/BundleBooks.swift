import EventCodecs
import EventLog
import LedgerValues
import Projections

/// What a bundle says beside its events, all of it derived from them: schemas, entries and the account.
struct BundleBooks: Sendable {
    /// The texts of the schemas that the events name, by type and version.
    var schemas: [String] { EventSchema.all.filter { used.contains($0.hash) }.map(\.text) }
    private var used: Set<Digest> = []
    private(set) var entries: JSONValue = .array([])
    private(set) var statement: JSONValue = .null
    /// What the tenant owes, in cents.
    private(set) var balance = Money.zero

    private struct Line {
        let day: CalendarDate
        let position: Int64
        let event: String
        let amount: Money
    }

    /// - Throws: ``BundleFault`` when an event is none, names a schema that is not known here, or has no balanced entry.
    init(_ events: [AuditBundle.ProvenEvent]) throws {
        var entries: [JSONValue] = []
        var lines: [Line] = []
        for event in events {
            let (decoded, schema) = try Self.decode(event.bytes)
            used.insert(schema)
            let moved = decoded.event.movements
            guard moved.map(\.amount).total() == .zero else {
                throw BundleFault("the entry of position \(decoded.position) does not balance")
            }
            let sums = Dictionary(moved.map { ($0.account, $0.amount) }, uniquingKeysWith: +).filter { $1 != .zero }
            guard !sums.isEmpty else { continue }
            let name = decoded.event.kind.rawValue
            entries.append(
                try Self.object([
                    ("accounting_on", .string(decoded.accountingOn.description)),
                    ("effective_on", .string(decoded.effectiveOn.description)), ("event", .string(name)),
                    (
                        "movements",
                        .array(
                            try sums.sorted { $0.key.number < $1.key.number }.map {
                                try Self.object([
                                    ("account", .string($0.key.number)), ("cents", .integer($0.value.cents)),
                                ])
                            })
                    ), ("position", .integer(decoded.position.number)),
                ]))
            if let amount = sums[.tenants] {
                lines.append(
                    Line(
                        day: decoded.effectiveOn, position: decoded.position.number, event: name, amount: amount))
            }
        }
        self.entries = .array(entries)
        try file(lines)
    }

    /// Takes the event of the ledger by which the log names the key of `verifier`, and answers its position.
    ///
    /// - Throws: ``BundleFault`` when it names another key, or none.
    mutating func add(keyEvent: AuditBundle.ProvenEvent, naming verifier: NoteVerifier) throws -> Position {
        let (decoded, schema) = try Self.decode(keyEvent.bytes)
        guard decoded.event.checkpointKey == CheckpointKey(verifier) else {
            throw BundleFault("the event at position \(decoded.position) does not name the key")
        }
        used.insert(schema)
        return decoded.position
    }

    private mutating func file(_ lines: [Line]) throws {
        var movements: [JSONValue] = []
        for line in lines.sorted(by: { ($0.day, $0.position) < ($1.day, $1.position) }) {
            balance += line.amount
            movements.append(
                try Self.object([
                    ("amount_cents", .integer(line.amount.cents)), ("balance_cents", .integer(balance.cents)),
                    ("effective_on", .string(line.day.description)), ("event", .string(line.event)),
                    ("position", .integer(line.position)),
                ]))
        }
        statement = try Self.object([
            ("balance_cents", .integer(balance.cents)), ("movements", .array(movements)),
        ])
    }

    private static func decode(_ bytes: [UInt8]) throws -> (event: DecodedEvent, schema: Digest) {
        try bytes.withUnsafeBufferPointer { buffer in
            do {
                let envelope = try EnvelopeReader(buffer)
                try envelope.checkNames()
                let decoded = try DecodedEvent(buffer, at: envelope.position)
                let schema = EventSchema.of(decoded.event.kind, version: envelope.eventVersion)
                guard envelope.schema == schema?.hash else {
                    throw BundleFault("the event at position \(envelope.position) was written under another schema")
                }
                return (decoded, envelope.schema)
            } catch let error as JSONError {
                throw BundleFault("an event cannot be read: \(error.detail)")
            } catch let error as UndecodableEvent {
                throw BundleFault("the event at position \(error.position) breaks its schema: \(error.error.detail)")
            }
        }
    }

    private static func object(_ members: [(String, JSONValue)]) throws -> JSONValue {
        .object(try JSONObject(members.map { JSONObject.Member(name: $0.0, value: $0.1) }))
    }
}

/// Why a bundle is not to be believed.
public struct BundleFault: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String

    init(_ description: String) { self.description = description }
}
