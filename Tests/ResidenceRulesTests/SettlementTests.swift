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

    /// Housed with the advance, 288.67 paid, notice on 15 September, keys back on 15 October: 359.00 of deposit against
    /// 15 x 11.96 of rent, due on 1 November.
    private static func settled() throws -> Tenancy {
        var tenancy = try Tenancy()
        try tenancy.record(.keysHandedOver, on: "2026-09-01")
        try tenancy.record(.paymentReceived(Money(cents: 28_867)), on: "2026-09-01")
        try tenancy.record(.noticeGiven(departure: nil), on: "2026-09-15")
        try tenancy.record(.keysReturned(.nonConforming), on: "2026-10-15")
        try tenancy.record(.contractSettled, on: "2026-10-16")
        return tenancy
    }

    @Test
    func `R-065 a later damage takes nothing of what the settlement set off against the rent`()
        throws
    {
        var tenancy = try Self.settled()
        let damage = SundryCharge(
            kind: .damage, net: Money(cents: 30_000), vat: .zero, dueOn: Fixtures.day("2026-10-20"), item: Fixtures.code
        )
        try tenancy.record(.sundryCharged(damage), on: "2026-10-20")
        let schedule = try tenancy.schedule("2026-10-20")
        #expect(schedule.lines.map(\.amount.cents) == [35_867, 17_940, 30_000])
        #expect(schedule.items.open.map(\.cents) == [0, 0, 12_040])
        #expect(schedule.depositOffset == Money(cents: 35_900))
        #expect(schedule.refunds.isEmpty)
    }

    @Test func `R-065 money that comes after the settlement pays what is still open, oldest first`() throws {
        var tenancy = try Self.settled()
        let damage = SundryCharge(
            kind: .damage, net: Money(cents: 30_000), vat: .zero, dueOn: Fixtures.day("2026-10-20"), item: Fixtures.code
        )
        try tenancy.record(.sundryCharged(damage), on: "2026-10-20")
        let payment = try tenancy.record(.paymentReceived(Money(cents: 13_000)), on: "2026-10-25")
        let schedule = try tenancy.schedule("2026-11-02")
        #expect(schedule.items.open.map(\.cents) == [0, 0, 0])
        #expect(schedule.items.credit == Money(cents: 960))
        // The deposit is named where it was set off, and the later money where it paid.
        let parts = schedule.items.settlements.map { $0.map { "\($0.source) \($0.amount.cents)" } }
        #expect(parts[1] == ["deposit 17940"])
        #expect(parts[2] == ["deposit 17960", "receipt(position: \(payment)) 12040"])
    }

    @Test func `R-055 the advance is taken off the first rent, though the second was due before it`()
        throws
    {
        var tenancy = try Tenancy()
        try tenancy.record(.lateArrivalAuthorised(until: Fixtures.day("2026-10-10")), on: "2026-08-20")
        try tenancy.record(.keysHandedOver, on: "2026-11-05")
        let schedule = try tenancy.schedule("2026-11-05")
        #expect(schedule.lines.prefix(2).map(\.dueOn) == [Fixtures.day("2026-11-05"), Fixtures.day("2026-11-01")])
        #expect(schedule.advance.prefix(2).map(\.cents) == [7_000, 0])
    }

    @Test func `R-103 who keeps the keys after his right is without right, however late one asks`() throws {
        var tenancy = try Tenancy()
        try tenancy.record(.keysHandedOver, on: "2026-09-01")
        #expect(
            tenancy.tenure("2027-08-31").status(asOf: Fixtures.day("2027-08-31"), Fixtures.context.policies) == .inPlace
        )
        let end = CalendarDate.openEnd
        #expect(tenancy.tenure(end.description).status(asOf: end, Fixtures.context.policies) == .withoutRight)
    }
}
