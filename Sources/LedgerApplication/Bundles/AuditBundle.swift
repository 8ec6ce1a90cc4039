import EventCodecs
public import EventLog
public import LedgerValues

/// One file that proves the account of a contract to whoever has the ledger's verifier key and nothing else.
///
/// It holds the exact bytes of the contract's events, the proof that each is in the tree that a checkpoint signed, the
/// schemas under which they were written, their entries and the account that the entries add up to, and the event by which
/// the log names the key, where there is one. docs/log-format.md describes the file, and `Tools/verify-bundle.py` checks it
/// without this program.
public struct AuditBundle: Sendable {
    /// An event and the hashes from its leaf to the root.
    struct ProvenEvent: Sendable {
        let bytes: [UInt8]
        let proof: [Digest]
    }

    /// The first version has no event that names the key.
    enum Format: String {
        case withoutKeyEvent = "quittance-audit-bundle/v1"
        case withKeyEvent = "quittance-audit-bundle/v2"
    }

    public let contract: ContractID
    public let signed: SignedCheckpoint
    let events: [ProvenEvent]
    /// The event by which the log names the key that signed; nil where its founding key was not recorded.
    let keyEvent: ProvenEvent?
    /// Its position.
    public let keyPosition: Position?
    let books: BundleBooks

    init(
        contract: ContractID, signed: SignedCheckpoint, events: [ProvenEvent], keyEvent: ProvenEvent?
    ) throws {
        self.contract = contract
        self.signed = signed
        self.events = events
        self.keyEvent = keyEvent
        var books = try BundleBooks(events)
        keyPosition = try keyEvent.map { try books.add(keyEvent: $0, naming: signed.verifier) }
        self.books = books
    }

    /// Collects what is known of `contract` in the tree that was signed.
    ///
    /// - Throws: ``QueryError/unknownContract(_:)`` when that tree holds no event of it.
    init(of contract: ContractID, signed: SignedCheckpoint, _ reader: some EventStoreReader) throws {
        let size = signed.checkpoint.size
        func prove(_ event: StoredEvent) throws -> ProvenEvent {
            ProvenEvent(bytes: event.bytes, proof: try reader.inclusion(of: event.position, size: size).hashes)
        }
        let (stored, keyEvent) = try reader.withSnapshot {
            let key = CheckpointKey(signed.verifier)
            let naming = try reader.keyEvents(through: Position(size)).last { $0.key == key }
            return (
                try reader.stream(Streams.contract(contract), through: Position(size)).map(prove),
                try naming.map { try prove($0.event) }
            )
        }
        guard size > 0, !stored.isEmpty else { throw QueryError.unknownContract(contract.text) }
        try self.init(contract: contract, signed: signed, events: stored, keyEvent: keyEvent)
    }

    /// How many events of the contract it holds.
    public var count: Int { events.count }

    /// What the tenant owes by the entries, in cents.
    public var balance: Money { books.balance }

    /// The file: canonical JSON and a line feed.
    public var bytes: [UInt8] {
        get throws {
            var members: [(String, JSONValue)] = [
                ("checkpoint", .string(String(decoding: signed.note.bytes, as: UTF8.self))),
                ("contract", .string(contract.text)), ("entries", books.entries),
                ("events", .array(try events.map { try $0.json })),
                ("format", .string((keyEvent == nil ? Format.withoutKeyEvent : .withKeyEvent).rawValue)),
                ("schemas", .array(books.schemas.map { .string($0) })), ("statement", books.statement),
                ("verifier_key", .string(signed.verifier.text)),
            ]
            if let keyEvent { members.append(("key_event", try keyEvent.json)) }
            let object = try JSONObject(members.map { JSONObject.Member(name: $0.0, value: $0.1) })
            return try JSONValue.object(object).canonicalBytes() + [0x0A]
        }
    }
}

extension AuditBundle.ProvenEvent {
    fileprivate var json: JSONValue {
        get throws {
            .object(
                try JSONObject([
                    .init(name: "bytes", value: .string(String(decoding: bytes, as: UTF8.self))),
                    .init(name: "proof", value: .array(proof.map { .string($0.description) })),
                ]))
        }
    }
}
