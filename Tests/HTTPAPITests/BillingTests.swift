import EventLog
import LedgerApplication
import Testing

@Suite struct `POST v1 billing` {
    static func bill(
        _ server: TestServer, _ body: String, secret: TestServer.Secret = .all
    ) async throws -> HTTPAnswer {
        try await server.send(
            "POST", "/v1/billing", headers: ["Content-Type": "application/json"], secret: secret, body: body)
    }

    @Test func `charges what is due through a day, once, and the month can be closed`() async throws {
        try await TestServer.run { server in
            try await server.moveIn()
            let first = try await Self.bill(server, #"{"through":"2026-10-31"}"#)
            #expect(first.status == 201)
            let report = try first.json
            #expect(report["through_on"].text == "2026-10-31" && report["contracts"].number == 1)
            #expect(report["postings"].number == 3 && report["recorded_nothing"] == .bool(false))
            #expect(report["failures"].elements.isEmpty && report["rule_changes"].elements.isEmpty)
            let size = try await server.size()
            let again = try await Self.bill(server, #"{"through":"2026-10-31"}"#)
            #expect(again.status == 200)
            #expect(try again.json["recorded_nothing"] == .bool(true))
            #expect(try await server.size() == size)
            let last = try #require(try await server.service.events(after: size - 1, limit: 1).first)
            #expect(String(decoding: last.bytes, as: UTF8.self).contains(#""actor":"office""#))
            let closed = try await server.command(#"{"command":"close-month","on":"2026-11-05","month":"2026-10"}"#)
            #expect(closed.status == 201)
        }
    }

    @Test func `lists what could not be billed, and bills the others`() async throws {
        try await TestServer.run { server in
            try await server.moveIn("a")
            try await server.moveIn("b")
            try await server.record(
                [
                    #""command":"grant-renewal","on":"2026-09-01","effect_on":"2027-09-01","end_on":"2028-08-31","#
                        + #""row":"\#(RealTariff.row)""#
                ], of: "a")
            try await server.record(
                [#""command":"give-notice","on":"2026-09-02""#, #""command":"return-keys","on":"2026-10-02""#], of: "b")
            let answer = try await Self.bill(server, #"{"through":"2027-10-31"}"#)
            #expect(answer.status == 201)
            let failures = try answer.json["failures"].elements
            #expect(failures.map { $0["contract"].text } == ["a"])
            #expect(failures.first?["problem"]["code"].text == "NO_TARIFF")
            #expect(try answer.json["postings"].number == 3)
        }
    }

    @Test func `refuses what cannot be meant, with its place`() async throws {
        try await TestServer.run(tariff: false) { server in
            let size = try await server.size()
            try await Self.bill(server, #"{"through":"2026-02-30"}"#).expect(
                ExpectedProblem(status: 400, code: "INVALID_DATE", field: "through", line: 1, column: 12))
            try await Self.bill(server, "{}").expect(
                ExpectedProblem(status: 400, code: "MISSING_FIELD", field: "through", line: 1, column: 1))
            try await Self.bill(server, #"{"through":"2026-09-30","month":"2026-09"}"#).expect(
                ExpectedProblem(status: 400, code: "UNKNOWN_FIELD", field: "month", line: 1))
            try await Self.bill(server, #"{"through":"2098-09-30"}"#).expect(
                ExpectedProblem(status: 422, code: "BILLING_TOO_FAR_AHEAD", field: "through"))
            try await Self.bill(server, #"{"through":"2026-09-30"}"#, secret: .reader).expect(
                ExpectedProblem(status: 403, code: "FORBIDDEN"))
            #expect(try await server.size() == size)
        }
    }
}
