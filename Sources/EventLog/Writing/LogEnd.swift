import LedgerValues

/// What the next event continues: the tree, its head and the last time of recording.
struct LogEnd {
    var frontier: MerkleFrontier
    var recordedAt: Instant?

    /// The head of the tree at the last commit.
    var treeHead: TreeHead

    /// The head of the tree as it stands; costs a hash for each complete subtree.
    var frontierHead: TreeHead { TreeHead(size: frontier.size, root: frontier.root) }

    /// Reads the end of a stored log and proves the stored head from the stored nodes.
    init(of reader: some EventStoreReader) throws {
        treeHead = try reader.treeHead()
        frontier = try MerkleFrontier(size: treeHead.size, from: reader)
        guard frontier.root == treeHead.root else {
            throw EventStoreError.corrupt("the stored root is not the root of the stored leaves")
        }
        guard let last = treeHead.lastPosition else { return }
        guard let event = try reader.event(at: last) else {
            throw EventStoreError.corrupt("the event at position \(last) is missing")
        }
        guard event.bytes.withUnsafeBytes({ MerkleHash.leaf($0) }) == event.leafHash else {
            throw EventStoreError.corrupt("the event at position \(last) does not have its leaf hash")
        }
        recordedAt = try event.withEnvelope { $0.recordedAt }
    }
}

extension Receipt {
    /// The receipt of an append that is stored.
    init(of record: IdempotencyRecord, in reader: some EventStoreReader) throws {
        var leafHashes: [Digest] = []
        var recordedAt: Instant?
        for offset in 0..<record.count {
            let position = record.firstPosition.advanced(by: offset)
            guard let event = try reader.event(at: position) else {
                throw EventStoreError.corrupt("the event at position \(position) is missing")
            }
            leafHashes.append(event.leafHash)
            if recordedAt == nil { recordedAt = try event.withEnvelope { $0.recordedAt } }
        }
        guard let recordedAt else { throw EventStoreError.corrupt("an idempotency key stands for no event") }
        self.init(
            firstPosition: record.firstPosition, count: record.count, recordedAt: recordedAt, leafHashes: leafHashes)
    }
}
