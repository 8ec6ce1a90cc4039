import EventCodecs
import EventLog
import LedgerApplication
import LedgerValues
import Projections
import ResidenceRules
import Testing

/// Money that goes back out, whatever it had become.
@Suite struct `Returned money` {
    @Test func `a returned direct debit opens the rent again with its due day`() async throws {
        let books = try await TestLedger()
        defer { books.ledger.stop() }
        try await books.houseStudent("a")
        let paid = try await books.receipt(
            .paymentReceived(Money(cents: 28_867), Remittance(means: .card)), "a", on: "2026-09-05")
        #expect(try await giveBack(books, paid, 28_868, on: "2026-09-20") == .returnExceedsReceipt)
        #expect(try await giveBack(books, paid, 20_000, on: "2026-09-20") == nil)
        #expect(try await giveBack(books, paid, 8_868, on: "2026-09-21") == .returnExceedsReceipt)
        #expect(try await giveBack(books, paid, 8_867, on: "2026-09-21") == nil)
        #expect(try await giveBack(books, paid, 1, on: "2026-09-04") == .unknownReceipt)
        try await books.bill(through: "2026-09-30")
        let statement = try await books.statement("a", asOf: "2026-09-30").statement
        #expect(statement.balances.paid == .zero)
        #expect(statement.arrears.oldestDue == day("2026-09-01"))
        #expect(statement.arrears.amount == Money(cents: 28_867))
        let balance = try await books.balance("2026-09-30")
        #expect(balance[.cardReceipts].balance == .zero)
        #expect(balance[.tenants].balance == Money(cents: 28_867))
    }

    @Test func `a returned advance that was applied is taken off its rent in the same append`() async throws {
        let books = try await TestLedger()
        defer { books.ledger.stop() }
        try await books.houseStudent("a")
        try await books.bill(through: "2026-09-30")
        let advance = try await books.position(of: "advance-paid")
        let answer = try await books.execute(
            .returnMoney(receipt: advance, amount: Money(cents: 7_000), reason: .returnedDirectDebit), "a",
            on: "2026-10-10")
        #expect(answer.events.map(\.type) == ["advance-unapplied", "payment-returned"])
        #expect(try await books.balance("2026-10-10")[.advancesHeld].balance == .zero)
        #expect(try await books.balance("2026-10-10")[.tenants].balance == Money(cents: 35_867))
        try await books.bill(through: "2026-10-31")
        let statement = try await books.statement("a", asOf: "2026-10-31").statement
        #expect(statement.lines[0].open == Money(cents: 35_867))
        #expect(statement.balances.advanceHeld == .zero && statement.missingPostings == 0)
        #expect(try await books.balance("2026-10-31")[.advancesHeld].balance == .zero)
        #expect(try await books.statement("a", asOf: "2026-10-09").statement.lines[0].advance == Money(cents: 7_000))
    }

    @Test func `a deposit that goes back after it was set off and wired is due from the tenant again`() async throws {
        let books = try await TestLedger()
        defer { books.ledger.stop() }
        try await settle(books)
        // 359.00 held, 100.00 of damage set off, 259.00 decided and 200.00 wired.
        try await books.bill(through: "2027-07-20")
        try await books.execute(.record(.refundWired(.deposit, Money(cents: 20_000))), "a", on: "2027-07-28")
        let deposit = try await books.position(of: "deposit-paid")
        #expect(try await giveBack(books, deposit, 35_900, on: "2027-08-02") == nil)
        #expect(try await books.balance("2027-08-02")[.depositsHeld].balance == .zero)
        try await books.bill(through: "2027-08-31")
        let statement = try await books.statement("a", asOf: "2027-08-31").statement
        #expect(statement.balances.depositHeld == .zero && statement.balances.depositOffset == .zero)
        #expect(statement.balances.refundPayable == .zero && statement.missingPostings == 0)
        #expect(statement.balances.outstanding == Money(cents: 10_000 + 20_000))
        let reclaim = try #require(statement.lines.last)
        #expect(reclaim.charge.composition == .reclaim(.deposit, Money(cents: 20_000)))
        #expect(reclaim.charge.dueOn == day("2027-08-02") && reclaim.open == Money(cents: 20_000))
        let balance = try await books.balance("2027-08-31")
        #expect(balance[.depositsHeld].balance == .zero && balance[.refundsPayable].balance == .zero)
        #expect(balance[.tenants].balance == Money(cents: 30_000))
        // What the settlement had left on its day stays what it was.
        #expect(statement.remainingDebt == .zero)
        let before = try await books.statement("a", asOf: "2027-08-01").statement
        #expect(before.balances.depositOffset == Money(cents: 10_000) && before.balances.outstanding == .zero)
    }

    @Test func `a payment that goes back after the settlement is set off against a refund not yet wired`() async throws
    {
        let books = try await TestLedger()
        defer { books.ledger.stop() }
        let last = try await settle(books)
        #expect(try await giveBack(books, last, 15_000, on: "2027-07-25") == nil)
        try await books.bill(through: "2027-07-31")
        let statement = try await books.statement("a", asOf: "2027-07-31").statement
        #expect(statement.balances.depositOffset == Money(cents: 25_000))
        #expect(statement.refunds.map(\.amount) == [Money(cents: 10_900)])
        #expect(statement.balances.outstanding == .zero)
        try await books.execute(.record(.refundWired(.deposit, Money(cents: 10_900))), "a", on: "2027-08-02")
        #expect(try await giveBack(books, last, 5_000, on: "2027-08-05") == nil)
        try await books.bill(through: "2027-08-31")
        let after = try await books.statement("a", asOf: "2027-08-31").statement
        #expect(after.balances.outstanding == Money(cents: 5_000))
        #expect(after.balances.depositHeld == .zero && after.balances.refundPayable == .zero)
        #expect(after.arrears.oldestDue.map { $0 < day("2027-07-15") } == true)
    }

    @Test func `a wire that the bank rejects is to be wired again`() async throws {
        let books = try await TestLedger()
        defer { books.ledger.stop() }
        try await settle(books)
        try await books.bill(through: "2027-07-20")
        let wire = ContractCommand.record(.refundWired(.deposit, Money(cents: 25_900)))
        let back = ContractCommand.record(.refundReturned(.deposit, Money(cents: 25_900), wire: nil))
        try await books.execute(wire, "a", on: "2027-07-28")
        #expect(
            try await books.refusal { try await books.execute(wire, "a", on: "2027-07-29") } == .refundExceedsDecided)
        try await books.execute(back, "a", on: "2027-07-30")
        #expect(try await books.balance("2027-07-31")[.refundsPayable].balance == Money(cents: -25_900))
        #expect(try await books.refusal { try await books.execute(back, "a", on: "2027-07-30") } == .returnExceedsWired)
        #expect(try await books.refusal { try await books.execute(wire, "a", on: "2027-08-02") } == nil)
        #expect(try await books.statement("a", asOf: "2027-08-31").statement.balances.refundPayable == .zero)
    }

    @Test func `what went back does not go back again on an earlier day`() async throws {
        let books = try await TestLedger()
        defer { books.ledger.stop() }
        let last = try await settle(books)
        try await books.bill(through: "2027-07-20")
        let answer = try await books.execute(
            .record(.refundWired(.deposit, Money(cents: 100))), "a", on: "2027-07-28")
        let wire = try #require(answer.events.first?.position).number
        func back(on day: String) async throws -> RejectionCode? {
            try await books.refusal {
                try await books.execute(
                    .record(.refundReturned(.deposit, Money(cents: 100), wire: wire)), "a", on: day)
            }
        }
        #expect(try await back(on: "2027-08-05") == nil)
        #expect(try await back(on: "2027-07-30") == .returnExceedsWired)

        let receipts = try await books.statement("a", asOf: "2027-08-31").statement.tenure.receipts
        let amount = try #require(receipts.first { $0.position == last }).amount.cents
        #expect(try await giveBack(books, last, amount - 100, on: "2027-08-20") == nil)
        #expect(try await giveBack(books, last, 101, on: "2027-08-10") == .returnExceedsReceipt)
        #expect(try await giveBack(books, last, 100, on: "2027-08-10") == nil)
    }

    @Test func `what went back of no wire in particular does not go back again on an earlier day`() async throws {
        let books = try await TestLedger()
        defer { books.ledger.stop() }
        try await settle(books)
        try await books.bill(through: "2027-07-20")
        func wire(on day: String) async throws {
            try await books.execute(.record(.refundWired(.deposit, Money(cents: 10_000))), "a", on: day)
        }
        func back(_ cents: Int64, on day: String) async throws -> RejectionCode? {
            try await books.refusal {
                try await books.execute(
                    .record(.refundReturned(.deposit, Money(cents: cents), wire: nil)), "a", on: day)
            }
        }
        try await wire(on: "2027-07-28")
        #expect(try await back(6_000, on: "2027-08-05") == nil)
        #expect(try await back(4_001, on: "2027-07-30") == .returnExceedsWired)
        // What is wired later was not there to come back before.
        try await wire(on: "2027-08-10")
        #expect(try await back(4_001, on: "2027-07-30") == .returnExceedsWired)
        #expect(try await back(4_000, on: "2027-07-30") == nil)
        #expect(try await back(10_000, on: "2027-08-11") == nil)
        #expect(try await books.balance("2027-08-31")[.refundsPayable].balance == Money(cents: -25_900))
    }

    @Test func `no more comes back of a wire than it was`() async throws {
        let books = try await TestLedger()
        defer { books.ledger.stop() }
        try await settle(books)
        try await books.bill(through: "2027-07-20")
        func wire(_ cents: Int64, on day: String) async throws -> Int64 {
            let answer = try await books.execute(
                .record(.refundWired(.deposit, Money(cents: cents))), "a", on: day)
            return try #require(answer.events.first?.position).number
        }
        func back(
            _ cents: Int64, _ wire: Int64?, _ kind: RefundKind = .deposit, on day: String = "2027-08-05"
        ) async throws -> RejectionCode? {
            try await books.refusal {
                try await books.execute(
                    .record(.refundReturned(kind, Money(cents: cents), wire: wire)), "a", on: day)
            }
        }
        let first = try await wire(10_000, on: "2027-07-28")
        #expect(try await back(10_001, first) == .returnExceedsWired)
        #expect(try await back(10_000, first + 1) == .returnExceedsWired)
        #expect(try await back(1, first, .credit) == .returnExceedsWired)
        #expect(try await back(4_000, first) == nil)
        #expect(try await back(6_001, first) == .returnExceedsWired)
        let second = try await wire(15_000, on: "2027-08-02")
        #expect(try await back(6_001, first) == .returnExceedsWired)
        // A return that names none counts against the latest wire of its amount.
        #expect(try await back(6_000, nil) == nil)
        #expect(try await back(1, first) == .returnExceedsWired)
        #expect(try await back(15_000, second) == nil)
        #expect(try await books.balance("2027-08-31")[.refundsPayable].balance == Money(cents: -25_900))
        // What is prescribed was not wired.
        let end = CreditEnd(
            debt: .deposit, amount: Money(cents: 25_900), ground: .prescribed, decision: code("D-1"))
        try await books.execute(.record(.creditEnded(end)), "a", on: "2032-01-01")
        #expect(try await back(1, nil, on: "2032-01-02") == .returnExceedsWired)
    }

    @Test func `a return is recorded even when a later fact would not have been accepted after it`() async throws {
        let books = try await TestLedger()
        defer { books.ledger.stop() }
        try await books.houseStudent("a")
        let deposit = try await books.position(of: "deposit-paid")
        #expect(try await giveBack(books, deposit, 35_900, on: "2026-08-30") == nil)
        // The keys stay handed over, and what comes before them is not refused for their sake.
        let exempt = ContractCommand.record(.lateArrivalAuthorised(until: day("2026-09-10")))
        #expect(try await books.refusal { try await books.execute(exempt, "a", on: "2026-08-25") } == nil)
        try await books.bill(through: "2026-09-30")
        #expect(try await books.statement("a", asOf: "2026-09-30").statement.status == .inPlace)
    }

    /// Rent paid to the end, keys back on 30 June, 100.00 € of damage, settled on 15 July; the last payment's position.
    @discardableResult
    private func settle(_ books: TestLedger) async throws -> Int64 {
        try await books.houseStudent("a")
        try await books.execute(.record(.noticeGiven(departure: nil)), "a", on: "2027-05-30")
        try await books.execute(.record(.keysReturned(.nonConforming)), "a", on: "2027-06-30")
        let damage = SundryCharge(
            kind: .damage, net: Money(cents: 10_000), vat: .zero, dueOn: day("2027-07-10"), item: code("WALL"))
        try await books.execute(.record(.sundryCharged(damage)), "a", on: "2027-07-01")
        try await books.execute(.record(.bankDetailsProvided), "a", on: "2027-07-01")
        let last = try await books.receipt(
            .paymentReceived(Money(cents: 10 * 35_867 - 7_000)), "a", on: "2027-07-05")
        try await books.execute(.record(.contractSettled), "a", on: "2027-07-15")
        return last
    }

    private func giveBack(
        _ books: TestLedger, _ receipt: Int64, _ cents: Int64, on text: String
    ) async throws -> RejectionCode? {
        try await books.refusal {
            try await books.execute(
                .returnMoney(receipt: receipt, amount: Money(cents: cents), reason: .returnedDirectDebit), "a", on: text
            )
        }
    }
}

extension TestLedger {
    /// Records a fact and says at which position.
    func receipt(_ fact: ContractFact, _ id: String, on text: String) async throws -> Int64 {
        try await execute(.record(fact), id, on: text).events.first?.position?.number ?? 0
    }

    /// The position of the first event of a type, of one contract or of all.
    func position(of type: String, in contract: ContractID? = nil) async throws -> Int64 {
        let size = Int(try await ledger.treeHead().size)
        for stored in try await ledger.events(after: 0, limit: size) {
            let event = try DecodedEvent(stored)
            if let contract, event.contract != contract { continue }
            if event.event.kind.rawValue == type { return event.position.number }
        }
        return 0
    }

    func balance(_ text: String) async throws -> TrialBalance {
        try await ledger.trialBalance(asOf: day(text), knownAt: .head).value
    }
}
