import Foundation
import Testing

/// `Tools/check-released` refuses each thing it is there to refuse, on a copy of the project's schemas.
@Suite struct ReleasedSchemasTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    private static let parts = ["EventSchemas", "Tests/EventCodecsTests/Golden", "Tools/Schemas"]

    /// What the check says of a copy that `change` was made to.
    private static func check(
        _ change: (URL) throws -> Void
    ) throws -> (status: Int32, output: String) {
        let manager = FileManager.default
        let copy = manager.temporaryDirectory.appending(path: "released-\(UUID().uuidString)")
        defer { try? manager.removeItem(at: copy) }
        for part in parts {
            let target = copy.appending(path: part)
            try manager.createDirectory(at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
            try manager.copyItem(at: root.appending(path: part).resolvingSymlinksInPath(), to: target)
        }
        try change(copy)
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", root.path + "/Tools/check-released", copy.path]
        process.standardOutput = output
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }

    private static func refuses(_ words: String, _ change: (URL) throws -> Void) throws {
        let found = try check(change)
        #expect(found.status == 1 && found.output.contains(words), "\(found.output)")
    }

    @Test func `the schemas as they are pass`() throws {
        let found = try Self.check { _ in }
        #expect(found.status == 0 && found.output.isEmpty, "\(found.output)")
    }

    @Test func `an edit, a removal, a gap and a missing golden event are refused`() throws {
        let schema = "EventSchemas/ledger-opened.v1.json"
        try Self.refuses("ledger-opened.v1 was released in 0.1.0 and was edited") { copy in
            let file = copy.appending(path: schema)
            try Data(try String(contentsOf: file, encoding: .utf8).replacing("48}", with: "64}").utf8).write(to: file)
        }
        try Self.refuses("ledger-opened.v1 was released in 0.1.0 and is gone") { copy in
            try FileManager.default.removeItem(at: copy.appending(path: schema))
        }
        try Self.refuses("the versions of payment-received have a gap") { copy in
            try FileManager.default.copyItem(
                at: copy.appending(path: schema), to: copy.appending(path: "EventSchemas/payment-received.v3.json"))
        }
        try Self.refuses("ledger-opened.v2 has no golden event") { copy in
            for name in ["ledger-opened.v2.json", "ledger-opened.v2.unsigned.json"] {
                try FileManager.default.removeItem(
                    at: copy.appending(path: "Tests/EventCodecsTests/Golden/" + name))
            }
        }
    }
}
