import EventLog
import LedgerApplication
import LedgerValues
import Testing

@Suite struct `GET v1 contracts statement` {
    @Test func `lines, balances, figures and movements of a first month`() async throws {
        try await TestServer.run { server in
            try await server.moveIn()
            let through = try #require(CalendarDate("2026-10-31"))
            _ = try await server.service.bill(through: through, ruleChange: nil, by: .system, progress: nil)
            try await server.record([TestServer.Stage.payment])
            let answer = try await server.get("/v1/contracts/c-1/statement?as_of=2026-10-31")
            #expect(answer.status == 200)
            #expect(answer.headers["etag"] != nil)
            let json = try answer.json
            #expect(json["status"].text == "in_place")
            #expect(json["billed_through"].text == "2026-10-31")
            #expect(json["billing_end_on"].text == "2027-08-31")
            #expect(json["missing_postings"].number == 0)
            #expect(json["incomplete"] == .null)
            #expect(json["lines"].elements.count == 12)

            let first = json["lines"][0]
            #expect(first["kind"].text == "rent" && first["period"].text == "2026-09")
            #expect(first["from_on"].text == "2026-09-01" && first["to_on"].text == "2026-09-30")
            #expect(first["thirtieths"].number == 30)
            #expect(first["amount_cents"].number == 35_867)
            #expect(first["advance_cents"].number == 7_000)
            #expect(first["payable_cents"].number == 28_867)
            #expect(first["open_cents"].number == 0)
            #expect(first["due_on"].text == "2026-09-01")
            #expect(first["components"]["bare_cents"].number == 20_137)
            #expect(first["components"]["charges_cents"].number == 14_180)
            #expect(first["components"]["furniture_cents"].number == 1_550)
            #expect(first["scheduled"] == .bool(false) && first["position"].number != nil)
            let steps = first["explanation"].elements
            #expect(
                steps.map { $0["reason"].text } == [
                    "from_effect_date", "tariff", "whole_month", "due_at_keys", "advance_deducted",
                ])
            #expect(steps.last?["rules"][0].text == "R-055")
            #expect(steps.last?["figures"]["advance_cents"].number == 7_000)
            #expect(steps.last?["fr"].text == "avance de 70,00\u{A0}€ déduite")
            let later = json["lines"][2]
            #expect(later["scheduled"] == .bool(true) && later["position"] == .null)

            #expect(json["balances"]["paid_cents"].number == 28_867)
            #expect(json["arrears"]["unpaid"] == .bool(false))
            #expect(json["housing_aid"][0]["month"].text == "2026-09")
            #expect(json["housing_aid"][0]["bare_cents"].number == 20_137)
            let movements = json["movements"].elements
            #expect(movements.last?["balance_cents"].number == 35_867)
            #expect(movements.map { $0["event"].text }.contains("payment-received"))
        }
    }

    @Test func `a refund, a service and a flat row show what they are made of`() async throws {
        try await TestServer.run { server in
            let members = TestServer.Stage.admission.replacing(RealTariff.row, with: RealTariff.flatRow)
            try await server.record([
                TestServer.Stage.proposal, TestServer.Stage.advance, members,
                #""command":"charge-service","on":"2026-09-03","amount_cents":1000,"vat_bp":2000,"item":"LAUNDRY""#,
            ])
            let json = try await server.get("/v1/contracts/c-1/statement").json
            #expect(json["lines"][0]["components"]["flat_cents"].number == 27_731)
            #expect(json["housing_aid"][0]["bare_cents"] == .null)
            #expect(json["housing_aid"][0]["figure_status"].text == "flat_rate")
            let later = try await server.get("/v1/contracts/c-1/statement?as_of=2026-09-03").json
            let service = try #require(later["lines"].elements.last)
            #expect(service["kind"].text == "service" && service["item"].text == "LAUNDRY")
            #expect(service["components"]["net_cents"].number == 1_000)
            #expect(service["components"]["vat_cents"].number == 200)
            try await server.record([#""command":"request-withdrawal","on":"2026-08-01""#])
            let withdrawn = try await server.get("/v1/contracts/c-1/statement").json
            #expect(withdrawn["refunds"][0]["kind"].text == "advance")
            #expect(withdrawn["refunds"][0]["amount_cents"].number == 7_000)
            #expect(withdrawn["refunds"][0]["blocked"] == .bool(true))
        }
    }

    @Test func `a tariff that is not voted yet is named, not guessed`() async throws {
        try await TestServer.run { server in
            try await server.moveIn()
            try await server.record([
                #""command":"grant-renewal","on":"2026-09-01","effect_on":"2027-09-01","end_on":"2028-08-31","#
                    + #""row":"\#(RealTariff.row)""#
            ])
            let json = try await server.get("/v1/contracts/c-1/statement").json
            #expect(json["incomplete"]["code"].text == "NO_TARIFF")
            #expect(json["incomplete"]["on"].text == "2027-09-01")
            #expect(json["incomplete"]["rule"].text == "R-046")
            try await server.get("/v1/contracts/c-1/statement?as_of=2027-10-01").expect(
                ExpectedProblem(status: 422, code: "NO_TARIFF", rule: "R-046"))
            let list = try await server.get("/v1/unpaid?as_of=2027-10-01").json
            #expect(list["failures"][0]["contract"].text == "c-1")
            #expect(list["failures"][0]["problem"]["code"].text == "NO_TARIFF")
        }
    }

    @Test func `a contract nobody knows has no statement`() async throws {
        try await TestServer.run(tariff: false) { server in
            try await server.get("/v1/contracts/c-404/statement").expect(
                ExpectedProblem(status: 404, code: "UNKNOWN_CONTRACT", field: "contract"))
        }
    }

    @Test func `asked again, a statement is the one of its moment`() async throws {
        let path = "/v1/contracts/c-1/statement?as_of=2026-10-31"
        try await TestServer.run { server in
            try await server.moveIn()
            let early = try await server.get(path).json
            // An event of another contract moves the moment, and nothing else.
            try await server.record([#""command":"open-contract","on":"2026-09-01""#], of: "c-2")
            let again = try await server.get(path).json
            #expect(again["known_at"]["position"].number == (early["known_at"]["position"].number ?? 0) + 1)
            #expect(again.members(but: "known_at") == early.members(but: "known_at"))
            // An event of its own, or of the ledger, moves the statement.
            try await server.record([TestServer.Stage.payment])
            let paid = try await server.get(path)
            #expect(try paid.json["balances"]["paid_cents"].number == 28_867)
            let through = try #require(CalendarDate("2026-10-31"))
            _ = try await server.service.bill(through: through, ruleChange: nil, by: .system, progress: nil)
            let billed = try await server.get(path).json
            #expect(billed["billed_through"].text == "2026-10-31" && billed["lines"][1]["scheduled"] == .bool(false))
            let before = try await server.get("/v1/contracts/c-2/statement?as_of=2026-10-31")
            _ = try await server.service.bill(
                through: through.adding(days: 30), ruleChange: nil, by: .system, progress: nil)
            #expect(try before.json["billed_through"].text == "2026-10-31")
            let after = try await server.get("/v1/contracts/c-2/statement?as_of=2026-10-31")
            #expect(try after.json["billed_through"].text == "2026-11-30")
            // What was known earlier is answered as it was known.
            let position = try #require(early["known_at"]["position"].number)
            let then = try await server.get(path + "&known_at=\(position)").json
            #expect(then == early)
            #expect(try await server.get(path).json["billed_through"].text == "2026-11-30")
        }
    }

    @Test func `asked again, a readmission says what is overdue on the earlier contract`() async throws {
        try await TestServer.run { server in
            try await server.moveIn()
            try await server.record([
                #""command":"give-notice","on":"2026-09-10""#, #""command":"return-keys","on":"2026-10-10""#,
            ])
            let through = try #require(CalendarDate("2026-10-31"))
            _ = try await server.service.bill(through: through, ruleChange: nil, by: .system, progress: nil)
            try await server.record(
                [
                    #""command":"readmit","on":"2026-10-20","earlier_contract":"c-1","effect_on":"2026-11-01","#
                        + #""end_on":"2027-08-31","row":"\#(RealTariff.row)""#
                ], of: "c-9")
            let path = "/v1/contracts/c-9/statement?as_of=2026-11-15"
            #expect(try await server.get(path).json["overdue_cents"].number == 28_867 + 11_960)
            try await server.record([TestServer.Stage.payment])
            #expect(try await server.get(path).json["overdue_cents"].number == 11_960)
        }
    }
}
