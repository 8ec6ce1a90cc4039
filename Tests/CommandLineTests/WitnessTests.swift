import EventLog
import Foundation
import Testing

@Suite struct WitnessTests {
    /// A ledger, and somebody elsewhere who watches it.
    private static func watched() throws -> (ledger: Folder, watch: String, verifier: NoteVerifier) {
        let ledger = try Folder.withTariff()
        let watch = ledger.path + "/watch"
        let key = try ledger.file("log.key", try ledger.run("key").output)
        let made = try ledger.run("witness", "init", "--state", watch, "--name", "auditor.example/w1", "--log-key", key)
        #expect(made.status == 0)
        return (ledger, watch, try #require(NoteVerifier(String(made.output.dropLast()))))
    }

    private static func cosign(_ folder: Folder, _ watch: String, _ note: String, proof: String? = nil) throws
        -> Program.Outcome
    {
        var arguments = ["witness", "cosign", try folder.file("offered", note), "--state", watch]
        if let proof { arguments += ["--proof", try folder.file("proof", proof)] }
        return try folder.run(arguments)
    }

    @Test func `a log that grows is cosigned, once it proves that it continues what was seen`() throws {
        let (folder, watch, verifier) = try Self.watched()
        let early = try folder.run("checkpoint").output
        let first = try Self.cosign(folder, watch, early)
        #expect(first.status == 0)
        let cosigned = try #require(SignedNote(Array(first.output.utf8)))
        #expect(cosigned.isSigned(by: verifier))
        #expect(first.output.hasPrefix(early))
        let size = try #require(Checkpoint(text: cosigned.text)).size

        try folder.run("record", try folder.file("commands", WorkedTenancy.commands))
        let late = try folder.run("checkpoint").output
        let bare = try Self.cosign(folder, watch, late)
        #expect(bare.status == 1 && bare.errors.contains("quittance proof consistency \(size)"))
        let proof = try folder.run("proof", "consistency", "\(size)").output
        #expect(try Self.cosign(folder, watch, late, proof: proof).status == 0)
        // Again, and an older one.
        #expect(try Self.cosign(folder, watch, late).status == 0)
        #expect(try Self.cosign(folder, watch, early).status == 1)
    }

    @Test func `a witness follows the log through an exchange of its key, and keeps what it saw`() throws {
        let (folder, watch, _) = try Self.watched()
        let first = try folder.run("checkpoint").output
        #expect(try Self.cosign(folder, watch, first).status == 0)
        let size = try #require(SignedNote(Array(first.utf8)).flatMap { Checkpoint(text: $0.text) }).size
        #expect(try folder.run("key", "--rotate").status == 0)
        let both = try folder.file("both", try folder.run("checkpoint").output)
        try folder.run("record", try folder.file("commands", WorkedTenancy.commands))
        let late = try folder.run("checkpoint").output
        let proof = try folder.run("proof", "consistency", "\(size)").output
        let refused = try Self.cosign(folder, watch, late, proof: proof)
        #expect(refused.status == 1 && refused.errors.contains("quittance witness rekey"), "\(refused.errors)")

        let key = try folder.file("new.key", try folder.run("key").output)
        let rekey = ["witness", "rekey", "--state", watch, "--log-key", key, "--checkpoint"]
        #expect(try folder.run(rekey + [try folder.file("one", late)]).status == 1)
        #expect(try folder.run(rekey + [both]).status == 0)
        #expect(try Self.cosign(folder, watch, late, proof: proof).status == 0)
        #expect(try Self.cosign(folder, watch, first).status == 1)
        let (other, _, _) = try Self.watched()
        let foreign = try folder.file("foreign.key", try other.run("key").output)
        #expect(try folder.run("witness", "rekey", "--state", watch, "--log-key", foreign).status == 1)
    }

    @Test func `a witness that lost what it saw vouches for nothing`() throws {
        let (folder, watch, _) = try Self.watched()
        let note = try folder.run("checkpoint").output
        #expect(try Self.cosign(folder, watch, note).status == 0)
        try FileManager.default.removeItem(atPath: watch + "/seen")
        let refused = try Self.cosign(folder, watch, note)
        #expect(refused.status == 3 && refused.output.isEmpty && refused.errors.contains("put it back"))
        try Data().write(to: URL(fileURLWithPath: watch + "/seen"))
        let emptied = try Self.cosign(folder, watch, note)
        #expect(emptied.status == 3 && emptied.output.isEmpty && emptied.errors.contains("is damaged"))
        try FileManager.default.removeItem(atPath: watch + "/witness-key")
        let key = try folder.file("again.key", try folder.run("key").output)
        let made = try folder.run("witness", "init", "--state", watch, "--name", "auditor.example/w1", "--log-key", key)
        #expect(made.status == 1 && made.errors.contains("name another folder"))
    }

    @Test func `a witness killed while it cosigns forgets nothing that it vouched for`() throws {
        let (folder, watch, _) = try Self.watched()
        var offers: [(file: String, proof: String, size: Int64)] = []
        for round in 0..<4 {
            let payment =
                #"{"command":"receive-payment","key":"r\#(round)","contract":"x","on":"2026-09-02","amount_cents":5}"#
            try folder.run("record", try folder.file("commands", payment + "\n"))
            let note = try folder.run("checkpoint").output
            let size = try #require(SignedNote(Array(note.utf8)).flatMap { Checkpoint(text: $0.text) }).size
            let file = try folder.file("offer-\(round)", note)
            let proof = try offers.last.map { try folder.run("proof", "consistency", "\($0.size)", "\(size)").output }
            offers.append((file, try folder.file("proof-\(round)", proof ?? #"{"hashes":[]}"#), size))
        }
        func seen() throws -> Int64 {
            let content = try Data(contentsOf: URL(fileURLWithPath: watch + "/seen"))
            if content == Data("nothing seen yet\n".utf8) { return 0 }
            return try #require(SignedNote(Array(content)).flatMap { Checkpoint(text: $0.text) }).size
        }
        var vouched: Int64 = 0
        for offer in offers {
            for attempt in 0..<12 {
                let running = try Program.start(
                    ["witness", "cosign", offer.file, "--proof", offer.proof, "--state", watch], in: folder)
                usleep(UInt32(attempt) * 1_500)
                kill(running.process.processIdentifier, SIGKILL)
                // A cosignature that was printed is never ahead of what is remembered.
                if try !running.end().output.isEmpty { vouched = offer.size }
                #expect(try seen() >= vouched)
            }
            #expect(
                try folder.run("witness", "cosign", offer.file, "--proof", offer.proof, "--state", watch).status == 0)
            vouched = offer.size
            #expect(try seen() == vouched)
        }
    }

    @Test func `a served log is asked for its checkpoint and for the proof`() async throws {
        let (folder, watch, verifier) = try Self.watched()
        func cosign(_ server: Server, _ token: String) throws -> Program.Outcome {
            try folder.run("witness", "cosign", "--url", server.address, "--token-file", token, "--state", watch)
        }
        let token = folder.ledger + "/token"
        var server = try Server(folder)
        let wrong = try cosign(server, try folder.file("wrong", "not-a-token"))
        #expect(wrong.status == 3 && wrong.errors.contains("401"))
        let first = try cosign(server, token)
        #expect(first.status == 0, "\(first.errors)")
        let early = try #require(SignedNote(Array(first.output.utf8)))
        #expect(early.isSigned(by: verifier))
        server.running.process.terminate()
        #expect(try server.running.end().status == 0)
        #expect(try cosign(server, token).status == 3)

        let database = try Data(contentsOf: URL(fileURLWithPath: folder.ledger + "/ledger.db"))
        try folder.run("record", try folder.file("commands", WorkedTenancy.commands))
        server = try Server(folder)
        let second = try cosign(server, token)
        #expect(second.status == 0, "\(second.errors)")
        let late = try #require(SignedNote(Array(second.output.utf8)))
        #expect(
            try #require(Checkpoint(text: late.text)).size > (try #require(Checkpoint(text: early.text)).size))
        #expect(try cosign(server, token).status == 0)
        server.running.process.terminate()
        #expect(try server.running.end().status == 0)

        // Another history under the same key.
        for name in ["ledger.db-wal", "ledger.db-shm", "checkpoint"] {
            try? FileManager.default.removeItem(atPath: folder.ledger + "/" + name)
        }
        try database.write(to: URL(fileURLWithPath: folder.ledger + "/ledger.db"))
        let signer = try #require(
            NoteSigner(
                String(try String(contentsOfFile: folder.ledger + "/signing-key", encoding: .utf8).dropLast())))
        let empty = try #require(Checkpoint(origin: signer.verifier.name, size: 0, root: MerkleHash.emptyRoot))
        try Data(empty.signed(by: signer).bytes).write(to: URL(fileURLWithPath: folder.ledger + "/checkpoint"))
        let other =
            WorkedTenancy.commands.replacing("28867", with: "28868")
            + WorkedTenancy.commands.replacing(
                #""key":"k"#, with: #""key":"l"#
            ).replacing(#""contract":"c1""#, with: #""contract":"c2""#).replacing("L001", with: "L002")
        try folder.run("record", try folder.file("others", other))
        server = try Server(folder)
        let forked = try cosign(server, token)
        #expect(forked.status == 1 && forked.errors.contains("rewritten") && forked.output.isEmpty, "\(forked.errors)")
        server.running.process.terminate()
        #expect(try server.running.end().status == 0)
    }

    @Test func `a log that was rewritten is refused, also by a witness that was killed`() throws {
        let (folder, watch, _) = try Self.watched()
        #expect(try Self.cosign(folder, watch, try folder.run("checkpoint").output).status == 0)
        let seen = try #require(SignedNote(Array(try folder.run("checkpoint").output.utf8)))
        let size = try #require(Checkpoint(text: seen.text)).size
        // The same key signs another history: the folder's owner began again.
        for name in ["ledger.db", "ledger.db-wal", "ledger.db-shm"] {
            try? FileManager.default.removeItem(atPath: folder.ledger + "/" + name)
        }
        let keys = try ["signing-key", "verifier-key"].map {
            try Data(contentsOf: URL(fileURLWithPath: folder.ledger + "/" + $0))
        }
        #expect(try folder.run("init", "--crous", "normandie").status == 0)
        for (name, data) in zip(["signing-key", "verifier-key"], keys) {
            try data.write(to: URL(fileURLWithPath: folder.ledger + "/" + name))
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: folder.ledger + "/" + name)
        }
        let signer = try #require(NoteSigner(String(decoding: keys[0].dropLast(), as: UTF8.self)))
        let empty = try #require(Checkpoint(origin: signer.verifier.name, size: 0, root: MerkleHash.emptyRoot))
        try Data(empty.signed(by: signer).bytes).write(to: URL(fileURLWithPath: folder.ledger + "/checkpoint"))
        try folder.run("publish-tariff", Repository.tariff)
        try folder.run("record", try folder.file("commands", WorkedTenancy.commands))
        let forged = try folder.run("checkpoint")
        #expect(forged.status == 0)
        let proof = try folder.run("proof", "consistency", "\(size)").output
        let outcome = try Self.cosign(folder, watch, forged.output, proof: proof)
        #expect(outcome.status == 1 && outcome.errors.contains("rewritten"))
        #expect(outcome.output.isEmpty)
    }
}
