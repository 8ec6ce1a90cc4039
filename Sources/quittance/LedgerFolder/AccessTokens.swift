import EventLog
import Foundation
import HTTPAPI

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

    /// What the ledger's folder keeps of the token: a hash, which needs to be no slower, for the token is random.
    func granted(to actor: Actor, _ scopes: Set<Scope>) -> Token {
        Token(actor: actor, scopes: scopes, sha256: SHA256.hash(Array(text.utf8)))
    }
}

/// The file `tokens.json`: hashes of the tokens that the HTTP API accepts, with what each may do.
struct AccessTokens {
    let tokens: [Token]

    init(_ tokens: [Token]) { self.tokens = tokens }

    /// Reads the file at `path`.
    init(reading path: String) throws {
        guard let content = FileManager.default.contents(atPath: path) else {
            throw Diagnosis(.unusable, "\(path) is missing: without tokens nobody could ask the server anything")
        }
        guard let parsed = try? StrictJSON.parse(Array(content), maximumBytes: 1 << 20),
            case .object(let file) = parsed,
            file.names == ["tokens"], case .array(let entries)? = file["tokens"]
        else { throw Self.malformed(path) }
        tokens = try entries.map { entry in
            guard let token = Self.token(entry) else { throw Self.malformed(path) }
            return token
        }
    }

    private static func token(_ entry: JSONValue) -> Token? {
        guard case .object(let object) = entry, Set(object.names) == ["actor", "scopes", "sha256"],
            case .string(let name)? = object["actor"], let actor = Actor(name),
            case .string(let hex)? = object["sha256"], let hash = Digest(hex: hex),
            case .array(let entries)? = object["scopes"]
        else { return nil }
        let scopes = entries.compactMap { entry -> Scope? in
            guard case .string(let name) = entry else { return nil }
            return Scope(rawValue: name)
        }
        guard scopes.count == entries.count else { return nil }
        return Token(actor: actor, scopes: Set(scopes), sha256: hash)
    }

    private static func malformed(_ path: String) -> Diagnosis {
        Diagnosis(
            .unusable,
            #"\#(path) is not {"tokens":[{"actor":…,"scopes":["read","write"],"sha256":…}]}"#)
    }

    /// Writes the file, mode 0600.
    func write(to path: String) throws {
        let value = JSONValue.members([
            "tokens": .list(tokens) { token in
                .members([
                    "actor": .text(token.actor), "sha256": .text(token.sha256),
                    "scopes": .list(token.scopes.map(\.rawValue).sorted()) { .string($0) },
                ])
            }
        ])
        try PrivateFile.write(try value.canonicalBytes() + [0x0A], to: path)
    }
}
