public import EventLog

/// A key signs the checkpoints from here on: after a rotation, or after a part of the log was lost.
public struct KeyAdoption: Hashable, Sendable {
    /// The origin of the checkpoints, which is the key's name; another one than before begins a new log.
    public let origin: String
    /// The 32 bytes of the public key.
    public let publicKey: Digest
    /// The first position that was signed and is no longer what was signed; nil when nothing was lost.
    public let lostFrom: Int64?
    /// The last position that was signed; nil when nothing was lost, or nobody knows any more.
    public let lostThrough: Int64?

    public init(origin: String, publicKey: Digest, lostFrom: Int64? = nil, lostThrough: Int64? = nil) {
        self.origin = origin
        self.publicKey = publicKey
        self.lostFrom = lostFrom
        self.lostThrough = lostThrough
    }

    /// The adoption of the key that `verifier` checks.
    public init(_ verifier: NoteVerifier, lostFrom: Int64? = nil, lostThrough: Int64? = nil) {
        let key = verifier.publicKey.withUnsafeBytes { Digest(bytes: $0) }
        self.init(origin: verifier.name, publicKey: key, lostFrom: lostFrom, lostThrough: lostThrough)
    }

    /// Whether `text` is an origin: 1 to 128 of `[0-9A-Za-z_./-]`.
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
