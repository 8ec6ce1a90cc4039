import EventLog
import Foundation
import Testing

/// The last checkpoint lies beside the database: a log that was cut or exchanged takes no command any more.
@Suite struct CheckpointTests {
    /// Commands that would write, and must not.
    private static let writing = [
        ["bill", "--through", "2026-12-31"], ["close", "--month", "2026-09"], ["publish-tariff", Repository.tariff],
        ["serve", "--port", "0"], ["record", "/dev/null"],
    ]

    private static func verifier(_ folder: Folder) throws -> NoteVerifier {
        let key = try folder.run("key")
        #expect(key.status == 0)
        return try #require(NoteVerifier(String(key.output.dropLast())))
    }

    /// The files of the database, as they stand.
    private static func database(_ folder: Folder) throws -> [String: Data] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.ledger)
        return try names.filter { $0.hasPrefix("ledger.db") }.reduce(into: [:]) { files, name in
            files[name] = try Data(contentsOf: URL(fileURLWithPath: folder.ledger + "/" + name))
        }
    }

    private static func put(_ database: [String: Data], into folder: Folder) throws {
        for name in try Self.database(folder).keys {
            try FileManager.default.removeItem(atPath: folder.ledger + "/" + name)
        }
        for (name, data) in database { try data.write(to: URL(fileURLWithPath: folder.ledger + "/" + name)) }
    }

    private static func expectRefusal(_ folder: Folder, saying words: String) throws {
        let log = try folder.run("events").output
        for arguments in writing {
            let outcome = try folder.run(arguments)
            #expect(outcome.status == 3, "\(arguments)")
            #expect(outcome.errors.contains(words), "\(arguments): \(outcome.errors)")
        }
        #expect(try folder.run("events").output == log)
    }

    @Test func `a new ledger has a key that nobody else reads, and a signed checkpoint`() throws {
        let folder = try Folder()
        let made = try folder.run("init", "--crous", "normandie")
        let verifier = try Self.verifier(folder)
        #expect(made.output.contains(verifier.text))
        #expect(verifier.name.hasPrefix("quittance/normandie/"))
        for name in ["signing-key", "verifier-key", "checkpoint"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: folder.ledger + "/" + name)
            #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
        }
        let secret = try String(contentsOfFile: folder.ledger + "/signing-key", encoding: .utf8)
        #expect(secret.hasPrefix("PRIVATE+KEY+"))
        #expect(!made.output.contains(secret.dropLast()) && !made.output.contains("PRIVATE"))
        let printed = try folder.run("checkpoint")
        #expect(printed.status == 0)
        let note = try #require(SignedNote(Array(printed.output.utf8)))
        #expect(note.isSigned(by: verifier))
        let events = try folder.run("events").lines.count
        #expect(Checkpoint(text: note.text)?.size == Int64(events))
    }

    @Test func `what a command recorded is signed when the command ends`() throws {
        let folder = try Folder.withTariff()
        try folder.run("record", try folder.file("commands", WorkedTenancy.commands))
        let note = try #require(SignedNote(Array(try folder.run("checkpoint").output.utf8)))
        #expect(Checkpoint(text: note.text)?.size == Int64(try folder.run("events").lines.count))
    }

    @Test func `a log that lost its end takes nothing more`() throws {
        let folder = try Folder.withTariff()
        let early = try Self.database(folder)
        try folder.run("record", try folder.file("commands", WorkedTenancy.commands))
        try Self.put(early, into: folder)
        try Self.expectRefusal(folder, saying: "its end is missing")
        let verdict = try folder.run("verify")
        #expect(verdict.status == 1)
        #expect(verdict.output.contains("\ncheckpoint "))
        #expect(try folder.run("checkpoint").status == 3)
    }

    @Test func `a log that was exchanged takes nothing more`() throws {
        let folder = try Folder.withTariff()
        let other = try Folder.withTariff()
        try other.run("record", try other.file("commands", WorkedTenancy.commands))
        try Self.put(try Self.database(other), into: folder)
        try Self.expectRefusal(folder, saying: "the log was rewritten")
        #expect(try folder.run("verify").output.contains("\ncheckpoint "))
    }

    @Test func `a checkpoint that is behind, as a crash leaves it, does no harm`() throws {
        let folder = try Folder.withTariff()
        let path = folder.ledger + "/checkpoint"
        let early = try Data(contentsOf: URL(fileURLWithPath: path))
        try folder.run("record", try folder.file("commands", WorkedTenancy.commands))
        let late = try Data(contentsOf: URL(fileURLWithPath: path))
        try early.write(to: URL(fileURLWithPath: path))
        #expect(try folder.run("verify").status == 0)
        #expect(try folder.run("record", "/dev/null").status == 0)
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == late)
    }

    @Test func `a damaged or missing checkpoint is an end of writing, not of reading`() throws {
        let folder = try Folder.withTariff()
        let path = folder.ledger + "/checkpoint"
        var bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
        bytes[bytes.count / 2] ^= 1
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        try Self.expectRefusal(folder, saying: "the last checkpoint is damaged")
        #expect(try folder.run("verify").output.contains("\ncheckpoint "))
        try FileManager.default.removeItem(atPath: path)
        try Self.expectRefusal(folder, saying: "the last checkpoint is missing")
        #expect(try folder.run("trial-balance").status == 0)
    }

    /// Removes files of a ledger.
    private static func remove(_ names: [String], from folder: Folder) throws {
        for name in names { try FileManager.default.removeItem(atPath: folder.ledger + "/" + name) }
    }

    @Test func `a log that names its key cannot lose the files that show a cut`() throws {
        let folder = try Folder.withTariff()
        let early = try Self.database(folder)
        try folder.run("record", try folder.file("commands", WorkedTenancy.commands))
        try Self.put(early, into: folder)
        try Self.remove(["signing-key", "verifier-key", "checkpoint"], from: folder)
        let verdict = try folder.run("verify")
        #expect(verdict.status == 1 && verdict.output.contains("\ncheckpoint "), "\(verdict.output)")
        try Self.expectRefusal(folder, saying: "restore --accept-loss")
        #expect(try !folder.run("record", "/dev/null").errors.contains("earlier version"))
        let made = try folder.run("key", "--make")
        #expect(made.status == 3 && made.errors.contains("restore --accept-loss"))
        #expect(try folder.run("restore", "--accept-loss").status == 0)
        #expect(try folder.run("key").output.contains("/2+"))
        #expect(try folder.run("record", "/dev/null").status == 0)
        #expect(try folder.run("verify").status == 0)
    }

    @Test(arguments: [
        ["checkpoint"], ["verifier-key"], ["checkpoint", "verifier-key"], ["signing-key", "checkpoint"],
    ])
    func `each file that is missing is a finding`(_ names: [String]) throws {
        let folder = try Folder.withTariff()
        try Self.remove(names, from: folder)
        let verdict = try folder.run("verify")
        #expect(verdict.status == 1 && verdict.output.contains("\ncheckpoint "), "\(names): \(verdict.output)")
        #expect(try folder.run("record", "/dev/null").status == (names == ["verifier-key"] ? 0 : 3))
        if names.contains("signing-key") { #expect(try folder.run("key", "--make").status == 3) }
        // The signing key makes its verifier key again.
        if names == ["verifier-key"] { #expect(try folder.run("verify").status == 0) }
    }

    @Test func `no byte of the checkpoint or of the verifier key can be changed`() throws {
        let folder = try Folder()
        #expect(try folder.run("init", "--crous", "normandie").status == 0)
        for name in ["checkpoint", "verifier-key"] {
            let path = URL(fileURLWithPath: folder.ledger + "/" + name)
            let sound = try Data(contentsOf: path)
            for place in sound.indices {
                var changed = sound
                changed[place] ^= 1 << UInt8(place % 8)
                try changed.write(to: path)
                let verdict = try folder.run("verify")
                #expect(verdict.status == 1 && verdict.output.contains("\ncheckpoint "), "\(name), byte \(place)")
            }
            try sound.write(to: path)
        }
        #expect(try folder.run("verify").status == 0)
    }

    @Test func `a ledger of an earlier version is told how to get its key`() throws {
        let folder = try FirstReleaseTests.ledger()
        try Self.remove(["signing-key", "verifier-key", "checkpoint"], from: folder)
        try Self.expectRefusal(folder, saying: "quittance key --make")
        #expect(try folder.run("checkpoint").errors.contains("quittance key --make"))
        #expect(try folder.run("verify").status == 0)
        let made = try folder.run("key", "--make")
        #expect(made.status == 0)
        #expect(try folder.run("key").output == made.output)
        #expect(try folder.run("checkpoint").status == 0)
        #expect(try folder.run("record", "/dev/null").status == 0)
        #expect(try folder.run("key", "--make").status == 1)
    }

    @Test func `a lost key is replaced only while the log continues what it signed`() throws {
        let folder = try Folder.withTariff()
        let early = try Self.database(folder)
        try folder.run("record", try folder.file("commands", WorkedTenancy.commands))
        try FileManager.default.removeItem(atPath: folder.ledger + "/signing-key")
        let late = try Self.database(folder)
        try Self.put(early, into: folder)
        #expect(try folder.run("key", "--make").status == 3)
        try Self.put(late, into: folder)
        #expect(try folder.run("key", "--make").status == 0)
        #expect(try folder.run("record", "/dev/null").status == 0)
    }

    @Test func `a key that others may read is refused`() throws {
        let folder = try Folder.withTariff()
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o644], ofItemAtPath: folder.ledger + "/signing-key")
        try Self.expectRefusal(folder, saying: "chmod 600")
    }
}
