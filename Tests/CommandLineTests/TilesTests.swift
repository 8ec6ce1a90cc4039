import EventLog
import Foundation
import Testing

@Suite struct TilesTests {
    private static func bytes(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    }

    /// The full tile, or the partial one of that width.
    private static func tile(_ out: String, _ name: String, _ number: Int, of count: Int) throws -> [UInt8] {
        let width = min(256, count - 256 * number)
        let path = "\(out)/tile/\(name)/00\(number)"
        return try bytes(width == 256 ? path : "\(path).p/\(width)")
    }

    /// The events of the bundles, as an auditor without the product reads them.
    private static func entries(_ out: String, _ count: Int) throws -> [[UInt8]] {
        try (0..<(count + 255) / 256).flatMap { number in
            var rest = try tile(out, "entries", number, of: count)[...]
            var events: [[UInt8]] = []
            while rest.count > 2 {
                let length = Int(rest[rest.startIndex]) << 8 | Int(rest[rest.startIndex + 1])
                events.append(Array(rest.dropFirst(2).prefix(length)))
                rest = rest.dropFirst(2 + length)
            }
            return events
        }
    }

    private static func check(_ folder: Folder, _ out: String) throws -> Int {
        let note = try #require(SignedNote(try bytes(out + "/checkpoint")))
        let signed = try #require(Checkpoint(text: note.text))
        #expect(note.isSigned(by: try #require(NoteVerifier(String(try folder.run("key").output.dropLast())))))
        let count = Int(signed.size)
        let events = try entries(out, count)
        #expect(events.map { String(decoding: $0, as: UTF8.self) } == (try folder.run("events").lines.map(String.init)))
        var frontier = MerkleFrontier()
        var nodes: [UInt8] = []
        var leaves: [UInt8] = []
        for event in events {
            let leaf = MerkleHash.leaf(event)
            leaf.withUnsafeBytes { leaves += $0 }
            frontier.append(leaf) { level, _, hash in
                if level == 8 { hash.withUnsafeBytes { nodes += $0 } }
            }
        }
        #expect(frontier.root == signed.root)
        #expect(try (0..<(count + 255) / 256).flatMap { try tile(out, "0", $0, of: count) } == leaves)
        #expect(try tile(out, "1", 0, of: count / 256) == nodes)
        return count
    }

    @Test func `a server gives out the same files, whole and in part`() async throws {
        let folder = try Folder.withTariff()
        let out = folder.path + "/public"
        #expect(try folder.run("tiles", "--out", out).status == 0)
        let server = try Server(folder)
        let paths = try FileManager.default.subpathsOfDirectory(atPath: out).filter { path in
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: out + "/" + path, isDirectory: &isFolder)
                && !isFolder.boolValue
        }
        #expect(paths.count > 4)
        for path in paths {
            let written = try Data(contentsOf: URL(fileURLWithPath: out + "/" + path))
            #expect(try await server.bytes("/v1/audit/" + path) == written, "\(path)")
        }
        let first = try await server.bytes("/v1/audit/tile/0/000")
        #expect(try await server.bytes("/v1/audit/tile/0/000.p/17") == first.prefix(17 * 32))
        server.running.process.terminate()
        #expect(try server.running.end().status == 0)
    }

    @Test func `the files of a log lead from its events to its checkpoint`() throws {
        let folder = try Folder.withTariff()
        let out = folder.path + "/public"
        #expect(try folder.run("tiles", "--out", out).status == 0)
        let count = try Self.check(folder, out)
        #expect(count > 256 && count % 256 != 0)
        let full = URL(fileURLWithPath: out + "/tile/0/000")
        let written = try FileManager.default.attributesOfItem(atPath: full.path)[.modificationDate] as? Date
        try folder.run("record", try folder.file("commands", WorkedTenancy.commands))
        #expect(try folder.run("tiles", "--out", out).status == 0)
        #expect(try Self.check(folder, out) > count)
        let again = try FileManager.default.attributesOfItem(atPath: full.path)[.modificationDate] as? Date
        #expect(written == again)
    }
}
