import EventLog
import Testing

@Suite struct `POST v1 commands batch` {
    typealias Stage = TestServer.Stage

    static func line(_ key: String, _ members: String, contract: String = "c-1") -> String {
        #"{"key":"\#(key)","contract":"\#(contract)",\#(members)}"#
    }

    @Test func `each line is answered in order, with its number`() async throws {
        try await TestServer.run { server in
            let size = try await server.size()
            let answers = try await server.batch([
                Self.line("k-1", Stage.proposal), "", "{", Self.line("k-2", Stage.advance),
                Self.line("k-3", Stage.keys), Self.line("k-1", Stage.proposal), Self.line("k-1", Stage.advance),
                #"{"contract":"c-1",\#(Stage.admission)}"#,
            ])
            #expect(answers.map { $0["line"].number } == [1, 3, 4, 5, 6, 7, 8])
            #expect(answers.map(\.status) == [201, 400, 201, 422, 200, 409, 400])
            #expect(answers[0]["answer"]["contract"].text == "c-1")
            #expect(answers[1]["problem"]["code"].text == "MALFORMED_JSON")
            #expect(answers[1]["problem"]["place"]["line"].number == 3)
            #expect(answers[3]["problem"]["place"]["line"].number == 5)
            #expect(answers[3]["problem"]["field"].text == "command")
            #expect(answers[5]["problem"]["field"].text == "key")
            #expect(answers[5]["problem"]["place"]["line"].number == 7)
            #expect(answers[5]["problem"]["place"]["column"].number == 8)
            #expect(answers[3]["problem"]["code"].text == "KEYS_BEFORE_ADMISSION")
            #expect(answers[4]["answer"]["repeated"] == .bool(true))
            #expect(answers[5]["problem"]["code"].text == "KEY_REUSED")
            #expect(answers[6]["problem"]["code"].text == "MISSING_KEY")
            #expect(answers[6]["problem"]["field"].text == "key")
            #expect(try await server.size() == size + 2)
        }
    }

    @Test func `a line of more than 65,535 bytes is refused alone`() async throws {
        try await TestServer.run { server in
            let answers = try await server.batch([
                Self.line("k-1", Stage.proposal), String(repeating: "x", count: 300_000),
                Self.line("k-2", Stage.advance),
            ])
            #expect(answers.map(\.status) == [201, 413, 201])
            #expect(answers[1]["problem"]["code"].text == "TOO_LARGE")
            #expect(answers[1]["problem"]["place"]["line"].number == 2)
            #expect(answers[1]["problem"]["place"]["column"].number == 65_536)
        }
    }

    @Test func `thousands of lines share few commits and all are answered`() async throws {
        try await TestServer.run { server in
            let size = try await server.size()
            let answers = try await server.batch(
                (1...3_000).map { Self.line("p-\($0)", Stage.proposal, contract: "c-\($0)") })
            #expect(answers.count == 3_000)
            #expect(answers.allSatisfy { $0.status == 201 })
            #expect(answers.map { $0["line"].number } == (1...3_000).map { Int64($0) })
            #expect(try await server.size() == size + 3_000)
        }
    }

    @Test func `the last line needs no line feed`() async throws {
        try await TestServer.run { server in
            let answer = try await server.send(
                "POST", "/v1/commands/batch", headers: ["Content-Type": "application/x-ndjson"],
                body: Self.line("k-1", Stage.proposal))
            #expect(answer.status == 200)
            #expect(try answer.json["status"].number == 201)
        }
    }

    @Test func `an empty body has no answers`() async throws {
        try await TestServer.run(tariff: false) { server in
            let answers = try await server.batch([])
            #expect(answers.isEmpty)
        }
    }

    @Test func `a dry run records nothing`() async throws {
        try await TestServer.run { server in
            let size = try await server.size()
            let answers = try await server.batch(
                [#"{"contract":"c-1",\#(Stage.proposal)}"#], path: "/v1/commands/batch?dry_run=true")
            #expect(answers.map(\.status) == [200])
            #expect(answers[0]["answer"]["dry_run"] == .bool(true))
            #expect(try await server.size() == size)
        }
    }

    @Test func `a bulk request takes no If-Match and no other media type`() async throws {
        try await TestServer.run(tariff: false) { server in
            let guarded = try await server.send(
                "POST", "/v1/commands/batch", headers: ["Content-Type": "application/x-ndjson", "If-Match": "\"1\""],
                body: "")
            try guarded.expect(ExpectedProblem(status: 400, code: "IF_MATCH_WITHOUT_CONTRACT", field: "If-Match"))
            let json = try await server.send(
                "POST", "/v1/commands/batch", headers: ["Content-Type": "application/json"], body: "")
            try json.expect(ExpectedProblem(status: 415, code: "UNSUPPORTED_MEDIA_TYPE", field: "Content-Type"))
        }
    }

    @Test func `a connection is used again after a stream`() async throws {
        try await TestServer.run { server in
            let batch = TestServer.request(
                "POST", "/v1/commands/batch", headers: ["Content-Type": "application/x-ndjson"],
                body: Self.line("k-1", Stage.proposal) + "\n")
            let read = TestServer.request("GET", "/v1/contracts/c-1")
            let answers = try await server.client.send([batch, read, batch, read])
            #expect(answers.map(\.status) == [200, 200, 200, 200])
        }
    }
}
