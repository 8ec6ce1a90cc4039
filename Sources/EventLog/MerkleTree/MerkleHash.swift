internal import COpenSSL

/// The hashes of a Merkle tree (RFC 9162 §2.1.1): leaves and nodes are told apart by their first byte.
public enum MerkleHash {
    /// SHA-256(0x00 ‖ `bytes`).
    public static func leaf(_ bytes: UnsafeRawBufferPointer) -> Digest {
        Digest { quittance_sha256(0x00, bytes.baseAddress, bytes.count, $0) }
    }

    /// SHA-256(0x00 ‖ `bytes`).
    public static func leaf(_ bytes: [UInt8]) -> Digest {
        bytes.withUnsafeBytes { leaf($0) }
    }

    /// SHA-256(0x01 ‖ `left` ‖ `right`).
    public static func node(_ left: Digest, _ right: Digest) -> Digest {
        withUnsafeBytes(of: (left, right)) { children in
            Digest { quittance_sha256(0x01, children.baseAddress, children.count, $0) }
        }
    }

    /// The root of the tree without leaves: SHA-256 of no byte.
    public static let emptyRoot = SHA256.hash([])
}
