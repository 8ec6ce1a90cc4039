import Testing

/// A body that is refused before any rule looks at it, or by a rule, and leaves the log as it was.
@Suite struct `Bad input` {
    typealias Stage = TestServer.Stage

    static let keys = #""command":"hand-over-keys","contract":"c-1""#

    static let bodies: [(body: String, problem: ExpectedProblem)] = [
        // No command at all.
        ("", ExpectedProblem(status: 400, code: "MALFORMED_JSON", line: 1, column: 1)),
        ("{\n\"command\": hand-over-keys}", ExpectedProblem(status: 400, code: "MALFORMED_JSON", line: 2, column: 12)),
        ("[]", ExpectedProblem(status: 400, code: "NOT_AN_OBJECT")),
        (
            #"{"command":"open-the-door"}"#,
            ExpectedProblem(status: 400, code: "UNKNOWN_COMMAND", field: "command", line: 1, column: 12)
        ),
        // Members.
        (
            "{\(keys),\n\"on\":\"2026-02-30\"}",
            ExpectedProblem(status: 400, code: "INVALID_DATE", field: "on", line: 2, column: 6)
        ),
        (
            #"{"command":"receive-payment","contract":"c-1","on":"2026-09-01","amount_cents":70.00}"#,
            ExpectedProblem(status: 400, code: "AMOUNT_NOT_INTEGER", field: "amount_cents", line: 1, column: 80)
        ),
        (
            #"{"command":"receive-payment","contract":"c-1","on":"2026-09-01","amount_cents":0}"#,
            ExpectedProblem(
                status: 400, code: "AMOUNT_OUT_OF_RANGE", field: "amount_cents", line: 1, column: 80, rule: "R-012")
        ),
        (
            #"{"command":"hand-over-keys","tenant_code":"0123456789A","on":"2026-09-01"}"#,
            ExpectedProblem(
                status: 400, code: "INE_IS_NOT_A_TENANT_CODE", field: "tenant_code", line: 1, column: 43, rule: "R-002")
        ),
        (
            #"{\#(keys),"on":"2026-09-01","on":"2026-09-01"}"#,
            ExpectedProblem(status: 400, code: "DUPLICATE_FIELD", field: "on", line: 1, column: 64)
        ),
        (
            #"{\#(keys),"on":"2026-09-01","note":"x"}"#,
            ExpectedProblem(status: 400, code: "UNKNOWN_FIELD", field: "note", line: 1, column: 71)
        ),
        ("{\(keys)}", ExpectedProblem(status: 400, code: "MISSING_FIELD", field: "on")),
        (
            #"{\#(keys),"at":"2026-09-01 10:00"}"#,
            ExpectedProblem(status: 400, code: "INVALID_INSTANT", field: "at")
        ),
        (
            #"{\#(keys),"on":"2026-09-01"\#(String(repeating: " ", count: 65_535))}"#,
            ExpectedProblem(status: 413, code: "TOO_LARGE", line: 1, column: 65_536)
        ),
        // A student number, however it is written.
        (
            #"{"command":"issue-tenant-code","contract":"c-1","on":"2026-09-01","code":"123456789ab"}"#, ine("code", 74)
        ),
        (
            #"{"command":"receive-payment","tenant_code":"1234567890a","on":"2026-09-01","amount_cents":1}"#,
            ine("tenant_code", 44)
        ),
        (#"{"command":"open-contract","contract":"1234567890a","on":"2026-09-01"}"#, ine("contract", 39)),
        (#"{"command":"open-contract","contract":"INE1234567890A","on":"2026-09-01"}"#, ine("contract", 39)),
        (#"{"command":"open-contract","contract":"ine-1234567890a","on":"2026-09-01"}"#, ine("contract", 39)),
        (
            #"{"command":"waive-deposit","contract":"c-1","on":"2026-09-01","ground":"ine_123456789ab"}"#,
            ine("ground", 72)
        ),
        // Rules.
        (
            #"{\#(keys),"on":"2026-09-01"}"#,
            ExpectedProblem(
                status: 422, code: "KEYS_BEFORE_DEPOSIT", field: "command", line: 1, column: 12, rule: "R-031")
        ),
        (
            #"{"command":"grant-renewal","contract":"c-1","on":"2026-09-01","effect_on":"2027-09-01","#
                + "\"end_on\":\"2028-08-31\",\n\"row\":\"NO/SUCH/ROW\"}",
            ExpectedProblem(status: 422, code: "UNKNOWN_TARIFF_ROW", field: "row", line: 2, column: 7, rule: "R-041")
        ),
        (
            #"{"command":"complete-file","contract":"c-404","on":"2026-09-01"}"#,
            ExpectedProblem(
                status: 422, code: "UNKNOWN_CONTRACT", field: "contract", line: 1, column: 39, rule: "R-021")
        ),
    ]

    static func ine(_ field: String, _ column: Int64) -> ExpectedProblem {
        ExpectedProblem(
            status: 400, code: "INE_IS_NOT_A_TENANT_CODE", field: field, line: 1, column: column, rule: "R-002")
    }

    /// What says no of a form, word for word: the codes above take their rule from the code under test.
    @Test func `a form is refused with the section of what it breaks`() async throws {
        try await TestServer.run(tariff: false) { server in
            for (body, rule) in [
                ("{", "RFC 8259 §2"), ("[]", "RFC 8259 §4"), (#"{"command":"a","command":"a"}"#, "RFC 8259 §4"),
                ("{\(Self.keys),\"on\":\"2026-02-30\"}", "RFC 3339 §5.6"),
                ("{\(Self.keys),\"on\":1.5}", "commands.md#members-that-are-common"),
                ("\u{FEFF}{}", "RFC 8259 §8.1"),
            ] {
                let problem = try await server.command(body).json
                #expect(problem["rule"].text == rule, "\(body)")
                #expect(problem["place"]["line"].number == 1, "\(body)")
            }
            let marked = try await server.command("\u{FEFF}{}").json
            #expect(marked["detail"].text?.contains("byte order mark") == true)
        }
    }

    @Test func `each is refused with code, place, rule and remedy, and records nothing`() async throws {
        try await TestServer.run { server in
            try await server.record([Stage.proposal, Stage.advance, Stage.admission, Stage.file])
            let size = try await server.size()
            for (body, problem) in Self.bodies {
                let answer = try await server.command(body)
                try answer.expect(problem)
                #expect(!answer.text.contains("0123456789A"), "an INE is never repeated")
                #expect(try await server.size() == size, "\(problem.code)")
            }
        }
    }

    @Test func `the same is refused in a dry run`() async throws {
        try await TestServer.run { server in
            try await server.record([Stage.proposal, Stage.advance, Stage.admission, Stage.file])
            for (body, problem) in Self.bodies {
                let answer = try await server.send(
                    "POST", "/v1/commands?dry_run=true", headers: ["Content-Type": "application/json"], body: body)
                try answer.expect(problem)
            }
        }
    }

    @Test func `a body beyond 1 MiB is refused before it is read`() async throws {
        try await TestServer.run(tariff: false) { server in
            let size = try await server.size()
            let answer = try await server.command(String(repeating: " ", count: 1_048_577))
            try answer.expect(ExpectedProblem(status: 413, code: "TOO_LARGE", field: "Content-Length"))
            #expect(try await server.size() == size)
        }
    }

    @Test func `a tariff may be larger than another command`() async throws {
        try await TestServer.run(tariff: false) { server in
            let padded = try RealTariff.command() + String(repeating: " ", count: 200_000)
            #expect(try await server.command(padded).status == 201)
            let broken = try RealTariff.command().replacing(#""deposit_cents":35900"#, with: #""deposit_cents":359.5"#)
            try await server.command(broken).expect(
                ExpectedProblem(status: 400, code: "AMOUNT_NOT_INTEGER", field: "rows[0].deposit_cents", line: 1))
        }
    }

    @Test func `a missing, empty or personal key is refused`() async throws {
        try await TestServer.run(tariff: false) { server in
            let body = #"{\#(Self.keys),"on":"2026-09-01"}"#
            let without = try await server.send(
                "POST", "/v1/commands", headers: ["Content-Type": "application/json"], body: body)
            try without.expect(ExpectedProblem(status: 400, code: "MISSING_KEY", field: "Idempotency-Key"))
            let long = try await server.command(body, key: String(repeating: "k", count: 129))
            try long.expect(ExpectedProblem(status: 400, code: "INVALID_KEY", field: "Idempotency-Key"))
            for key in ["0123456789A", "0123456789a", "INE 0123456789a"] {
                let student = try await server.command(body, key: key)
                try student.expect(
                    ExpectedProblem(
                        status: 400, code: "INE_IS_NOT_A_TENANT_CODE", field: "Idempotency-Key", rule: "R-002"))
                #expect(try student.json["detail"].text?.contains("written like an INE") == true)
            }
        }
    }
}
