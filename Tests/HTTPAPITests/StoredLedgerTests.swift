import EventLog
import Foundation
import SQLiteStore
import Testing

@Suite struct `A ledger on disk` {
    /// Runs `body` on a store in a folder of its own, which is removed afterwards.
    private func withStore(_ body: (SQLiteStore) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "http-tests-\(UUID().uuidString)").path()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await body(try SQLiteStore.open(folder: folder))
    }

    @Test func `commands, questions and pages give the same answers as in memory`() async throws {
        try await withStore { store in
            let stored = try await TestServer.run(on: store) { try await Self.story($0) }
            let remembered = try await TestServer.run { try await Self.story($0) }
            #expect(stored == remembered)
        }
    }

    @Test func `many connections at once are all answered, each once`() async throws {
        try await withStore { store in
            try await TestServer.run(on: store) { server in
                let size = try await server.size()
                try await withThrowingTaskGroup(of: Int.self) { group in
                    for client in 0..<16 {
                        group.addTask {
                            let requests = (0..<20).map { number in
                                TestServer.request(
                                    "POST", "/v1/commands",
                                    headers: [
                                        "Content-Type": "application/json", "Idempotency-Key": "m-\(client)-\(number)",
                                    ],
                                    body: #"{"contract":"m-\#(client)-\#(number)",\#(TestServer.Stage.proposal)}"#)
                            }
                            return try await server.client.send(requests).count { $0.status == 201 }
                        }
                    }
                    for try await recorded in group { #expect(recorded == 20) }
                }
                #expect(try await server.size() == size + 320)
            }
        }
    }

    /// The bodies of an ordinary contract's answers.
    private static func story(_ server: TestServer) async throws -> [String] {
        try await server.moveIn("a")
        try await server.moveIn("b")
        var bodies: [String] = []
        for path in [
            "/v1/contracts/a/statement?as_of=2026-10-31", "/v1/contracts?limit=1", "/v1/unpaid?as_of=2026-09-20",
            "/v1/deposits", "/v1/caf/2026-09", "/v1/trial-balance", "/v1/journal?limit=3",
        ] {
            let answer = try await server.get(path)
            #expect(answer.status == 200)
            bodies.append(answer.text)
        }
        return bodies
    }
}
