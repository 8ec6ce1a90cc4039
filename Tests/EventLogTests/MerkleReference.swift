import EventLog

/// The definitions of RFC 9162 §2.1 written down literally, without any of the shortcuts of the product.
enum MerkleReference {
    static func root(_ leaves: ArraySlice<Digest>) -> Digest {
        if leaves.isEmpty { return SHA256.hash([]) }
        if leaves.count == 1 { return leaves[leaves.startIndex] }
        let split = leaves.startIndex + largestPowerOfTwo(below: leaves.count)
        return node(root(leaves[leaves.startIndex..<split]), root(leaves[split...]))
    }

    static func node(_ left: Digest, _ right: Digest) -> Digest {
        SHA256.hash([0x01] + left.withUnsafeBytes { Array($0) } + right.withUnsafeBytes { Array($0) })
    }

    /// PATH(m, D_n) of RFC 9162 §2.1.3.1.
    static func path(_ leaf: Int, _ leaves: ArraySlice<Digest>) -> [Digest] {
        if leaves.count == 1 { return [] }
        let split = largestPowerOfTwo(below: leaves.count)
        let left = leaves.prefix(split)
        let right = leaves.dropFirst(split)
        return leaf < split ? path(leaf, left) + [root(right)] : path(leaf - split, right) + [root(left)]
    }

    /// SUBPROOF(m, D_n, b) of RFC 9162 §2.1.4.1.
    static func subproof(_ old: Int, _ leaves: ArraySlice<Digest>, _ isWhole: Bool) -> [Digest] {
        if old == leaves.count { return isWhole ? [] : [root(leaves)] }
        let split = largestPowerOfTwo(below: leaves.count)
        let left = leaves.prefix(split)
        let right = leaves.dropFirst(split)
        return old <= split
            ? subproof(old, left, isWhole) + [root(right)] : subproof(old - split, right, false) + [root(left)]
    }

    private static func largestPowerOfTwo(below count: Int) -> Int {
        var power = 1
        while power * 2 < count { power *= 2 }
        return power
    }
}

/// A grown tree that keeps the rows a store keeps, and no others.
struct GrownTree: MerkleRows {
    private(set) var frontier = MerkleFrontier()
    private(set) var rows: [Int: [Digest]] = [0: []]

    init(leaves: [Digest]) {
        for leaf in leaves {
            rows[0, default: []].append(leaf)
            frontier.append(leaf) { level, index, hash in
                guard MerkleLevels.isStored(level) else { return }
                precondition(rows[level, default: []].count == Int(index))
                rows[level, default: []].append(hash)
            }
        }
    }

    func hashes(level: Int, first: Int64, count: Int) -> [Digest] {
        precondition(level.isMultiple(of: 8) && count <= 128)
        return Array((rows[level] ?? []).dropFirst(Int(first)).prefix(count))
    }

    var nodes: StoredMerkleNodes<GrownTree> { StoredMerkleNodes(self) }

    /// Leaves with distinct hashes.
    static func leaves(_ count: Int) -> [Digest] { (0..<count).map { MerkleHash.leaf(Array("leaf \($0)".utf8)) } }
}
