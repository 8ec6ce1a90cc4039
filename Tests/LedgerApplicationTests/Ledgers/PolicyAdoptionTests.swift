import LedgerApplication
import LedgerValues
import Projections
import ResidenceRules
import Testing

@Suite struct `Adopting a policy` {
    @Test func `a policy is never adopted from a day that was billed`() async throws {
        let books = try await TestLedger()
        defer { books.ledger.stop() }
        try await books.houseStudent("a")
        try await books.bill(through: "2026-10-31")
        #expect(try await adopt(books, .exitGrace, .code("none"), from: "2026-10-31") == .policyRetroactive)
        #expect(try await adopt(books, .exitGrace, .code("none"), from: "2026-09-01") == .policyRetroactive)
        #expect(try await adopt(books, .exitGrace, .code("none"), from: "2026-11-01") == nil)
    }

    @Test func `a policy is never adopted before its last adoption`() async throws {
        let books = try await TestLedger()
        defer { books.ledger.stop() }
        #expect(try await adopt(books, .assignmentDays, .number(8), from: "2027-01-01") == nil)
        #expect(try await adopt(books, .assignmentDays, .number(9), from: "2026-12-31") == .policyRetroactive)
        #expect(try await adopt(books, .assignmentDays, .number(9), from: "2027-01-01") == nil)
    }

    @Test func `a value that no policy has is refused`() async throws {
        let books = try await TestLedger()
        defer { books.ledger.stop() }
        #expect(try await adopt(books, .exitGrace, .code("two_days"), from: "2027-01-01") == .policyValue)
        #expect(try await adopt(books, .exitGrace, .number(1), from: "2027-01-01") == .policyValue)
        #expect(try await adopt(books, .assignmentDays, .number(1_000_001), from: "2027-01-01") == .policyValue)
    }

    @Test func `an adoption leaves the lines of earlier days and changes those from its day on`() async throws {
        let books = try await TestLedger()
        defer { books.ledger.stop() }
        try await books.houseStudent("a")
        try await books.execute(.record(.keysReturned(.conforming)), "a", on: "2027-02-10")
        try await books.bill(through: "2026-10-31")
        let before = try await books.statement("a", asOf: "2027-02-28").statement.lines.map(\.charge)
        #expect(try await adopt(books, .prorationBasis, .code("exact_over_30"), from: "2026-11-01") == nil)
        let after = try await books.statement("a", asOf: "2027-02-28").statement.lines.map(\.charge)
        #expect(after.count == before.count)
        for (old, new) in zip(before, after) where old.from < day("2026-11-01") { #expect(old == new) }
        let report = try await books.bill(through: "2027-02-28")
        #expect(report.failures.isEmpty && report.ruleChanges.isEmpty)
        #expect(try await books.statement("a", asOf: "2027-02-28").statement.missingPostings == 0)
    }

    private func adopt(
        _ books: TestLedger, _ key: PolicyKey, _ value: PolicyValue, from text: String
    ) async throws -> RejectionCode? {
        try await books.refusal {
            try await books.execute(.adoptPolicy(key, value, from: day(text)), on: "2026-06-01")
        }
    }
}
