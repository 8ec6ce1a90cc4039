import EventLog
import Foundation
import LedgerApplication
import LedgerValues
import Testing

@Suite struct `Lists of contracts` {
    @Test func `GET v1 unpaid names who is late, and by how much`() async throws {
        try await TestServer.run { server in
            try await server.moveIn("late")
            try await server.moveIn("paid")
            try await server.record([TestServer.Stage.payment], of: "paid")
            let json = try await server.get("/v1/unpaid?as_of=2026-09-15").json
            #expect(json["rows"].elements.map { $0["contract"].text } == ["late"])
            let row = json["rows"][0]
            #expect(row["amount_cents"].number == 28_867)
            #expect(row["oldest_due_on"].text == "2026-09-01")
            #expect(row["unpaid"] == .bool(true) && row["over_one_month"] == .bool(false))
            #expect(row["status"].text == "in_place")
            let full = try await server.get("/v1/unpaid?as_of=2026-09-15&limit=1").json
            #expect(full["rows"].elements == [row] && full["next_cursor"] == .null)
            let later = try await server.get("/v1/unpaid?as_of=2026-10-15").json
            #expect(later["rows"].elements.count == 1)
            #expect(later["rows"][0]["over_one_month"] == .bool(true))
        }
    }

    @Test func `GET v1 deposits names what is held and what goes back`() async throws {
        try await TestServer.run { server in
            try await server.moveIn()
            let json = try await server.get("/v1/deposits").json
            #expect(json["rows"][0]["deposit_held_cents"].number == 35_900)
            #expect(json["rows"][0]["refund"] == .null && json["rows"][0]["due_on"] == .null)
            #expect(json["rows"][0]["blocked_by"].text == "keys_not_returned")
            try await server.record([
                #""command":"return-keys","on":"2026-09-01""#, #""command":"settle-contract","on":"2026-10-05""#,
            ])
            let settled = try await server.get("/v1/deposits?as_of=2026-10-05").json
            #expect(settled["rows"].elements.isEmpty || settled["rows"][0]["refund"] != .null)
        }
    }

    @Test func `GET v1 unallocated and parked-receipts name the money that serves nothing`() async throws {
        try await TestServer.run { server in
            try await server.moveIn("a")
            // Refused money is kept, and answered 202.
            let kept = try await server.batch([
                #"{"key":"u1","contract":"a","command":"receive-advance","at":"2026-09-20T10:00","amount_cents":7000}"#,
                #"{"key":"u2","contract":"nobody","command":"receive-payment","on":"2026-09-21","amount_cents":1234,"#
                    + #""means":"cheque"}"#,
            ])
            #expect(kept.map(\.status) == [202, 202])
            let rows = try await server.get("/v1/unallocated?as_of=2026-09-30").json["rows"]
            #expect(rows.elements.map { $0["contract"].text } == ["a"])
            #expect(rows[0]["receipt"]["left_cents"].number == 7_000)
            let parked = try await server.get("/v1/parked-receipts?as_of=2026-09-30").json["rows"]
            #expect(parked.elements.map { $0["named"].text } == ["nobody"])
            #expect(parked[0]["left_cents"].number == 1_234 && parked[0]["means"].text == "cheque")
            #expect(try await server.get("/v1/parked-receipts?as_of=2026-09-20").json["rows"].elements.isEmpty)
        }
    }

    @Test func `GET v1 caf gives the bare rent of a month`() async throws {
        try await TestServer.run { server in
            try await server.moveIn()
            let json = try await server.get("/v1/caf/2026-10").json
            #expect(json["rows"].elements.count == 1)
            #expect(json["rows"][0]["month"].text == "2026-10")
            #expect(json["rows"][0]["bare_cents"].number == 20_137)
            #expect(json["rows"][0]["figure_status"].text == "complete")
            let beyond = try await server.get("/v1/caf/2028-10").json
            #expect(beyond["rows"].elements.isEmpty)
            for month in ["2026-13", "1900-01", "1999-12", "2100-01", "9999-12", "0000-00"] {
                try await server.get("/v1/caf/\(month)").expect(
                    ExpectedProblem(status: 400, code: "INVALID_MONTH", field: "month"))
                try await server.get("/v1/exports/tables/caf?month=\(month)").expect(
                    ExpectedProblem(status: 400, code: "INVALID_PARAMETER", field: "month"))
            }
        }
    }

    @Test func `a cursor that was cut, or put together by hand, is refused`() async throws {
        try await TestServer.run { server in
            try await server.moveIn("a-contract-of-a-longer-name")
            try await server.moveIn("b")
            let first = try await server.get("/v1/unpaid?as_of=2026-12-31&limit=1").json
            let cursor = try #require(first["next_cursor"].text)
            let cut = (1..<cursor.count).map { String(cursor.dropLast($0)) }
            let forged = [
                "1 unpaid 2026-12-31 10 a", "2 unpaid 2026-12-31 10 a", "2 unpaid 2026-12-31 10 a 000000000000",
                "2 unpaid 0001-01-01 10 a 000000000000", "1 unpaid 2026-12-31 10 9223372036854775807",
            ].map { Data($0.utf8).base64EncodedString().replacing("=", with: "") }
            for cursor in cut + forged {
                try await server.get("/v1/unpaid?cursor=\(cursor)").expect(
                    ExpectedProblem(status: 400, code: "INVALID_PARAMETER", field: "cursor"))
            }
            #expect(try await server.get("/v1/unpaid?limit=1&cursor=\(cursor)").status == 200)
        }
    }

    @Test func `a cursor of one month is refused for another`() async throws {
        try await TestServer.run { server in
            try await server.moveIn("a")
            try await server.moveIn("b")
            let cursor = try #require(try await server.get("/v1/caf/2026-10?limit=1").json["next_cursor"].text)
            let next = try await server.get("/v1/caf/2026-10?limit=1&cursor=\(cursor)").json
            #expect(next["rows"][0]["contract"].text == "b")
            try await server.get("/v1/caf/2026-11?cursor=\(cursor)").expect(
                ExpectedProblem(status: 400, code: "INVALID_PARAMETER", field: "cursor"))
        }
    }
}
