/// Roots and proofs of a stored tree (RFC 9162 §2.1.1, §2.1.3.1 and §2.1.4.1).
public enum MerkleProofs {
    /// The root of the first `size` leaves; throws for a negative size and what `source` throws.
    public static func root(ofSize size: Int64, from source: some MerkleNodeSource) throws -> Digest {
        guard size >= 0 else { throw MerkleProofError.sizeOutOfRange(size) }
        return size == 0 ? MerkleHash.emptyRoot : try root(of: 0..<size, from: source)
    }

    /// The proof that the leaf `leafIndex` (0 upwards) is in the tree of the first `treeSize` leaves: the hashes beside its
    /// path, from the leaf to the root (RFC 9162 §2.1.3.1).
    public static func inclusion(
        leafIndex: Int64, treeSize: Int64, from source: some MerkleNodeSource
    ) throws -> [Digest] {
        guard leafIndex >= 0, leafIndex < treeSize else {
            throw MerkleProofError.leafOutOfRange(index: leafIndex, size: treeSize)
        }
        var path: [Digest] = []
        var range = 0..<treeSize
        while range.count > 1 {
            let split = splitPoint(of: range)
            let isLeft = leafIndex < split
            path.append(try root(of: isLeft ? split..<range.upperBound : range.lowerBound..<split, from: source))
            range = isLeft ? range.lowerBound..<split : split..<range.upperBound
        }
        return path.reversed()
    }

    /// The proof that the tree of `to` leaves continues the tree of `from` leaves (RFC 9162 §2.1.4.1).
    ///
    /// Empty when the sizes are equal, and when `from` is 0: every tree continues the empty one.
    public static func consistency(from: Int64, to: Int64, source: some MerkleNodeSource) throws -> [Digest] {
        guard from >= 0 else { throw MerkleProofError.sizeOutOfRange(from) }
        guard from <= to else { throw MerkleProofError.sizesOutOfOrder(from: from, to: to) }
        if from == 0 || from == to { return [] }
        var path: [Digest] = []
        var range = 0..<to
        // The verifier knows the old root, so the old tree's own hash is left out when it is one whole subtree.
        var isOldTree = true
        while range.upperBound != from {
            let split = splitPoint(of: range)
            if from <= split {
                path.append(try root(of: split..<range.upperBound, from: source))
                range = range.lowerBound..<split
            } else {
                path.append(try root(of: range.lowerBound..<split, from: source))
                range = split..<range.upperBound
                isOldTree = false
            }
        }
        if !isOldTree { path.append(try root(of: range, from: source)) }
        return path.reversed()
    }

    /// The hash of a range of leaves that the tree's own splitting yields, so that its left part is always complete.
    private static func root(of range: Range<Int64>, from source: some MerkleNodeSource) throws -> Digest {
        let count = range.upperBound - range.lowerBound
        if count.nonzeroBitCount == 1 {
            let level = count.trailingZeroBitCount
            return try source.node(level: level, index: range.lowerBound >> level)
        }
        let split = splitPoint(of: range)
        return MerkleHash.node(
            try root(of: range.lowerBound..<split, from: source), try root(of: split..<range.upperBound, from: source))
    }

    /// Where RFC 9162 §2.1.1 splits a range of n > 1 leaves: after the largest power of two smaller than n.
    private static func splitPoint(of range: Range<Int64>) -> Int64 {
        let last = range.upperBound - range.lowerBound - 1
        return range.lowerBound + (1 << (Int64.bitWidth - 1 - last.leadingZeroBitCount))
    }
}
