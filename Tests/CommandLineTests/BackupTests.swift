import Foundation
import Testing

@Suite struct BackupTests {
    private static func files(_ folder: String) throws -> Set<String> {
        Set(try FileManager.default.contentsOfDirectory(atPath: folder))
    }

    /// A ledger with a tenancy and its tenant.
    private static func housed() throws -> (folder: Folder, person: String) {
        let folder = try Folder.withTariff()
        try folder.run("record", try folder.file("commands", WorkedTenancy.commands))
        let marie = #"{"identity":{"family_name":"Durand","given_names":"Marie","born_on":"2006-03-14"}}"#
        let added = try folder.run("person", "add", try folder.file("marie.json", marie), "--key", "k1")
        #expect(added.status == 0)
        return (folder, added.output.trimmingCharacters(in: .newlines))
    }

    @Test func `a copy holds everything but the secrets, and is sound`() throws {
        let (folder, person) = try Self.housed()
        let copy = folder.path + "/copy"
        let made = try folder.run("backup", copy)
        #expect(made.status == 0, "\(made.errors)")
        #expect(
            try Self.files(copy) == ["ledger.db", "checkpoint", "verifier-key", "tokens.json", "persons.sqlite"])
        #expect(try folder.run("verify", "--data", copy).status == 0)
        for question in [["events"], ["statement", "c1", "--json", "--as-of", "2027-01-01"]] {
            #expect(try folder.run(question + ["--data", copy]).output == folder.run(question).output)
        }
        // Without the keys it shows nobody and signs nothing.
        #expect(try folder.run("person", "show", person, "--data", copy).status == 3)
        #expect(try folder.run("bill", "--through", "2026-09-30", "--data", copy).status == 3)
        #expect(try folder.run("backup", copy).status == 2)
    }

    @Test func `a copy that is put back goes on, with the secrets that were never in it`() throws {
        let (folder, person) = try Self.housed()
        let copy = folder.path + "/copy"
        #expect(try folder.run("backup", copy).status == 0)
        let before = try folder.run("person", "show", person).output
        for name in try Self.files(folder.ledger) where name.hasPrefix("ledger.db") || name == "persons.sqlite" {
            try FileManager.default.removeItem(atPath: folder.ledger + "/" + name)
        }
        for name in try Self.files(copy) where name != "tokens.json" {
            try? FileManager.default.removeItem(atPath: folder.ledger + "/" + name)
            try FileManager.default.copyItem(atPath: copy + "/" + name, toPath: folder.ledger + "/" + name)
        }
        #expect(try folder.run("bill", "--through", "2026-09-30").status == 0)
        #expect(try folder.run("verify").status == 0)
        #expect(try folder.run("person", "show", person).output == before)
    }
}
