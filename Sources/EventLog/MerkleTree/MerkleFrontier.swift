/// The compact range of a Merkle tree: the roots of its complete subtrees, largest first, one for each bit set in `size`.
///
/// Enough to append leaves and to know the root, in at most 63 hashes whatever the size (RFC 9162 §2.1.2).
public struct MerkleFrontier: Hashable, Sendable {
    /// The number of leaves.
    public private(set) var size: Int64

    /// The roots of the complete subtrees, the largest (leftmost) first.
    public private(set) var nodes: [Digest]

    /// The frontier of the tree without leaves.
    public init() {
        size = 0
        nodes = []
        nodes.reserveCapacity(64)
    }

    /// The frontier of `size` leaves whose complete subtrees have the roots `nodes`, the largest first.
    ///
    /// Nil when `size` is negative or has another number of complete subtrees.
    public init?(size: Int64, nodes: [Digest]) {
        guard size >= 0, size.nonzeroBitCount == nodes.count else { return nil }
        self.size = size
        self.nodes = nodes
    }

    /// The frontier of the first `size` leaves of a stored tree; throws what `source` throws.
    public init(size: Int64, from source: some MerkleNodeSource) throws {
        guard size >= 0 else { throw MerkleProofError.sizeOutOfRange(size) }
        self.init()
        self.size = size
        for (level, index) in MerkleSubtrees.complete(ofSize: size) {
            nodes.append(try source.node(level: level, index: index))
        }
    }

    /// Appends a leaf hash (`MerkleHash.leaf`); on average one node is completed by an append.
    ///
    /// - Parameter onNode: called for each interior node that this leaf completes, lowest first, with its level
    ///   (1 upwards; a node of level k has 2^k leaves), its index in that level and its hash.
    @inline(__always)
    public mutating func append(_ leaf: Digest, onNode: (_ level: Int, _ index: Int64, _ hash: Digest) -> Void) {
        var hash = leaf
        var level = 0
        var index = size
        while index & 1 == 1, let left = nodes.popLast() {
            hash = MerkleHash.node(left, hash)
            level += 1
            index >>= 1
            onNode(level, index, hash)
        }
        nodes.append(hash)
        size += 1
    }

    /// Appends a leaf hash (`MerkleHash.leaf`).
    public mutating func append(_ leaf: Digest) {
        append(leaf) { _, _, _ in }
    }

    /// The root of the tree: the Merkle Tree Hash of RFC 9162 §2.1.1.
    public var root: Digest {
        guard var hash = nodes.last else { return MerkleHash.emptyRoot }
        for left in nodes.dropLast().reversed() { hash = MerkleHash.node(left, hash) }
        return hash
    }
}

/// Where the complete subtrees of a tree lie.
enum MerkleSubtrees {
    /// Level and index of each complete subtree of a tree of `size` leaves, the largest (leftmost) first.
    static func complete(ofSize size: Int64) -> [(level: Int, index: Int64)] {
        (0..<63).reversed().compactMap { level in
            size >> level & 1 == 1 ? (level, (size >> level) - 1) : nil
        }
    }
}
