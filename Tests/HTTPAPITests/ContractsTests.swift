import EventLog
import Testing

@Suite struct `GET v1 contracts` {
    typealias Stage = TestServer.Stage

    @Test func `a contract says where it stands and what was known`() async throws {
        try await TestServer.run { server in
            try await server.moveIn()
            let answer = try await server.get("/v1/contracts/c-1")
            #expect(answer.status == 200)
            #expect(answer.headers["etag"] == "\"6\"")
            let json = try answer.json
            #expect(json["as_of"].text == "2026-09-01")
            #expect(json["known_at"]["position"].number == (try await server.size()))
            #expect(json["known_at"]["recorded_at"].text?.hasPrefix("2026-09-01T") == true)
            #expect(json["contract"].text == "c-1")
            #expect(json["status"].text == "in_place")
            #expect(json["row"].text == RealTariff.row)
            #expect(json["keys_on"].text == "2026-09-01")
            #expect(json["returned_on"] == .null)
            #expect(json["balances"]["deposit_held_cents"].number == 35_900)
            #expect(json["balances"]["outstanding_cents"].number == 28_867)
        }
    }

    @Test func `the past is answered as it was, and as it was known`() async throws {
        try await TestServer.run { server in
            try await server.moveIn()
            let size = try await server.size()
            let before = try await server.get("/v1/contracts/c-1?as_of=2026-08-31").json
            #expect(before["status"].text == "admitted")
            let ignorant = try await server.get("/v1/contracts/c-1?known_at=\(size - 5)").json
            #expect(ignorant["status"].text == "lapsed")
            #expect(ignorant["version"].number == 1)
            #expect(ignorant["known_at"]["position"].number == size - 5)
            let recorded = try #require(ignorant["known_at"]["recorded_at"].text)
            let instant = try await server.get("/v1/contracts/c-1?known_at=\(recorded)").json
            #expect(instant["known_at"]["recorded_at"].text == recorded)
        }
    }

    @Test func `what cannot be answered is an error`() async throws {
        try await TestServer.run { server in
            try await server.moveIn()
            let size = try await server.size()
            try await server.get("/v1/contracts/c-404").expect(
                ExpectedProblem(status: 404, code: "UNKNOWN_CONTRACT", field: "contract"))
            try await server.get("/v1/contracts/c-1?known_at=\(size + 1)").expect(
                ExpectedProblem(status: 422, code: "FUTURE_KNOWLEDGE", field: "known_at"))
            try await server.get("/v1/contracts/c-1?known_at=2030-01-01T00:00:00Z").expect(
                ExpectedProblem(status: 422, code: "FUTURE_KNOWLEDGE", field: "known_at"))
            try await server.get("/v1/contracts/c-1?known_at=2020-01-01T00:00:00Z").expect(
                ExpectedProblem(status: 422, code: "NOTHING_KNOWN", field: "known_at"))
            try await server.get("/v1/contracts/c-1?known_at=1").expect(
                ExpectedProblem(status: 404, code: "UNKNOWN_CONTRACT", field: "contract"))
            for day in ["2026-02-30", "tomorrow", "9999-12-31", ""] {
                try await server.get("/v1/contracts/c-1?as_of=\(day)").expect(
                    ExpectedProblem(status: 400, code: "INVALID_PARAMETER", field: "as_of"))
            }
            for known in ["0", "-1", "now", "2026-09-01"] {
                try await server.get("/v1/contracts/c-1?known_at=\(known)").expect(
                    ExpectedProblem(status: 400, code: "INVALID_PARAMETER", field: "known_at"))
            }
            try await server.get("/v1/contracts/c%201").expect(
                ExpectedProblem(status: 400, code: "INVALID_IDENTIFIER", field: "contract"))
            for student in ["0123456789A", "%30123456789A", "0123456789%41"] {
                try await server.get("/v1/contracts/\(student)").expect(
                    ExpectedProblem(status: 400, code: "INE_IS_NOT_A_TENANT_CODE", field: "contract", rule: "R-002"))
            }
            for segment in ["c%zz", "c%", "%C3", "a%2Fb"] {
                try await server.get("/v1/contracts/\(segment)").expect(
                    ExpectedProblem(status: 400, code: "INVALID_IDENTIFIER", field: "contract"))
            }
        }
    }

    @Test func `pages follow each other, and new contracts do not disturb them`() async throws {
        try await TestServer.run { server in
            for name in ["a", "b", "c", "d", "e"] { try await server.record([Stage.proposal], of: name) }
            let first = try await server.get("/v1/contracts?limit=2&as_of=2026-07-01").json
            #expect(first["rows"].elements.map { $0["contract"].text } == ["a", "b"])
            let full = try await server.get("/v1/contracts?limit=5&as_of=2026-07-01").json
            #expect(full["rows"].elements.count == 5 && full["next_cursor"] == .null)
            try await server.record([Stage.proposal], of: "bb")
            let cursor = try #require(first["next_cursor"].text)
            let second = try await server.get("/v1/contracts?limit=2&cursor=\(cursor)").json
            #expect(second["rows"].elements.map { $0["contract"].text } == ["c", "d"])
            #expect(second["as_of"].text == "2026-07-01")
            #expect(second["known_at"] == first["known_at"])
            let third = try await server.get("/v1/contracts?limit=2&cursor=\(second["next_cursor"].text ?? "")").json
            #expect(third["rows"].elements.map { $0["contract"].text } == ["e"])
            #expect(third["next_cursor"] == .null)
        }
    }

    @Test func `a cursor carries its filters, and others contradict it`() async throws {
        try await TestServer.run { server in
            for name in ["a", "b"] { try await server.record([Stage.proposal], of: name) }
            let page = try await server.get("/v1/contracts?limit=1").json
            let cursor = try #require(page["next_cursor"].text)
            let position = try #require(page["known_at"]["position"].number)
            let instant = try #require(page["known_at"]["recorded_at"].text)
            #expect(try await server.get("/v1/contracts?cursor=\(cursor)&known_at=\(instant)").status == 200)
            try await server.get("/v1/contracts?cursor=\(cursor)&known_at=2026-09-01T08:00:01Z").expect(
                ExpectedProblem(status: 400, code: "CURSOR_CONTRADICTION", field: "known_at"))
            try await server.get("/v1/contracts?cursor=\(cursor)&as_of=2026-07-01").expect(
                ExpectedProblem(status: 400, code: "CURSOR_CONTRADICTION", field: "as_of"))
            try await server.get("/v1/contracts?cursor=\(cursor)&known_at=\(position - 1)").expect(
                ExpectedProblem(status: 400, code: "CURSOR_CONTRADICTION", field: "known_at"))
            #expect(
                try await server.get("/v1/contracts?cursor=\(cursor)&known_at=\(position)&as_of=2026-09-01").status
                    == 200)
            for wrong in ["x", cursor + "A", String(cursor.dropLast(2)), String(repeating: "A", count: 600), ""] {
                try await server.get("/v1/contracts?cursor=\(wrong)").expect(
                    ExpectedProblem(status: 400, code: "INVALID_PARAMETER", field: "cursor"))
            }
            try await server.get("/v1/unpaid?cursor=\(cursor)").expect(
                ExpectedProblem(status: 400, code: "INVALID_PARAMETER", field: "cursor"))
        }
    }
}

@Suite struct `GET v1 tenants` {
    @Test func `a tenant code leads to its contract`() async throws {
        try await TestServer.run { server in
            try await server.moveIn()
            try await server.record([#""command":"issue-tenant-code","on":"2026-07-03","code":"T26A001""#])
            let json = try await server.get("/v1/tenants/T26A001").json
            #expect(json["contract"].text == "c-1")
            #expect(json["tenant_code"].text == "T26A001")
        }
    }

    @Test func `a code that was given out later was unknown before`() async throws {
        try await TestServer.run { server in
            try await server.moveIn()
            try await server.record([#""command":"issue-tenant-code","on":"2026-07-03","code":"T26A001""#])
            let now = try await server.get("/v1/tenants/T26A001").json
            let position = try #require(now["known_at"]["position"].number)
            try await server.get("/v1/tenants/T26A001?known_at=\(position - 2)").expect(
                ExpectedProblem(status: 404, code: "UNKNOWN_TENANT_CODE", field: "tenant_code", rule: "R-021"))
            let log = try await server.get("/v1/log?known_at=\(position)").json
            #expect(try await log["root"] == server.get("/v1/log").json["root"])
            #expect(try await server.get("/v1/log?known_at=3").json["size"].number == 3)
            try await server.get("/v1/log?known_at=\(position + 1)").expect(
                ExpectedProblem(status: 422, code: "FUTURE_KNOWLEDGE", field: "known_at"))
        }
    }

    @Test func `an unknown code, a wrong one and a student number are told apart`() async throws {
        try await TestServer.run(tariff: false) { server in
            try await server.get("/v1/tenants/T404").expect(
                ExpectedProblem(status: 404, code: "UNKNOWN_TENANT_CODE", field: "tenant_code", rule: "R-021"))
            try await server.get("/v1/tenants/T-404").expect(
                ExpectedProblem(status: 400, code: "INVALID_IDENTIFIER", field: "tenant_code"))
            let student = try await server.get("/v1/tenants/0123456789A")
            try student.expect(
                ExpectedProblem(status: 400, code: "INE_IS_NOT_A_TENANT_CODE", field: "tenant_code", rule: "R-002"))
            #expect(!student.text.contains("0123456789A"))
        }
    }
}
