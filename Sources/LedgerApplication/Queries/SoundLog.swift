import EventCodecs
import EventLog
import Foundation
import LedgerValues
import Projections
import Synchronization

/// A log that two threads found sound: everything that ``Verification`` would judge, without a word about what is wrong.
struct SoundLog {
    private(set) var report = VerificationReport()

    /// Nil when anything at all is not as it should be, or cannot be read.
    init?<Store: EventStore>(
        _ store: Store, signed: Result<SignedCheckpoint, any Error>?, progress: @escaping @Sendable (Int64) -> Void
    ) {
        do {
            let reader = try store.makeReader()
            let report = try reader.withSnapshot { try Self.judge(store, reader, signed, progress) }
            guard let report else { return nil }
            self.report = report
        } catch { return nil }
    }

    private static func judge<Store: EventStore>(
        _ store: Store, _ reader: Store.Reader, _ signed: Result<SignedCheckpoint, any Error>?,
        _ progress: @escaping @Sendable (Int64) -> Void
    ) throws -> VerificationReport? {
        let head = try reader.treeHead()
        let keys = RememberedKeys(store, through: head.size)
        defer { keys.wait() }
        guard head.size > 0, var log = try whole(store, size: head.size, progress), log.isSound else { return nil }
        log.finish()
        var report = VerificationReport()
        guard try isTree(log, head, reader) else { return nil }
        report.events = head.size
        report.root = head.root.description
        report.keyPosition = log.named?.position.number
        switch signed {
        case nil: break
        case .failure?: return nil
        case .success(let signed)?:
            try signed.checkpoint.check(reader)
            if let key = log.named?.key, key != CheckpointKey(signed.verifier) { return nil }
        }
        try log.fileAgain(reader)
        report.rowsAreCurrent = try reader.hasCurrentRows
        guard let contracts = try contracts(log, reader, comparing: report.rowsAreCurrent) else { return nil }
        report.contracts = contracts
        guard try keys.fingerprint() == log.keys else { return nil }
        var seals = Verification(reader)
        return seals.holds(log.seals, at: log.lastRecordedAt) ? report : nil
    }

    /// The two halves, judged at the same time. The second begins with a node of level 8.
    private static func whole<Store: EventStore>(
        _ store: Store, size: Int64, _ progress: @escaping @Sendable (Int64) -> Void
    ) throws -> LogHalf? {
        let middle = size / 2 / LogTiles.width * LogTiles.width
        let ranges = [(Int64(1), middle), (middle + 1, size)].filter { $0.0 <= $0.1 }
        let halves = Mutex<[Int: Result<LogHalf, any Error>]>([:])
        let done = Mutex<Int64>(0)
        DispatchQueue.concurrentPerform(iterations: ranges.count) { index in
            let (first, last) = ranges[index]
            let half = Result {
                guard let first = Position(first), let last = Position(last) else { preconditionFailure("a position") }
                return try LogHalf(store.makeReader(), from: first, through: last) { count in
                    progress(
                        done.withLock {
                            $0 += count
                            return $0
                        })
                }
            }
            halves.withLock { $0[index] = half }
        }
        var judged = try halves.withLock { halves in try ranges.indices.compactMap { try halves[$0]?.get() } }
        guard var log = judged.first, judged.allSatisfy(\.isSound) else { return nil }
        judged.removeFirst()
        for half in judged { log.join(half) }
        return log
    }

    /// The stored nodes and the stored head are those of the leaves.
    private static func isTree(_ log: LogHalf, _ head: TreeHead, _ reader: some EventStoreReader) throws -> Bool {
        var above = MerkleFrontier()
        var levels: [Int: [Digest]] = [MerkleLevels.stride: log.nodes]
        for node in log.nodes {
            above.append(node) { level, _, hash in
                let level = level + MerkleLevels.stride
                if MerkleLevels.isStored(level) { levels[level, default: []].append(hash) }
            }
        }
        for (level, hashes) in levels {
            for first in stride(from: 0, to: hashes.count, by: 128) {
                let page = Array(hashes[first..<min(first + 128, hashes.count)])
                guard try reader.hashes(level: level, first: Int64(first), count: page.count) == page else {
                    return false
                }
            }
        }
        let frontier = MerkleFrontier(size: head.size, nodes: above.nodes + log.rest.nodes)
        return frontier?.root == head.root
    }

    /// The number of contracts; nil when a stream's row is missing, left over, or not what its events come to.
    private static func contracts(
        _ log: LogHalf, _ reader: some EventStoreReader, comparing isCurrent: Bool
    ) throws -> Int? {
        let heads = log.contracts
        var found = (contracts: 0, others: 0)
        var after: StreamName?
        while true {
            let page = try reader.streams(withPrefix: "", after: after, limit: 500)
            for (name, stored) in page {
                let stretch: StreamStretch
                if let id = Streams.contract(of: name) {
                    guard let contract = heads[id] else { return nil }
                    guard !isCurrent || stored.row == ContractHeadCodec.encode(contract.head) else { return nil }
                    stretch = contract.end
                    found.contracts += 1
                } else {
                    guard let other = log.others[name.text] else { return nil }
                    stretch = other
                    found.others += 1
                }
                guard stretch.isWhole, stored.version == stretch.version, stored.lastPosition == stretch.lastPosition
                else { return nil }
            }
            guard let last = page.last else { break }
            after = last.name
        }
        return found == (heads.count, log.others.count) ? found.contracts : nil
    }
}

/// The keys that a store remembers, and whether its rows are where they are looked for, read on a thread of its own.
private final class RememberedKeys: Sendable {
    private let found = Mutex<Result<KeyFingerprint, any Error>>(.success(KeyFingerprint()))
    private let isDone = DispatchSemaphore(value: 0)

    /// - Parameter size: the last position that counts: others may write meanwhile.
    init(_ store: some EventStore, through size: Int64) {
        DispatchQueue.global().async { [self] in
            let result = Result {
                var keys = KeyFingerprint()
                let reader = try store.makeReader()
                try reader.scanKeys { row in
                    guard row.first <= size else { return }
                    let name = KeyName(actor: row.actor, key: row.key)
                    keys.add(KeyedAppend(name: name, first: row.first, count: row.count))
                }
                try reader.checkStructure()
                return keys
            }
            found.withLock { $0 = result }
            isDone.signal()
        }
    }

    /// Waits until nothing is read any more.
    func wait() {
        isDone.wait()
        isDone.signal()
    }

    func fingerprint() throws -> KeyFingerprint {
        wait()
        return try found.withLock { try $0.get() }
    }
}
