public import EventLog

/// The key of a log's checkpoints, as the log itself names it.
public struct CheckpointKey: Hashable, Sendable {
    /// The origin of the checkpoints, which is the key's name: 1 to 128 of `[0-9A-Za-z_./-]`.
    public let origin: String
    /// The 32 bytes of the public key.
    public let publicKey: Digest

    public init(origin: String, publicKey: Digest) {
        self.origin = origin
        self.publicKey = publicKey
    }

    /// The key that `verifier` checks.
    public init(_ verifier: NoteVerifier) {
        let key = verifier.publicKey.withUnsafeBytes { Digest(bytes: $0) }
        self.init(origin: verifier.name, publicKey: key)
    }

    /// What checks its signatures.
    public var verifier: NoteVerifier? {
        NoteVerifier(name: origin, publicKey: publicKey.withUnsafeBytes { Array($0) })
    }

    static func isOrigin(_ text: String) -> Bool {
        (1...128).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "/"),
                    UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }
}

extension RecordedEvent {
    /// The key that signs from this event on; nil when it names none.
    public var checkpointKey: CheckpointKey? {
        switch self {
        case .opened(let opening): opening.key
        case .keyAdopted(let adoption): adoption.key
        case .fact, .correction, .posting, .ledger, .schemaRegistered, .sealed, .exported, .chartAdopted, .person:
            nil
        }
    }
}
