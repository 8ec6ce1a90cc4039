import EventLog
import Foundation
import Testing

@Suite struct ProofTests {
    private static func json(_ folder: Folder, _ arguments: String...) throws -> JSONObject {
        let outcome = try folder.run(arguments)
        #expect(outcome.status == 0, "\(outcome.errors)")
        guard case .object(let object) = try StrictJSON.parse(Array(outcome.output.utf8)) else {
            throw JSONError(.wrongType, offset: 0, detail: "no object")
        }
        return object
    }

    private static func digest(_ value: JSONValue?) throws -> Digest {
        guard case .string(let text)? = value else { throw JSONError(.wrongType, offset: 0, detail: "no text") }
        return try #require(Digest(hex: text))
    }

    private static func hashes(_ object: JSONObject) throws -> [Digest] {
        guard case .array(let values)? = object["hashes"] else { return [] }
        return try values.map { try digest($0) }
    }

    private static func checkpoint(_ folder: Folder) throws -> (note: SignedNote, checkpoint: Checkpoint) {
        let note = try #require(SignedNote(Array(try folder.run("checkpoint").output.utf8)))
        return (note, try #require(Checkpoint(text: note.text)))
    }

    @Test func `an event is proven with its bytes, a proof and the checkpoint`() throws {
        let folder = try Folder.withTariff()
        try folder.run("record", try folder.file("commands", WorkedTenancy.commands))
        let (note, signed) = try Self.checkpoint(folder)
        for position in [1, Int64(2), signed.size] {
            let line = try #require(try folder.run("events", "--after", "\(position - 1)", "--limit", "1").lines.first)
            let object = try Self.json(folder, "proof", "inclusion", "\(position)")
            let proof = InclusionProof(
                position: try #require(Position(position)), leaf: MerkleHash.leaf(Array(line.utf8)), size: signed.size,
                root: signed.root, hashes: try Self.hashes(object))
            #expect(proof.isValid)
            #expect(try Self.digest(object["leaf_hash"]) == proof.leaf)
            let text = try folder.run("proof", "inclusion", "\(position)", "--tlog").output
            #expect(text.hasPrefix("c2sp.org/tlog-proof@v1\nindex \(position - 1)\n"))
            #expect(text.hasSuffix("\n\n" + String(decoding: note.bytes, as: UTF8.self)))
            #expect(text.split(separator: "\n\n")[0].split(separator: "\n").count == 2 + proof.hashes.count)
        }
        #expect(try folder.run("proof", "inclusion", "\(signed.size + 1)").status == 2)
        #expect(try folder.run("proof", "inclusion", "0").status == 2)
    }

    @Test func `a checkpoint kept elsewhere is continued by the one of today`() throws {
        let folder = try Folder.withTariff()
        let (_, early) = try Self.checkpoint(folder)
        try folder.run("record", try folder.file("commands", WorkedTenancy.commands))
        let (_, late) = try Self.checkpoint(folder)
        let object = try Self.json(folder, "proof", "consistency", "\(early.size)")
        let proof = ConsistencyProof(
            from: early.size, fromRoot: early.root, to: late.size, toRoot: late.root,
            hashes: try Self.hashes(object))
        #expect(proof.isValid)
        #expect(late.size > early.size)
        #expect(try folder.run("proof", "consistency", "5", "4").status == 2)
    }

    /// What both verifiers say of a proof: the same sentence, or a refusal.
    private static func judge(_ folder: Folder, _ proof: String, _ arguments: [String]) throws -> Program.Outcome {
        let ours = try folder.run(["verify-proof", proof] + arguments)
        let script = try folder.file(
            "judge", "exec python3 \(Repository.verifyBundle) --proof \(proof) \(arguments.joined(separator: " "))\n")
        let theirs = try Program.startScript(script, [], in: folder).end()
        #expect(theirs.status == ours.status, "\(ours.errors)\(theirs.output)\(theirs.errors)")
        if ours.status == 0 { #expect(theirs.output == ours.output) }
        return ours
    }

    @Test func `one proof is checked offline, from the receipt of a command`() throws {
        let folder = try Folder.withTariff()
        let key = try folder.file("log.key", try folder.run("key").output)
        let kept = try folder.file("kept", try folder.run("checkpoint").output)
        let size = try Self.checkpoint(folder).checkpoint.size
        let recorded = try folder.run("record", try folder.file("commands", WorkedTenancy.commands), "--json")
        let first = try #require(recorded.lines.first)
        guard case .object(let line) = try StrictJSON.parse(Array(first.utf8)),
            case .array(let events)? = line["events"],
            case .object(let receipt)? = events.first, case .integer(let position)? = receipt["position"],
            case .string(let leaf)? = receipt["leaf_hash"]
        else { throw JSONError(.wrongType, offset: 0, detail: first.description) }
        #expect(recorded.lines.count == 10 && recorded.lines[1].contains(#""outcome":"recorded""#))
        let note = try folder.file("note", try folder.run("checkpoint").output)
        let proof = try folder.file("proof", try folder.run("proof", "inclusion", "\(position)").output)
        let against = ["--checkpoint", note, "--key", key]
        let event = try folder.file(
            "event", try folder.run("events", "--after", "\(position - 1)", "--limit", "1").output)
        #expect(try Self.judge(folder, proof, against + ["--leaf", leaf]).output.hasPrefix("Sound: the event"))
        #expect(try Self.judge(folder, proof, against + ["--event", event]).status == 0)
        let other = String(leaf.reversed())
        #expect(try Self.judge(folder, proof, against + ["--leaf", other]).status == 1)
        #expect(try Self.judge(folder, proof, ["--checkpoint", kept, "--key", key]).status == 1)
        let text = try folder.file("tlog", try folder.run("proof", "inclusion", "\(position)", "--tlog").output)
        #expect(try folder.run("verify-proof", text, "--key", key, "--leaf", leaf).status == 0)
        #expect(try folder.run("verify-proof", text, "--key", key, "--leaf", other).status == 1)

        let grown = try folder.file("grown", try folder.run("proof", "consistency", "\(size)").output)
        #expect(try Self.judge(folder, grown, against + ["--earlier", kept]).status == 0)
        #expect(try Self.judge(folder, grown, against + ["--earlier", note]).status == 1)
        // What is asked for and cannot be looked at does not pass.
        #expect(try Self.judge(folder, grown, against + ["--leaf", leaf]).status == 1)
        #expect(try Self.judge(folder, proof, against + ["--earlier", kept]).status == 1)
        #expect(try Self.judge(folder, proof, against + ["--leaf", leaf, "--event", event]).status == 2)
        #expect(
            try folder.run("verify-proof", text, "--key", key, "--leaf", leaf, "--checkpoint", note).status == 2)
        let stranger = try folder.file("stranger.key", try Folder.withTariff().run("key").output)
        #expect(try Self.judge(folder, grown, ["--checkpoint", note, "--key", stranger]).status == 1)
    }
}
