import EventLog
import Foundation
import Testing

/// Every hash of every proof is changed, one at a time: the product's verifier and the one of `Tools/verify-bundle.py`
/// refuse each.
@Suite struct ProofMutationTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    /// 300 in a whole run; fewer while somebody works.
    private static var largest: Int { ProcessInfo.processInfo.environment["QUITTANCE_WHOLE"] == "1" ? 300 : 70 }

    private static func changed(_ hash: Digest, _ place: Int) -> Digest {
        var bytes = hash.withUnsafeBytes { Array($0) }
        bytes[place % bytes.count] ^= UInt8(1 << (place % 8))
        return bytes.withUnsafeBytes { Digest(bytes: $0) }
    }

    private static func inclusions(_ tree: GrownTree, _ size: Int64) throws -> [InclusionProof] {
        let root = try MerkleProofs.root(ofSize: size, from: tree.nodes)
        return try (0..<size).map { index in
            InclusionProof(
                position: Position(leafIndex: index), leaf: try tree.nodes.node(level: 0, index: index), size: size,
                root: root, hashes: try MerkleProofs.inclusion(leafIndex: index, treeSize: size, from: tree.nodes))
        }
    }

    private static func consistencies(_ tree: GrownTree, _ size: Int64) throws -> [ConsistencyProof] {
        let root = try MerkleProofs.root(ofSize: size, from: tree.nodes)
        return try (0...size).map { from in
            ConsistencyProof(
                from: from, fromRoot: try MerkleProofs.root(ofSize: from, from: tree.nodes), to: size, toRoot: root,
                hashes: try MerkleProofs.consistency(from: from, to: size, source: tree.nodes))
        }
    }

    @Test func `one changed hash spoils every proof of every size, in Swift and in Python`() throws {
        let tree = GrownTree(leaves: GrownTree.leaves(Self.largest))
        var lines: [String] = []
        var place = 0
        var accepted = 0
        for size in 1...Int64(Self.largest) {
            for proof in try Self.inclusions(tree, size) {
                #expect(proof.isValid)
                for index in proof.hashes.indices {
                    var hashes = proof.hashes
                    hashes[index] = Self.changed(hashes[index], place)
                    place += 1
                    let broken = InclusionProof(
                        position: proof.position, leaf: proof.leaf, size: size, root: proof.root, hashes: hashes)
                    if broken.isValid { accepted += 1 }
                }
                lines.append(
                    "i \(proof.position.leafIndex) \(size) \(proof.leaf) \(proof.root) \(Self.text(proof.hashes))")
            }
            for proof in try Self.consistencies(tree, size) {
                #expect(proof.isValid)
                for index in proof.hashes.indices {
                    var hashes = proof.hashes
                    hashes[index] = Self.changed(hashes[index], place)
                    place += 1
                    let broken = ConsistencyProof(
                        from: proof.from, fromRoot: proof.fromRoot, to: size, toRoot: proof.toRoot, hashes: hashes)
                    if broken.isValid { accepted += 1 }
                }
                lines.append("c \(proof.from) \(size) \(proof.fromRoot) \(proof.toRoot) \(Self.text(proof.hashes))")
            }
        }
        #expect(accepted == 0)
        let file = FileManager.default.temporaryDirectory.appending(path: "proofs-\(UUID().uuidString)")
        try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let printed = try Self.python("Tests/EventLogTests/Proofs/mutate-proofs.py", file.path)
        #expect(printed == "\(lines.count) proofs accepted, \(place) changed ones refused\n")
    }

    private static func text(_ hashes: [Digest]) -> String { hashes.map(\.description).joined(separator: ",") }

    private static func python(_ script: String, _ argument: String) throws -> String {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", root + "/" + script, argument]
        process.standardOutput = output
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }
}
