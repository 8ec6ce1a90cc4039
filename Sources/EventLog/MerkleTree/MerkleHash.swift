/// The hashes of a Merkle tree (RFC 9162 §2.1.1): leaves and nodes are told apart by their first byte.
public enum MerkleHash {
    /// SHA-256(0x00 ‖ `bytes`).
    public static func leaf(_ bytes: UnsafeRawBufferPointer) -> Digest {
        let context = SHA256Context.ofThisThread
        context.begin()
        withUnsafeBytes(of: 0x00 as UInt8) { context.update($0) }
        context.update(bytes)
        return context.finish()
    }

    /// SHA-256(0x00 ‖ `bytes`).
    public static func leaf(_ bytes: [UInt8]) -> Digest {
        bytes.withUnsafeBytes { leaf($0) }
    }

    /// SHA-256(0x01 ‖ `left` ‖ `right`).
    public static func node(_ left: Digest, _ right: Digest) -> Digest {
        let context = SHA256Context.ofThisThread
        context.begin()
        withUnsafeBytes(of: 0x01 as UInt8) { context.update($0) }
        left.withUnsafeBytes { context.update($0) }
        right.withUnsafeBytes { context.update($0) }
        return context.finish()
    }

    /// The root of the tree without leaves: SHA-256 of no byte.
    public static let emptyRoot = SHA256.hash([])
}
