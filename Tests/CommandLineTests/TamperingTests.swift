import CSQLite
import EventLog
import Foundation
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
        ("UPDATE streams SET head = CAST('{}' AS BLOB) WHERE name LIKE 'tariff/%'", "projection"),
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
        // Rows that no writer leaves: behind the head, left over, or labels that say nothing possible.
        ("INSERT INTO events SELECT max(position) + 1, 0, leaf_hash, bytes FROM events", "storage"),
        ("INSERT INTO events SELECT 0, 0, leaf_hash, bytes FROM events WHERE position = 1", "storage"),
        ("INSERT INTO tree_nodes VALUES (8, 4000, zeroblob(32))", "storage"),
        ("INSERT INTO tree_nodes VALUES (3, 0, zeroblob(32))", "storage"),
        ("INSERT INTO new_rows VALUES ('contract/c1', CAST('{}' AS BLOB))", "storage"),
        ("UPDATE meta SET value = '9' WHERE key = 'rows_version'", "projection"),
        ("UPDATE meta SET value = '1 ' WHERE key = 'rows_version'", "storage"),
        ("DELETE FROM meta WHERE key = 'rows_version'", "storage"),
        ("UPDATE meta SET value = '1' WHERE key = 'schema_version'", "storage"),
        ("UPDATE meta SET value = 'none' WHERE key = 'store_id'", "storage"),
        ("INSERT INTO meta VALUES ('other', '')", "storage"),
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

    @Test func `a row that nothing reads goes when the rows are made anew`() throws {
        let folder = try Folder.withTariff()
        try Self.execute(
            "UPDATE streams SET head = CAST('{}' AS BLOB) WHERE name LIKE 'tariff/%'", in: folder.ledger + "/ledger.db")
        #expect(try folder.run("rebuild").status == 0)
        #expect(try folder.run("verify").status == 0)
    }

    @Test func `what is missing hides nothing else that is wrong`() throws {
        let folder = try Folder.withTariff()
        try folder.run("record", try folder.file("commands", WorkedTenancy.commands))
        let path = folder.ledger + "/ledger.db"
        for sql in [
            "DELETE FROM events WHERE position IN (4, 5, 90)",
            "UPDATE events SET leaf_hash = zeroblob(32) WHERE position = 50",
            "DELETE FROM idempotency WHERE key = (SELECT max(key) FROM idempotency)",
            "UPDATE streams SET head = CAST('{}' AS BLOB) WHERE name LIKE 'contract/%'",
            "INSERT INTO new_rows VALUES ('contract/c1', CAST('{}' AS BLOB))",
        ] { try Self.execute(sql, in: path) }
        let verdict = try folder.run("verify", "--json")
        #expect(verdict.status == 1)
        let report = try #require(
            try JSONSerialization.jsonObject(with: Data(verdict.output.utf8)) as? [String: Any])
        let findings = try #require(report["findings"] as? [[String: Any]])
        func has(_ kind: String, _ position: Int?, _ text: String) -> Bool {
            findings.contains {
                $0["class"] as? String == kind && $0["position"] as? Int == position
                    && ($0["text"] as? String ?? "").contains(text)
            }
        }
        #expect(has("storage", 4, "the events through position 5 cannot be read"))
        #expect(has("storage", 90, "the event cannot be read"))
        #expect(has("tree", 50, "the stored hash of level 0"))
        #expect(findings.contains { $0["class"] as? String == "idempotency" && $0["position"] is Int })
        #expect(has("idempotency", nil, "keys are remembered"))
        #expect(findings.contains { ($0["text"] as? String ?? "").contains("is not the fold of its events") })
        #expect(has("storage", nil, "new read rows are left"))
    }

    @Test(arguments: ["edit", "swap", "insert", "remove"])
    func `a history rewritten by root is consistent by itself, and the checkpoint outside refuses it`(
        _ forgery: String
    ) throws {
        let folder = try Folder.withTariff()
        let watch = folder.path + "/watch"
        try folder.run("record", try folder.file("commands", WorkedTenancy.commands))
        let key = try folder.file("log.key", try folder.run("key").output)
        #expect(
            try folder.run("witness", "init", "--state", watch, "--name", "auditor.example/w1", "--log-key", key)
                .status == 0)
        let note = try folder.run("checkpoint").output
        #expect(try folder.run("witness", "cosign", try folder.file("note", note), "--state", watch).status == 0)

        let script = try folder.file(
            "forge", "exec python3 \(Repository.forgeLog) \(folder.ledger)/ledger.db \(forgery)\n")
        #expect(try Program.startScript(script, [], in: folder).end().status == 0)
        let verdict = try folder.run("verify", "--json")
        let report = try #require(
            try JSONSerialization.jsonObject(with: Data(verdict.output.utf8)) as? [String: Any])
        let classes = try #require(report["findings"] as? [[String: Any]]).compactMap { $0["class"] as? String }
        // Nothing in the database gives it away; what was signed does.
        #expect(Set(classes) == ["checkpoint"], "\(verdict.output)")
        #expect(try folder.run("record", "/dev/null").status == 3)

        // The owner of the key signs his forgery: whoever kept a checkpoint elsewhere is not taken in.
        let secret = try String(contentsOfFile: folder.ledger + "/signing-key", encoding: .utf8)
        let signer = try #require(NoteSigner(String(secret.dropLast())))
        let root = try #require((report["root"] as? String).flatMap { Digest(hex: $0) })
        let size = try #require(report["events"] as? Int)
        let forged = try #require(Checkpoint(origin: signer.verifier.name, size: Int64(size), root: root))
        try Data(forged.signed(by: signer).bytes).write(to: URL(fileURLWithPath: folder.ledger + "/checkpoint"))
        #expect(try folder.run("verify").status == 0)
        let seen = try #require(SignedNote(Array(note.utf8)).flatMap { Checkpoint(text: $0.text) })
        let proof = try folder.run("proof", "consistency", "\(min(seen.size, forged.size))").output
        let offered = try folder.file("offered", try folder.run("checkpoint").output)
        let refused = try folder.run(
            "witness", "cosign", offered, "--proof", try folder.file("proof", proof), "--state", watch)
        #expect(refused.status == 1 && refused.output.isEmpty, "\(refused.errors)")
    }

    /// Changes the database behind the product's back, its triggers removed.
    static func execute(_ sql: String, in path: String) throws {
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
