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
    ///
    /// - Parameter stretch: how many events a thread takes at a time, a multiple of 256.
    init?<Store: EventStore>(
        _ store: Store, signed: Result<SignedCheckpoint, any Error>?, stretch: Int64 = 8192,
        progress: @escaping @Sendable (Int64) -> Void
    ) {
        do {
            let reader = try store.makeReader()
            let report = try reader.withSnapshot { try Self.judge(store, reader, signed, stretch, progress) }
            guard let report else { return nil }
            self.report = report
        } catch { return nil }
    }

    private static func judge<Store: EventStore>(
        _ store: Store, _ reader: Store.Reader, _ signed: Result<SignedCheckpoint, any Error>?, _ stretch: Int64,
        _ progress: @escaping @Sendable (Int64) -> Void
    ) throws -> VerificationReport? {
        let head = try reader.treeHead()
        guard head.size > 0, let read = try read(store, size: head.size, stretch: stretch, progress), read.log.isSound
        else { return nil }
        var log = read.log
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
        guard try reader.strays().isEmpty, try reader.rowsVersion() ?? 0 <= ContractRows.version else { return nil }
        guard let contracts = try contracts(log, reader, comparing: report.rowsAreCurrent) else { return nil }
        report.contracts = contracts
        guard read.keys == log.keys else { return nil }
        var seals = Verification(reader)
        return seals.holds(log.seals, at: log.lastRecordedAt) ? report : nil
    }

    /// The whole log and the keys that are remembered, read by two threads. One looks first whether the store's rows are
    /// where they are looked for; then both read the log, and end together.
    private static func read<Store: EventStore>(
        _ store: Store, size: Int64, stretch: Int64, _ progress: @escaping @Sendable (Int64) -> Void
    ) throws -> (log: LogPart, keys: KeyFingerprint)? {
        let shared = Mutex(SharedLog(size: size, stretch: stretch))
        let parts = Mutex<[Int64: LogPart]>([:])
        let keys = Mutex(KeyFingerprint())
        let failure = Mutex<(any Error)?>(nil)
        DispatchQueue.concurrentPerform(iterations: 2) { thread in
            do {
                let reader = try store.makeReader()
                try reader.withSnapshot {
                    if thread == 1 {
                        let found = try remembered(reader, through: size)
                        keys.withLock { $0 = found }
                        try reader.checkStructure()
                    }
                    while let number = shared.withLock({ $0.begin() }) {
                        var part = LogPart()
                        var start: Int64?
                        while let stretch = shared.withLock({ $0.next(of: number) }) {
                            start = start ?? stretch.first.number
                            try part.read(reader, from: stretch.first, through: stretch.last)
                            if !part.isSound { shared.withLock { $0.stop() } }
                            progress(shared.withLock { $0.taken })
                        }
                        if let start { parts.withLock { $0[start] = part } }
                    }
                }
            } catch {
                failure.withLock { $0 = error }
                shared.withLock { $0.stop() }
            }
        }
        if let error = failure.withLock({ $0 }) { throw error }
        let read = parts.withLock { $0.sorted { $0.key < $1.key }.map(\.value) }
        guard var log = read.first, read.allSatisfy(\.isSound) else { return nil }
        for part in read.dropFirst() { log.join(part) }
        return (log, keys.withLock { $0 })
    }

    /// - Parameter size: the last position that counts: others may write meanwhile.
    private static func remembered(_ reader: some EventStoreReader, through size: Int64) throws -> KeyFingerprint {
        var keys = KeyFingerprint()
        var names = KeyNames()
        try reader.scanKeys { row in
            guard row.first <= size else { return }
            if !row.actor.holds(names.actor) { names = KeyNames(actor: row.actor) }
            keys.add(KeyedAppend(name: names[row.key], first: row.first, count: row.count))
        }
        return keys
    }

    /// The stored nodes and the stored head are those of the leaves.
    private static func isTree(_ log: LogPart, _ head: TreeHead, _ reader: some EventStoreReader) throws -> Bool {
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
        _ log: LogPart, _ reader: some EventStoreReader, comparing isCurrent: Bool
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
                    guard let other = log.others[name.text], stored.row.isEmpty else { return nil }
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
