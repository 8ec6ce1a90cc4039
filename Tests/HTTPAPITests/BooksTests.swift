import EventLog
import LedgerApplication
import LedgerValues
import SQLiteStore
import Testing

@Suite struct `Books and log` {
    @Test func `GET v1 trial-balance is balanced and names its accounts`() async throws {
        try await TestServer.run { server in
            try await server.moveIn()
            let json = try await server.get("/v1/trial-balance").json
            #expect(json["balanced"] == .bool(true))
            #expect(json["debit_cents"].number == 42_900 && json["credit_cents"].number == 42_900)
            let deposits = try #require(json["accounts"].elements.first { $0["account"].text == "deposits_held" })
            #expect(deposits["number"].text == "1651")
            #expect(deposits["balance_cents"].number == -35_900)
            let early = try await server.get("/v1/trial-balance?as_of=2026-07-01").json
            #expect(early["debit_cents"].number == 7_000 && early["from_on"].text == "2026-01-01")
            let year = try await server.get("/v1/trial-balance?from=2027-01-01&as_of=2027-12-31").json
            let carried = try #require(year["accounts"].elements.first { $0["account"].text == "deposits_held" })
            #expect(carried["opening_cents"].number == -35_900 && carried["debit_cents"].number == 0)
            #expect(carried["balance_cents"].number == -35_900 && year["balanced"] == .bool(true))
            #expect(try await server.get("/v1/trial-balance?from=2027-01-01&as_of=2026-12-31").status == 400)
        }
    }

    @Test func `GET v1 journal pages by position`() async throws {
        try await TestServer.run { server in
            try await server.moveIn()
            let whole = try await server.get("/v1/journal").json
            #expect(whole["entries"].elements.map { $0["event"].text } == ["advance-paid", "deposit-paid"])
            #expect(whole["next_cursor"] == .null)
            let entry = whole["entries"][0]
            #expect(entry["contract"].text == "c-1")
            #expect(entry["effective_on"].text == "2026-07-01" && entry["accounting_on"].text == "2026-07-01")
            #expect(entry["movements"][0]["debit_cents"].number == 7_000)
            #expect(entry["movements"][1]["credit_cents"].number == 7_000)
            let first = try await server.get("/v1/journal?limit=1").json
            let cursor = try #require(first["next_cursor"].text)
            let second = try await server.get("/v1/journal?limit=1&cursor=\(cursor)").json
            #expect(second["entries"].elements == [whole["entries"][1]] && second["next_cursor"] == .null)
            let position = try #require(whole["entries"][0]["position"].number)
            let after = try await server.get("/v1/journal?after=\(position)").json
            #expect(after["entries"].elements == [whole["entries"][1]])
            #expect(try await server.get("/v1/journal?limit=1&after=1&cursor=\(cursor)").json == second)
            let size = try await server.size()
            let end = try await server.get("/v1/journal?after=\(size)").json
            #expect(end["entries"].elements.isEmpty && end["next_cursor"] == .null)
            let beyond = try await server.get("/v1/journal?after=\(size + 1)")
            try beyond.expect(ExpectedProblem(status: 422, code: "BEYOND_HEAD", field: "after"))
            #expect(try beyond.json["head_position"].number == size)
            try await server.get("/v1/journal?after=\(size)&known_at=\(size - 1)").expect(
                ExpectedProblem(status: 422, code: "BEYOND_HEAD", field: "after"))
        }
    }

    @Test func `GET v1 events serves the exact bytes that were hashed`() async throws {
        try await TestServer.run { server in
            try await server.moveIn()
            let size = try await server.size()
            let answer = try await server.get("/v1/events?after=\(size - 2)&limit=1")
            #expect(answer.headers["content-type"] == "application/x-ndjson")
            #expect(answer.headers["next-after"] == String(size - 1))
            let stored = try await server.service.events(after: size - 2, limit: 1)
            #expect(answer.body == (stored.first?.bytes ?? []) + [0x0A])
            let end = try await server.get("/v1/events?after=\(size)")
            #expect(end.status == 200 && end.body.isEmpty)
            #expect(end.headers["next-after"] == String(size))
            let all = try await server.get("/v1/events")
            #expect(all.body.count { $0 == 0x0A } == size)
            try await server.get("/v1/events?after=-1").expect(
                ExpectedProblem(status: 400, code: "INVALID_PARAMETER", field: "after"))
            try await server.get("/v1/events?after=\(size + 1)").expect(
                ExpectedProblem(status: 422, code: "BEYOND_HEAD", field: "after"))
        }
    }

    @Test func `GET v1 log gives size and root`() async throws {
        try await TestServer.run { server in
            let json = try await server.get("/v1/log").json
            let head = try await server.service.treeHead()
            #expect(json["size"].number == head.size)
            #expect(json["root"].text == head.root.description)
        }
    }

    @Test func `a ledger that has stopped answers 503`() async throws {
        try await TestServer.run(tariff: false) { server in
            server.service.stop()
            try await server.get("/v1/log").expect(ExpectedProblem(status: 503, code: "SERVICE_STOPPED"))
            try await server.command(#"{"contract":"c-1",\#(TestServer.Stage.proposal)}"#).expect(
                ExpectedProblem(status: 503, code: "SERVICE_STOPPED"))
            let lines = try await server.batch([#"{"key":"k","contract":"c-1",\#(TestServer.Stage.proposal)}"#])
            #expect(lines.map(\.status) == [503])
        }
    }
}
