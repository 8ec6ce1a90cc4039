import EventLog
import Foundation

/// A bearer token: 256 random bits, known only to whom it is given.
struct AccessToken {
    let text: String

    /// A new token from the system's randomness.
    static func random() -> AccessToken {
        var generator = SystemRandomNumberGenerator()
        let bytes = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        let base64 = Data(bytes).base64EncodedString()
        return AccessToken(
            text: base64.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: ""))
    }

    /// SHA-256 of the token's text: a token is random enough that nothing slower is needed.
    var hash: Digest { SHA256.hash(Array(text.utf8)) }

    /// What the ledger's folder keeps of a token.
    func granted(to name: String, actor: Actor, scopes: [String]) -> AccessTokens.Grant {
        AccessTokens.Grant(name: name, actor: actor.text, hash: hash, scopes: scopes)
    }
}

/// The file `tokens.json`: hashes of the tokens that the HTTP API accepts, with what each may do.
struct AccessTokens {
    struct Grant {
        let name: String
        let actor: String
        let hash: Digest
        let scopes: [String]
    }

    /// Every scope there is.
    static let allScopes = ["read", "write", "bill", "admin"]

    private let grants: [Grant]

    init(_ grants: [Grant]) { self.grants = grants }

    /// Writes the file, mode 0600.
    func write(to path: String) throws {
        let value = JSONValue.members([
            "tokens": .list(grants) { grant in
                .members([
                    "actor": .string(grant.actor), "name": .string(grant.name), "sha256": .text(grant.hash),
                    "scopes": .list(grant.scopes) { .string($0) },
                ])
            }
        ])
        try PrivateFile.write(try value.canonicalBytes() + [0x0A], to: path)
    }
}
