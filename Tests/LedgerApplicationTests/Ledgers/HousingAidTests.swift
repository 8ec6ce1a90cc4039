import LedgerApplication
import LedgerValues
import Projections
import ResidenceRules
import Testing

/// Aid of a month, its excess, and its return to the CAF.
@Suite struct `Housing aid paid to the Crous` {
    private static let october = Month(year: 2026, month: 10)

    @Test func `aid settles the rent of its month alone, and the rest goes back to the CAF`() async throws {
        let books = try await TestLedger()
        defer { books.ledger.stop() }
        try await books.houseStudent("a")
        try await books.execute(.record(aid(40_000)), "a", on: "2026-11-05")
        try await books.bill(through: "2026-11-30")
        let statement = try await books.statement("a", asOf: "2026-11-30").statement
        #expect(statement.lines.prefix(3).map(\.open.cents) == [28_867, 0, 35_867])
        #expect(statement.lines[1].aid == Money(cents: 35_867))
        let refund = try #require(statement.refunds.first)
        #expect(refund.kind == .aid && refund.amount == Money(cents: 4_133) && refund.payee == .caf && !refund.blocked)
        #expect(statement.balances.credit == .zero && statement.missingPostings == 0)
        #expect(try await books.balance("2026-11-30")[.refundsPayable].balance == Money(cents: -4_133))
        try await books.execute(.record(.refundWired(.aid, Money(cents: 4_133))), "a", on: "2026-12-02")
        #expect(try await books.statement("a", asOf: "2026-12-02").statement.balances.refundPayable == .zero)
    }

    @Test func `aid that comes before the month is over waits for its rent`() async throws {
        let books = try await TestLedger()
        defer { books.ledger.stop() }
        try await books.houseStudent("a")
        try await books.execute(.record(aid(10_000)), "a", on: "2026-09-10")
        try await books.bill(through: "2026-09-30")
        #expect(try await books.statement("a", asOf: "2026-09-30").statement.refunds.isEmpty)
        try await books.bill(through: "2026-11-02")
        let statement = try await books.statement("a", asOf: "2026-11-02").statement
        #expect(statement.lines.prefix(2).map(\.open.cents) == [28_867, 25_867])
        #expect(statement.missingPostings == 0)
    }

    @Test(arguments: [AidClawback.Settlement.paid, .owed])
    func `a month whose aid goes back is open again`(_ settlement: AidClawback.Settlement) async throws {
        let books = try await TestLedger()
        defer { books.ledger.stop() }
        try await books.houseStudent("a")
        try await books.execute(.record(aid(20_000)), "a", on: "2026-11-05")
        let clawback = AidClawback(month: Self.october, amount: Money(cents: 20_000), settlement: settlement)
        let back = ContractCommand.record(.housingAidClawedBack(clawback))
        #expect(try await books.refusal { try await books.execute(back, "a", on: "2026-12-03") } == nil)
        for day in ["2026-12-03", "2026-12-01"] {
            #expect(try await books.refusal { try await books.execute(back, "a", on: day) } == .clawbackExceedsAid)
        }
        try await books.bill(through: "2026-12-31")
        let statement = try await books.statement("a", asOf: "2026-12-31").statement
        #expect(statement.lines[1].open == Money(cents: 35_867) && statement.missingPostings == 0)
        let owed: Int64 = settlement == .owed ? 20_000 : 0
        #expect(statement.balances.refundPayable == Money(cents: owed))
        let balance = try await books.balance("2026-12-31")
        #expect(balance[.refundsPayable].balance == Money(cents: -owed))
        #expect(balance[.treasury].balance == Money(cents: 42_900 + owed))
    }

    @Test func `aid that went back is no aid of an earlier day either`() async throws {
        let books = try await TestLedger()
        defer { books.ledger.stop() }
        try await books.houseStudent("a")
        let first = try await books.receipt(aid(20_000), "a", on: "2026-11-05")
        func clawBack(_ cents: Int64, on day: String) async throws -> RejectionCode? {
            let clawback = AidClawback(month: Self.october, amount: Money(cents: cents), settlement: .paid)
            return try await books.refusal {
                try await books.execute(.record(.housingAidClawedBack(clawback)), "a", on: day)
            }
        }
        #expect(try await clawBack(15_000, on: "2026-12-10") == nil)
        #expect(try await clawBack(5_001, on: "2026-12-01") == .clawbackExceedsAid)
        let back = ContractCommand.returnMoney(
            receipt: first, amount: Money(cents: 5_001), reason: .recordedInError)
        #expect(
            try await books.refusal { try await books.execute(back, "a", on: "2026-12-01") } == .returnExceedsReceipt)
        // Aid that comes after what went back was not there to go back before it.
        try await books.execute(.record(aid(10_000)), "a", on: "2026-12-15")
        #expect(try await clawBack(5_001, on: "2026-12-01") == .clawbackExceedsAid)
        #expect(try await clawBack(5_000, on: "2026-12-01") == nil)
        #expect(try await clawBack(10_000, on: "2026-12-20") == nil)
        #expect(try await books.statement("a", asOf: "2026-12-31").statement.lines[1].aid == .zero)
    }

    @Test func `two months of gross rent, net of the aid, are the CAF's threshold`() async throws {
        let books = try await TestLedger()
        defer { books.ledger.stop() }
        for id in ["a", "b"] { try await books.houseStudent(id) }
        try await books.execute(.record(aid(20_000)), "b", on: "2026-11-05")
        try await books.bill(through: "2026-12-31")
        // 288.67 and 358.67 are late on 2 November: less than twice 358.67.
        let early = try await books.statement("a", asOf: "2026-11-02").statement.arrears
        #expect(early.aidThreshold == Money(cents: 71_734) && !early.overTwoMonths && early.overOneMonth)
        #expect(try await books.statement("a", asOf: "2026-12-02").statement.arrears.overTwoMonths)
        let aided = try await books.statement("b", asOf: "2026-11-06").statement.arrears
        #expect(aided.aidThreshold == Money(cents: 31_734))
        #expect(aided.amount == Money(cents: 28_867 + 15_867) && aided.overTwoMonths)
    }

    private func aid(_ cents: Int64) -> ContractFact {
        .housingAidReceived(Money(cents: cents), month: Self.october, means: .transfer)
    }
}
