import EventCodecs
import EventLog
public import LedgerValues

/// One file that proves the account of a contract to whoever has the ledger's verifier key and nothing else.
///
/// It holds the exact bytes of the contract's events, the proof that each is in the tree that a checkpoint signed, the
/// schemas under which they were written, their entries and the account that the entries add up to. docs/log-format.md
/// describes the file, and `Tools/verify-bundle.py` checks it without this program.
public struct AuditBundle: Sendable {
    /// An event and the hashes from its leaf to the root.
    struct ProvenEvent: Sendable {
        let bytes: [UInt8]
        let proof: [Digest]
    }

    static let format = "quittance-audit-bundle/v1"

    public let contract: ContractID
    public let signed: SignedCheckpoint
    let events: [ProvenEvent]
    let books: BundleBooks

    init(contract: ContractID, signed: SignedCheckpoint, events: [ProvenEvent]) throws {
        self.contract = contract
        self.signed = signed
        self.events = events
        books = try BundleBooks(events)
    }

    /// Collects what is known of `contract` in the tree that was signed.
    ///
    /// - Throws: ``QueryError/unknownContract(_:)`` when that tree holds no event of it.
    init(of contract: ContractID, signed: SignedCheckpoint, _ reader: some EventStoreReader) throws {
        let size = signed.checkpoint.size
        let stored = try reader.withSnapshot {
            try reader.stream(Streams.contract(contract), through: Position(size)).map { event in
                let proof = try reader.inclusion(of: event.position, size: size)
                return ProvenEvent(bytes: event.bytes, proof: proof.hashes)
            }
        }
        guard size > 0, !stored.isEmpty else { throw QueryError.unknownContract(contract.text) }
        try self.init(contract: contract, signed: signed, events: stored)
    }

    /// How many events of the contract it holds.
    public var count: Int { events.count }

    /// What the tenant owes by the entries, in cents.
    public var balance: Money { books.balance }

    /// The file: canonical JSON and a line feed.
    public var bytes: [UInt8] {
        get throws {
            let members: [(String, JSONValue)] = [
                ("checkpoint", .string(String(decoding: signed.note.bytes, as: UTF8.self))),
                ("contract", .string(contract.text)), ("entries", books.entries),
                (
                    "events",
                    .array(
                        try events.map { event in
                            .object(
                                try JSONObject([
                                    .init(name: "bytes", value: .string(String(decoding: event.bytes, as: UTF8.self))),
                                    .init(
                                        name: "proof", value: .array(event.proof.map { .string($0.description) })),
                                ]))
                        })
                ), ("format", .string(Self.format)), ("schemas", .array(books.schemas.map { .string($0) })),
                ("statement", books.statement), ("verifier_key", .string(signed.verifier.text)),
            ]
            let object = try JSONObject(members.map { JSONObject.Member(name: $0.0, value: $0.1) })
            return try JSONValue.object(object).canonicalBytes() + [0x0A]
        }
    }
}
