import LedgerApplication
import LedgerValues
import Projections
import ResidenceRules
import Testing

@Suite struct `The rules behind a statement` {
    @Test func `each line names its rules and figures, and the amounts follow from them`() async throws {
        let books = try await TestLedger()
        defer { books.ledger.stop() }
        try await books.houseStudent("a")
        try await books.execute(.record(.noticeGiven(departure: nil)), "a", on: "2026-11-10")
        try await books.execute(.record(.keysReturned(.conforming)), "a", on: "2026-12-20")
        let answer = try await books.statement("a", asOf: "2026-12-31")
        let lines = answer.explanation.lines
        #expect(lines.count == answer.statement.lines.count)
        #expect(
            lines.first == [
                .fromEffectDate(day("2026-09-01")), .tariff(TestLedger.row, monthly: Money(cents: 35_867)),
                .wholeMonth(Money(cents: 35_867)), .dueAtKeys(day("2026-09-01")),
                .advanceDeducted(Money(cents: 7_000)),
            ])
        #expect(
            lines[3] == [
                .tariff(TestLedger.row, monthly: Money(cents: 35_867)), .thirtieths(10, each: Money(cents: 1_196)),
                .toNoticeExpiry(day("2026-12-10"), given: day("2026-11-10")), .dueInArrears(day("2027-01-01")),
            ])
        #expect(
            lines.last == [
                .withoutRight(since: day("2026-12-11")),
                .indemnityBase(Money(cents: 11_960), thirtieths: 10, supplied: false),
                .indemnitySurcharge(Money(cents: 5_000)), .dueInArrears(day("2027-01-01")),
            ])
        #expect(lines[3][1].sentence(.english) == "R-044, R-045: 10 thirtieths of 11,96\u{A0}€")
        #expect(lines[3][1].sentence(.french) == "R-044, R-045\u{A0}: 10 trentièmes de 11,96\u{A0}€")
    }

    @Test func `a forfeit, a refund and its blocking are explained`() async throws {
        let books = try await TestLedger()
        defer { books.ledger.stop() }
        try await books.houseStudent("a")
        try await books.execute(.record(.keysReturned(.conforming)), "a", on: "2027-08-31")
        try await books.execute(.record(.contractSettled), "a", on: "2027-09-02")
        let answer = try await books.statement("a", asOf: "2027-09-02")
        for (refund, reasons) in zip(answer.statement.refunds, answer.explanation.refunds) {
            #expect(
                reasons == [
                    .refund(refund.kind, refund.amount, due: day("2027-09-30"), rule: .departure), .refundBlocked,
                ])
        }
    }

    @Test func `every reason of every language says something, and names rules of the rulebook`() {
        for reason in Self.all {
            for language in Language.allCases { #expect(!reason.text(language).isEmpty) }
            #expect(reason.text(.english) != reason.text(.french), "\(reason)")
            #expect(reason.rules.allSatisfy { $0.hasPrefix("R-") || $0.hasPrefix("A-") })
            #expect(reason.figures.map(\.name) == reason.figures.map(\.name).sorted(), "\(reason)")
        }
    }

    private static let all: [Reason] = {
        let (on, sum) = (day("2026-09-01"), Money(cents: 123_456))
        return [
            .fromEffectDate(on), .fromEarlyKeys(on), .fromDeferredKeys(on), .fromTakeover(on),
            .tariff(TestLedger.row, monthly: sum),
            .wholeMonth(sum), .thirtieths(1, each: sum), .share(thirtieths: 7, of: sum), .coefficient(11_550),
            .toTermEnd(on), .toNoticeExpiry(on, given: on), .toDepartureWithoutNotice(on, returned: on),
            .toRepeal(on), .toDeath(on), .dueByArrival(on), .dueAtKeys(nil), .dueAtKeys(on), .dueInArrears(on),
            .dueOn(on), .advanceDeducted(sum),
            .advanceCarried(sum), .withoutRight(since: on), .indemnityBase(sum, thirtieths: 2, supplied: true),
            .indemnitySurcharge(sum), .sundry(.damage, item: code("KEY"), net: sum), .nights(3, each: sum, added: true),
            .retained(.noShow), .depositSetOff(sum),
            .carriedOver(code("OLD")), .reclaim(.credit, sum), .housingAid(sum),
            .tax(sum), .relieved(sum),
            .refund(.deposit, sum, due: on, rule: .departure), .refundBlocked, .forfeited(sum),
        ]
    }()
}
