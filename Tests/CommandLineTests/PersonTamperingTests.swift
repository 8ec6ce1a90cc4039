import Foundation
import Testing

/// `verify` compares what is kept about persons with what the log commits to, with the keys and without.
@Suite struct PersonTamperingTests {
    /// What is done to the records, and whether it takes the keys to see it.
    static let damages: [(sql: String, needsKeys: Bool)] = [
        ("UPDATE records SET commitment = zeroblob(32) WHERE section = 'bank'", false),
        ("DELETE FROM records WHERE section = 'bank'", false), ("DELETE FROM records", false),
        ("UPDATE records SET sealed = zeroblob(length(sealed)) WHERE section = 'bank'", true),
        ("UPDATE records SET person = 'nobody' WHERE section = 'bank'", false),
        ("UPDATE records SET number_hash = NULL WHERE section = 'ine'", true),
        ("UPDATE records SET number_hash = zeroblob(32) WHERE section = 'ine'", true),
        ("UPDATE records SET number_hash = zeroblob(32) WHERE section = 'bank'", true),
        (
            """
            INSERT INTO records (person, section, nonce, sealed, commitment, pending)
            SELECT person, section, zeroblob(12), sealed, zeroblob(32), 0 FROM records WHERE section = 'bank'
            """, false
        ),
        (
            """
            INSERT INTO records (person, section, nonce, sealed, commitment, pending)
            SELECT person, section, nonce, sealed, commitment, pending FROM records WHERE section = 'bank'
            """, false
        ),
        ("PRAGMA ignore_check_constraints = ON; UPDATE records SET pending = 2 WHERE section = 'bank'", false),
    ]

    private static func ledger() throws -> Folder {
        let folder = try Folder.withTariff()
        let marie = """
            {"identity":{"family_name":"Durand","given_names":"Marie","born_on":"2006-03-14"},
             "ine":{"ine":"1234567890A"},
             "bank":{"holder":"Marie Durand","iban":"FR7630006000011234567890189"}}
            """
        #expect(try folder.run("person", "add", try folder.file("marie.json", marie)).status == 0)
        return folder
    }

    @Test(arguments: damages.indices) func `a record that was changed is found`(index: Int) throws {
        let (sql, needsKeys) = Self.damages[index]
        let folder = try Self.ledger()
        #expect(try folder.run("verify").status == 0)
        try TamperingTests.execute(sql, in: folder.ledger + "/persons.sqlite")
        let verdict = try folder.run("verify")
        #expect(verdict.status == 1 && verdict.output.contains("\nperson "), "\(sql): \(verdict.output)")
        try FileManager.default.removeItem(atPath: folder.ledger + "/person-keys")
        #expect(try folder.run("verify").status == (needsKeys ? 0 : 1), "\(sql)")
    }

    @Test func `an index that misses a record is found`() throws {
        let folder = try Self.ledger()
        try TamperingTests.execute(
            """
            PRAGMA writable_schema = ON;
            UPDATE sqlite_schema SET sql = 'CREATE INDEX records_of_number ON records (person)'
            WHERE name = 'records_of_number'
            """, in: folder.ledger + "/persons.sqlite")
        let verdict = try folder.run("verify")
        #expect(verdict.status == 1 && verdict.output.contains("persons.sqlite: "), "\(verdict.output)")
    }

    @Test(arguments: ["persons.sqlite", "person-keys"])
    func `a write that a killed process left is unfinished, and no finding`(file: String) throws {
        let folder = try Self.ledger()
        // SQLite takes any journal that nobody holds for one to be rolled back.
        try Data(repeating: 1, count: 512).write(to: URL(fileURLWithPath: folder.ledger + "/\(file)-journal"))
        let verdict = try folder.run("verify")
        #expect(verdict.status == 0 && verdict.output.contains("Unfinished"), "\(verdict.output)")
        #expect(try folder.run("verify", "--json").output.contains(#""unfinished":["the person store"#))
        try Self.write(folder)
        let after = try folder.run("verify")
        #expect(after.status == 0 && !after.output.contains("Unfinished"), "\(after.output)")
    }

    @Test func `an erasure that a killed process left is unfinished, and no finding`() throws {
        let folder = try Self.ledger()
        try TamperingTests.execute(
            "INSERT INTO erased SELECT person, 1 FROM keys; DELETE FROM keys", in: folder.ledger + "/person-keys")
        let verdict = try folder.run("verify")
        #expect(verdict.status == 0 && verdict.output.contains("the erasure of person"), "\(verdict.output)")
        try Self.write(folder)
        #expect(try folder.run("events").output.contains(#""event":"person-erased""#))
        let after = try folder.run("verify")
        #expect(after.status == 0 && !after.output.contains("Unfinished"), "\(after.output)")
    }

    /// A command that writes, and says nothing about persons.
    private static func write(_ folder: Folder) throws {
        let command = #"{"command":"open-contract","key":"c","contract":"c1","on":"2026-09-01"}"#
        #expect(try folder.run("record", try folder.file("command", command + "\n")).status == 0)
    }

    @Test func `a person store that is gone is found`() throws {
        let folder = try Self.ledger()
        try FileManager.default.removeItem(atPath: folder.ledger + "/persons.sqlite")
        let verdict = try folder.run("verify")
        #expect(verdict.status == 1 && verdict.output.contains("the person store is missing"))
    }
}
