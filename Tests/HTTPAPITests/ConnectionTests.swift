import EventLog
import HTTPAPI
import Testing

/// What one connection carries, whoever answers it: short requests are answered by the event loop, others by Hummingbird.
@Suite struct Connections {
    typealias Stage = TestServer.Stage

    private static func command(
        _ number: Int, contract: String = "c-1", _ headers: [String: String] = [:]
    ) -> [UInt8] {
        TestServer.request(
            "POST", "/v1/commands",
            headers: [
                "Content-Type": "application/json", "Idempotency-Key": "k-\(number)", "X-Request-Id": "r-\(number)",
            ].merging(headers) { $1 }, body: #"{"contract":"\#(contract)",\#(Stage.proposal)}"#)
    }

    private static func question(_ number: Int, _ path: String, _ headers: [String: String] = [:]) -> [UInt8] {
        TestServer.request("GET", path, headers: ["X-Request-Id": "r-\(number)"].merging(headers) { $1 })
    }

    @Test func `requests that come at once are answered in their order`() async throws {
        try await TestServer.run { server in
            let statement = "/v1/contracts/c-1/statement?as_of=2026-09-01"
            let answers = try await server.client.send(
                together: [
                    Self.command(1), Self.question(2, "/v1/log"), Self.command(3, contract: "c-2"),
                    Self.question(4, statement), Self.question(5, "/v1/contracts/c-1"), Self.question(6, "/v1/nothing"),
                    Self.command(7, contract: "c-3"), Self.command(8, contract: "c-4"), Self.question(9, statement),
                    Self.command(10, contract: "c-5", ["Connection": "close"]),
                ], ending: false)
            #expect(answers.map(\.status) == [201, 200, 201, 200, 200, 404, 201, 201, 200, 201])
            #expect(answers.map { $0.headers["x-request-id"] } == (1...10).map { "r-\($0)" })
            #expect(try answers[3].json["contract"].text == "c-1")
            #expect(answers.allSatisfy { $0.headers["server"] == "quittance" && $0.headers["date"]?.count == 29 })
        }
    }

    @Test(arguments: ["Close", "CLOSE", "close, TE", "TE ,close"])
    func `whoever asks for the end of the connection gets it, however he spells it`(option: String) async throws {
        try await TestServer.run { server in
            _ = try await server.command(#"{"contract":"c-1",\#(Stage.proposal)}"#)
            let close = ["Connection": option]
            for last in [
                Self.command(1, contract: "c-2", close), Self.question(1, "/v1/log", close),
                Self.question(1, "/v1/contracts/c-1/statement?as_of=2026-09-01", close),
            ] {
                // The client reads until the server closes: that it ends at all is what is asked.
                let answers = try await server.client.send(
                    together: [Self.question(0, "/v1/log"), last], ending: false)
                #expect(answers.map { $0.headers["x-request-id"] } == ["r-0", "r-1"])
            }
        }
    }

    @Test func `any number of commands may be sent before the first answer`() async throws {
        try await TestServer.run { server in
            let count = 400
            let commands = (1...count).map {
                Self.command($0, contract: "c-\($0)", $0 < count ? [:] : ["Connection": "close"])
            }
            let answers = try await server.client.send(together: commands, ending: false)
            #expect(answers.map(\.status) == Array(repeating: 201, count: count))
            #expect(answers.map { $0.headers["x-request-id"] } == (1...count).map { "r-\($0)" })
        }
    }

    @Test func `whoever says that nothing more comes is still answered`() async throws {
        try await TestServer.run { server in
            for path in ["/v1/log", "/v1/contracts/c-1/statement?as_of=2026-09-01"] {
                let answers = try await server.client.send(
                    together: [Self.command(1), Self.question(2, path)], ending: true)
                #expect(answers.map { $0.headers["x-request-id"] } == ["r-1", "r-2"])
            }
            let alone = try await server.client.send(together: [Self.command(3, contract: "c-2")], ending: true)
            #expect(alone.map(\.status) == [201])
        }
    }

    @Test func `whoever reads his answers late gets them all`() async throws {
        try await TestServer.run { server in
            _ = try await server.command(#"{"contract":"c-1",\#(Stage.proposal)}"#)
            let count = 6_000
            let path = "/v1/contracts/c-1/statement?as_of=2026-09-01"
            let answers = try await server.client.send(
                together: (1...count).map { Self.question($0, path, $0 < count ? [:] : ["Connection": "close"]) },
                ending: false)
            #expect(answers.map { $0.headers["x-request-id"] } == (1...count).map { "r-\($0)" })
            #expect(answers.reduce(0) { $0 + $1.size } > 6_000_000)
        }
    }

    @Test func `whoever takes nothing of his answers is not waited for`() async throws {
        var limits = LedgerAPI.Limits()
        limits.idleSeconds = 1
        try await TestServer.run(on: InMemoryStore(), limits: limits) { server in
            _ = try await server.command(#"{"contract":"c-1",\#(Stage.proposal)}"#)
            let questions = (1...6_000).map { Self.question($0, "/v1/contracts/c-1/statement?as_of=2026-09-01") }
            #expect(try await server.client.isEnded(sending: questions))
        }
    }

    @Test func `an answer to HEAD has no body, whatever it is`() async throws {
        try await TestServer.run(tariff: false) { server in
            let beyond = ["Range": "bytes=99999999-"]
            let answers = try await server.client.send(
                together: [
                    TestServer.request("HEAD", "/v1/log", secret: nil), TestServer.request("HEAD", "/v1/nothing"),
                    TestServer.request("HEAD", "/v1/commands"), TestServer.request("HEAD", "/v1/unpaid?limit=0"),
                    TestServer.request("HEAD", "/v1/exports/books/csv", headers: beyond),
                    TestServer.request("HEAD", "/v1/log"), Self.question(1, "/v1/log", ["Connection": "close"]),
                ], ending: false)
            #expect(answers.map(\.status) == [401, 404, 405, 400, 416, 200, 200])
            #expect(answers.allSatisfy { $0.headers["content-length"].flatMap { Int($0) } ?? 0 > 0 })
        }
    }

    @Test func `whoever waits to send his body is told to go on`() async throws {
        try await TestServer.run { server in
            let body = #"{"contract":"c-1",\#(Stage.proposal)}"#
            for (path, status) in [("/v1/commands?dry_run=true", 200), ("/v1/commands", 201)] {
                let request = TestServer.request(
                    "POST", path,
                    headers: [
                        "Content-Type": "application/json", "Idempotency-Key": "k-1", "Expect": "100-Continue",
                    ], body: body)
                let answers = try await server.client.send([
                    Array(request.dropLast(body.utf8.count)), Array(body.utf8),
                ])
                #expect(answers.map(\.status) == [100, status])
            }
        }
    }

    @Test func `what is no request ends the connection after the answers before it`() async throws {
        try await TestServer.run { server in
            let answers = try await server.client.send(
                together: [Self.command(1), Array("nonsense\r\n\r\n".utf8)], ending: false)
            #expect(answers.map(\.status) == [201, 400])
        }
    }

    @Test func `a command may come in chunks, and long after its head`() async throws {
        try await TestServer.run { server in
            let body = #"{"contract":"c-1",\#(Stage.proposal)}"#
            let head = TestServer.request(
                "POST", "/v1/commands",
                headers: [
                    "Content-Type": "application/json", "Idempotency-Key": "k-1", "Transfer-Encoding": "chunked",
                ])
            let size = String(body.utf8.count, radix: 16)
            let answers = try await server.client.send([head + Array("\(size)\r\n\(body)\r\n0\r\n\r\n".utf8)])
            #expect(answers.map(\.status) == [201])
        }
    }

    @Test func `the path of a statement is read as every other path`() async throws {
        try await TestServer.run { server in
            _ = try await server.command(#"{"contract":"c-1",\#(Stage.proposal)}"#)
            let plain = try await server.get("/v1/contracts/c-1/statement?as_of=2026-09-01")
            #expect(plain.status == 200)
            let slash = try await server.get("/v1/contracts/c-1/statement/?as_of=2026-09-01")
            #expect(slash.status == plain.status && slash.text == plain.text)
            let escaped = try await server.get("/v1/contracts/%63%2d1/statement?as_of=2026-09-01")
            #expect(escaped.status == plain.status && escaped.text == plain.text)
            for path in ["/v1/contracts/c.1/statement", "/v1/contracts/c%2/statement"] {
                try await server.get(path).expect(
                    ExpectedProblem(status: 400, code: "INVALID_IDENTIFIER", field: "contract"))
            }
            try await server.get("/v1/contracts/c-1/x/statement").expect(
                ExpectedProblem(status: 404, code: "NOT_FOUND"))
            let head = try await server.send("HEAD", "/v1/contracts/c-1/statement?as_of=2026-09-01")
            #expect(head.status == 200 && head.body.isEmpty)
        }
    }
}
