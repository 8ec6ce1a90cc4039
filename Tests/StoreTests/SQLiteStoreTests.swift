import CSQLite
import Foundation
import LedgerValues
import Testing

@testable import EventLog
@testable import SQLiteStore

@Suite struct `A SQLite store` {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func open(checkpointPages: Int? = nil) throws -> LogWriter<SQLiteStore> {
        var options = SQLiteStore.Options()
        if let checkpointPages { options.checkpointPages = checkpointPages }
        return try LogWriter(SQLiteStore.open(folder: folder.path, options: options)) {
            Instant(seconds: 1_790_000_000)
        }
    }

    private var path: String { SQLiteStore.path(in: folder.path) }

    @Test func `writes with synchronous FULL and reads without being able to write`() throws {
        let store = try SQLiteStore.open(folder: folder.path)
        let writer = try store.makeWriter()
        #expect(try writer.connection.integer("PRAGMA synchronous") == 2)
        #expect(try writer.connection.text("PRAGMA journal_mode") == "wal")
        #expect(try writer.connection.integer("PRAGMA secure_delete") == 1)
        #expect(try writer.connection.integer("PRAGMA wal_autocheckpoint") == 0)
        try writer.connection.execute("PRAGMA synchronous = NORMAL")
        #expect(throws: SQLiteStoreError.notDurable) { try writer.connection.requireDurability() }
        let reader = try store.makeReader()
        #expect(throws: SQLiteError.self) { try reader.connection.execute("DELETE FROM streams") }
        try reader.connection.execute("PRAGMA query_only = OFF")
        let error = #expect(throws: SQLiteError.self) { try reader.connection.execute("DELETE FROM streams") }
        #expect(error?.code == SQLITE_READONLY)
    }

    @Test(arguments: [
        "UPDATE events SET bytes = x'00'", "DELETE FROM events",
        "REPLACE INTO events SELECT position, previous, leaf_hash, x'00' FROM events",
        "INSERT INTO events SELECT position, previous, leaf_hash, x'00' FROM events",
        "INSERT INTO events VALUES (2, 1, x'00', x'00')",
    ])
    func `refuses to change or remove an event`(_ statement: String) throws {
        let log = try open()
        _ = try log.append(request("contract/a"))
        try log.commit()
        let error = #expect(throws: SQLiteError.self) { try log.writer.connection.execute(statement) }
        #expect(error?.code == SQLITE_CONSTRAINT && error?.statement == statement)
        try log.writer.store.makeReader().requireWholeLog(size: 1)
    }

    @Test func `keeps its identity and leaves one file when it is closed`() throws {
        var log: LogWriter? = try open()
        let storeID = try #require(log?.writer.store.storeID)
        #expect(storeID.count == 32)
        _ = try log?.append(request("contract/a"))
        try log?.commit()
        log = nil
        let size = try FileManager.default.attributesOfItem(atPath: path + "-wal")[.size] as? Int
        #expect(size ?? 0 == 0)
        let reopened = try SQLiteStore.openReadOnly(folder: folder.path)
        #expect(reopened.storeID == storeID)
        try reopened.makeReader().requireWholeLog(size: 1)
    }

    @Test func `refuses a newer schema and a database that is no ledger`() throws {
        _ = try SQLiteStore.open(folder: folder.path)
        try SQLiteConnection(path, .write).execute("PRAGMA user_version = 99")
        let error = SQLiteStoreError.newerSchema(found: 99, newest: 2)
        #expect(throws: error) { _ = try SQLiteStore.open(folder: folder.path) }
        #expect(throws: error) { _ = try SQLiteStore.openReadOnly(folder: folder.path) }
        let other = try TemporaryFolder()
        try SQLiteConnection(SQLiteStore.path(in: other.path), .createOrWrite).execute("CREATE TABLE notes (text)")
        #expect(throws: SQLiteStoreError.notALedger) { _ = try SQLiteStore.open(folder: other.path) }
    }

    @Test func `is opened for writing before it can be read`() throws {
        #expect(throws: SQLiteError.self) { _ = try SQLiteStore.openReadOnly(folder: folder.path) }
        try SQLiteConnection(path, .createOrWrite).execute("PRAGMA user_version = 0")
        #expect(throws: SQLiteStoreError.olderSchema) { _ = try SQLiteStore.openReadOnly(folder: folder.path) }
    }

    @Test func `keeps its write-ahead log small while it is written and read`() throws {
        let log = try open()
        let store = log.writer.store
        let reader = try store.makeReader()
        for _ in 0..<400 {
            for number in 0..<25 { _ = try log.append(request("contract/\(number)")) }
            try log.commit()
            _ = try reader.treeHead()
        }
        let size = try FileManager.default.attributesOfItem(atPath: path + "-wal")[.size] as? Int
        #expect(try #require(size) < 2 * store.options.checkpointPages * 4120)
    }

    @Test func `goes on while a long reader keeps the write-ahead log, and recovers its size`() throws {
        let log = try open(checkpointPages: 1000)
        let reader = try log.writer.store.makeReader()
        func write(_ groups: Int) throws {
            for _ in 0..<groups {
                for number in 0..<25 { _ = try log.append(request("contract/\(number)")) }
                try log.commit()
            }
        }
        try write(1)
        try reader.withSnapshot {
            let size = try reader.size()
            try write(300)
            #expect(try reader.size() == size)
        }
        let grown = log.writer.pagesInLog
        #expect(Int(grown) > log.writer.store.options.checkpointPages)
        try write(120)
        #expect(log.writer.pagesInLog < grown)
    }

    @Test func `finds a stored hash or node that was changed`() throws {
        var log: LogWriter? = try open()
        for _ in 0..<300 { _ = try log?.append(request("contract/a")) }
        try log?.commit()
        log = nil
        let connection = try SQLiteConnection(path, .write)
        try connection.execute("UPDATE tree_nodes SET hash = zeroblob(32)")
        #expect(throws: EventStoreError.self) { _ = try open() }
        try connection.execute("DROP TRIGGER events_are_not_updated")
        try connection.execute("UPDATE events SET bytes = x'7b7d' WHERE position = 7")
        #expect(throws: EventStoreError.corrupt("the event at position 7 does not have its leaf hash")) {
            _ = try SQLiteStore.openReadOnly(folder: folder.path).makeReader().recomputedTreeHead()
        }
    }

    @Test func `finds an event that is missing`() throws {
        var log: LogWriter? = try open()
        for _ in 0..<10 { _ = try log?.append(request("contract/a")) }
        try log?.commit()
        log = nil
        try SQLiteConnection(path, .write)
            .execute("DROP TRIGGER events_are_not_deleted; DELETE FROM events WHERE position = 7")
        let reader = try SQLiteStore.openReadOnly(folder: folder.path).makeReader()
        #expect(throws: EventStoreError.corrupt("the event at position 7 is missing")) {
            try reader.scan { _, _ in true }
        }
        #expect(throws: EventStoreError.self) { try reader.stream(stream("contract/a"), through: nil) }
    }

    @Test func `backs up a whole log while it is written`() throws {
        let log = try open()
        for number in 0..<2000 { _ = try log.append(request("contract/\(number % 40)", key: "k\(number)")) }
        try log.commit()
        _ = try log.append(request("contract/uncommitted"))
        let copies = try TemporaryFolder()
        let target = SQLiteStore.path(in: copies.path)
        let store = log.writer.store
        let head = try store.backup(to: target)
        #expect(head == log.treeHead)
        try log.commit()
        #expect(try FileManager.default.contentsOfDirectory(atPath: copies.path) == [SQLiteStore.fileName])
        #expect(throws: SQLiteStoreError.targetExists(target)) { try store.backup(to: target) }
        let copy = try SQLiteStore.open(folder: copies.path)
        #expect(copy.storeID == store.storeID)
        try copy.makeReader().requireWholeLog(size: 2000)
        let restored = try LogWriter(copy) { Instant(seconds: 0) }
        let repeated = try restored.append(request("contract/7", key: "k7"))
        #expect(try repeated.receipt.firstPosition == position(8))
    }

    @Test func `serves readers on other threads while it is written`() async throws {
        let log = try open()
        let store = log.writer.store
        let readers = (0..<3).map { _ in
            Task.detached {
                let reader = try store.makeReader()
                var last: Int64 = 0
                while last < 3000 {
                    try reader.withSnapshot {
                        let head = try reader.treeHead()
                        #expect(head.size >= last && head.size % 10 == 0)
                        #expect(try MerkleProofs.root(ofSize: head.size, from: reader) == head.root)
                        last = head.size
                    }
                    try await Task.sleep(for: .milliseconds(1))
                }
            }
        }
        for _ in 0..<300 {
            for number in 0..<10 { _ = try log.append(request("contract/\(number)")) }
            try log.commit()
        }
        for reader in readers { try await reader.value }
    }
}
