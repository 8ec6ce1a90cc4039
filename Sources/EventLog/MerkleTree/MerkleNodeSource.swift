/// Reads the hashes of the complete subtrees of a stored tree.
public protocol MerkleNodeSource {
    /// The hash of the node `index` of `level`: the complete subtree of the leaves `index * 2^level ..< (index + 1) * 2^level`.
    ///
    /// Level 0 holds the leaf hashes. Throws when the tree is too small to have the node, or when it cannot be read.
    func node(level: Int, index: Int64) throws -> Digest
}

/// The rows a store keeps: the leaf hashes and the nodes of every eighth level.
///
/// One leaf in 256 completes a node of level 8, one in 65,536 a node of level 16, so a stored tree costs 0.4 % more than its
/// leaves; `StoredMerkleNodes` derives the levels between.
public protocol MerkleRows {
    /// The hashes `first ..< first + count` of `level`, which is a multiple of 8, in order.
    ///
    /// A store that has fewer answers those it has; it throws when it cannot read. `count` is at most 128.
    func hashes(level: Int, first: Int64, count: Int) throws -> [Digest]
}

/// Derives every node of a tree from the levels a store keeps, out of at most 128 hashes a node.
public struct StoredMerkleNodes<Rows: MerkleRows>: MerkleNodeSource {
    private let rows: Rows

    /// The nodes of the tree whose levels 0, 8, 16, … are `rows`.
    public init(_ rows: Rows) { self.rows = rows }

    /// Throws `MerkleProofError.missingNode` when the rows do not hold every hash the node needs, and what they throw.
    public func node(level: Int, index: Int64) throws -> Digest {
        guard (0...62).contains(level), index >= 0, index <= Int64.max >> level else {
            throw MerkleProofError.missingNode(level: level, index: index)
        }
        let height = level % MerkleLevels.stride
        let count = 1 << height
        var hashes = try rows.hashes(level: level - height, first: index << height, count: count)
        guard hashes.count == count else { throw MerkleProofError.missingNode(level: level, index: index) }
        var width = count
        while width > 1 {
            width /= 2
            for position in 0..<width {
                hashes[position] = MerkleHash.node(hashes[2 * position], hashes[2 * position + 1])
            }
        }
        return hashes[0]
    }
}

extension StoredMerkleNodes: Sendable where Rows: Sendable {}

/// Which levels of a tree are stored.
public enum MerkleLevels {
    /// The number of levels from one stored level to the next.
    public static let stride = 8

    /// Whether a store keeps the nodes of `level`: 0, 8, 16, …
    @inlinable public static func isStored(_ level: Int) -> Bool { level % stride == 0 }
}

/// Why a proof or a root cannot be computed.
public enum MerkleProofError: Error, Hashable, Sendable {
    /// There is no leaf `index` in a tree of `size` leaves.
    case leafOutOfRange(index: Int64, size: Int64)
    /// A tree has no such size.
    case sizeOutOfRange(Int64)
    /// The earlier tree is larger than the later one.
    case sizesOutOfOrder(from: Int64, to: Int64)
    /// The stored tree does not hold a node that it should.
    case missingNode(level: Int, index: Int64)
}
