/// A statement about a whole log: so many leaves, this root (C2SP tlog-checkpoint).
public struct Checkpoint: Hashable, Sendable {
    /// The log, unique and without a line feed.
    public let origin: String
    /// The number of leaves.
    public let size: Int64
    public let root: Digest

    /// Nil when the origin is empty or not one line, or the size is negative.
    public init?(origin: String, size: Int64, root: Digest) {
        guard !origin.isEmpty, !origin.unicodeScalars.contains(where: { $0.value < 0x20 }), size >= 0 else {
            return nil
        }
        self.origin = origin
        self.size = size
        self.root = root
    }

    /// Reads the text of a note; extension lines after the third are allowed, and none may be empty.
    public init?(text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count >= 4, lines.last == "", !lines.dropLast().contains(""), let size = Int64(lines[1]),
            String(size) == lines[1], let bytes = Base64.decode(lines[2]),
            let root = bytes.withUnsafeBytes({ Digest(exactly: $0) })
        else { return nil }
        self.init(origin: String(lines[0]), size: size, root: root)
    }

    /// The text of its note: origin, size and root, a line each.
    public var text: String {
        "\(origin)\n\(size)\n\(root.withUnsafeBytes { Base64.encode(Array($0)) })\n"
    }

    /// The note of the checkpoint, signed.
    public func signed(by signer: NoteSigner) -> SignedNote {
        guard var note = SignedNote(text: text) else { preconditionFailure("a checkpoint is a text of a note") }
        note.add(signer.signature(of: note))
        return note
    }
}
