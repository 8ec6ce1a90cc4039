/// A text with signatures of its exact bytes (C2SP signed-note).
public struct SignedNote: Hashable, Sendable {
    /// What is signed: lines that end with a line feed each.
    public let text: String

    /// In the order of the note; some may be of keys that the reader does not know.
    public private(set) var signatures: [NoteSignature]

    /// The most bytes of a note that is read.
    public static let maximumBytes = 1 << 20

    /// A note without a signature; nil when `text` is no text of a note.
    public init?(text: String) {
        guard Self.isText(text) else { return nil }
        self.text = text
        signatures = []
    }

    /// Reads a note; nil when the bytes are none.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count <= Self.maximumBytes, let all = String(validating: bytes, as: UTF8.self) else { return nil }
        // The last blank line ends the text.
        let lines = all.split(separator: "\n", omittingEmptySubsequences: false)
        guard let blank = lines.dropLast().lastIndex(of: ""), blank > 0, lines.last == "" else { return nil }
        let text = lines[..<blank].joined(separator: "\n") + "\n"
        let signed = lines[(blank + 1)..<(lines.count - 1)]
        guard Self.isText(text), (1...100).contains(signed.count) else { return nil }
        var signatures: [NoteSignature] = []
        for line in signed {
            guard let signature = NoteSignature(line: line) else { return nil }
            signatures.append(signature)
        }
        self.text = text
        self.signatures = signatures
    }

    /// The note as it is stored and sent.
    public var bytes: [UInt8] { Array((text + "\n" + signatures.map { $0.line + "\n" }.joined()).utf8) }

    /// Adds a signature after the others.
    public mutating func add(_ signature: NoteSignature) { signatures.append(signature) }

    /// Whether a signature of `verifier` is there, and none of its signatures is wrong.
    public func isSigned(by verifier: NoteVerifier) -> Bool {
        let own = signatures.filter { $0.name == verifier.name && $0.keyID == verifier.keyID }
        return !own.isEmpty && own.allSatisfy { verifier.accepts($0.signature, of: text) }
    }

    private static func isText(_ text: String) -> Bool {
        text.hasSuffix("\n") && text.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 }
    }
}

/// One signature line of a note.
public struct NoteSignature: Hashable, Sendable {
    /// The name of the key.
    public let name: String
    /// The first four bytes of a hash of name and key, as a big-endian number.
    public let keyID: UInt32
    public let signature: [UInt8]

    public init(name: String, keyID: UInt32, signature: [UInt8]) {
        self.name = name
        self.keyID = keyID
        self.signature = signature
    }

    fileprivate init?(line: Substring) {
        let parts = line.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "\u{2014}", KeyName.isValid(parts[1]), let bytes = Base64.decode(parts[2]),
            bytes.count > 4
        else { return nil }
        name = String(parts[1])
        keyID = bytes[..<4].reduce(0) { $0 << 8 | UInt32($1) }
        signature = Array(bytes[4...])
    }

    fileprivate var line: String {
        let id = (0..<4).map { UInt8(truncatingIfNeeded: keyID >> (24 - 8 * $0)) }
        return "\u{2014} \(name) \(Base64.encode(id + signature))"
    }
}

enum KeyName {
    /// At least one character, no white space, no plus sign.
    static func isValid(_ name: some StringProtocol) -> Bool {
        !name.isEmpty
            && name.unicodeScalars.allSatisfy { $0 != "+" && !$0.properties.isWhitespace && $0.value >= 0x20 }
    }
}
