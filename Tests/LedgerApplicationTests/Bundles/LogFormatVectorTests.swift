import EventCodecs
import EventLog
import Foundation
import Testing

/// Whoever writes a verifier from docs/log-format.md starts from the vectors that it prints: each is computed again.
@Suite struct `The vectors of the log format` {
    private static let project = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    private static func page() throws -> [String] {
        try String(contentsOf: project.appending(path: "docs/log-format.md"), encoding: .utf8)
            .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// The events printed, as bytes.
    private static func events() throws -> [[UInt8]] {
        try page().filter { $0.hasPrefix(#"{"actor":"#) }.map { Array($0.utf8) }
    }

    /// The hash in the row of a table that begins with `name`.
    private static func hash(_ name: String) throws -> String? {
        try page().first { $0.hasPrefix("| \(name) | `") }.map { String($0.split(separator: "`")[1]) }
    }

    @Test func `leaves and root are those of the events`() throws {
        let events = try Self.events()
        try #require(events.count == 2)
        let leaves = events.map { MerkleHash.leaf($0) }
        #expect(leaves[0].description == (try Self.hash("leaf 0")))
        #expect(leaves[1].description == (try Self.hash("leaf 1")))
        #expect(MerkleHash.node(leaves[0], leaves[1]).description == (try Self.hash("root of the two")))
    }

    @Test func `the events are those of the ledger of the first release, under schemas that it shipped`() throws {
        let shipped = try String(
            contentsOf: Self.project.appending(path: "Tools/Schemas/released.json"), encoding: .utf8)
        for bytes in try Self.events() {
            let (schema, type) = try bytes.withUnsafeBufferPointer { buffer in
                let envelope = try EnvelopeReader(buffer)
                return (envelope.schema, String(decoding: envelope.event, as: UTF8.self))
            }
            let kind = try #require(EventKind(rawValue: type))
            #expect(schema == EventSchema.of(kind, version: 1)?.hash && shipped.contains(schema.description))
            guard case .object(let event) = try StrictJSON.parse(bytes), case .object(let payload)? = event["payload"],
                case .string(let registered)? = payload["hash"]
            else { continue }
            #expect(shipped.contains(registered))
        }
    }

    @Test func `the schema named has the hash named`() throws {
        let text = try Self.page().joined(separator: " ")
        let match = try #require(text.firstMatch(of: /sha256sum (EventSchemas\/[a-z0-9.-]+)` prints `([0-9a-f]{64})`/))
        let file = try Data(contentsOf: Self.project.appending(path: String(match.1)))
        #expect(SHA256.hash(Array(file)).description == match.2)
    }

    @Test func `the key of the frozen bundle signed the checkpoint`() throws {
        let lines = try Self.page()
        let key = try #require(
            lines.joined(separator: "\n").firstMatch(of: /`--key (\S+)`/).flatMap { NoteVerifier(String($0.1)) })
        let end = try #require(lines.firstIndex { $0.hasPrefix("\u{2014} \(key.name) ") })
        let note = try #require(SignedNote(Array((lines[(end - 4)...end].joined(separator: "\n") + "\n").utf8)))
        let signed = try Checkpoint(note, signedBy: key)
        #expect(signed.size == 236)
        let kept = try Data(
            contentsOf: Self.project.appending(path: "Tests/CommandLineTests/FirstRelease/ledger/checkpoint"))
        #expect(note.bytes == Array(kept))
    }

    /// Versions of a type, as the table says them.
    @Test func `the table names every type that has more than one version`() throws {
        let table = try Self.page().compactMap { $0.firstMatch(of: /^\| `([a-z-]+)` \| 1 \| 0\./).map { String($0.1) } }
        let versions = Dictionary(grouping: EventSchema.all, by: \.kind).mapValues { $0.map(\.version).max() ?? 0 }
        #expect(Set(table) == Set(versions.filter { $0.value > 1 }.keys.map(\.rawValue)))
    }
}
