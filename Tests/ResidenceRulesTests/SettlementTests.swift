import LedgerValues
import Projections
import ResidenceRules
import Testing

/// What stands at the end of a contract, and on which day its decisions can be taken.
@Suite struct SettlementTests {
    /// Admitted for the last two days of September with an advance of 70.00, keys back six weeks late.
    private static func twoDaysAndSixWeeks(returned: String) throws -> Story {
        var story = Story()
        let sent = ParisTime.instant(day: Fixtures.day("2026-09-20"), secondOfDay: 36_000, repeated: .later)
        try story.tell(
            "2026-09-20",
            .proposeAllocation(
                effectiveOn: Fixtures.day("2026-09-29"), programme: .standard, notifiedAt: sent, expiresAt: nil))
        try story.tell("2026-09-21", .record(.advancePaid(Money(cents: 7_000))))
        try story.tell(
            "2026-09-21",
            .decideAdmission(
                effectiveOn: Fixtures.day("2026-09-29"), endsOn: Fixtures.day("2026-09-30"), row: Fixtures.row,
                assignedOn: nil, programme: nil))
        try story.tell("2026-09-21", .record(.fileCompleted))
        try story.tell("2026-09-21", .record(.depositPaid(Money(cents: 35_900))))
        try story.tell("2026-09-29", .record(.keysHandedOver))
        try story.tell(returned, .record(.keysReturned(.conforming)))
        return story
    }

    @Test func `what the rent leaves of an advance pays other debts before anything is refunded`() throws {
        var story = try Self.twoDaysAndSixWeeks(returned: "2026-11-10")
        try story.tell("2026-11-12", .record(.contractSettled))
        let statement = try story.statement(asOf: "2026-12-02")
        // Rent 2 x 11.96, indemnity 358.67 + 50.00 and 10 x 11.96 + 50.00; 70.00 of advance, 359.00 of deposit.
        #expect(statement.remainingDebt == Money(cents: 2_392 + 40_867 + 16_960 - 7_000 - 35_900))
        #expect(statement.refunds.isEmpty)
        #expect(statement.lines.map(\.open).total() == statement.remainingDebt)
    }

    @Test func `R-056 the advance waits for a rent and never pays a service`() throws {
        var story = try Self.twoDaysAndSixWeeks(returned: "2026-11-10")
        let cleaning = SundryCharge(
            kind: .service, net: Money(cents: 4_000), vat: .zero, dueOn: Fixtures.day("2026-10-05"), item: Fixtures.code
        )
        try story.tell("2026-10-05", .record(.sundryCharged(cleaning)))
        let lines = try story.statement(asOf: "2026-11-05").lines
        #expect(lines.map(\.charge.isRent) == [true, false, false, false])
        #expect(lines.map(\.advance) == [Money(cents: 2_392), .zero, .zero, .zero])
    }

    @Test func `the deposit is only touched for what the leftover of the advance does not pay`() throws {
        var story = try Self.twoDaysAndSixWeeks(returned: "2026-10-10")
        try story.tell("2026-10-12", .record(.contractSettled))
        let statement = try story.statement(asOf: "2026-12-02")
        #expect(statement.balances.depositOffset == Money(cents: 16_960 - (7_000 - 2_392)))
        #expect(statement.refunds.map(\.kind) == [.deposit])
    }

    @Test func `whether a renewal is lost by debt is known on its effect date`() throws {
        var story = try Story.housed()
        try story.renew("2027-05-20", from: "2027-09-01", to: "2028-08-31")
        #expect(story.refusal("2027-08-31", .record(.admissionLapsed(.renewalUnpaid))) == .delayNotExpired)
        #expect(story.refusal("2027-09-01", .record(.admissionLapsed(.renewalUnpaid))) == nil)
    }

    @Test func `a notice inside the renewed term leaves the renewal alone`() throws {
        var story = Story()
        try story.tell(
            "2026-07-02",
            .decideAdmission(
                effectiveOn: Fixtures.day("2026-09-01"), endsOn: Fixtures.day("2027-01-31"), row: Fixtures.row,
                assignedOn: nil, programme: nil))
        try story.tell("2026-07-10", .record(.fileCompleted))
        try story.tell("2026-07-10", .record(.depositPaid(Money(cents: 35_900))))
        try story.tell("2026-09-01", .record(.keysHandedOver))
        try story.renew("2026-12-01", from: "2027-02-01", to: "2027-08-31")
        try story.tell("2027-04-04", .record(.noticeGiven(departure: nil)))
        #expect(story.refusal("2027-04-07", .record(.admissionLapsed(.renewalNotice))) == .noNoticeBeforeEnd)
    }

    @Test func `a contract that is only open takes a deposit and gives no keys`() throws {
        var story = Story()
        #expect(story.refusal("2026-07-01", .record(.depositPaid(Money(cents: 35_900)))) == .unknownContract)
        try story.tell("2026-07-01", .record(.contractOpened))
        #expect(story.refusal("2026-07-02", .record(.contractOpened)) == .contractExists)
        try story.tell("2026-07-02", .record(.depositPaid(Money(cents: 35_900))))
        #expect(story.refusal("2026-07-03", .record(.keysHandedOver)) == .keysBeforeAdmission)
        let statement = try story.statement(asOf: "2026-07-03")
        #expect(statement.status == .none)
        #expect(statement.balances.depositHeld == Money(cents: 35_900))
    }
}
