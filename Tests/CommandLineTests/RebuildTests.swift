import CSQLite
import Foundation
import Testing

@Suite struct RebuildTests {
    /// The rows as they are stored: what a contract's stream came to, byte by byte.
    private static func rows(_ folder: Folder) throws -> [String: [UInt8]] {
        var connection: OpaquePointer?
        try #require(sqlite3_open(folder.ledger + "/ledger.db", &connection) == SQLITE_OK)
        defer { sqlite3_close(connection) }
        var statement: OpaquePointer?
        let query = "SELECT name, version || ' ' || last_position, head FROM streams WHERE name LIKE 'contract/%'"
        try #require(sqlite3_prepare_v2(connection, query, -1, &statement, nil) == SQLITE_OK)
        defer { sqlite3_finalize(statement) }
        var rows: [String: [UInt8]] = [:]
        while sqlite3_step(statement) == SQLITE_ROW {
            let name = String(cString: try #require(sqlite3_column_text(statement, 0)))
            let place = String(cString: try #require(sqlite3_column_text(statement, 1)))
            let count = Int(sqlite3_column_bytes(statement, 2))
            let head = sqlite3_column_blob(statement, 2).map { Array(UnsafeRawBufferPointer(start: $0, count: count)) }
            rows[name] = Array(place.utf8) + (head ?? [])
        }
        return rows
    }

    @Test func `rows made anew from the log of a billed year are byte-identical to those written with it`() throws {
        let folder = try Folder.withTariff()
        let year = folder.path + "/year.ndjson"
        try folder.run("sample", "--tenancies", "120", Repository.tariff, "--output", year)
        try #require(try folder.run("record", year).status == 0)
        var ends = ["2026-06-30", "2026-07-31", "2026-08-31"]
        ends += ["09-30", "10-31", "11-30", "12-31"].map { "2026-" + $0 }
        ends += ["01-31", "02-28", "03-31", "04-30", "05-31", "06-30", "07-31", "08-31"].map { "2027-" + $0 }
        for end in ends { try #require(try folder.run("bill", "--through", end).status == 0) }
        let written = try Self.rows(folder)
        #expect(written.count > 100)
        #expect(written.values.allSatisfy { $0.count > 20 })
        let answers = ["trial-balance", "unpaid", "deposits"].map { [$0, "--as-of", "2027-08-31", "--json"] }
        let before = try answers.map { try folder.run($0).output }
        let outcome = try folder.run("rebuild")
        #expect(outcome.output == "Made the read rows of \(written.count) contracts anew.\n")
        #expect(try Self.rows(folder) == written)
        #expect(try answers.map { try folder.run($0).output } == before)
        #expect(try folder.run("verify").status == 0)
    }
}
