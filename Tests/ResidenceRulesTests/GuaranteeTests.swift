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

    @Test func `R-202 a guarantor pays what is open when he pays, and the rest goes back to him`() throws {
        let guarantor = Remittance(payer: .guarantor)
        /// Leaves at the end of October; the tenant pays by 1 November, the guarantor, who may name a month, on a day.
        func refunds(tenant cents: Int64, guarantor day: String, for lines: [LineName] = []) throws -> [RefundKind:
            Int64]
        {
            var story = try Story.housed()
            try story.tell("2026-09-01", .registerGuarantee(kind: .institution, income: nil, from: nil, to: nil))
            try story.tell("2026-09-30", .record(.noticeGiven(departure: nil)))
            try story.tell("2026-10-30", .record(.keysReturned(.conforming)))
            try story.tell("2026-11-01", .record(.paymentReceived(Money(cents: cents))))
            let gift = ContractCommand.record(.paymentReceived(Money(cents: 20_000), guarantor, for: lines))
            if day < "2026-11-10" { try story.tell(day, gift) }
            try story.tell("2026-11-10", .record(.contractSettled))
            if day >= "2026-11-10" { try story.tell(day, gift) }
            try story.bill(through: "2026-12-31")
            let statement = try story.statement(asOf: "2026-12-31")
            #expect(statement.missingPostings == 0 && statement.balances.outstanding == .zero)
            return Dictionary(uniqueKeysWithValues: statement.refunds.map { ($0.kind, $0.amount.cents) })
        }
        let owed: Int64 = 2 * 35_867
        for day in ["2026-11-01", "2026-11-05", "2026-11-15"] {
            #expect(try refunds(tenant: owed, guarantor: day) == [.deposit: 35_900, .guarantor: 20_000], "\(day)")
        }
        let september = [LineName.rent(Fixtures.day("2026-09-01").month)]
        #expect(
            try refunds(tenant: owed, guarantor: "2026-11-05", for: september)
                == [.deposit: 35_900, .guarantor: 20_000])
        // Before the tenant: what he pays is not open any more, and the tenant's money is his credit.
        #expect(try refunds(tenant: owed, guarantor: "2026-10-31") == [.deposit: 35_900, .credit: 20_000])
        // A part is open: it is paid before the deposit is, or the deposit had paid it.
        #expect(
            try refunds(tenant: owed - 15_000, guarantor: "2026-11-05") == [.deposit: 35_900, .guarantor: 5_000])
        #expect(
            try refunds(tenant: owed - 15_000, guarantor: "2026-11-15") == [.deposit: 20_900, .guarantor: 20_000])
    }

    @Test func `R-124 what the tenant paid of the guarantor's time stays paid by him`() throws {
        var story = try Story.housed()
        try story.tell(
            "2026-09-20",
            .registerGuarantee(
                kind: .institution, income: nil, from: Fixtures.day("2026-09-01"), to: Fixtures.day("2026-10-31")))
        try story.tell("2026-11-02", .record(.paymentReceived(Money(cents: 2 * 35_867))))
        try story.tell(
            "2026-12-05", .record(.paymentReceived(Money(cents: 30_000), Remittance(payer: .guarantor))))
        let statement = try story.statement(asOf: "2026-12-05")
        #expect(statement.lines.prefix(3).map(\.open) == [.zero, .zero, Money(cents: 35_867)])
        #expect(statement.balances.credit == Money(cents: 30_000))
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
