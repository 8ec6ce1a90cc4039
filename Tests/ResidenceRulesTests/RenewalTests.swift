import LedgerValues
import Projections
import ResidenceRules
import Testing

/// Further terms of one contract, and what a lapse leaves of them.
@Suite struct RenewalTests {
    @Test func `terms follow one another, each on the tariff of its year, with one deposit`() throws {
        var story = try Story.housed()
        try story.renew("2027-05-28", from: "2027-09-01", to: "2028-08-31")
        try story.renew("2028-05-28", from: "2028-09-01", to: "2029-06-30")
        #expect(try story.month("2027-09") == [BilledPart("rent", "2027-09-01", 30, 35_867)])
        #expect(try story.month("2028-09") == [BilledPart("rent", "2028-09-01", 30, 36_940)])
        let statement = try story.statement(asOf: "2029-07-01")
        #expect(statement.billingEnd == Fixtures.day("2029-06-30"))
        #expect(statement.balances.depositHeld == Money(cents: 35_900))
        #expect(
            statement.lines.first { $0.charge.from == Fixtures.day("2027-09-01") }?.charge.dueOn
                == Fixtures.day("2027-10-01"))
    }

    @Test func `the last renewal lapses and the earlier one stands`() throws {
        var story = try Story.housed()
        try story.renew("2027-05-28", from: "2027-09-01", to: "2028-08-31")
        try story.renew("2028-05-28", from: "2028-09-01", to: "2029-08-31")
        try story.tell("2028-09-02", .record(.admissionLapsed(.renewalUnpaid)))
        try story.tell("2028-09-12", .record(.keysReturned(.conforming)))
        let statement = try story.statement(asOf: "2028-09-30")
        #expect(statement.billingEnd == Fixtures.day("2028-08-31"))
        #expect(try story.month("2027-09").count == 1)
        #expect(
            try story.month("2028-09") == [BilledPart("indemnity", "2028-09-01", 12, 12 * 1_231 + 5_000)])
        #expect(statement.housingAid.last?.status == .noRight)
        #expect(statement.balances.depositHeld == Money(cents: 35_900))
        #expect(statement.status == .left)
    }

    @Test func `a debt older than the decision leaves the last renewal alone`() throws {
        var story = try Story.housed()
        try story.renew("2027-05-28", from: "2027-09-01", to: "2028-08-31")
        // Everything due by the second decision is paid, and what falls due after it before the effect date too.
        try story.tell("2028-05-20", .record(.paymentReceived(Money(cents: 35_867 * 20))))
        try story.renew("2028-05-28", from: "2028-09-01", to: "2029-08-31")
        try story.tell("2028-08-15", .record(.paymentReceived(Money(cents: 35_867 * 3))))
        #expect(story.refusal("2028-09-02", .record(.admissionLapsed(.renewalUnpaid))) == .renewalNoDebt)
    }

    @Test func `a notice that runs out in the second year takes the third away`() throws {
        var story = try Story.housed()
        try story.renew("2027-05-28", from: "2027-09-01", to: "2028-08-31")
        try story.renew("2028-05-28", from: "2028-09-01", to: "2029-08-31")
        #expect(story.refusal("2028-06-01", .record(.admissionLapsed(.renewalNotice))) == .noNoticeBeforeEnd)
        try story.tell("2028-06-10", .record(.noticeGiven(departure: nil)))
        try story.tell("2028-06-11", .record(.admissionLapsed(.renewalNotice)))
        #expect(try story.statement(asOf: "2028-08-31").billingEnd == Fixtures.day("2028-07-10"))
        #expect(try story.statement(asOf: "2028-08-31").tenure.renewals.count == 1)
    }

    @Test func `a gap or another unit makes a readmission, unless the row was succeeded`() throws {
        var story = try Story.housed()
        for (effect, row) in [("2027-09-02", Fixtures.row), ("2027-09-01", Fixtures.flatRow)] {
            let term = Term(effectiveOn: Fixtures.day(effect), endsOn: Fixtures.day("2028-08-31"), row: row)
            #expect(story.refusal("2027-05-28", .record(.renewalGranted(term))) == .renewalIsReadmission)
        }
        story.context.tariffs.succeed(Fixtures.row, by: Fixtures.flatRow)
        try story.renew("2027-05-28", from: "2027-09-01", to: "2028-08-31", row: Fixtures.flatRow)
        #expect(try story.month("2027-09") == [BilledPart("rent", "2027-09-01", 30, 16_816)])
    }

    @Test func `R-095 a notice takes no renewal away where none was granted`() throws {
        var story = try Story.housed()
        try story.tell("2027-06-10", .record(.noticeGiven(departure: nil)))
        #expect(story.refusal("2027-06-11", .record(.admissionLapsed(.renewalNotice))) == .noRenewal)
    }

    @Test func `R-110 a renewal ends on 31 August at the latest`() throws {
        var story = try Story.housed()
        let term = Term(effectiveOn: Fixtures.day("2027-09-01"), endsOn: Fixtures.day("2028-09-01"), row: Fixtures.row)
        #expect(story.refusal("2027-05-28", .record(.renewalGranted(term))) == .endAfter31August)
    }

    @Test func `a renewal names the unit that a move gave, and a later move outlasts the renewal's row`() throws {
        var story = try Story.housed()
        try story.tell("2027-02-01", .changeUnit(row: Fixtures.flatRow))
        let old = Term(
            effectiveOn: Fixtures.day("2027-09-01"), endsOn: Fixtures.day("2028-08-31"), row: Fixtures.row)
        #expect(story.refusal("2027-05-28", .record(.renewalGranted(old))) == .renewalIsReadmission)
        try story.renew("2027-05-28", from: "2027-09-01", to: "2028-08-31", row: Fixtures.flatRow)
        try story.tell("2027-07-11", .changeUnit(row: Fixtures.row))
        #expect(try story.month("2027-07").map(\.thirtieths) == [10, 20])
        #expect(try story.month("2027-09") == [BilledPart("rent", "2027-09-01", 30, 35_867)])
    }
}
