import CSQLite
import Testing

/// Somebody with root changes rows that no hash covers: `verify` compares each with the log.
@Suite struct TamperingTests {
    /// What is done to the database, and the class of finding that names it.
    static let damages: [(sql: String, finding: String)] = [
        (
            "UPDATE events SET previous = 0 WHERE position = (SELECT max(previous) FROM events)",
            "projection"
        ),
        ("UPDATE streams SET last_position = last_position - 1 WHERE name LIKE 'contract/%'", "projection"),
        ("UPDATE streams SET head = CAST('{}' AS BLOB) WHERE name LIKE 'contract/%'", "projection"),
        ("DELETE FROM streams WHERE name LIKE 'contract/%'", "projection"),
        ("UPDATE events SET leaf_hash = zeroblob(32) WHERE position = 2", "tree"),
        (
            "UPDATE events SET bytes = CAST('{' AS BLOB) WHERE position = (SELECT max(previous) FROM events)",
            "event"
        ),
        ("UPDATE idempotency SET first_position = 1", "idempotency"),
        ("DELETE FROM idempotency", "idempotency"),
        ("UPDATE idempotency SET count = count + 1", "idempotency"),
        (
            "INSERT INTO idempotency SELECT actor, 'unused', first_position, count, request_hash FROM idempotency LIMIT 1",
            "idempotency"
        ),
        (
            "DELETE FROM events WHERE position = (SELECT max(position) FROM events)",
            "storage"
        ),
        (
            "UPDATE events SET bytes = CAST('{' AS BLOB) WHERE position = 3",
            "event"
        ),
    ]

    @Test(arguments: damages.indices) func `a changed row is found`(index: Int) throws {
        let (sql, finding) = Self.damages[index]
        let folder = try Folder.withTariff()
        try folder.run("record", try folder.file("commands", WorkedTenancy.commands))
        #expect(try folder.run("verify").status == 0)
        try Self.execute(sql, in: folder.ledger + "/ledger.db")
        let verdict = try folder.run("verify")
        #expect(verdict.status == 1, "\(sql): \(verdict.errors)")
        #expect(verdict.output.contains("\n\(finding) "), "\(sql): \(verdict.output)")
    }

    /// Changes the database behind the product's back, its triggers removed.
    private static func execute(_ sql: String, in path: String) throws {
        var connection: OpaquePointer?
        try #require(sqlite3_open(path, &connection) == SQLITE_OK)
        defer { sqlite3_close(connection) }
        var triggers: [String] = []
        var statement: OpaquePointer?
        sqlite3_prepare_v2(connection, "SELECT name FROM sqlite_master WHERE type = 'trigger'", -1, &statement, nil)
        while sqlite3_step(statement) == SQLITE_ROW {
            if let name = sqlite3_column_text(statement, 0) { triggers.append(String(cString: name)) }
        }
        sqlite3_finalize(statement)
        for trigger in triggers { sqlite3_exec(connection, "DROP TRIGGER \"\(trigger)\"", nil, nil, nil) }
        try #require(sqlite3_exec(connection, sql, nil, nil, nil) == SQLITE_OK, "\(sql)")
        try #require(sqlite3_changes(connection) > 0, "\(sql) changed nothing")
    }
}
