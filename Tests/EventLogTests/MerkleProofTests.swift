import EventLog
import Testing

@Suite struct MerkleProofTests {
    private static let largest = 130
    private let leaves = GrownTree.leaves(Self.largest)
    private let tree = GrownTree(leaves: GrownTree.leaves(Self.largest))
    private let stranger = SHA256.hash(Array("a hash that belongs nowhere".utf8))

    /// Every way to damage a proof by one hash: changed, removed or inserted, at every place.
    private func damaged(_ proof: [Digest]) -> [[Digest]] {
        var all: [[Digest]] = []
        for place in 0...proof.count {
            all.append(proof)
            all[all.count - 1].insert(stranger, at: place)
            guard place < proof.count else { continue }
            all.append(proof)
            all[all.count - 1][place] = stranger
            all.append(proof)
            all[all.count - 1].remove(at: place)
        }
        return all
    }

    @Test func `the root of every size is the one of the recursive definition`() throws {
        var frontier = MerkleFrontier()
        for size in 0...Self.largest {
            let expected = MerkleReference.root(leaves.prefix(size))
            #expect(frontier.size == size)
            #expect(frontier.root == expected)
            #expect(try MerkleProofs.root(ofSize: Int64(size), from: tree.nodes) == expected)
            #expect(try MerkleFrontier(size: Int64(size), from: tree.nodes) == frontier)
            #expect(MerkleFrontier(size: Int64(size), nodes: frontier.nodes) == frontier)
            if size < Self.largest { frontier.append(leaves[size]) }
        }
        #expect(MerkleFrontier(size: 3, nodes: [stranger]) == nil)
        #expect(MerkleFrontier(size: -1, nodes: []) == nil)
    }

    @Test func `appending reports each completed node once, lowest first`() {
        var frontier = MerkleFrontier()
        for size in 0..<Self.largest {
            var reported: [Int] = []
            frontier.append(leaves[size]) { level, index, hash in
                reported.append(level)
                let first = Int(index) << level
                #expect(first + 1 << level == size + 1)
                #expect(hash == MerkleReference.root(leaves[first..<first + 1 << level]))
            }
            #expect(reported == Array((1...64).prefix((size + 1).trailingZeroBitCount)))
        }
    }

    @Test func `every inclusion proof verifies, and none does with one hash changed, removed or added`() throws {
        for size in 1...Self.largest {
            let root = MerkleReference.root(leaves.prefix(size))
            for leaf in 0..<size {
                let proof = try MerkleProofs.inclusion(
                    leafIndex: Int64(leaf), treeSize: Int64(size), from: tree.nodes)
                func holds(_ proof: [Digest], leaf hash: Digest, at index: Int, root: Digest) -> Bool {
                    MerkleProofs.verifyInclusion(
                        leaf: hash, leafIndex: Int64(index), treeSize: Int64(size), proof: proof, root: root)
                }
                let accepted = damaged(proof).count { holds($0, leaf: leaves[leaf], at: leaf, root: root) }
                #expect(proof == MerkleReference.path(leaf, leaves.prefix(size)))
                #expect(holds(proof, leaf: leaves[leaf], at: leaf, root: root))
                #expect(accepted == 0, "leaf \(leaf) of \(size)")
                #expect(!holds(proof, leaf: stranger, at: leaf, root: root))
                #expect(!holds(proof, leaf: leaves[leaf], at: leaf, root: stranger))
                let elsewhere = (-1...size).count { $0 != leaf && holds(proof, leaf: leaves[leaf], at: $0, root: root) }
                #expect(elsewhere == 0, "leaf \(leaf) of \(size)")
            }
        }
    }

    @Test func `every consistency proof verifies, and none does with one hash changed, removed or added`() throws {
        let roots = (0...Self.largest).map { MerkleReference.root(leaves.prefix($0)) }
        for to in 0...Self.largest {
            for from in 0...to {
                let proof = try MerkleProofs.consistency(from: Int64(from), to: Int64(to), source: tree.nodes)
                func holds(_ proof: [Digest], _ fromRoot: Digest, _ toRoot: Digest) -> Bool {
                    MerkleProofs.verifyConsistency(
                        from: Int64(from), fromRoot: fromRoot, to: Int64(to), toRoot: toRoot, proof: proof)
                }
                let accepted = damaged(proof).count { holds($0, roots[from], roots[to]) }
                if from > 0 { #expect(proof == MerkleReference.subproof(from, leaves.prefix(to), true)) }
                #expect(holds(proof, roots[from], roots[to]))
                #expect(accepted == 0, "from \(from) to \(to)")
                #expect(!holds(proof, stranger, roots[to]))
                // Every tree continues the empty one, so only then is the later root bound to nothing.
                #expect(holds(proof, roots[from], stranger) == (from == 0 && to > 0))
            }
        }
    }

    @Test func `sizes and places that no tree has are refused`() throws {
        #expect(throws: MerkleProofError.leafOutOfRange(index: 5, size: 5)) {
            try MerkleProofs.inclusion(leafIndex: 5, treeSize: 5, from: tree.nodes)
        }
        #expect(throws: MerkleProofError.leafOutOfRange(index: -1, size: 5)) {
            try MerkleProofs.inclusion(leafIndex: -1, treeSize: 5, from: tree.nodes)
        }
        #expect(throws: MerkleProofError.sizesOutOfOrder(from: 6, to: 5)) {
            try MerkleProofs.consistency(from: 6, to: 5, source: tree.nodes)
        }
        #expect(throws: MerkleProofError.sizeOutOfRange(-1)) { try MerkleProofs.root(ofSize: -1, from: tree.nodes) }
        #expect(throws: MerkleProofError.sizeOutOfRange(-1)) {
            try MerkleProofs.consistency(from: -1, to: 5, source: tree.nodes)
        }
        #expect(throws: MerkleProofError.missingNode(level: 0, index: 130)) {
            try MerkleProofs.root(ofSize: 131, from: tree.nodes)
        }
        #expect(throws: MerkleProofError.missingNode(level: 63, index: 0)) { try tree.nodes.node(level: 63, index: 0) }
        #expect(throws: MerkleProofError.missingNode(level: 62, index: 4)) { try tree.nodes.node(level: 62, index: 4) }
        #expect(!MerkleProofs.verifyConsistency(from: 3, fromRoot: stranger, to: 2, toRoot: stranger, proof: []))
        #expect(!MerkleProofs.verifyConsistency(from: 0, fromRoot: stranger, to: 0, toRoot: stranger, proof: []))
    }

    @Test func `a tree beyond two stored levels proves its leaves and its past`() throws {
        let leaves = GrownTree.leaves(66_000)
        let tree = GrownTree(leaves: leaves)
        #expect(tree.rows.mapValues(\.count) == [0: 66_000, 8: 257, 16: 1])
        let sizes = [1, 255, 256, 257, 511, 512, 513, 32_768, 65_535, 65_536, 65_537, 65_792, 66_000]
        let roots = try sizes.map { try MerkleProofs.root(ofSize: Int64($0), from: tree.nodes) }
        for (size, root) in zip(sizes, roots) {
            #expect(root == MerkleReference.root(leaves.prefix(size)))
            for leaf in Set([0, size / 3, size / 2, size - 1]) {
                let proof = try MerkleProofs.inclusion(
                    leafIndex: Int64(leaf), treeSize: Int64(size), from: tree.nodes)
                #expect(
                    MerkleProofs.verifyInclusion(
                        leaf: leaves[leaf], leafIndex: Int64(leaf), treeSize: Int64(size), proof: proof, root: root))
            }
            for (earlier, earlierRoot) in zip(sizes, roots) where earlier <= size {
                let proof = try MerkleProofs.consistency(from: Int64(earlier), to: Int64(size), source: tree.nodes)
                #expect(
                    MerkleProofs.verifyConsistency(
                        from: Int64(earlier), fromRoot: earlierRoot, to: Int64(size), toRoot: root, proof: proof))
            }
        }
    }
}
