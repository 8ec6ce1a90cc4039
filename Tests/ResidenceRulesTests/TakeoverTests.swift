import LedgerValues
import Projections
import ResidenceRules
import Testing

/// Tenancies that another system kept until the day before.
@Suite struct TakeoverTests {
    private static func takeover(
        keys: String = "2026-09-01", end: String = "2027-08-31", items: [CarriedItem] = []
    ) -> ContractCommand {
        .record(
            .contractTakenOver(
                Takeover(
                    term: Term(
                        effectiveOn: Fixtures.day("2026-09-01"), endsOn: Fixtures.day(end), row: Fixtures.row),
                    programme: .standard, keysOn: Fixtures.day(keys), deposit: Money(cents: 35_900), advance: .zero,
                    credit: .zero, items: items)))
    }

    private static func item(_ kind: CarriedItem.Kind, due: String, _ cents: Int64) -> CarriedItem {
        CarriedItem(kind: kind, dueOn: Fixtures.day(due), amount: Money(cents: cents), item: Fixtures.code)
    }

    @Test func `rent starts on the day of the takeover, and the month totals thirty thirtieths with the books before`()
        throws
    {
        var story = Story()
        try story.tell("2027-01-15", Self.takeover())
        // Fourteen thirtieths were billed by the books before; sixteen are left of a month of thirty-one days.
        #expect(try story.month("2027-01") == [BilledPart("rent", "2027-01-15", 16, 16 * 1_196)])
        #expect(try story.month("2027-02") == [BilledPart("rent", "2027-02-01", 30, 35_867)])
        let january = try #require(try story.statement(asOf: "2027-01-31").lines.first)
        #expect(january.charge.dueOn == Fixtures.day("2027-02-01"), "no first rent is due at the keys again")
    }

    @Test func `open items keep their due days, age, and are paid oldest first`() throws {
        var story = Story()
        try story.tell(
            "2027-01-15",
            Self.takeover(items: [
                Self.item(.rent, due: "2026-12-01", 10_000), Self.item(.other, due: "2026-11-10", 4_000),
                Self.item(.rent, due: "2027-01-01", 35_867),
            ]))
        var statement = try story.statement(asOf: "2027-01-15")
        #expect(statement.arrears.amount == Money(cents: 49_867))
        #expect(statement.arrears.oldestDue == Fixtures.day("2026-11-10"))
        #expect(statement.arrears.overOneMonth)
        try story.tell("2027-01-16", .record(.paymentReceived(Money(cents: 14_000))))
        statement = try story.statement(asOf: "2027-01-17")
        #expect(statement.arrears.oldestDue == Fixtures.day("2027-01-01"))
        #expect(statement.arrears.amount == Money(cents: 35_867) && !statement.arrears.overOneMonth)
        #expect(statement.housingAid.allSatisfy { $0.month >= Fixtures.day("2027-01-01").month })
    }

    @Test func `the deposit taken over is settled like any other`() throws {
        var story = Story()
        try story.tell("2027-01-01", Self.takeover(items: [Self.item(.other, due: "2026-11-10", 4_000)]))
        try story.tell("2027-01-10", .record(.noticeGiven(departure: nil)))
        try story.tell("2027-02-10", .record(.keysReturned(.conforming)))
        try story.tell("2027-02-12", .record(.contractSettled))
        let statement = try story.statement(asOf: "2027-02-12")
        // January, ten days of February and the item exceed the deposit.
        #expect(statement.remainingDebt == Money(cents: 35_867 + 11_960 + 4_000 - 35_900))
        #expect(statement.balances.depositHeld == .zero)
    }

    @Test func `an occupation without right goes on where the books before left it`() throws {
        var story = Story()
        try story.tell("2027-01-15", Self.takeover(end: "2026-12-31"))
        try story.tell("2027-01-20", .record(.keysReturned(.conforming)))
        #expect(
            try story.month("2027-01") == [BilledPart("indemnity", "2027-01-15", 6, 6 * 1_196 + 5_000)])
    }

    @Test func `a takeover opens the contract, with keys that are out`() throws {
        var story = try Story.housed()
        #expect(story.refusal("2027-01-15", Self.takeover()) == .alreadyAdmitted)
        var other = Story()
        #expect(other.refusal("2027-01-15", Self.takeover(keys: "2027-01-16")) == .takeoverBeforeKeys)
        #expect(other.refusal("2027-01-15", Self.takeover(end: "2027-09-01")) == .endAfter31August)
        #expect(other.refusal("2027-01-15", .record(.keysReturned(.conforming))) == .unknownContract)
    }
}
