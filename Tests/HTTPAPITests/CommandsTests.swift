import EventLog
import LedgerApplication
import LedgerValues
import Testing

@Suite struct `POST v1 commands` {
    typealias Stage = TestServer.Stage

    static func about(_ members: String, contract: String = "c-1") -> String {
        #"{"contract":"\#(contract)",\#(members)}"#
    }

    @Test func `a command is recorded and answered with its receipt`() async throws {
        try await TestServer.run { server in
            let answer = try await server.command(Self.about(Stage.proposal))
            #expect(answer.status == 201)
            #expect(answer.headers["content-type"] == "application/json")
            #expect(answer.headers["etag"] == "\"1\"")
            #expect(answer.headers["x-request-id"]?.isEmpty == false)
            let json = try answer.json
            #expect(json["contract"].text == "c-1")
            #expect(json["version"].number == 1)
            #expect(json["recorded_at"].text?.hasPrefix("2026-09-01T08:") == true)
            #expect(json["refusal"] == .null)
            #expect(json["repeated"] == .bool(false) && json["dry_run"] == .bool(false))
            let size = try await server.size()
            let event = json["events"][0]
            #expect(event["type"].text == "allocation-proposed")
            #expect(event["position"].number == size)
            let stored = try await server.service.events(after: size - 1, limit: 1)
            #expect(event["leaf_hash"].text == stored.first?.leafHash.description)
        }
    }

    @Test func `the same key with the same request gives the first answer again`() async throws {
        try await TestServer.run { server in
            let first = try await server.command(Self.about(Stage.proposal), key: "k-1")
            let size = try await server.size()
            let again = try await server.command(
                #"{ "at":"2026-06-30T10:00", "command":"propose-allocation", "contract":"c-1" }"#, key: "k-1")
            #expect(again.status == 200)
            #expect(try again.json["repeated"] == .bool(true))
            #expect(try again.json["events"] == first.json["events"])
            #expect(try again.json["recorded_at"] == first.json["recorded_at"])
            #expect(try await server.size() == size)
        }
    }

    @Test func `so does a command that touches another contract first`() async throws {
        try await TestServer.run { server in
            for contract in ["a1", "c1"] { try await server.moveIn(contract) }
            let refused = try await server.command(
                #"{"contract":"a1","command":"receive-advance","at":"2026-09-20T10:00","amount_cents":7000}"#)
            let receipt = try #require(try refused.json["events"][0]["position"].number)
            let allocated = try await server.command(
                #"{"command":"allocate-receipt","contract":"c1","on":"2026-10-02","receipt":\#(receipt),"#
                    + #""purpose":"payment"}"#)
            try #require(allocated.status == 201, "\(allocated.text)")
            let allocation = try #require(
                try allocated.json["events"].elements.first { $0["type"].text == "receipt-allocated" }?["position"]
                    .number)
            let undo =
                #"{"command":"undo-allocation","contract":"c1","on":"2026-10-03","allocation":\#(allocation)}"#
            let first = try await server.command(undo, key: "undo")
            try #require(first.status == 201, "\(first.text)")
            let again = try await server.command(undo, key: "undo")
            #expect(again.headers["etag"] == first.headers["etag"])
            for member in ["contract", "version", "recorded_at", "events", "refusal", "dry_run"] {
                #expect(try again.json[member] == first.json[member], "\(member)")
            }
            #expect(try first.json["contract"].text == "c1")
        }
    }

    @Test func `the same key with another request is refused`() async throws {
        try await TestServer.run { server in
            let first = try await server.command(Self.about(Stage.proposal), key: "k-1")
            let size = try await server.size()
            let other = try await server.command(Self.about(Stage.proposal, contract: "c-2"), key: "k-1")
            try other.expect(ExpectedProblem(status: 409, code: "KEY_REUSED", field: "Idempotency-Key"))
            #expect(try other.json["position"] == first.json["events"][0]["position"])
            #expect(try await server.size() == size)
        }
    }

    @Test func `a refused command does not burn its key`() async throws {
        try await TestServer.run { server in
            try await server.record([Stage.proposal, Stage.advance, Stage.admission, Stage.file])
            let early = try await server.command(Self.about(Stage.keys), key: "k-1")
            #expect(early.status == 422)
            try await server.record([Stage.deposit])
            let later = try await server.command(Self.about(Stage.keys), key: "k-1")
            #expect(later.status == 201)
        }
    }

    @Test func `a dry run decides and records nothing, without a key`() async throws {
        try await TestServer.run { server in
            let size = try await server.size()
            let answer = try await server.send(
                "POST", "/v1/commands?dry_run=true", headers: ["Content-Type": "application/json"],
                body: Self.about(Stage.proposal))
            #expect(answer.status == 200)
            let json = try answer.json
            #expect(json["dry_run"] == .bool(true))
            #expect(json["events"][0]["type"].text == "allocation-proposed")
            #expect(json["events"][0]["position"] == .null)
            #expect(json["recorded_at"] == .null)
            let refused = try await server.send(
                "POST", "/v1/commands?dry_run=true", headers: ["Content-Type": "application/json"],
                body: Self.about(Stage.keys))
            try refused.expect(ExpectedProblem(status: 422, code: "UNKNOWN_CONTRACT", field: "contract", rule: "R-021"))
            #expect(try await server.size() == size)
        }
    }

    @Test func `If-Match guards the contract, and a conflict names what came between`() async throws {
        try await TestServer.run { server in
            try await server.record([Stage.proposal, Stage.advance])
            let size = try await server.size()
            let stale = try await server.command(Self.about(Stage.admission), headers: ["If-Match": "\"1\""])
            try stale.expect(ExpectedProblem(status: 409, code: "VERSION_CONFLICT", field: "If-Match"))
            #expect(stale.headers["etag"] == "\"2\"")
            #expect(try stale.json["expected_version"].number == 1)
            #expect(try stale.json["current_version"].number == 2)
            #expect(try stale.json["positions"].elements.map(\.number) == [size])
            #expect(try await server.size() == size)
            let current = try await server.command(Self.about(Stage.admission), headers: ["If-Match": "\"2\""])
            #expect(current.status == 201)
            #expect(current.headers["etag"] == "\"3\"")
        }
    }

    @Test(arguments: ["1", "W/\"1\"", "*", "\"\"", "\"x\"", "\"99999999999999999999\""])
    func `an If-Match that holds no version is refused`(tag: String) async throws {
        try await TestServer.run(tariff: false) { server in
            let answer = try await server.command(Self.about(Stage.proposal), headers: ["If-Match": tag])
            try answer.expect(ExpectedProblem(status: 400, code: "INVALID_IF_MATCH", field: "If-Match"))
        }
    }

    @Test func `a command about no contract takes no If-Match`() async throws {
        try await TestServer.run(tariff: false) { server in
            let answer = try await server.command(
                #"{"command":"close-month","on":"2026-11-01","month":"2026-10"}"#, headers: ["If-Match": "\"1\""])
            try answer.expect(ExpectedProblem(status: 400, code: "IF_MATCH_WITHOUT_CONTRACT", field: "If-Match"))
        }
    }

    @Test func `a contract is named by its tenant code too`() async throws {
        try await TestServer.run { server in
            try await server.moveIn()
            try await server.record([#""command":"issue-tenant-code","on":"2026-07-03","code":"T26A001""#])
            let answer = try await server.command(
                #"{"command":"receive-payment","tenant_code":"T26A001","on":"2026-09-01","amount_cents":28867}"#)
            #expect(answer.status == 201)
            #expect(try answer.json["contract"].text == "c-1")
        }
    }

    @Test func `policies are adopted and months closed`() async throws {
        try await TestServer.run { server in
            let adopted = try await server.command(
                #"{"command":"adopt-policy","on":"2026-09-01","policy":"exit_grace","value":"none","from_on":"2026-10-01"}"#
            )
            #expect(adopted.status == 201)
            #expect(try adopted.json["contract"] == .null)
            #expect(adopted.headers["etag"] == nil)
            let wrong = try await server.command(
                #"{"command":"adopt-policy","on":"2026-09-01","policy":"exit_grace","value":"two","from_on":"2026-10-01"}"#
            )
            try wrong.expect(ExpectedProblem(status: 422, code: "POLICY_VALUE", field: "value", rule: "R-016"))
            let unbilled = try await server.command(#"{"command":"close-month","on":"2026-10-05","month":"2026-09"}"#)
            try unbilled.expect(ExpectedProblem(status: 422, code: "MONTH_NOT_BILLED", field: "month", rule: "R-043"))
            _ = try await server.service.bill(
                through: try #require(CalendarDate("2026-09-30")), ruleChange: nil, by: .system, progress: nil)
            let closed = try await server.command(#"{"command":"close-month","on":"2026-10-05","month":"2026-09"}"#)
            #expect(closed.status == 201)
        }
    }
}

@Suite struct `Money that a rule refuses to use` {
    typealias Stage = TestServer.Stage

    /// Members of a `receive-advance` after a proposal, and the refusal they meet.
    static let refusals: [(earlier: [String], advance: String, code: String, rule: String)] = [
        (
            [Stage.proposal], #""command":"receive-advance","at":"2026-07-02T10:00:01","amount_cents":7000"#,
            "ADVANCE_LATE", "R-013"
        ),
        (
            [Stage.proposal], #""command":"receive-advance","at":"2026-07-01T10:00","amount_cents":6999"#,
            "ADVANCE_AMOUNT", "R-012"
        ),
        (
            [Stage.proposal, Stage.advance],
            #""command":"receive-advance","at":"2026-07-01T11:00","amount_cents":7000"#, "ADVANCE_ALREADY_PAID",
            "R-010"
        ),
    ]

    @Test(arguments: refusals.indices) func `is recorded, unallocated, with the refusal`(index: Int) async throws {
        let (earlier, advance, code, rule) = Self.refusals[index]
        try await TestServer.run { server in
            try await server.record(earlier)
            let size = try await server.size()
            let answer = try await server.command(#"{"contract":"c-1",\#(advance)}"#, key: "late")
            #expect(answer.status == 202)
            let json = try answer.json
            #expect(json["events"].elements.map { $0["type"].text } == ["receipt-unallocated"])
            #expect(json["refusal"]["code"].text == code)
            #expect(json["refusal"]["rule"].text == rule)
            #expect(json["refusal"]["remedy"].text?.isEmpty == false)
            #expect(try await server.size() == size + 1)
            let again = try await server.command(#"{"contract":"c-1",\#(advance)}"#, key: "late")
            #expect(again.status == 200)
            #expect(try again.json["refusal"] == json["refusal"])
            let found = ["in time until ", "asked 7000, received 6999"]
            if index < found.count { #expect(json["refusal"]["detail"].text?.contains("(" + found[index]) == true) }
            let contract = try await server.get("/v1/contracts/c-1")
            #expect(try contract.json["balances"]["unallocated_cents"].number ?? 0 > 0)
        }
    }

    @Test func `is parked when it names nobody known`() async throws {
        try await TestServer.run { server in
            let size = try await server.size()
            let answer = try await server.command(
                #"{"command":"receive-payment","tenant_code":"T26A404","on":"2026-09-01","amount_cents":100}"#)
            #expect(answer.status == 202)
            #expect(try answer.json["contract"] == .null)
            #expect(try answer.json["refusal"]["code"].text == "UNKNOWN_CONTRACT")
            #expect(try await server.size() == size + 1)
            let guarded = try await server.command(
                #"{"command":"receive-payment","tenant_code":"T26A404","on":"2026-09-01","amount_cents":100}"#,
                headers: ["If-Match": "\"3\""])
            try guarded.expect(ExpectedProblem(status: 409, code: "VERSION_CONFLICT", field: "If-Match"))
            #expect(try guarded.json["current_version"].number == 0)
            #expect(try await server.size() == size + 1)
            let none = try await server.command(
                #"{"command":"receive-payment","tenant_code":"T26A404","on":"2026-09-01","amount_cents":100}"#,
                headers: ["If-Match": "\"0\""])
            #expect(none.status == 202)
        }
    }
}
