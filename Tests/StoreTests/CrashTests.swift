import EventLog
import Foundation
import LedgerValues
import SQLiteStore
import Testing

/// A process that appends until it is killed; it writes what it acknowledges to a file.
private final class CrashWriter {
    private let process = Process()
    private let output: URL

    init(folder: String, seed: UInt64) throws {
        let build = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        output = URL(fileURLWithPath: folder).appendingPathComponent("acknowledged-\(seed)")
        _ = FileManager.default.createFile(atPath: output.path, contents: nil)
        process.executableURL = build.appendingPathComponent("crash-writer")
        process.arguments = [folder, String(seed)]
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = Pipe()
        try process.run()
    }

    var processID: Int32 { process.processIdentifier }

    /// Kills the process and answers the events it acknowledged.
    func kill() throws -> [(position: Position, leafHash: Digest)] {
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        #expect(process.terminationReason == .uncaughtSignal, "the writer ended by itself")
        let text = try String(contentsOf: output, encoding: .utf8)
        // What follows the last newline was cut off by the kill.
        return try text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map { line in
            let words = line.split(separator: " ")
            return (try #require(Int64(words[0]).flatMap { Position($0) }), try #require(Digest(hex: words[1])))
        }
    }

    /// Waits for the process to end by itself and answers its status and what it complained about.
    func ending() throws -> (status: Int32, complaint: String) {
        process.waitUntilExit()
        let complaint = try (process.standardError as? Pipe)?.fileHandleForReading.readToEnd() ?? Data()
        return (process.terminationStatus, String(decoding: complaint, as: UTF8.self))
    }

    var hasAcknowledged: Bool {
        let attributes = try? FileManager.default.attributesOfItem(atPath: output.path)
        return (attributes?[.size] as? Int ?? 0) > 0
    }
}

@Suite struct `Killed processes` {
    @Test func `lose nothing they acknowledged in a hundred kills`() throws {
        let seed = UInt64(ProcessInfo.processInfo.environment["QUITTANCE_SEED"] ?? "") ?? UInt64.random(in: 0..<1000)
        print("seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        let folder = try TemporaryFolder()
        let deadline = ContinuousClock.now + .seconds(120)
        var size: Int64 = 0
        var acknowledgements = 0
        for round in 0..<110 {
            let writer = try CrashWriter(folder: folder.path, seed: seed * 1000 + UInt64(round))
            // Every second writer is killed after its first acknowledgement, however busy the machine is.
            while !round.isMultiple(of: 2), !writer.hasAcknowledged, ContinuousClock.now < deadline { usleep(1000) }
            usleep(UInt32.random(in: 3_000...90_000, using: &generator))
            let acknowledged = try writer.kill()
            acknowledgements += acknowledged.isEmpty ? 0 : 1
            size = try check(folder.path, acknowledged, sizeBefore: size)
            #expect(ContinuousClock.now < deadline, "round \(round) is late")
        }
        #expect(acknowledgements >= 50, "most writers were killed before they could do anything")
        let store = try SQLiteStore.open(folder: folder.path)
        try store.makeReader().requireWholeLog(size: size)
    }

    /// Opens what a killed writer left and answers its size.
    private func check(
        _ folder: String, _ acknowledged: [(position: Position, leafHash: Digest)], sizeBefore: Int64
    ) throws -> Int64 {
        let store = try SQLiteStore.open(folder: folder)
        // Taking the writer proves the stored root from the stored nodes.
        let log = try LogWriter(store) { Instant(seconds: 0) }
        let reader = try store.makeReader()
        let actor = try actor("crash-writer")
        let head = try reader.treeHead()
        #expect(log.treeHead == head)
        #expect(head.size >= max(sizeBefore, acknowledged.last?.position.number ?? 0))
        #expect(try MerkleProofs.root(ofSize: head.size, from: reader) == head.root)
        for (position, leafHash) in acknowledged {
            let event = try #require(try reader.event(at: position))
            #expect(event.leafHash == leafHash && leaf(event.bytes) == leafHash)
            #expect(try log.idempotency(actor: actor, key: key("key-\(position)"))?.firstPosition == position)
        }
        // No half of a group: what lies beyond the acknowledged events is whole too.
        guard head.size > sizeBefore else { return head.size }
        try reader.scan(from: Position(leafIndex: sizeBefore), through: position(head.size)) { position, bytes in
            let name = try #require(try EnvelopeReader(bytes).streamName)
            #expect(try reader.idempotency(actor: actor, key: key("key-\(position)")) != nil)
            #expect(try reader.head(of: name)?.lastPosition ?? .first >= position)
            return true
        }
        return head.size
    }
}

@Suite struct `Two processes` {
    @Test func `do not write one folder, and the second is told who does`() throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteStore.open(folder: folder.path)
        let ending = try CrashWriter(folder: folder.path, seed: 1).ending()
        #expect(ending.status == 1)
        #expect(ending.complaint.contains("process \(getpid())"))
        #expect(throws: SQLiteStoreError.folderInUse(folder: folder.path, processID: getpid())) {
            _ = try SQLiteStore.open(folder: folder.path)
        }
        #expect(try store.makeReader().size() == 0)
    }

    @Test func `read beside the one that writes`() throws {
        let folder = try TemporaryFolder()
        let writer = try CrashWriter(folder: folder.path, seed: 2)
        while !writer.hasAcknowledged { usleep(1000) }
        let store = try SQLiteStore.openReadOnly(folder: folder.path)
        #expect(throws: EventStoreError.readOnly) { _ = try store.makeWriter() }
        let reader = try store.makeReader()
        for _ in 0..<20 {
            try reader.withSnapshot {
                let head = try reader.treeHead()
                #expect(try MerkleProofs.root(ofSize: head.size, from: reader) == head.root)
            }
        }
        #expect(throws: SQLiteStoreError.folderInUse(folder: folder.path, processID: writer.processID)) {
            _ = try SQLiteStore.open(folder: folder.path)
        }
        let acknowledged = try writer.kill()
        #expect(try reader.size() >= acknowledged.count)
        try reader.requireWholeLog(size: reader.size())
    }
}
