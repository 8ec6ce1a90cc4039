import EventLog
import Testing

/// The eight-leaf vectors that Certificate Transparency's implementations have shared since RFC 6962.
@Suite struct MerkleVectorTests {
    static let leaves: [[UInt8]] = [
        [], [0x00], [0x10], [0x20, 0x21], [0x30, 0x31], [0x40, 0x41, 0x42, 0x43],
        [0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57], Array(0x60...0x6F),
    ]
    static let roots = [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ]
    private let tree = GrownTree(leaves: Self.leaves.map { MerkleHash.leaf($0) })

    @Test(arguments: 0...8)
    func `every size has the published root`(_ size: Int) throws {
        var frontier = MerkleFrontier()
        for leaf in Self.leaves.prefix(size) { frontier.append(MerkleHash.leaf(leaf)) }
        #expect(frontier.root.description == Self.roots[size])
        #expect(try MerkleProofs.root(ofSize: Int64(size), from: tree.nodes).description == Self.roots[size])
    }

    @Test func `leaf and node hashes have the published values`() throws {
        #expect(
            MerkleHash.leaf([]).description == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")
        // The hash of the leaf "L123456", and of a node; from the tests of the reference implementation in Go.
        #expect(
            MerkleHash.leaf(Array("L123456".utf8)).description
                == "395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56")
        #expect(MerkleHash.emptyRoot.description == Self.roots[0])
        let leaves = Self.leaves.map { MerkleHash.leaf($0) }
        let pairs = stride(from: 0, to: 8, by: 2).map { MerkleHash.node(leaves[$0], leaves[$0 + 1]) }
        #expect(
            pairs.map(\.description) == [
                "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            ])
        #expect(
            MerkleHash.node(pairs[2], pairs[3]).description
                == "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4")
        #expect(MerkleHash.node(pairs[0], pairs[1]).description == Self.roots[4])
    }

    @Test(arguments: [
        (0, 1, []),
        (
            0, 8,
            [
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ]
        ),
        (
            5, 8,
            [
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ]
        ),
        (2, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
        (
            1, 5,
            [
                "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            ]
        ),
    ])
    func `inclusion proofs are the published ones`(_ leaf: Int, _ size: Int, _ path: [String]) throws {
        let proof = try MerkleProofs.inclusion(leafIndex: Int64(leaf), treeSize: Int64(size), from: tree.nodes)
        #expect(proof.map(\.description) == path)
        #expect(
            MerkleProofs.verifyInclusion(
                leaf: MerkleHash.leaf(Self.leaves[leaf]), leafIndex: Int64(leaf), treeSize: Int64(size), proof: proof,
                root: try #require(Digest(hex: Self.roots[size]))))
    }

    @Test(arguments: [
        (1, 1, []),
        (
            1, 8,
            [
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ]
        ),
        (
            6, 8,
            [
                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ]
        ),
        (
            2, 5,
            [
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            ]
        ),
    ])
    func `consistency proofs are the published ones`(_ from: Int, _ to: Int, _ path: [String]) throws {
        let proof = try MerkleProofs.consistency(from: Int64(from), to: Int64(to), source: tree.nodes)
        #expect(proof.map(\.description) == path)
        #expect(
            MerkleProofs.verifyConsistency(
                from: Int64(from), fromRoot: try #require(Digest(hex: Self.roots[from])), to: Int64(to),
                toRoot: try #require(Digest(hex: Self.roots[to])), proof: proof))
    }
}
