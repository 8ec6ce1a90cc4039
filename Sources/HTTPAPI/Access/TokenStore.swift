public import EventLog

/// What a token allows.
public enum Scope: String, CaseIterable, Sendable {
    /// Every question.
    case read
    /// Every command.
    case write
    /// What is kept about persons: registering, reading, erasing.
    case persons
}

/// A bearer token as it is stored: the hash of its secret, who it stands for and what it allows.
public struct Token: Hashable, Sendable {
    /// The actor of the commands sent with it.
    public let actor: Actor
    public let scopes: Set<Scope>
    /// SHA-256 of the secret's UTF-8 bytes; the secret itself is kept nowhere.
    public let sha256: Digest

    public init(actor: Actor, scopes: Set<Scope>, sha256: Digest) {
        self.actor = actor
        self.scopes = scopes
        self.sha256 = sha256
    }
}

/// The tokens that open the door.
public struct TokenStore: Sendable {
    private let tokens: [Token]

    public init(_ tokens: [Token]) { self.tokens = tokens }

    /// The token whose secret is `secret`.
    ///
    /// Every stored hash is compared to its last byte, so that the time tells nothing about any of them.
    func token(of secret: some Sequence<UInt8>) -> Token? {
        let presented = SHA256.hash(Array(secret))
        var found: Token?
        for token in tokens where Self.equal(token.sha256, presented) { found = token }
        return found
    }

    private static func equal(_ left: Digest, _ right: Digest) -> Bool {
        left.withUnsafeBytes { left in
            right.withUnsafeBytes { right in
                zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
            }
        }
    }
}
