import Testing

@Suite struct `Access` {
    static let reads = [
        "/v1/contracts", "/v1/contracts/c-1", "/v1/contracts/c-1/statement", "/v1/tenants/T1", "/v1/unpaid",
        "/v1/deposits", "/v1/unallocated", "/v1/parked-receipts", "/v1/caf/2026-10", "/v1/trial-balance", "/v1/journal",
        "/v1/events", "/v1/log", "/v1/caf/2026-13",
    ]

    @Test func `every question wants a token that may read`() async throws {
        try await TestServer.run(tariff: false) { server in
            for path in Self.reads {
                let without = try await server.send("GET", path, secret: nil)
                try without.expect(ExpectedProblem(status: 401, code: "UNAUTHORIZED"))
                #expect(without.headers["www-authenticate"]?.hasPrefix("Bearer") == true)
                let writer = try await server.send("GET", path, secret: .writer)
                try writer.expect(ExpectedProblem(status: 403, code: "FORBIDDEN"))
            }
        }
    }

    @Test func `every command wants a token that may write`() async throws {
        try await TestServer.run(tariff: false) { server in
            let size = try await server.size()
            for (path, type) in [
                ("/v1/commands", "application/json"), ("/v1/commands/batch", "application/x-ndjson"),
            ] {
                let without = try await server.send(
                    "POST", path, headers: ["Content-Type": type], secret: nil, body: "{}")
                try without.expect(ExpectedProblem(status: 401, code: "UNAUTHORIZED"))
                let reader = try await server.send(
                    "POST", path, headers: ["Content-Type": type], secret: .reader, body: "{}")
                try reader.expect(ExpectedProblem(status: 403, code: "FORBIDDEN"))
            }
            #expect(try await server.size() == size)
        }
    }

    @Test(arguments: ["Basic b2ZmaWNl", "Bearer", "Bearer ", "Bearer wrong", "secret-of-the-office"])
    func `what is no known bearer token is refused`(header: String) async throws {
        try await TestServer.run(tariff: false) { server in
            let answer = try await server.send("GET", "/v1/log", headers: ["Authorization": header], secret: nil)
            try answer.expect(ExpectedProblem(status: 401, code: "UNAUTHORIZED"))
        }
    }

    @Test func `the token's name is the actor of its commands`() async throws {
        try await TestServer.run(tariff: false) { server in
            let answer = try await server.command(
                #"{"contract":"c-1",\#(TestServer.Stage.proposal)}"#, secret: .writer)
            #expect(answer.status == 201)
            let events = try await server.send(
                "GET", "/v1/events?after=\(try await server.size() - 1)", secret: .reader)
            #expect(events.text.contains(#""actor":"bank-import""#))
        }
    }

    @Test func `keys of two actors do not meet`() async throws {
        try await TestServer.run(tariff: false) { server in
            let first = try await server.command(#"{"contract":"c-1",\#(TestServer.Stage.proposal)}"#, key: "k")
            let second = try await server.command(
                #"{"contract":"c-2",\#(TestServer.Stage.proposal)}"#, key: "k", secret: .writer)
            #expect(first.status == 201 && second.status == 201)
        }
    }
}
