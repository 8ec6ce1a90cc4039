import EventCodecs
import EventLog
import LedgerValues
import Projections
import ResidenceRules
import Testing

@testable import LedgerApplication

@Suite struct `Closing a month` {
    @Test func `a month is closed once, and only when it is billed through its last day`() async throws {
        let books = try await TestLedger()
        defer { books.ledger.stop() }
        try await books.houseStudent("a")
        let close = LedgerCommand.closeMonth(Month(year: 2026, month: 9))
        #expect(try await books.refusal { try await books.execute(close, on: "2026-10-05") } == .monthNotBilled)
        try await books.bill(through: "2026-09-29")
        #expect(try await books.refusal { try await books.execute(close, on: "2026-10-05") } == .monthNotBilled)
        try await books.bill(through: "2026-09-30")
        #expect(try await books.refusal { try await books.execute(close, on: "2026-10-05") } == nil)
        #expect(try await books.refusal { try await books.execute(close, on: "2026-10-06") } == .monthAlreadyClosed)
    }

    @Test func `a run that fails in months to come does not take back what an earlier one billed`() async throws {
        let books = try await TestLedger()
        defer { books.ledger.stop() }
        try await books.houseStudent("a")
        try await books.houseStudent("b", row: TestLedger.shortRow)
        #expect(try await books.bill(through: "2026-10-31").failures.isEmpty)
        #expect(try await books.bill(through: "2026-12-31").failures.map(\.contract) == [contract("b")])
        func close(_ month: Int) async throws -> RejectionCode? {
            try await books.refusal {
                try await books.execute(.closeMonth(Month(year: 2026, month: month)), on: "2026-11-05")
            }
        }
        #expect(try await close(11) == .monthNotBilled)
        #expect(try await close(9) == nil)
        #expect(try await close(10) == nil)
    }

    @Test func `a run of the month itself that fails takes back what an earlier one beyond it billed`() throws {
        var known = KnownContext()
        var position = Position(leafIndex: 0)
        func bill(_ through: String, failures: Int64) {
            let run = BillingRun(
                through: day(through), knownAt: position.number, contracts: 2, postings: 1, failures: failures,
                ruleChange: nil)
            known.apply(.ledger(.billingRecorded(run)), on: day("2026-11-02"), at: position)
            position = position.next
        }
        bill("2026-12-31", failures: 0)
        #expect(known.isBilledWhole(through: day("2026-10-31")))
        bill("2026-10-31", failures: 1)
        #expect(!known.isBilledWhole(through: day("2026-10-31")))
        #expect(known.isBilledWhole(through: day("2026-09-30")))
        bill("2026-10-31", failures: 0)
        #expect(known.isBilledWhole(through: day("2026-10-31")))
        bill("2027-01-31", failures: 1)
        #expect(known.isBilledWhole(through: day("2026-10-31")))
    }

    @Test func `a late payment of a closed month is posted on the first open day and keeps its own`() async throws {
        let books = try await closedOctober()
        defer { books.ledger.stop() }
        try await books.execute(.record(.paymentReceived(Money(cents: 28_867))), "a", on: "2026-10-07")
        let event = try await books.lastEvent()
        #expect(event.effectiveOn == day("2026-10-07"))
        #expect(event.accountingOn == day("2026-11-01"))
        try await books.execute(.record(.paymentReceived(Money(cents: 100))), "a", on: "2026-11-02")
        let open = try await books.lastEvent()
        #expect(open.accountingOn == day("2026-11-02"))
    }

    @Test func `the trial balance reads the accounting day and the statement the effective day`() async throws {
        let books = try await closedOctober()
        defer { books.ledger.stop() }
        let before = try await books.ledger.trialBalance(asOf: day("2026-10-31"), knownAt: .head).value
        let paidBefore = try await books.statement("a", asOf: "2026-10-31").statement.balances.paid
        try await books.execute(.record(.paymentReceived(Money(cents: 28_867))), "a", on: "2026-10-07")
        let after = try await books.ledger.trialBalance(asOf: day("2026-10-31"), knownAt: .head).value
        #expect(after == before)
        let open = try await books.ledger.trialBalance(asOf: day("2026-11-01"), knownAt: .head).value
        #expect(open[.treasury].debit == before[.treasury].debit + Money(cents: 28_867))
        #expect(open.isBalanced)
        let statement = try await books.statement("a", asOf: "2026-10-31").statement
        #expect(statement.balances.paid == paidBefore + Money(cents: 28_867))
        let early = try await books.statement("a", asOf: "2026-10-06").statement
        #expect(early.balances.paid == paidBefore)
    }

    @Test func `a charge of a closed month that a late fact brings is posted in the open month`() async throws {
        let books = try await closedOctober()
        defer { books.ledger.stop() }
        try await books.houseStudent("b")
        try await books.bill(through: "2026-11-30")
        let journal = try await books.ledger.journal(
            after: 0, asOf: day("2026-11-30"), knownAt: .head, limit: 1_000
        ).value
        let late = journal.filter { $0.contract == contract("b") && $0.event == "rent-charged" }
        #expect(late.map(\.effectiveOn).sorted().first.map { $0 <= day("2026-10-31") } == true)
        #expect(late.allSatisfy { $0.accountingOn >= day("2026-11-01") })
    }

    /// A student housed and billed, the books of October 2026 closed.
    private func closedOctober() async throws -> TestLedger {
        let books = try await TestLedger()
        try await books.houseStudent("a")
        try await books.bill(through: "2026-10-31")
        try await books.execute(.closeMonth(Month(year: 2026, month: 10)), on: "2026-11-05")
        return books
    }
}
