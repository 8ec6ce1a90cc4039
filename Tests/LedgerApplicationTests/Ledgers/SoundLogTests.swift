import EventCodecs
import EventLog
import Foundation
import LedgerValues
import ResidenceRules
import Testing

@testable import LedgerApplication
@testable import SQLiteStore

/// Two threads say whether a log is sound; one that reads it event by event must say the same, whatever was done to it.
@Suite struct `A log judged in two halves` {
    private static let clock: @Sendable () -> Instant = { instant("2026-06-01T08:00:00Z") }

    /// A log of three halves of a thousand events, with appends of several events under one key across its middle.
    private static func made() async throws -> TemporaryPlace {
        let place = try TemporaryPlace()
        let store = try SQLiteStore.open(folder: place.path)
        try Founding.found(store, crous: code("TESTS"), by: actor, clock: clock)
        let ledger = try Ledger(store, clock: clock, onStorageFailure: { _ in })
        for number in 0..<700 {
            let command: ContractCommand =
                switch number / 100 {
                case 0: .record(.contractOpened)
                case 1: .record(.tenantCodeIssued(tenant("T\(number)")))
                default: .record(.paymentReceived(Money(cents: Int64(number))))
                }
            _ = try await ledger.execute(
                CommandRequest(
                    actor: actor, key: number % 3 == 0 ? nil : IdempotencyKey("key \"\(number)\""),
                    requestHash: MerkleHash.emptyRoot,
                    command: .contract(.id(contract("c\(number % 100)")), command),
                    moment: EffectiveMoment(day: day("2026-06-01"))))
        }
        let books = try await ledger.seal(through: day("2026-06-30"), by: actor)
        #expect(books.at.number > 900)
        ledger.stop()
        return place
    }

    /// What both say of a copy to which `statements` were done.
    private static func judge(_ place: TemporaryPlace, _ statements: String) throws -> (fast: Bool, slow: [String]) {
        let copy = try TemporaryPlace()
        let path = SQLiteStore.path(in: copy.path)
        try FileManager.default.copyItem(atPath: SQLiteStore.path(in: place.path), toPath: path)
        if !statements.isEmpty {
            let connection = try SQLiteConnection(path, .write)
            try connection.execute(
                "DROP TRIGGER events_are_not_updated; DROP TRIGGER events_are_not_deleted; \(statements)")
        }
        let store = try SQLiteStore.openReadOnly(folder: copy.path)
        var verification = Verification(try store.makeReader())
        let slow = verification.run(progress: nil)
        let fast = SoundLog(store, signed: nil, stretch: 256, progress: { _ in })
        if let fast {
            #expect(fast.report.events == slow.events && fast.report.root == slow.root)
            #expect(fast.report.contracts == slow.contracts && fast.report.keyPosition == slow.keyPosition)
        }
        return (fast != nil, slow.findings.map(\.text))
    }

    /// Damage that somebody with the file does, each to an event or row in either half and around the middle.
    private static func damages(middle: Int64) -> [String] {
        let byte = "CAST(replace(CAST(bytes AS TEXT), '2026-06-01', '2026-06-02') AS BLOB)"
        let events = [2, middle, middle + 1, middle + 2, middle + 300].flatMap { position in
            [
                "UPDATE events SET bytes = \(byte) WHERE position = \(position)",
                "UPDATE events SET leaf_hash = zeroblob(32) WHERE position = \(position)",
                "UPDATE events SET previous = previous + 1 WHERE position = \(position)",
                "DELETE FROM events WHERE position = \(position)",
                """
                UPDATE events SET bytes = (SELECT bytes FROM events WHERE position = \(position + 1)), leaf_hash =
                (SELECT leaf_hash FROM events WHERE position = \(position + 1)) WHERE position = \(position)
                """,
            ]
        }
        return events + [
            "DELETE FROM events WHERE position > \(middle + 100)",
            "UPDATE tree_nodes SET hash = zeroblob(32) WHERE level = 8 AND idx = 1", "DELETE FROM tree_nodes",
            "UPDATE tree_head SET root = zeroblob(32)", "UPDATE tree_head SET size = size - 1",
            "UPDATE streams SET version = version + 1 WHERE name = 'contract/c7'",
            "UPDATE streams SET last_position = last_position - 1 WHERE name = 'contract/c7'",
            "UPDATE streams SET head = (SELECT head FROM streams WHERE name = 'contract/c8') WHERE name = 'contract/c7'",
            "DELETE FROM streams WHERE name = 'contract/c7'", "DELETE FROM streams WHERE name = 'tenant-code/T101'",
            "INSERT INTO streams VALUES ('contract/none', 1, 3, x'7B7D')",
            "INSERT INTO streams VALUES ('tenant-code/none', 1, 3, x'')",
            "INSERT INTO events SELECT max(position) + 1, 0, leaf_hash, bytes FROM events",
            "INSERT INTO tree_nodes VALUES (8, 4000, zeroblob(32))",
            "INSERT INTO new_rows VALUES ('contract/c7', x'7B7D')",
            "UPDATE meta SET value = '9' WHERE key = 'rows_version'",
            "UPDATE meta SET value = '3' WHERE key = 'schema_version'",
            "DELETE FROM idempotency WHERE key = 'key \"301\"'",
            "INSERT INTO idempotency VALUES ('tests', 'another', 3, 1, zeroblob(32))",
            "UPDATE idempotency SET first_position = first_position + 1 WHERE key = 'key \"301\"'",
            "UPDATE idempotency SET count = count + 1 WHERE key = 'key \"101\"'",
            """
            UPDATE idempotency SET first_position = (SELECT first_position FROM idempotency WHERE key = 'key "302"')
            WHERE key = 'key "301"'
            """,
        ]
    }

    @Test func `whatever byte is flipped, the halves believe nothing that the long way doubts`() async throws {
        let place = try await Self.made()
        let path = SQLiteStore.path(in: place.path)
        let size = try Data(contentsOf: URL(fileURLWithPath: path)).count
        let isWhole = ProcessInfo.processInfo.environment["QUITTANCE_WHOLE"] == "1"
        var believed = 0
        let step = isWhole ? 509 : 2_111
        // Other bytes in every run.
        for (number, offset) in stride(from: .random(in: 100..<100 + step), to: size, by: step).enumerated() {
            var database = try Data(contentsOf: URL(fileURLWithPath: path))
            database[offset] ^= UInt8(1 << (number % 8))
            let copy = try TemporaryPlace()
            try database.write(to: URL(fileURLWithPath: SQLiteStore.path(in: copy.path)))
            guard let store = try? SQLiteStore.openReadOnly(folder: copy.path),
                SoundLog(store, signed: nil, stretch: 256, progress: { _ in }) != nil
            else { continue }
            believed += 1
            var verification = Verification(try store.makeReader())
            let slow = verification.run(progress: nil)
            #expect(slow.isSound, "byte \(offset): \(slow.findings.map(\.text))")
        }
        #expect(believed > 0)
    }

    @Test(arguments: [1, 2, 3, 50, 256] as [Int64]) func `parts of any length come to the same`(_ length: Int64)
        async throws
    {
        let place = try await Self.made()
        let reader = try SQLiteStore.openReadOnly(folder: place.path).makeReader()
        let size = try reader.size()
        func read(_ first: Int64, _ last: Int64) throws -> LogPart {
            var part = LogPart()
            try part.read(reader, from: #require(Position(first)), through: #require(Position(last)))
            return part
        }
        var whole = try read(1, size)
        var joined = LogPart()
        for first in stride(from: 1, through: size, by: Int64.Stride(length)) {
            joined.join(try read(first, min(first + length - 1, size)))
        }
        whole.finish()
        joined.finish()
        #expect(whole.isSound && joined.isSound && whole.keys.count > 400)
        #expect(joined.keys == whole.keys && joined.seals.map(\.position) == whole.seals.map(\.position))
        #expect(joined.contracts.mapValues(\.head) == whole.contracts.mapValues(\.head))
        for (id, contract) in whole.contracts {
            let end = try #require(joined.contracts[id]?.end)
            #expect(end.isWhole && end.version == contract.end.version && end.lastPosition == contract.end.lastPosition)
        }
    }

    @Test func `both believe a sound log, and refuse the same damage`() async throws {
        let place = try await Self.made()
        let sound = try Self.judge(place, "")
        #expect(sound.fast && sound.slow.isEmpty, "\(sound.slow)")
        let size = try SQLiteStore.openReadOnly(folder: place.path).makeReader().size()
        let middle = size / 2 / 256 * 256
        #expect(middle > 0 && middle < size)
        for damage in Self.damages(middle: middle) {
            let found = try Self.judge(place, damage)
            #expect(found.fast == found.slow.isEmpty, "\(damage): \(found)")
            #expect(!found.slow.isEmpty, "\(damage) is no damage")
        }
        // What no event holds makes no difference to either.
        let hash = try Self.judge(place, "UPDATE idempotency SET request_hash = zeroblob(32)")
        #expect(hash.fast && hash.slow.isEmpty)
    }
}

/// A folder on the same disk as the build, removed with the value.
private final class TemporaryPlace: Sendable {
    let path: String

    init() throws {
        let url = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
            .appendingPathComponent("sound-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
