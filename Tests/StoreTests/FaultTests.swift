import FaultVFS
import Foundation
import LedgerValues
import SQLiteStore
import Testing

@testable import EventLog

/// The disk fails at one write or sync; the file system that does it is one for the process, so one test at a time.
@Suite(.serialized) struct `A failing disk` {
    private let groupSize = 30

    init() throws { try #require(fault_vfs_register() == 0) }

    private func open(_ folder: String, vfs: String?) throws -> LogWriter<SQLiteStore> {
        var options = SQLiteStore.Options()
        options.vfs = vfs
        // Small, so that checkpoints fail too.
        options.checkpointPages = 20
        return try LogWriter(SQLiteStore.open(folder: folder, options: options)) { Instant(seconds: 1_790_000_000) }
    }

    private func appendGroup(to log: LogWriter<SQLiteStore>) throws {
        let start = log.lastPosition?.number ?? 0
        for number in start..<start + Int64(groupSize) {
            let name = "contract/\(number % 11)"
            _ = try log.append(request(name, key: "key-\(number + 1)", heads: [(name, "at \(number + 1)")]))
        }
    }

    /// Appends groups until the disk fails or there are enough, and answers how many events were acknowledged.
    private func run(_ folder: String) -> (acknowledged: Int64, hasFailed: Bool) {
        var acknowledged: Int64 = 0
        guard let log = try? open(folder, vfs: "fault") else { return (0, true) }
        do {
            for _ in 0..<8 {
                try appendGroup(to: log)
                acknowledged = try log.commit().size
            }
        } catch {
            let poisoned = #expect(throws: LogWriterError.self) { try log.append(request("contract/a")) }
            if case .poisoned(let cause)? = poisoned { #expect(cause.contains("SQLite")) }
            #expect(throws: LogWriterError.self) { try log.commit() }
            #expect(throws: LogWriterError.self) { try log.discard() }
            #expect(throws: LogWriterError.self) { try log.stream(stream("contract/a")) }
            return (acknowledged, true)
        }
        return (acknowledged, false)
    }

    @Test(arguments: [FAULT_WRITE, FAULT_SYNC], [0, 1] as [Int32])
    func `poisons the writer and loses nothing acknowledged`(_ operation: fault_operation, sticky: Int32) throws {
        defer { fault_vfs_disarm() }
        var failures = 0
        // Every sync fails once; of the writes, which are many, each seventeenth.
        let stride = operation == FAULT_SYNC ? 1 : 17
        for countdown in Swift.stride(from: 1, to: 4000, by: stride) {
            let folder = try TemporaryFolder()
            fault_vfs_arm(operation, countdown, sticky)
            let (acknowledged, hasFailed) = run(folder.path)
            let wasReached = fault_vfs_has_failed() != 0
            fault_vfs_disarm()
            guard wasReached else {
                #expect(!hasFailed && acknowledged == Int64(8 * groupSize))
                break
            }
            failures += 1
            let log = try open(folder.path, vfs: nil)
            let size = log.treeHead.size
            // The failed group is there as a whole or not at all.
            #expect(size == acknowledged || size == acknowledged + Int64(groupSize))
            try log.writer.requireWholeLog(size: size)
            for number in 1..<(size + 1) {
                let record = try log.idempotency(actor: actor(), key: key("key-\(number)"))
                #expect(record?.firstPosition.number == number)
            }
            try appendGroup(to: log)
            #expect(try log.commit().size == size + Int64(groupSize))
        }
        #expect(failures >= (operation == FAULT_SYNC ? 12 : 10), "only \(failures) calls were made to fail")
    }

    /// Makes the rows anew in pages, with appends in between, until the disk fails or they are switched.
    private func makeRows(_ folder: String) {
        guard let log = try? open(folder, vfs: "fault") else { return }
        do {
            try log.beginRows()
            try log.commit()
            for number in 0..<11 {
                try log.insertRow(of: stream("contract/\(number)"), Array("new".utf8))
                if number % 4 == 3 {
                    _ = try log.append(request("contract/3", heads: [("contract/3", "new")]))
                    try log.commit()
                }
            }
            try log.switchRows(to: 2)
            try log.commit()
        } catch { return }
    }

    @Test(arguments: [FAULT_WRITE, FAULT_SYNC])
    func `leaves the old read rows or the new ones, and never some of each`(_ operation: fault_operation) throws {
        defer { fault_vfs_disarm() }
        var found: [Int?: Int] = [:]
        for countdown in 1...400 {
            let folder = try TemporaryFolder()
            do {
                let log = try open(folder.path, vfs: nil)
                for number in 0..<11 {
                    _ = try log.append(request("contract/\(number)", heads: [("contract/\(number)", "old")]))
                }
                try log.commit()
            }
            fault_vfs_arm(operation, countdown, 1)
            makeRows(folder.path)
            let wasReached = fault_vfs_has_failed() != 0
            fault_vfs_disarm()
            let log = try open(folder.path, vfs: nil)
            let version = try log.rowsVersion()
            let rows = Set(try log.reader.streams(withPrefix: "", after: nil, limit: .max).map(\.head.row))
            #expect(rows == [Array((version == 2 ? "new" : "old").utf8)], "call \(countdown)")
            found[version, default: 0] += 1
            if !wasReached { break }
        }
        #expect(Set(found.keys) == [1, nil, 2], "\(found)")
    }

    @Test func `that loses power keeps every acknowledged group`() throws {
        fault_vfs_keep_durable_copies(1)
        defer { fault_vfs_keep_durable_copies(0) }
        let folder = try TemporaryFolder()
        let log = try open(folder.path, vfs: "fault")
        for group in 1...25 {
            try appendGroup(to: log)
            try log.commit()
            // Begins a group, and with it a checkpoint, that the loss of power interrupts.
            _ = try log.append(request("contract/unacknowledged"))
            let survivor = try TemporaryFolder()
            for name in [SQLiteStore.fileName, SQLiteStore.fileName + "-wal"] {
                let copy = folder.path + "/" + name + ".durable"
                guard FileManager.default.fileExists(atPath: copy) else { continue }
                try FileManager.default.copyItem(atPath: copy, toPath: survivor.path + "/" + name)
            }
            let recovered = try open(survivor.path, vfs: nil)
            #expect(recovered.treeHead.size == Int64(group * groupSize))
            try recovered.writer.requireWholeLog(size: Int64(group * groupSize))
            try log.discard()
        }
    }
}
