/// How a key of a note signs.
public enum NoteAlgorithm: UInt8, Sendable {
    /// The text itself, by Ed25519 (C2SP signed-note).
    case ed25519 = 0x01
    /// The text and the time at which it was seen, by Ed25519 (C2SP tlog-cosignature, version 1).
    case cosignature = 0x04
}

/// Checks the signatures of one key.
public struct NoteVerifier: Hashable, Sendable {
    public let name: String
    public let algorithm: NoteAlgorithm
    /// 32 bytes.
    public let publicKey: [UInt8]

    /// Nil when the name is none or the key does not have 32 bytes.
    public init?(name: String, algorithm: NoteAlgorithm = .ed25519, publicKey: [UInt8]) {
        guard KeyName.isValid(name), publicKey.count == SigningKey.byteCount else { return nil }
        self.name = name
        self.algorithm = algorithm
        self.publicKey = publicKey
    }

    /// Reads `name+id+key`, the spelling that people hand on; nil when the text is none.
    public init?(_ text: String) {
        let parts = text.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let bytes = Base64.decode(parts[2]), let first = bytes.first,
            let algorithm = NoteAlgorithm(rawValue: first)
        else { return nil }
        self.init(name: String(parts[0]), algorithm: algorithm, publicKey: Array(bytes.dropFirst()))
        guard parts[1] == keyIDHex else { return nil }
    }

    /// `name+id+key`: the key's name, its identifier in hexadecimal, its algorithm and bytes in base64.
    public var text: String { "\(name)+\(keyIDHex)+\(Base64.encode([algorithm.rawValue] + publicKey))" }

    /// The first four bytes of SHA-256 of name, line feed, algorithm and key, as a big-endian number.
    public var keyID: UInt32 {
        let hash = SHA256.hash(Array(name.utf8) + [0x0A, algorithm.rawValue] + publicKey)
        return hash.withUnsafeBytes { $0[0..<4].reduce(0) { $0 << 8 | UInt32($1) } }
    }

    private var keyIDHex: String {
        let digits = String(keyID, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }

    /// Whether `signature`, the bytes after the key's identifier, is the one of `text`.
    func accepts(_ signature: [UInt8], of text: String) -> Bool {
        switch algorithm {
        case .ed25519: return Ed25519.isValid(signature, of: Array(text.utf8), by: publicKey)
        case .cosignature:
            guard let time = Cosignature.time(of: signature) else { return false }
            return Ed25519.isValid(
                Array(signature[8...]), of: Cosignature.message(text, at: time), by: publicKey)
        }
    }
}

/// Signs notes with one key.
public struct NoteSigner: Sendable {
    public let verifier: NoteVerifier
    private let key: SigningKey

    /// Nil when the name is none.
    public init?(name: String, algorithm: NoteAlgorithm = .ed25519, key: SigningKey) {
        guard let verifier = NoteVerifier(name: name, algorithm: algorithm, publicKey: key.publicKey) else {
            return nil
        }
        self.verifier = verifier
        self.key = key
    }

    /// Reads `PRIVATE+KEY+name+id+seed`, the spelling of a key file; nil when the text is none.
    public init?(_ text: String) {
        let prefix = "PRIVATE+KEY+"
        guard text.hasPrefix(prefix) else { return nil }
        let parts = text.dropFirst(prefix.count).split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let bytes = Base64.decode(parts[2]), let first = bytes.first,
            let algorithm = NoteAlgorithm(rawValue: first), let key = SigningKey(seed: Array(bytes.dropFirst()))
        else { return nil }
        self.init(name: String(parts[0]), algorithm: algorithm, key: key)
        guard verifier.text.hasPrefix("\(parts[0])+\(parts[1])+") else { return nil }
    }

    /// `PRIVATE+KEY+name+id+seed`: a secret.
    public var secretText: String {
        let named = verifier.text.split(separator: "+", maxSplits: 2).prefix(2).joined(separator: "+")
        return "PRIVATE+KEY+\(named)+\(Base64.encode([verifier.algorithm.rawValue] + key.seed))"
    }

    /// The signature of `note` at `seconds` after 1970-01-01 UTC, which only a cosignature holds.
    public func signature(of note: SignedNote, at seconds: Int64 = 0) -> NoteSignature {
        let signature: [UInt8]
        switch verifier.algorithm {
        case .ed25519: signature = key.signature(of: Array(note.text.utf8))
        case .cosignature:
            let time = (0..<8).map { UInt8(truncatingIfNeeded: seconds >> (56 - 8 * $0)) }
            signature = time + key.signature(of: Cosignature.message(note.text, at: seconds))
        }
        return NoteSignature(name: verifier.name, keyID: verifier.keyID, signature: signature)
    }
}

/// What a witness signs (C2SP tlog-cosignature, version 1).
public enum Cosignature {
    /// The seconds after 1970-01-01 UTC that a cosignature holds; nil when it is none.
    public static func time(of signature: [UInt8]) -> Int64? {
        guard signature.count == 8 + Ed25519.signatureByteCount else { return nil }
        let time = signature[..<8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return Int64(exactly: time)
    }

    static func message(_ text: String, at seconds: Int64) -> [UInt8] {
        Array("cosignature/v1\ntime \(seconds)\n\(text)".utf8)
    }
}
