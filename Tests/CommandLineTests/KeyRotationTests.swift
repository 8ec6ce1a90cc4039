import EventLog
import Foundation
import Testing

@Suite struct KeyRotationTests {
    private static func verifier(_ folder: Folder) throws -> NoteVerifier {
        try #require(NoteVerifier(String(try folder.run("key").output.dropLast())))
    }

    private static func checkpoint(_ folder: Folder) throws -> SignedNote {
        try #require(SignedNote(Array(try folder.run("checkpoint").output.utf8)))
    }

    private static func files(_ folder: Folder, _ names: [String]) throws -> [String: Data] {
        try names.reduce(into: [:]) { files, name in
            let path = URL(fileURLWithPath: folder.ledger + "/" + name)
            if FileManager.default.fileExists(atPath: path.path) { files[name] = try Data(contentsOf: path) }
        }
    }

    private static func put(_ files: [String: Data], into folder: Folder) throws {
        for (name, data) in files {
            let path = folder.ledger + "/" + name
            try data.write(to: URL(fileURLWithPath: path))
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        }
    }

    private static let keys = ["signing-key", "verifier-key", "checkpoint"]
    private static let database = ["ledger.db", "ledger.db-wal", "ledger.db-shm"]

    @Test func `a new key is in the log that the old one signed last`() throws {
        let folder = try Folder.withTariff()
        let old = try Self.verifier(folder)
        let before = try Self.files(folder, Self.keys)
        let rotated = try folder.run("key", "--rotate")
        #expect(rotated.status == 0)
        let new = try Self.verifier(folder)
        #expect(rotated.output == new.text + "\n")
        #expect(new.name == old.name && new.publicKey != old.publicKey)
        let note = try Self.checkpoint(folder)
        #expect(note.isSigned(by: old) && note.isSigned(by: new))
        let event = try #require(try folder.run("events").lines.last)
        let key = new.publicKey.withUnsafeBytes { Digest(bytes: $0) }
        #expect(event.contains(#""event":"signing-key-adopted""#) && event.contains(key.description))
        #expect(Checkpoint(text: note.text)?.size == Int64(try folder.run("events").lines.count))

        try folder.run("record", try folder.file("commands", WorkedTenancy.commands))
        let later = try Self.checkpoint(folder)
        #expect(later.isSigned(by: new) && !later.isSigned(by: old))
        #expect(try folder.run("verify").status == 0)
        let bundle = folder.path + "/bundle"
        #expect(try folder.run("audit-bundle", "--contract", "c1", "--out", bundle).status == 0)
        #expect(try folder.run("verify-bundle", bundle, "--key", new.text).status == 0)
        #expect(try folder.run("verify-bundle", bundle, "--key", old.text).status == 1)

        // Somebody puts the old key and its checkpoint back.
        try Self.put(before, into: folder)
        let verdict = try folder.run("verify")
        #expect(verdict.status == 1 && verdict.output.contains("not signed by the key that the log names"))
    }

    @Test func `a rotation that died before the files were exchanged is done again`() throws {
        let folder = try Folder.withTariff()
        let before = try Self.files(folder, Self.keys)
        try folder.run("key", "--rotate")
        try Self.put(before, into: folder)
        #expect(try folder.run("record", "/dev/null").status == 0)
        #expect(try folder.run("key", "--rotate").status == 0)
        #expect(try folder.run("verify").status == 0)
        // The verifier key is the last file that is written.
        try Self.put(before.filter { $0.key == "verifier-key" }, into: folder)
        #expect(try folder.run("record", "/dev/null").status == 0)
        #expect(try folder.run("verify").status == 0)
    }

    @Test func `a log that lost its end goes on as another one that names what was lost`() throws {
        let folder = try Folder.withTariff()
        let early = try Self.files(folder, Self.database)
        let kept = try folder.run("events").lines.count
        let old = try Self.verifier(folder)
        #expect(try folder.run("restore", "--accept-loss").status == 1)
        try folder.run("record", try folder.file("commands", WorkedTenancy.commands))
        let signed = try #require(Checkpoint(text: try Self.checkpoint(folder).text)).size
        for name in Self.database { try? FileManager.default.removeItem(atPath: folder.ledger + "/" + name) }
        try Self.put(early, into: folder)
        #expect(try folder.run("record", "/dev/null").status == 3)
        #expect(try folder.run("restore").status == 2)

        let restored = try folder.run("restore", "--accept-loss")
        #expect(restored.status == 0)
        #expect(restored.output.contains("positions \(kept + 1) through \(signed)"))
        let new = try Self.verifier(folder)
        #expect(new.name == old.name + "/2")
        let event = try #require(try folder.run("events", "--after", "\(kept)").lines.first)
        #expect(event.contains(#""lost_from":\#(kept + 1),"lost_through":\#(signed),"origin":"\#(new.name)""#))
        let lost = try Self.files(folder, ["checkpoint.lost"])["checkpoint.lost"].flatMap { SignedNote(Array($0)) }
        #expect(lost?.isSigned(by: old) == true)
        #expect(try folder.run("record", try folder.file("again", WorkedTenancy.commands)).status == 0)
        #expect(try folder.run("verify").status == 0)
        #expect(try Self.checkpoint(folder).isSigned(by: new))
        // A second loss leaves the evidence of the first.
        for name in Self.database { try? FileManager.default.removeItem(atPath: folder.ledger + "/" + name) }
        try Self.put(early, into: folder)
        #expect(try folder.run("restore", "--accept-loss").status == 0)
        let notes = try Self.files(folder, ["checkpoint.lost", "checkpoint.lost.2"]).mapValues { SignedNote(Array($0)) }
        #expect(notes["checkpoint.lost"]??.isSigned(by: old) == true)
        #expect(notes["checkpoint.lost.2"]??.isSigned(by: new) == true)
    }

    @Test func `a damaged checkpoint is given up only when somebody says so`() throws {
        let folder = try Folder.withTariff()
        let kept = try folder.run("events").lines.count
        try "damaged".write(toFile: folder.ledger + "/checkpoint", atomically: true, encoding: .utf8)
        #expect(try folder.run("record", "/dev/null").errors.contains("restore --accept-loss"))
        let restored = try folder.run("restore", "--accept-loss")
        #expect(restored.status == 0 && restored.output.contains("positions \(kept + 1) on."))
        #expect(try folder.run("verify").status == 0)
        #expect(try folder.run("restore", "--accept-loss").status == 1)
    }
}
