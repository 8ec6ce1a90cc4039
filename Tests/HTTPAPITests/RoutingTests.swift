import Testing

@Suite struct `Paths, methods and media types` {
    @Test func `health costs no token and no body`() async throws {
        try await TestServer.run(tariff: false) { server in
            let answer = try await server.send("GET", "/healthz", secret: nil)
            #expect(answer.status == 200)
            #expect(answer.text == #"{"status":"ok"}"#)
            let head = try await server.send("HEAD", "/healthz", secret: nil)
            #expect(head.status == 200 && head.body.isEmpty)
        }
    }

    @Test func `an unknown path is 404 with a problem`() async throws {
        try await TestServer.run(tariff: false) { server in
            for path in [
                "/v1/contracts//statement", "/v1//contracts", "//v1/log", "/v1/contracts//statement?as_of=2026-09-01",
            ] {
                try await server.get(path).expect(ExpectedProblem(status: 404, code: "NOT_FOUND"))
            }
            for path in ["/", "/v2/contracts", "/v1/contract", "/v1/contracts/c-1/statements", "/v1/caf"] {
                try await server.get(path).expect(ExpectedProblem(status: 404, code: "NOT_FOUND"))
            }
        }
    }

    @Test func `a known path names its methods`() async throws {
        try await TestServer.run(tariff: false) { server in
            for (method, path, allowed) in [
                ("DELETE", "/v1/contracts/c-1", "GET, HEAD"), ("GET", "/v1/commands", "POST"),
                ("PUT", "/v1/contracts/c-1/statement", "GET, HEAD"), ("PURGE", "/healthz", "GET, HEAD"),
                ("OPTIONS", "/v1/log", "GET, HEAD"), ("DELETE", "/v1/persons/lookup", "POST"),
                ("POST", "/v1/persons/p-1", "GET, DELETE, HEAD"),
                ("POST", "/v1/audit/tile/0/000", "GET, HEAD"),
            ] {
                let answer = try await server.send(method, path)
                try answer.expect(ExpectedProblem(status: 405, code: "METHOD_NOT_ALLOWED"))
                #expect(answer.headers["allow"] == allowed)
            }
        }
    }

    @Test(arguments: [nil, "text/plain", "application/x-www-form-urlencoded", "application/jsonp"] as [String?])
    func `a command is announced as JSON`(type: String?) async throws {
        try await TestServer.run(tariff: false) { server in
            let answer = try await server.send(
                "POST", "/v1/commands", headers: type.map { ["Content-Type": $0] } ?? [:], body: "{}")
            try answer.expect(ExpectedProblem(status: 415, code: "UNSUPPORTED_MEDIA_TYPE", field: "Content-Type"))
        }
    }

    @Test func `parameters of a media type do not matter, compression does`() async throws {
        try await TestServer.run(tariff: false) { server in
            let body = #"{"contract":"c-1",\#(TestServer.Stage.proposal)}"#
            let plain = try await server.command(body, headers: ["Content-Type": "Application/JSON; charset=utf-8"])
            #expect(plain.status == 201)
            let packed = try await server.command(body, headers: ["Content-Encoding": "gzip"])
            try packed.expect(ExpectedProblem(status: 415, code: "UNSUPPORTED_MEDIA_TYPE", field: "Content-Type"))
        }
    }

    @Test func `a caller who takes no JSON gets 406`() async throws {
        try await TestServer.run(tariff: false) { server in
            let answer = try await server.send("GET", "/v1/log", headers: ["Accept": "text/html, image/png"])
            try answer.expect(ExpectedProblem(status: 406, code: "NOT_ACCEPTABLE", field: "Accept"))
            for accept in [
                "application/json;q=0", "application/json; q=0.000, */*", "application/*;q=0", "*/*;Q=0",
            ] {
                try await server.send("GET", "/v1/log", headers: ["Accept": accept]).expect(
                    ExpectedProblem(status: 406, code: "NOT_ACCEPTABLE", field: "Accept"))
            }
            for accept in [
                "application/json", "text/html, */*;q=0.1", "application/*", "*/*;q=0, application/json",
                "application/json;q=0.5", "application/json;q=0, application/json",
            ] {
                #expect(try await server.send("GET", "/v1/log", headers: ["Accept": accept]).status == 200)
            }
        }
    }

    @Test func `unknown and repeated parameters are refused`() async throws {
        try await TestServer.run(tariff: false) { server in
            try await server.get("/v1/log?as_of=2026-09-01").expect(
                ExpectedProblem(status: 400, code: "UNKNOWN_PARAMETER"))
            try await server.get("/v1/unpaid?asof=2026-09-01").expect(
                ExpectedProblem(status: 400, code: "UNKNOWN_PARAMETER"))
            try await server.get("/v1/unpaid?limit=1&limit=2").expect(
                ExpectedProblem(status: 400, code: "DUPLICATE_PARAMETER", field: "limit"))
            for limit in ["0", "1001", "-1", "ten", ""] {
                try await server.get("/v1/unpaid?limit=\(limit)").expect(
                    ExpectedProblem(status: 400, code: "INVALID_PARAMETER", field: "limit"))
            }
        }
    }

    @Test func `the request's identifier is the caller's own where it gives one`() async throws {
        try await TestServer.run(tariff: false) { server in
            let own = try await server.send("GET", "/v1/log", headers: ["X-Request-Id": "abc-1"])
            #expect(own.headers["x-request-id"] == "abc-1")
            let first = try await server.get("/v1/log").headers["x-request-id"]
            let second = try await server.get("/v1/log").headers["x-request-id"]
            #expect(first != nil && first != second)
        }
    }

    @Test func `one connection carries many requests, refused ones too`() async throws {
        try await TestServer.run(tariff: false) { server in
            let refused = TestServer.request(
                "POST", "/v1/commands", headers: ["Content-Type": "application/json"], secret: nil,
                body: String(repeating: "x", count: 100_000))
            let read = TestServer.request("GET", "/v1/log")
            let answers = try await server.client.send([read, refused, read, refused, read])
            #expect(answers.map(\.status) == [200, 401, 200, 401, 200])
        }
    }
}
