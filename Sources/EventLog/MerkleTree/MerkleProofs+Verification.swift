extension MerkleProofs {
    /// Whether `proof` shows that the leaf hash `leaf` is leaf `leafIndex` of the tree of `treeSize` leaves with this `root`
    /// (RFC 9162 §2.1.3.2).
    ///
    /// Index and size must come from a trusted place (the event and a signed checkpoint): a proof alone binds neither.
    public static func verifyInclusion(
        leaf: Digest, leafIndex: Int64, treeSize: Int64, proof: [Digest], root: Digest
    ) -> Bool {
        guard leafIndex >= 0, leafIndex < treeSize else { return false }
        var index = leafIndex
        var last = treeSize - 1
        var hash = leaf
        for sibling in proof {
            guard last > 0 else { return false }
            if index & 1 == 1 || index == last {
                hash = MerkleHash.node(sibling, hash)
                // Levels where the node stands alone at the right edge have no hash in the proof.
                while index & 1 == 0, index > 0 {
                    index >>= 1
                    last >>= 1
                }
            } else {
                hash = MerkleHash.node(hash, sibling)
            }
            index >>= 1
            last >>= 1
        }
        return last == 0 && hash == root
    }

    /// Whether `proof` shows that the tree of `to` leaves with root `toRoot` begins with the tree of `from` leaves with root
    /// `fromRoot` (RFC 9162 §2.1.4.2).
    ///
    /// Equal sizes want equal roots and no hash; size 0 wants the empty root and no hash.
    public static func verifyConsistency(
        from: Int64, fromRoot: Digest, to: Int64, toRoot: Digest, proof: [Digest]
    ) -> Bool {
        guard from >= 0, from <= to else { return false }
        if from == to { return proof.isEmpty && fromRoot == toRoot && (from > 0 || fromRoot == MerkleHash.emptyRoot) }
        if from == 0 { return proof.isEmpty && fromRoot == MerkleHash.emptyRoot }
        guard !proof.isEmpty else { return false }
        // An old tree that is one whole subtree is not repeated in the proof.
        let path = from.nonzeroBitCount == 1 ? [fromRoot] + proof : proof
        var index = from - 1
        var last = to - 1
        while index & 1 == 1 {
            index >>= 1
            last >>= 1
        }
        var oldHash = path[0]
        var newHash = path[0]
        for sibling in path.dropFirst() {
            guard last > 0 else { return false }
            if index & 1 == 1 || index == last {
                oldHash = MerkleHash.node(sibling, oldHash)
                newHash = MerkleHash.node(sibling, newHash)
                while index & 1 == 0, index > 0 {
                    index >>= 1
                    last >>= 1
                }
            } else {
                newHash = MerkleHash.node(newHash, sibling)
            }
            index >>= 1
            last >>= 1
        }
        return last == 0 && oldHash == fromRoot && newHash == toRoot
    }
}
