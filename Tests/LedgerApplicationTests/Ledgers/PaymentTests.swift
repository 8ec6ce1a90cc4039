import EventLog
import LedgerApplication
import LedgerValues
import Projections
import ResidenceRules
import Testing

/// Payers, means and the debt that a payer names.
@Suite struct `Payments` {
    @Test func `the means of payment choose the account`() async throws {
        let books = try await TestLedger()
        defer { books.ledger.stop() }
        try await books.houseStudent("a")
        for (means, cents) in [(Means.card, 100), (.cash, 200), (.cheque, 400), (.directDebit, 800)] {
            try await books.execute(pay(Int64(cents), Remittance(means: means)), "a", on: "2026-10-02")
        }
        let balance = try await books.ledger.trialBalance(asOf: day("2026-10-31"), knownAt: .head).value
        #expect(balance[.cardReceipts].debit == Money(cents: 100))
        #expect(balance[.cashDesk].debit == Money(cents: 200))
        #expect(balance[.treasury].debit == Money(cents: 7_000 + 35_900 + 1_200))
        #expect(balance.isBalanced)
    }

    @Test func `money that is refused or parked keeps its payer and its account`() async throws {
        let books = try await TestLedger()
        defer { books.ledger.stop() }
        let parked = try await books.execute(
            pay(500, Remittance(payer: .guarantor, means: .card)), "nobody", on: "2026-10-02")
        #expect(parked.refusal?.code == .unknownContract)
        let balance = try await books.ledger.trialBalance(asOf: day("2026-10-31"), knownAt: .head).value
        #expect(balance[.cardReceipts].debit == Money(cents: 500))
        #expect(balance[.unallocatedReceipts].credit == Money(cents: 500))
    }

    @Test func `a payment settles the debt that it names, then the oldest`() async throws {
        let books = try await TestLedger()
        defer { books.ledger.stop() }
        try await books.houseStudent("a")
        // September leaves 288.67 after the advance, October and November 358.67 each.
        try await books.execute(pay(40_000, for: [.rent(Month(year: 2026, month: 10))]), "a", on: "2026-12-02")
        try await books.bill(through: "2026-12-02")
        #expect(try await open(books, asOf: "2026-12-02") == [24_734, 0, 35_867])
        #expect(try await books.statement("a", asOf: "2026-12-02").statement.arrears.oldestDue == day("2026-09-01"))
    }

    @Test func `the choice names a service by the position that charged it`() async throws {
        let books = try await TestLedger()
        defer { books.ledger.stop() }
        try await books.houseStudent("a")
        let charge = SundryCharge(
            kind: .service, net: Money(cents: 5_000), vat: .zero, dueOn: day("2026-10-15"), item: code("LINEN"))
        let charged = try await books.execute(.record(.sundryCharged(charge)), "a", on: "2026-10-15")
        let position = try #require(charged.events.first?.position)
        try await books.execute(
            pay(6_000, for: [.sundry(position: position.number)]), "a", on: "2026-10-16")
        try await books.bill(through: "2026-10-31")
        let lines = try await books.statement("a", asOf: "2026-10-31").statement.lines
        #expect(lines.last?.open == .zero)
        #expect(lines.first?.open == Money(cents: 28_867 - 1_000))
    }

    @Test func `what is paid ahead for a month waits for it`() async throws {
        let books = try await TestLedger()
        defer { books.ledger.stop() }
        try await books.houseStudent("a")
        try await books.execute(pay(35_867, for: [.rent(Month(year: 2026, month: 11))]), "a", on: "2026-10-05")
        for asOf in ["2026-10-05", "2026-12-02"] {
            try await books.bill(through: asOf)
            let lines = try await books.statement("a", asOf: asOf).statement.lines
            #expect(lines[0].open == Money(cents: 28_867))
            #expect(lines[2].open == .zero)
        }
    }

    @Test func `under the policy of the oldest debt a choice is not heard`() async throws {
        let books = try await TestLedger()
        defer { books.ledger.stop() }
        try await books.houseStudent("a")
        try await books.execute(
            .adoptPolicy(.paymentOrder, .code("oldest_first"), from: day("2026-12-03")), on: "2026-12-01")
        let october = [LineName.rent(Month(year: 2026, month: 10))]
        try await books.execute(pay(10_000, for: october), "a", on: "2026-12-02")
        try await books.execute(pay(10_000, for: october), "a", on: "2026-12-03")
        try await books.bill(through: "2026-12-03")
        #expect(try await open(books, asOf: "2026-12-03") == [18_867, 25_867, 35_867])
    }

    private func pay(
        _ cents: Int64, _ remittance: Remittance = Remittance(), for lines: [LineName] = []
    ) -> ContractCommand {
        .record(.paymentReceived(Money(cents: cents), remittance, for: lines))
    }

    /// Open on the first three rents.
    private func open(_ books: TestLedger, asOf: String) async throws -> [Int64] {
        try await books.statement("a", asOf: asOf).statement.lines.prefix(3).map(\.open.cents)
    }
}
