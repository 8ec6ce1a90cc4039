/// That an event is in the log of the first `size` events (RFC 9162 §2.1.3).
public struct InclusionProof: Hashable, Sendable {
    public let position: Position
    /// The hash of the event's bytes as a leaf.
    public let leaf: Digest
    /// The number of events of the tree.
    public let size: Int64
    public let root: Digest
    /// The hashes beside the path, from the leaf to the root.
    public let hashes: [Digest]

    public init(position: Position, leaf: Digest, size: Int64, root: Digest, hashes: [Digest]) {
        self.position = position
        self.leaf = leaf
        self.size = size
        self.root = root
        self.hashes = hashes
    }

    /// Whether the hashes lead from the leaf to the root; who signed the root is another question.
    public var isValid: Bool {
        MerkleProofs.verifyInclusion(
            leaf: leaf, leafIndex: position.leafIndex, treeSize: size, proof: hashes, root: root)
    }

    /// The proof and the checkpoint that it leads to, as one text (C2SP tlog-proof); nil when the checkpoint is of another
    /// size.
    public func text(with note: SignedNote) -> [UInt8]? {
        guard let checkpoint = Checkpoint(text: note.text), checkpoint.size == size else { return nil }
        let lines = hashes.map { $0.withUnsafeBytes { Base64.encode(Array($0)) } + "\n" }
        return Array("c2sp.org/tlog-proof@v1\nindex \(position.leafIndex)\n\(lines.joined())\n".utf8) + note.bytes
    }
}

/// That the log of `to` events begins with the log of `from` events (RFC 9162 §2.1.4).
public struct ConsistencyProof: Hashable, Sendable {
    public let from: Int64
    public let fromRoot: Digest
    public let to: Int64
    public let toRoot: Digest
    public let hashes: [Digest]

    public init(from: Int64, fromRoot: Digest, to: Int64, toRoot: Digest, hashes: [Digest]) {
        self.from = from
        self.fromRoot = fromRoot
        self.to = to
        self.toRoot = toRoot
        self.hashes = hashes
    }

    /// Whether the hashes lead to both roots; who signed them is another question.
    public var isValid: Bool {
        MerkleProofs.verifyConsistency(from: from, fromRoot: fromRoot, to: to, toRoot: toRoot, proof: hashes)
    }
}

extension EventStoreReader {
    /// The proof that the event at `position` is in the tree of the first `size` events.
    ///
    /// Throws `MerkleProofError` when there is no such tree or it does not hold the event.
    public func inclusion(of position: Position, size: Int64) throws -> InclusionProof {
        try withSnapshot {
            try requireTree(size)
            let hashes = try MerkleProofs.inclusion(leafIndex: position.leafIndex, treeSize: size, from: self)
            return InclusionProof(
                position: position, leaf: try node(level: 0, index: position.leafIndex), size: size,
                root: try MerkleProofs.root(ofSize: size, from: self), hashes: hashes)
        }
    }

    /// The proof that the tree of `to` events continues the one of `from` events.
    ///
    /// Throws `MerkleProofError` when one of them is not there, or they are in the wrong order.
    public func consistency(from: Int64, to: Int64) throws -> ConsistencyProof {
        try withSnapshot {
            try requireTree(to)
            let hashes = try MerkleProofs.consistency(from: from, to: to, source: self)
            return ConsistencyProof(
                from: from, fromRoot: try MerkleProofs.root(ofSize: from, from: self), to: to,
                toRoot: try MerkleProofs.root(ofSize: to, from: self), hashes: hashes)
        }
    }

    private func requireTree(_ size: Int64) throws {
        guard size >= 0, size <= (try treeHead().size) else { throw MerkleProofError.sizeOutOfRange(size) }
    }
}
