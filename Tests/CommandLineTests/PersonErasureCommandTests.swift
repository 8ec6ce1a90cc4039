import Foundation
import Testing

/// A person is erased from a ledger of real files, and every proof still holds.
@Suite struct PersonErasureCommandTests {
    private static let marie = """
        {"identity":{"family_name":"Durand","given_names":"Marie","born_on":"2006-03-14"},
         "ine":{"ine":"1234567890A"},"bank":{"holder":"Marie Durand","iban":"FR7630006000011234567890189"}}
        """
    private static let secrets = ["Durand", "2006-03-14", "1234567890A", "FR7630006000011234567890189"]

    /// A ledger that keeps nobody longer than needed, with a contract whose payment went back, and its holder.
    private static func ledger() throws -> (folder: Folder, person: String) {
        let folder = try Folder.withTariff()
        let commands = """
            {"command":"adopt-policy","key":"p","on":"2026-09-01","policy":"person_retention","value":0,"from_on":"2026-09-01"}
            {"command":"open-contract","key":"c","contract":"c1","on":"2026-09-01"}
            {"command":"receive-payment","key":"m","contract":"c1","on":"2026-09-02","amount_cents":12300}

            """
        try folder.run("record", try folder.file("commands", commands))
        let receipt = try folder.run("events").lines.count
        let back = """
            {"command":"return-payment","key":"r","contract":"c1","on":"2026-09-03","receipt":\(receipt),\
            "amount_cents":12300,"reason":"recorded_in_error"}

            """
        let person = try folder.run("person", "add", try folder.file("marie.json", marie)).output
            .trimmingCharacters(in: .newlines)
        #expect(try folder.run("person", "link", "--contract", "c1", person).status == 0)
        let early = try folder.run("erase-person", person)
        #expect(early.status == 1 && early.errors.contains("PERSON_HAS_OPEN_ACCOUNT (R-039)"))
        #expect(try folder.run("record", try folder.file("back", back)).status == 0)
        return (folder, person)
    }

    private static func holdsSecrets(_ folder: Folder) throws -> Bool {
        try FileManager.default.contentsOfDirectory(atPath: folder.ledger).contains { name in
            let content = try Data(contentsOf: URL(fileURLWithPath: folder.ledger + "/" + name))
            return secrets.contains { content.range(of: Data($0.utf8)) != nil }
        }
    }

    private static func copies(of names: [String], _ folder: Folder) throws -> [String: Data] {
        try names.reduce(into: [:]) { copies, name in
            copies[name] = try Data(contentsOf: URL(fileURLWithPath: folder.ledger + "/" + name))
        }
    }

    private static func putBack(_ copies: [String: Data], _ folder: Folder) throws {
        for (name, content) in copies {
            let path = folder.ledger + "/" + name
            try content.write(to: URL(fileURLWithPath: path))
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        }
    }

    private static func verify(_ folder: Folder, _ bundle: String) throws {
        let key = try folder.run("key").output.trimmingCharacters(in: .newlines)
        #expect(try folder.run("verify-bundle", bundle, "--key", key).status == 0)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", Repository.verifyBundle, bundle, "--key", key]
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }

    @Test func `every proof still verifies after an erasure`() throws {
        let (folder, person) = try Self.ledger()
        let before = folder.path + "/before"
        #expect(try folder.run("audit-bundle", "--contract", "c1", "--out", before).status == 0)
        try Self.verify(folder, before)
        let erased = try folder.run("erase-person", person)
        #expect(erased.status == 0 && erased.output.contains("Erased person \(person)"))
        let after = folder.path + "/after"
        #expect(try folder.run("audit-bundle", "--contract", "c1", "--out", after).status == 0)
        for bundle in [before, after] { try Self.verify(folder, bundle) }
        #expect(try folder.run("verify").status == 0)
        #expect(try !Self.holdsSecrets(folder))
        for arguments in [["person", "show"], ["export-person"], ["erase-person"]] {
            let outcome = try folder.run(arguments + [person])
            #expect(outcome.status == 2 && outcome.errors.contains("was erased"), "\(arguments)")
        }
        let document = ["receipts", "--contract", "c1", "--document", "account"]
        let named = try folder.run(document + ["--with-names"])
        #expect(try named.status == 0 && named.output == folder.run(document).output)
        #expect(try folder.run("person", "link", "--contract", "c1", person).errors.contains("PERSON_ERASED"))
    }

    @Test func `the key of somebody who was erased is found`() throws {
        let (folder, person) = try Self.ledger()
        #expect(try folder.run("erase-person", person).status == 0)
        #expect(try folder.run("verify").status == 0)
        try TamperingTests.execute(
            "INSERT INTO keys VALUES ('\(person)', zeroblob(32), zeroblob(32))", in: folder.ledger + "/person-keys")
        let verdict = try folder.run("verify")
        #expect(verdict.status == 1 && verdict.output.contains("the key of person \(person), who was erased"))
    }

    @Test func `yesterday's files do not bring the person back`() throws {
        let (folder, person) = try Self.ledger()
        let yesterday = try Self.copies(of: ["ledger.db", "persons.sqlite"], folder)
        #expect(try folder.run("erase-person", person).status == 0)
        try Self.putBack(yesterday, folder)
        #expect(try folder.run("person", "show", person).errors.contains("was erased"))
        // The log was put back too, which only goes on when somebody says so.
        let number = try folder.file("ine.json", #"{"ine":"1234567890A"}"#)
        let refused = try folder.run("person", "change", person, "ine", number)
        #expect(refused.status == 3 && refused.errors.contains("restore --accept-loss"))
        #expect(try folder.run("restore", "--accept-loss").status == 0)
        #expect(try folder.run("person", "change", person, "ine", number).errors.contains("was erased"))
        #expect(try folder.run("person", "find", number).status == 2)
        let events = try folder.run("events").lines
        #expect(events.last?.contains(#""event":"person-erased""#) == true)
        #expect(try folder.run("verify").status == 0)
        #expect(try !Self.holdsSecrets(folder))
    }

    @Test func `after a backup was put back, the first command of any kind applies the list of the erased`() throws {
        let (folder, person) = try Self.ledger()
        let number = try folder.file("ine.json", #"{"ine":"1234567890A"}"#)
        #expect(try folder.run("person", "find", number).output == person + "\n")
        let yesterday = try Self.copies(of: ["ledger.db", "persons.sqlite", "checkpoint"], folder)
        #expect(try folder.run("erase-person", person).status == 0)
        try Self.putBack(yesterday, folder)
        let found = try folder.run("person", "find", number)
        #expect(found.status == 2 && !found.output.contains(person))
        #expect(try !folder.run("events").output.contains(#""event":"person-erased""#))
        let payment = #"{"command":"receive-payment","key":"n","contract":"c1","on":"2026-09-04","amount_cents":5}"#
        #expect(try folder.run("record", try folder.file("more", payment + "\n")).status == 0)
        #expect(try folder.run("events").output.contains(#""event":"person-erased""#))
    }

    @Test func `yesterday's persons and keys do not bring the person back`() throws {
        let (folder, person) = try Self.ledger()
        let yesterday = try Self.copies(of: ["persons.sqlite", "person-keys"], folder)
        #expect(try folder.run("erase-person", person).status == 0)
        try Self.putBack(yesterday, folder)
        let verdict = try folder.run("verify")
        #expect(verdict.status == 1 && verdict.output.contains("the key of person \(person), who was erased"))
        #expect(try folder.run("erase-person", person).errors.contains("was erased"))
        let sound = try folder.run("verify")
        #expect(sound.status == 0, "\(sound.output)")
        let marie = try folder.file("marie.json", Self.marie)
        #expect(try folder.run("person", "add", marie, "--key", "anew").status == 0)
    }

    @Test func `a registration that the log lost is forgotten, and is made again under its key`() throws {
        let folder = try Folder.withTariff()
        let marie = try folder.file("marie.json", Self.marie)
        let yesterday = try Self.copies(of: ["ledger.db"], folder)
        let lost = try folder.run("person", "add", marie, "--key", "k1")
        #expect(lost.status == 0)
        try Self.putBack(yesterday, folder)
        let forgotten = try folder.run("verify")
        #expect(forgotten.output.contains("of whom the log knows nothing"))
        #expect(try folder.run("restore", "--accept-loss").status == 0)
        #expect(try folder.run("record", "/dev/null").status == 0)
        #expect(try folder.run("verify").status == 0)
        let again = try folder.run("person", "add", marie, "--key", "k1")
        #expect(again.status == 0 && again.output != lost.output)
        #expect(try folder.run("person", "add", marie, "--key", "k1").output == again.output)
        let verdict = try folder.run("verify")
        #expect(verdict.status == 0, "\(verdict.output)")
        #expect(try folder.run("person", "show", lost.output.trimmingCharacters(in: .newlines)).status == 2)
    }

    @Test func `a person gets everything that is held, and who read it`() throws {
        let (folder, person) = try Self.ledger()
        try folder.run("person", "show", person, "--section", "bank", "--actor", "curious")
        let export = try folder.run("export-person", person)
        #expect(export.status == 0)
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(export.output.utf8)) as? [String: Any])
        let sections = try #require(object["sections"] as? [String: [String: Any]])
        #expect(sections.keys.sorted() == ["bank", "identity", "ine"])
        #expect((sections["bank"]?["value"] as? [String: String])?["iban"] == "FR7630006000011234567890189")
        #expect((sections["bank"]?["salt"] as? String)?.count == 64)
        let contracts = try #require(object["contracts"] as? [[String: Any]])
        let receipts = (contracts.first?["account"] as? [String: Any])?["receipts"] as? [[String: Any]]
        #expect(receipts?.first?["amount_cents"] as? Int == 12_300)
        #expect((contracts.first?["events"] as? [Any])?.count == 3)
        let accesses = try #require(object["accesses"] as? [[String: String]])
        #expect(accesses.map { $0["what"] } == ["show:bank", "export"])
        #expect(accesses.map { $0["actor"] } == ["curious", "cli"])
    }
}
