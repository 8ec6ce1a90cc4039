import LedgerValues
import Projections
import ResidenceRules
import Testing

/// What a tenant is given for a month that he paid.
@Suite struct ReceiptTests {
    /// Housed from September, billed through `day`, with these payments: day and cents.
    private static func receipts(
        _ payments: [(String, Int64)], billed day: String = "2026-10-31", asOf: String
    ) throws -> [PeriodReceipt] {
        var story = try Story.housed()
        for (day, cents) in payments { try story.tell(day, .record(.paymentReceived(Money(cents: cents)))) }
        try story.bill(through: day)
        return try story.statement(asOf: asOf).receipts
    }

    private static func isQuittance(_ receipt: PeriodReceipt) -> Bool {
        if case .rent = receipt { return true }
        return false
    }

    @Test func `R-022 a month paid in full has a quittance with its components and the money that paid it`() throws {
        let receipts = try Self.receipts([("2026-09-01", 20_000), ("2026-09-10", 15_867)], asOf: "2026-09-30")
        try #require(receipts.count == 1)
        #expect(Self.isQuittance(receipts[0]))
        let period = receipts[0].period
        #expect(period.month.description == "2026-09" && period.amount == Money(cents: 35_867))
        #expect(period.payments.map(\.amount) == [Money(cents: 20_000), Money(cents: 15_867)])
        guard case .received(let second) = period.payments[1].source else {
            Issue.record("money received")
            return
        }
        #expect(second.on == Fixtures.day("2026-09-10"))
        guard case .rent(let breakdown, _, _) = period.lines[0].charge.composition else {
            Issue.record("rent")
            return
        }
        #expect(breakdown.total == period.amount && breakdown.bare == Money(cents: 20_137))
    }

    @Test func `R-022 one cent short is a receipt and never a quittance`() throws {
        let receipts = try Self.receipts([("2026-09-01", 35_866)], asOf: "2026-09-30")
        try #require(receipts.count == 1)
        #expect(!Self.isQuittance(receipts[0]))
        #expect(receipts[0].period.open == Money(cents: 1) && receipts[0].period.settled == Money(cents: 35_866))
    }

    @Test func `R-022 a month that nobody paid has neither`() throws {
        #expect(try Self.receipts([], asOf: "2026-10-31").isEmpty)
    }

    @Test func `R-022 a payment that went back takes the quittance with it`() throws {
        var story = try Story.housed()
        try story.tell("2026-09-01", .record(.paymentReceived(Money(cents: 35_867))))
        let paid = try #require(story.state.facts.last?.position)
        try story.bill(through: "2026-09-30")
        #expect(try story.statement(asOf: "2026-09-05").receipts.map(Self.isQuittance) == [true])
        try story.tell(
            "2026-09-20", .returnMoney(receipt: paid, amount: Money(cents: 35_867), reason: .returnedDirectDebit))
        #expect(try story.statement(asOf: "2026-09-19").receipts.map(Self.isQuittance) == [true])
        #expect(try story.statement(asOf: "2026-09-20").receipts.isEmpty)
    }

    @Test func `R-022 a month on two rows has one quittance, once both parts are paid`() throws {
        var story = try Story.housed()
        try story.tell(
            "2026-09-16", .changeUnit(row: Fixtures.flatRow))
        try story.tell("2026-09-16", .record(.paymentReceived(Money(cents: 17_934))))
        try story.bill(through: "2026-09-30")
        let partly = try story.statement(asOf: "2026-09-30").receipts
        #expect(partly.map(Self.isQuittance) == [false])
        #expect(partly.first?.period.lines.count == 2)
        let open = try #require(partly.first?.period.open)
        try story.tell("2026-09-30", .record(.paymentReceived(open)))
        #expect(try story.statement(asOf: "2026-09-30").receipts.map(Self.isQuittance) == [true])
    }

    @Test func `R-022 money for a month that the books have not charged yet makes no quittance`() throws {
        let receipts = try Self.receipts(
            [("2026-09-01", 35_867 + 35_867)], billed: "2026-09-30", asOf: "2026-10-20")
        #expect(receipts.map { $0.period.month.description } == ["2026-09"])
    }

    @Test func `R-022 a deposit proves a quittance for as much of it as the books set off`() throws {
        var story = try Story.housed()
        let rents = 9 * Int64(35_867)
        try story.tell("2027-05-30", .record(.noticeGiven(departure: nil)))
        try story.tell("2027-05-31", .record(.paymentReceived(Money(cents: rents))))
        try story.tell("2027-06-30", .record(.keysReturned(.conforming)))
        try story.tell("2027-07-15", .record(.contractSettled))
        try story.bill(through: "2027-07-31")
        func june() throws -> PeriodReceipt {
            try #require(
                try story.statement(asOf: "2027-07-31").receipts.last { $0.period.month.description == "2027-06" })
        }
        #expect(Self.isQuittance(try june()))
        // Less of the deposit is taken than the posting says.
        try story.tell("2027-07-10", .record(.paymentReceived(Money(cents: 10_000))))
        let early = try june()
        #expect(!Self.isQuittance(early) && !early.period.isProven && early.period.open == .zero)
        try story.bill(through: "2027-07-31")
        #expect(Self.isQuittance(try june()))
    }

    @Test func `R-104 an indemnity paid in full is a receipt: it is no rent`() throws {
        var story = try Story.housed()
        try story.tell("2027-09-10", .record(.keysReturned(.conforming)))
        try story.tell("2027-09-11", .record(.paymentReceived(Money(cents: 1_000_000))))
        try story.bill(through: "2027-10-31")
        let receipts = try story.statement(asOf: "2027-10-31").receipts
        let indemnities = receipts.filter { $0.period.nature == .indemnity }
        try #require(indemnities.count == 1 && receipts.count == 13)
        #expect(!Self.isQuittance(indemnities[0]) && indemnities[0].period.open == .zero)
    }

    @Test func `R-201 a month of which a decision ended a part owes nothing and has no quittance`() throws {
        var story = try Story.housed()
        try story.tell("2026-09-01", .record(.paymentReceived(Money(cents: 30_000))))
        let month = try #require(Month("2026-09"))
        try story.tell(
            "2026-10-15",
            .record(
                .debtRelieved(
                    DebtRelief(
                        line: .rent(month), amount: Money(cents: 5_867), ground: .remitted, decision: Fixtures.code))))
        try story.bill(through: "2026-10-31")
        let receipts = try story.statement(asOf: "2026-10-15").receipts
        #expect(receipts.map(Self.isQuittance) == [false] && receipts.first?.period.open == .zero)
    }
}
