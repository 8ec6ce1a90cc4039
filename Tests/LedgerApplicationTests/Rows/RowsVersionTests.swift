import EventCodecs
import EventLog
import Foundation
import LedgerValues
import Projections
import SQLiteStore
import Testing

@testable import LedgerApplication

/// What a read row says of each golden event, as the version of the rows has it.
@Suite struct `The version of the read rows` {
    private static let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private static func rows() throws -> [String] {
        let golden = tests.appending(path: "EventCodecsTests/Golden")
        return try FileManager.default.contentsOfDirectory(atPath: golden.path).sorted().compactMap { name in
            let bytes = Array(try Data(contentsOf: golden.appending(path: name)))
            let event = try bytes.withUnsafeBufferPointer { buffer in
                try DecodedEvent(buffer, at: EnvelopeReader(buffer).position)
            }
            guard event.contract != nil else { return nil }
            // A correction files the facts again, and here there is none.
            if case .correction = event.event { return nil }
            let row = ContractHeadCodec.encode(ContractHead(folding: [event]))
            return "\(name) \(String(decoding: row, as: UTF8.self))"
        }
    }

    /// `QUITTANCE_FREEZE_ROWS=1` writes the file of a new version, or adds new types of events to this one's.
    @Test func `counts on whenever a row of an event says something else`() throws {
        let file = Self.tests.appending(
            path: "LedgerApplicationTests/Rows/rows-\(ContractRows.version).txt")
        let rows = try Self.rows()
        if ProcessInfo.processInfo.environment["QUITTANCE_FREEZE_ROWS"] == "1" {
            try Data((rows.joined(separator: "\n") + "\n").utf8).write(to: file)
        }
        let frozen = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map(String.init)
        #expect(frozen.count > 60)
        let changed = Set(frozen).subtracting(rows)
        #expect(changed.isEmpty, "give ContractRows.version the next number, and freeze its rows")
    }

    /// The rows of the contracts of the ledger that the first release wrote, folded from its events: whole histories, with
    /// corrections, which single events do not show. Frozen as the other file is.
    @Test func `counts on whenever a row of a whole history says something else`() throws {
        let release = Self.tests.appending(path: "CommandLineTests/FirstRelease/ledger/ledger.db")
        let folder = FileManager.default.temporaryDirectory.appending(path: "rows-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.copyItem(at: release, to: folder.appending(path: "ledger.db"))
        let store = try SQLiteStore.openReadOnly(folder: folder.path)
        let heads = try Replay(store).heads
        let rows = heads.keys.sorted { $0.text < $1.text }.compactMap { id in
            heads[id].map {
                "\(id) \($0.version) " + String(decoding: ContractHeadCodec.encode($0.head), as: UTF8.self)
            }
        }
        let file = Self.tests.appending(
            path: "LedgerApplicationTests/Rows/history-\(ContractRows.version).txt")
        if ProcessInfo.processInfo.environment["QUITTANCE_FREEZE_ROWS"] == "1" {
            try Data((rows.joined(separator: "\n") + "\n").utf8).write(to: file)
        }
        let frozen = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map(String.init)
        #expect(frozen.count > 3)
        #expect(rows == frozen, "give ContractRows.version the next number, and freeze its rows")
    }
}
