import EventLog
@testable import LedgerApplication
import LedgerValues
import Projections
import ResidenceRules
import Testing

/// What becomes of money that was refused or named nobody.
@Suite struct `Unallocated money` {
    @Test func `parked money is allocated to its contract in one append, and taken back`() async throws {
        let books = try await TestLedger()
        defer { books.ledger.stop() }
        try await books.houseStudent("a")
        let parked = try await park(books, 40_000)
        let answer = try await books.allocate(parked, 28_867, .payment(for: []), "a", on: "2026-10-10")
        #expect(answer.events.map(\.type) == ["receipt-allocated", "parked-receipt-allocated"])
        try await books.bill(through: "2026-10-31")
        #expect(try await books.statement("a", asOf: "2026-10-31").statement.lines[0].open == .zero)
        #expect(try await books.balance("2026-10-31")[.unallocatedReceipts].balance == Money(cents: -11_133))
        #expect(
            try await books.refusal {
                try await books.allocate(parked, 11_134, .payment(for: []), "a", on: "2026-10-11")
            } == .allocationExceedsReceipt)
        let waiting = try await books.ledger.parkedReceipts(asOf: day("2026-10-31"), knownAt: .head).value
        #expect(waiting.map(\.left) == [Money(cents: 11_133)])
        let before = try await books.ledger.parkedReceipts(asOf: day("2026-10-09"), knownAt: .head).value
        #expect(before.map(\.left) == [Money(cents: 40_000)], "the allocation counts from its day on")
        let allocation = try await books.position(of: "receipt-allocated")
        try await books.execute(.undoAllocation(allocation), "a", on: "2026-10-12")
        #expect(
            try await books.refusal {
                try await books.execute(.undoAllocation(allocation), "a", on: "2026-10-13")
            } == .returnExceedsReceipt)
        try await books.bill(through: "2026-10-31")
        #expect(try await books.statement("a", asOf: "2026-10-31").statement.lines[0].open == Money(cents: 28_867))
        #expect(try await books.balance("2026-10-31")[.unallocatedReceipts].balance == Money(cents: -40_000))
        #expect(
            try await books.refusal {
                try await books.allocate(parked, nil, .payment(for: []), "a", on: "2026-10-14")
            } == nil)
        #expect(try await books.balance("2026-10-31")[.unallocatedReceipts].balance == .zero)
        try books.verify()
    }

    @Test func `parked money is refunded and wired, or goes out again, never more than is left`() async throws {
        let books = try await TestLedger()
        defer { books.ledger.stop() }
        let parked = try await park(books, 10_000)
        let refund = { (cents: Int64) in
            try await books.refusal {
                try await books.execute(.refundParked(receipt: parked, Money(cents: cents)), on: "2026-10-10")
            }
        }
        func wire(_ cents: Int64, on day: String = "2026-10-12") async throws -> RejectionCode? {
            try await books.refusal {
                try await books.execute(.wireParkedRefund(receipt: parked, Money(cents: cents)), on: day)
            }
        }
        #expect(try await refund(10_001) == .allocationExceedsReceipt)
        #expect(try await refund(6_000) == nil)
        #expect(try await wire(6_001) == .refundExceedsDecided)
        #expect(try await wire(1, on: "2026-10-09") == .refundExceedsDecided)
        #expect(try await wire(6_000) == nil)
        #expect(try await wire(1, on: "2026-10-11") == .refundExceedsDecided)
        #expect(
            try await books.refusal {
                try await books.execute(
                    .returnParked(receipt: parked, Money(cents: 4_001), .bouncedCheque), on: "2026-10-13")
            } == .returnExceedsReceipt)
        try await books.execute(.returnParked(receipt: parked, Money(cents: 4_000), .bouncedCheque), on: "2026-10-13")
        let balance = try await books.balance("2026-10-31")
        #expect(balance[.unallocatedReceipts].balance == .zero && balance[.refundsPayable].balance == .zero)
        #expect(balance[.treasury].balance == .zero && balance.isBalanced)
    }

    @Test func `money refused in one contract pays another`() async throws {
        let books = try await TestLedger()
        defer { books.ledger.stop() }
        for id in ["a", "b"] { try await books.houseStudent(id) }
        try await books.execute(.record(.advancePaid(Money(cents: 7_000))), "a", on: "2026-09-20")
        let receipt = try await books.position(of: "receipt-unallocated")
        let answer = try await books.allocate(receipt, nil, .payment(for: []), "b", on: "2026-10-02")
        #expect(answer.contract == contract("b"))
        #expect(answer.events.map(\.type) == ["receipt-handed-over", "receipt-allocated"])
        #expect(try await books.statement("a", asOf: "2026-10-31").statement.balances.unallocated == .zero)
        #expect(try await books.statement("b", asOf: "2026-10-31").statement.balances.paid == Money(cents: 7_000))
        try books.verify()
        let allocation = try await books.position(of: "receipt-allocated")
        try await books.execute(.undoAllocation(allocation), "b", on: "2026-10-03")
        #expect(
            try await books.statement("a", asOf: "2026-10-31").statement.balances.unallocated == Money(cents: 7_000))
        #expect(try await books.statement("b", asOf: "2026-10-31").statement.balances.paid == .zero)
        try books.verify()
    }

    @Test func `an advance that came late cannot be allocated as one, and is refunded to its payer`() async throws {
        let books = try await TestLedger()
        defer { books.ledger.stop() }
        let notified = instant("2026-06-29T08:00:00Z")
        try await books.execute(
            .proposeAllocation(
                effectiveOn: day("2026-09-01"), programme: .standard, notifiedAt: notified, expiresAt: nil),
            "a", on: "2026-06-29")
        let late = try await books.receipt(
            .advancePaid(Money(cents: 7_000), Remittance(payer: .thirdParty, means: .card)), "a", on: "2026-07-03")
        #expect(
            try await books.refusal {
                try await books.allocate(late, nil, .advance, "a", on: "2026-07-04")
            } == .advanceLate)
        try await books.execute(
            .record(.receiptRefundDecided(receipt: late, Money(cents: 7_000))), "a", on: "2026-07-05")
        try await books.bill(through: "2026-07-31")
        let statement = try await books.statement("a", asOf: "2026-07-31").statement
        let refund = try #require(statement.refunds.first)
        #expect(refund.kind == .receipt && refund.payee == .payer && !refund.blocked)
        #expect(statement.balances.unallocated == .zero && statement.missingPostings == 0)
        try await books.execute(.record(.refundWired(.receipt, Money(cents: 7_000))), "a", on: "2026-08-01")
        let balance = try await books.balance("2026-08-31")
        #expect(balance[.unallocatedReceipts].balance == .zero && balance[.refundsPayable].balance == .zero)
    }

    @Test func `a position that holds no such receipt is refused`() async throws {
        let books = try await TestLedger()
        defer { books.ledger.stop() }
        try await books.houseStudent("a")
        for position in [Int64(1), 9_999] {
            #expect(
                try await books.refusal {
                    try await books.allocate(position, nil, .payment(for: []), "a", on: "2026-10-02")
                } == .unknownReceipt)
        }
    }

    private func park(_ books: TestLedger, _ cents: Int64) async throws -> Int64 {
        try await books.receipt(.paymentReceived(Money(cents: cents)), "nobody", on: "2026-10-02")
    }
}

extension TestLedger {
    @discardableResult
    func allocate(
        _ receipt: Int64, _ cents: Int64?, _ purpose: Allocation.Purpose, _ id: String, on text: String
    ) async throws -> CommandAnswer {
        let asked = AllocationRequest(receipt: receipt, amount: cents.map(Money.init(cents:)), purpose: purpose)
        return try await execute(.allocateReceipt(asked, to: .id(contract(id))), on: text)
    }

    /// Every row is the fold of its stream.
    func verify() throws {
        var verification = Verification(try store.makeReader())
        let report = verification.run(progress: nil)
        #expect(report.isSound, "\(report.findings)")
    }
}
