import LedgerValues
import Projections
import ResidenceRules
import Testing

@Suite struct GuaranteeTests {
    @Test func `R-126 a title is for what was due when it was issued`() throws {
        var story = try Story.housed()
        try story.tell("2026-09-15", .record(.enforcementTitleIssued(Fixtures.code)))
        let lines = try story.statement(asOf: "2026-11-05").lines
        #expect(lines.prefix(2).map(\.enforcedBy) == [Fixtures.code, nil])
    }

    @Test func `R-124 a guarantor answers for the debts of his time and no others`() throws {
        var story = try Story.housed()
        try story.tell(
            "2026-09-20",
            .registerGuarantee(
                kind: .institution, income: nil, from: Fixtures.day("2026-10-01"), to: Fixtures.day("2026-10-31")))
        try story.tell(
            "2026-12-02", .record(.paymentReceived(Money(cents: 80_000), Remittance(payer: .guarantor))))
        let statement = try story.statement(asOf: "2026-12-02")
        #expect(statement.lines.prefix(3).map(\.open) == [Money(cents: 35_867), .zero, Money(cents: 35_867)])
        #expect(statement.balances.credit == Money(cents: 80_000 - 35_867))
    }

    @Test func `R-124 no more of what a guarantor pays settles debts than the ceiling`() throws {
        var story = try Story.housed()
        try story.tell("2026-09-01", .registerGuarantee(kind: .institution, income: nil, from: nil, to: nil))
        let fire = SundryCharge(
            kind: .damage, net: Money(cents: 1_000_000), vat: .zero, dueOn: Fixtures.day("2026-09-20"),
            item: Fixtures.code)
        try story.tell("2026-09-20", .record(.sundryCharged(fire)))
        try story.tell(
            "2026-10-01", .record(.paymentReceived(Money(cents: 1_000_000), Remittance(payer: .guarantor))))
        let lines = try story.statement(asOf: "2026-10-01").lines
        // Twelve rents and 5,000.00: September first, then the damage.
        #expect(lines.first?.open == .zero)
        #expect(lines.last?.open == Money(cents: 1_000_000 - (930_404 - 35_867)))
    }
}
