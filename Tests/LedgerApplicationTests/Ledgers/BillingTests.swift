import LedgerApplication
import LedgerValues
import Projections
import ResidenceRules
import Testing

@Suite struct `Billing` {
    @Test func `billing twice records nothing twice`() async throws {
        let books = try await TestLedger()
        defer { books.ledger.stop() }
        for id in ["a", "b", "c"] { try await books.houseStudent(id) }
        let first = try await books.bill(through: "2026-12-31")
        #expect(first.contracts == 3 && first.postings > 0 && !first.recordedNothing)
        let head = try await books.ledger.treeHead()
        let second = try await books.bill(through: "2026-12-31")
        #expect(second.postings == 0 && second.recordedNothing)
        let earlier = try await books.bill(through: "2026-10-31")
        #expect(earlier.postings == 0 && earlier.recordedNothing)
        #expect(try await books.ledger.treeHead() == head)
    }

    @Test func `the months of a run come to the same as the run through all of them`() async throws {
        let monthly = try await TestLedger()
        let once = try await TestLedger()
        defer {
            monthly.ledger.stop()
            once.ledger.stop()
        }
        for books in [monthly, once] { try await books.houseStudent("a") }
        for last in ["2026-09-30", "2026-10-31", "2026-11-30"] { try await monthly.bill(through: last) }
        try await once.bill(through: "2026-11-30")
        for asOf in ["2026-09-15", "2026-10-10", "2026-11-30"] {
            let left = try await monthly.statement("a", asOf: asOf).statement
            let right = try await once.statement("a", asOf: asOf).statement
            #expect(left.lines.map(\.charge) == right.lines.map(\.charge))
            #expect(left.balances == right.balances)
        }
    }

    @Test func `a contract without a tariff is listed and the others are billed`() async throws {
        let books = try await TestLedger()
        defer { books.ledger.stop() }
        try await books.houseStudent("a")
        try await books.houseStudent("b", row: TestLedger.shortRow)
        try await books.houseStudent("c")
        let version = try await books.ledger.contract(contract("b")).version
        let report = try await books.bill(through: "2026-11-30")
        #expect(report.failures.map(\.contract) == [contract("b")])
        #expect(report.failures.map(\.error) == [.noTariff(TestLedger.shortRow, on: day("2026-11-01"))])
        #expect(try await books.ledger.contract(contract("b")).version == version)
        for id in ["a", "c"] {
            #expect(try await books.statement(id, asOf: "2026-11-30").statement.missingPostings == 0)
        }
    }

    @Test func `a refund is wired only when decided, at most once, and never without bank details`() async throws {
        let books = try await TestLedger()
        defer { books.ledger.stop() }
        try await books.houseStudent("a")
        try await books.execute(.record(.paymentReceived(Money(cents: 500_000))), "a", on: "2026-09-05")
        #expect(try await wire(books, 1) == .refundExceedsDecided)
        try await books.execute(.record(.keysReturned(.conforming)), "a", on: "2027-06-30")
        try await books.execute(.record(.contractSettled), "a", on: "2027-07-15")
        try await books.bill(through: "2027-07-31")
        #expect(try await wire(books, 35_901) == .refundExceedsDecided)
        #expect(try await wire(books, 35_900) == .refundBlocked)
        try await books.execute(.record(.bankDetailsProvided), "a", on: "2027-07-20")
        #expect(try await wire(books, 35_901) == .refundExceedsDecided)
        #expect(try await wire(books, 30_000) == nil)
        #expect(try await wire(books, 5_901) == .refundExceedsDecided)
        #expect(try await wire(books, 5_900) == nil)
        #expect(try await wire(books, 1) == .refundExceedsDecided)
        #expect(try await books.ledger.trialBalance(asOf: day("2027-08-31"), knownAt: .head).value.isBalanced)
    }

    private func wire(_ books: TestLedger, _ cents: Int64) async throws -> RejectionCode? {
        try await books.refusal {
            try await books.execute(.record(.refundWired(.deposit, Money(cents: cents))), "a", on: "2027-07-28")
        }
    }
}
