public import EventLog
import LedgerValues

extension AuditBundle {
    /// The most bytes of a bundle that is read.
    public static let maximumBytes = 256 << 20

    /// Reads a bundle and believes nothing in it that `verifier` did not sign or that does not follow from it.
    ///
    /// The events must be in the tree that the key signed, and be the first ones of the contract's stream without a gap.
    /// Everything else is derived from them again, and must be what the file says byte by byte.
    /// - Throws: ``BundleFault``, ``CheckpointFault``.
    public init(verifying bytes: [UInt8], by verifier: NoteVerifier) throws {
        let object = try Self.parsed(bytes)
        guard let format = Self.text(object, "format").flatMap(Format.init(rawValue:)) else {
            throw BundleFault("the file is no audit bundle of version 1 or 2")
        }
        guard Self.text(object, "verifier_key").map({ Array($0.utf8) }) == Array(verifier.text.utf8) else {
            throw BundleFault("the bundle names another verifier key")
        }
        guard let contract = Self.text(object, "contract").flatMap(ContractID.init(_:)),
            let note = Self.text(object, "checkpoint").flatMap({ SignedNote(Array($0.utf8)) })
        else { throw BundleFault("the bundle has no contract or no checkpoint") }
        let signed = try SignedCheckpoint(note, by: verifier)
        let events = try Self.events(object)
        try Self.check(events, of: contract, in: signed.checkpoint)
        var keyEvent: ProvenEvent?
        if format == .withKeyEvent, let item = object["key_event"] {
            let event = try Self.event(item)
            _ = try Self.check(event, of: .ledger, in: signed.checkpoint)
            keyEvent = event
        }
        try self.init(contract: contract, signed: signed, events: events, keyEvent: keyEvent)
        guard try self.bytes == bytes else {
            throw BundleFault("schemas, entries or statement are not those of the events, or the file is not canonical")
        }
    }

    private static func parsed(_ bytes: [UInt8]) throws -> JSONObject {
        do {
            guard case .object(let object) = try StrictJSON.parse(bytes, maximumBytes: maximumBytes) else {
                throw BundleFault("the file is no object")
            }
            return object
        } catch let error as JSONError {
            throw BundleFault("byte \(error.offset): \(error.detail)")
        }
    }

    private static func text(_ object: JSONObject, _ name: String) -> String? {
        guard case .string(let text)? = object[name] else { return nil }
        return text
    }

    private static func events(_ object: JSONObject) throws -> [ProvenEvent] {
        guard case .array(let items)? = object["events"], !items.isEmpty else {
            throw BundleFault("the bundle holds no event")
        }
        return try items.map(event)
    }

    private static func event(_ item: JSONValue) throws -> ProvenEvent {
        guard case .object(let event) = item, let bytes = text(event, "bytes"),
            case .array(let hashes)? = event["proof"]
        else { throw BundleFault("an event has other members") }
        return ProvenEvent(
            bytes: Array(bytes.utf8),
            proof: try hashes.map { hash in
                guard case .string(let hex) = hash, let digest = Digest(hex: hex) else {
                    throw BundleFault("a hash is no 64 hexadecimal digits")
                }
                return digest
            })
    }

    private static func check(
        _ events: [ProvenEvent], of contract: ContractID, in checkpoint: Checkpoint
    ) throws {
        var last: Position?
        for (index, event) in events.enumerated() {
            let (position, version) = try check(event, of: Streams.contract(contract), in: checkpoint)
            guard version == index + 1, last.map({ $0 < position }) ?? true else {
                throw BundleFault("the stream has a gap before position \(position)")
            }
            last = position
        }
    }

    private static func check(
        _ event: ProvenEvent, of name: StreamName, in checkpoint: Checkpoint
    ) throws -> (position: Position, version: Int) {
        let (position, version, stream) = try envelope(of: event)
        let proof = InclusionProof(
            position: position, leaf: MerkleHash.leaf(event.bytes), size: checkpoint.size, root: checkpoint.root,
            hashes: event.proof)
        guard proof.isValid else {
            throw BundleFault("the event at position \(position) is not in the log that was signed")
        }
        guard stream == Array(name.text.utf8) else {
            throw BundleFault("the event at position \(position) is of another stream")
        }
        return (position, version)
    }

    private static func envelope(
        of event: ProvenEvent
    ) throws -> (position: Position, version: Int, stream: [UInt8]) {
        try event.bytes.withUnsafeBufferPointer { buffer in
            do {
                let envelope = try EnvelopeReader(buffer)
                return (envelope.position, envelope.streamVersion, Array(envelope.stream))
            } catch let error as JSONError {
                throw BundleFault("an event cannot be read: \(error.detail)")
            }
        }
    }
}
