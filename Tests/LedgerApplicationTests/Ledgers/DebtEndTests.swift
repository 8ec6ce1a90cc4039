import EventLog
import LedgerApplication
import LedgerValues
import Projections
import ResidenceRules
import Testing

/// Guarantees, reports, titles, and debts that end unpaid.
@Suite struct `Guarantees and the ends of debts` {
    private static let september = LineName.rent(Month(year: 2026, month: 9))

    @Test func `a guarantee covers twelve rents and 5,000 euros, and a person must earn three rents`() async throws {
        let books = try await TestLedger()
        defer { books.ledger.stop() }
        try await books.houseStudent("a")
        for income in [nil, Money(cents: 107_600)] {
            #expect(
                try await books.refusal { try await guarantee(books, .physical, income: income) }
                    == .guarantorInsolvent)
        }
        #expect(try await books.refusal { try await guarantee(books, .physical, income: Money(cents: 107_601)) } == nil)
        let account = try #require(try await books.statement("a", asOf: "2026-09-30").statement.guarantees.first)
        #expect(account.guarantee.cap == Money(cents: 930_404) && account.left == account.guarantee.cap)
        #expect(account.guarantee.from == day("2026-09-01") && account.guarantee.to == day("2027-08-31"))
    }

    @Test func `what a guarantor pays above the ceiling goes back to him`() async throws {
        let books = try await TestLedger()
        defer { books.ledger.stop() }
        try await books.houseStudent("a")
        try await guarantee(books, .institution, income: nil)
        let paid = Remittance(payer: .guarantor)
        try await books.execute(.record(.paymentReceived(Money(cents: 28_867), paid)), "a", on: "2026-10-02")
        try await books.execute(.record(.paymentReceived(Money(cents: 930_404), paid)), "a", on: "2026-10-03")
        try await books.bill(through: "2026-10-31")
        let statement = try await books.statement("a", asOf: "2026-10-31").statement
        #expect(statement.guarantees.first?.left == .zero)
        let refund = try #require(statement.refunds.first)
        #expect(refund.kind == .guarantor && refund.amount == Money(cents: 28_867) && refund.payee == .guarantor)
        #expect(statement.missingPostings == 0 && statement.balances.paid == Money(cents: 959_271))
        #expect(try await books.balance("2026-10-31")[.refundsPayable].balance == Money(cents: -28_867))
    }

    @Test func `a settled contract gives a guarantor back what no debt took, and the tenant his own credit`()
        async throws
    {
        let books = try await TestLedger()
        defer { books.ledger.stop() }
        try await books.houseStudent("a")
        try await books.execute(.record(.noticeGiven(departure: nil)), "a", on: "2026-09-30")
        try await books.execute(.record(.keysReturned(.conforming)), "a", on: "2026-10-30")
        try await books.execute(
            .record(.paymentReceived(Money(cents: 60_000), Remittance(payer: .guarantor))), "a", on: "2026-11-02")
        try await books.execute(.record(.paymentReceived(Money(cents: 10_000))), "a", on: "2026-11-03")
        try await books.execute(.record(.mandateRegistered(code("M-1"))), "a", on: "2026-11-03")
        try await books.execute(.record(.contractSettled), "a", on: "2026-11-04")
        try await books.bill(through: "2026-11-30")
        let statement = try await books.statement("a", asOf: "2026-11-30").statement
        // 358.67 of each of two months (30 October is thirty thirtieths) less 70.00 of advance: 647.34; 52.66 too much.
        let amounts = Dictionary(uniqueKeysWithValues: statement.refunds.map { ($0.kind, $0.amount.cents) })
        #expect(amounts == [.deposit: 35_900, .credit: 5_266])
        #expect(statement.refunds.allSatisfy { $0.payee == .mandate && $0.mandate == code("M-1") && $0.blocked })
        #expect(statement.balances.credit == .zero && statement.missingPostings == 0)
    }

    @Test func `a debt written off can still be paid, which reverses the loss`() async throws {
        let books = try await TestLedger()
        defer { books.ledger.stop() }
        try await books.houseStudent("a")
        try await books.bill(through: "2026-10-31")
        #expect(try await relieve(books, 28_868, .irrecoverable) == .reliefExceedsDebt)
        #expect(try await relieve(books, 28_867, .irrecoverable) == nil)
        try await books.bill(through: "2026-11-05")
        let off = try await books.statement("a", asOf: "2026-11-05").statement
        #expect(off.lines[0].open == .zero && off.lines[0].relieved == Money(cents: 28_867))
        #expect(try await books.balance("2026-11-05")[.irrecoverableDebts].balance == Money(cents: 28_867))
        let paid = try await books.receipt(.paymentReceived(Money(cents: 20_000)), "a", on: "2026-11-10")
        try await books.bill(through: "2026-11-10")
        #expect(try await books.balance("2026-11-10")[.irrecoverableDebts].balance == Money(cents: 8_867))
        try await books.execute(
            .returnMoney(receipt: paid, amount: Money(cents: 20_000), reason: .bouncedCheque), "a", on: "2026-11-20")
        try await books.bill(through: "2026-11-20")
        #expect(try await books.balance("2026-11-20")[.irrecoverableDebts].balance == Money(cents: 28_867))
        #expect(try await books.balance("2026-11-20").isBalanced)
    }

    @Test func `a decision that ended a debt is taken back, and the debt is owed again`() async throws {
        let books = try await TestLedger()
        defer { books.ledger.stop() }
        try await books.houseStudent("a")
        try await books.bill(through: "2026-10-31")
        #expect(try await relieve(books, 28_867, .irrecoverable) == nil)
        let decision = try await books.position(of: "debt-relieved")
        try await books.execute(.record(.paymentReceived(Money(cents: 20_000))), "a", on: "2026-11-10")
        try await books.bill(through: "2026-11-10")
        let revoke = ContractCommand.revokeDecision(position: decision)
        #expect(try await books.refusal { try await books.execute(revoke, "a", on: "2026-11-20") } == nil)
        #expect(try await books.refusal { try await books.execute(revoke, "a", on: "2026-11-21") } == .unknownFact)
        try await books.bill(through: "2026-11-20")
        let statement = try await books.statement("a", asOf: "2026-11-20").statement
        #expect(statement.lines[0].open == Money(cents: 8_867) && statement.lines[0].relieved == .zero)
        let balance = try await books.balance("2026-11-20")
        #expect(balance[.irrecoverableDebts].balance == .zero && balance.isBalanced)
    }

    @Test func `a debt remitted is paid no more, and prescription waits five years`() async throws {
        let books = try await TestLedger()
        defer { books.ledger.stop() }
        try await books.houseStudent("a")
        try await books.execute(.record(.noticeGiven(departure: nil)), "a", on: "2026-09-30")
        try await books.execute(.record(.keysReturned(.conforming)), "a", on: "2026-10-30")
        #expect(try await relieve(books, 10_000, .remitted) == nil)
        #expect(try await relieve(books, 1_000, .prescribed) == .notPrescribed)
        #expect(try await relieve(books, 1_000, .prescribed, on: "2031-09-01") == .notPrescribed)
        #expect(try await relieve(books, 1_000, .prescribed, on: "2031-09-02") == nil)
        try await books.execute(.record(.paymentReceived(Money(cents: 28_867))), "a", on: "2026-11-20")
        let lines = try await books.statement("a", asOf: "2026-11-30").statement.lines
        #expect(lines[0].open == .zero && lines[1].open == Money(cents: 35_867 - 10_000))
    }

    @Test func `a credit is refunded outside a settlement, never more than there is`() async throws {
        let books = try await TestLedger()
        defer { books.ledger.stop() }
        try await books.houseStudent("a")
        try await books.execute(.record(.paymentReceived(Money(cents: 50_000))), "a", on: "2026-09-10")
        let refund = { (cents: Int64) in
            try await books.refusal {
                try await books.execute(.record(.creditRefundDecided(Money(cents: cents))), "a", on: "2026-09-15")
            }
        }
        #expect(try await refund(21_134) == .refundExceedsCredit)
        #expect(try await refund(21_133) == nil)
        #expect(try await refund(1) == .refundExceedsCredit)
        try await books.execute(.record(.bankDetailsProvided), "a", on: "2026-09-16")
        try await books.bill(through: "2026-09-30")
        let statement = try await books.statement("a", asOf: "2026-09-30").statement
        #expect(statement.refunds.map(\.amount) == [Money(cents: 21_133)] && statement.missingPostings == 0)
        try await books.execute(.record(.refundWired(.credit, Money(cents: 21_133))), "a", on: "2026-09-20")
        #expect(try await books.balance("2026-09-30")[.refundsPayable].balance == .zero)
    }

    @Test func `the credit of an exchange student is kept by decision, or prescribed in the fifth year`() async throws {
        let books = try await TestLedger()
        defer { books.ledger.stop() }
        for id in ["a", "b", "c"] {
            try await books.execute(
                .decideAdmission(
                    effectiveOn: day("2026-09-01"), endsOn: day("2027-08-31"), row: TestLedger.row, assignedOn: nil,
                    programme: .exchange), id, on: "2026-07-02")
            try await books.execute(.record(.fileCompleted), id, on: "2026-08-20")
            try await books.execute(.record(.depositWaived(ground: code("ASE"))), id, on: "2026-08-20")
            try await books.execute(.record(.keysHandedOver), id, on: "2026-09-01")
            try await books.execute(.record(.paymentReceived(Money(cents: 80_000))), id, on: "2026-09-02")
            try await books.execute(.record(.noticeGiven(departure: nil)), id, on: "2026-09-30")
            try await books.execute(.record(.keysReturned(.conforming)), id, on: "2026-10-30")
        }
        let retain = ContractCommand.record(.creditEnded(end(8_266, .retained)))
        #expect(
            try await books.refusal { try await books.execute(retain, "a", on: "2026-11-03") } == .creditNotRetainable)
        try await books.execute(.record(.forceMajeureAccepted), "c", on: "2026-11-02")
        for id in ["a", "b", "c"] { try await books.execute(.record(.contractSettled), id, on: "2026-11-04") }
        #expect(
            try await books.refusal { try await books.execute(retain, "c", on: "2026-11-05") } == .creditNotRetainable)
        #expect(
            try await books.refusal {
                try await books.execute(.record(.creditRefundDecided(Money(cents: 1))), "a", on: "2026-11-05")
            } == .creditNotRefundable)
        #expect(try await books.statement("a", asOf: "2026-11-05").statement.balances.credit == Money(cents: 8_266))
        #expect(try await books.refusal { try await books.execute(retain, "a", on: "2026-11-05") } == nil)
        let prescribe = ContractCommand.record(.creditEnded(end(8_266, .prescribed)))
        #expect(try await books.refusal { try await books.execute(prescribe, "b", on: "2030-12-31") } == .notPrescribed)
        #expect(try await books.refusal { try await books.execute(prescribe, "b", on: "2031-01-01") } == nil)
        try await books.bill(through: "2031-01-31")
        for id in ["a", "b"] {
            let statement = try await books.statement(id, asOf: "2031-01-31").statement
            #expect(statement.balances.credit == .zero && statement.missingPostings == 0)
        }
        #expect(try await books.balance("2031-01-31")[.keptCredits].balance == Money(cents: -16_532))
    }

    @Test func `a report needs arrears after the right has ended and a student told, and is lifted by payment`()
        async throws
    {
        let books = try await TestLedger()
        defer { books.ledger.stop() }
        try await books.houseStudent("a")
        try await books.execute(.record(.noticeGiven(departure: nil)), "a", on: "2026-09-30")
        #expect(try await report(books, told: "2026-10-20", on: "2026-10-20") == .notReportable)
        try await books.execute(.record(.keysReturned(.conforming)), "a", on: "2026-10-30")
        #expect(try await report(books, told: nil, on: "2026-11-10") == .studentNotTold)
        #expect(try await report(books, told: "2026-11-11", on: "2026-11-10") == .studentNotTold)
        #expect(try await report(books, told: "2026-11-09", on: "2026-11-10") == nil)
        #expect(try await report(books, told: "2026-11-09", on: "2026-11-11") == .alreadyReported)
        try await books.execute(.record(.enforcementTitleIssued(code("TE-1"))), "a", on: "2026-11-12")
        let open = try await books.statement("a", asOf: "2026-11-12").statement
        #expect(open.report?.isActive == true && open.lines[0].enforcedBy == code("TE-1"))
        try await books.execute(.record(.paymentReceived(Money(cents: 64_734))), "a", on: "2026-11-20")
        let paid = try await books.statement("a", asOf: "2026-12-31").statement
        #expect(paid.report?.end == .paid && paid.report?.liftedOn == day("2026-11-20"))
        #expect(paid.lines[0].enforcedBy == nil)
        #expect(
            try await books.refusal {
                try await books.execute(.record(.reportLifted(ground: code("PAID"))), "a", on: "2026-12-01")
            } == .notReported)
    }

    @Test func `a report is lifted by decision, or at the end of the decision reported`() async throws {
        let books = try await TestLedger()
        defer { books.ledger.stop() }
        for id in ["a", "b"] {
            try await books.houseStudent(id)
            try await books.execute(.record(.noticeGiven(departure: nil)), id, on: "2026-09-30")
            try await books.execute(.record(.keysReturned(.conforming)), id, on: "2026-10-30")
            try await books.execute(.reportUnpaid(toldOn: day("2026-11-10")), id, on: "2026-11-10")
        }
        try await books.execute(.record(.reportLifted(ground: code("PLAN"))), "a", on: "2026-12-01")
        #expect(try await books.statement("a", asOf: "2026-12-31").statement.report?.end == .lifted)
        #expect(try await books.statement("b", asOf: "2027-08-30").statement.report?.isActive == true)
        #expect(try await books.statement("b", asOf: "2027-08-31").statement.report?.end == .decisionEnded)
    }

    @discardableResult
    private func guarantee(
        _ books: TestLedger, _ kind: Guarantee.Kind, income: Money?
    ) async throws -> CommandAnswer {
        try await books.execute(
            .registerGuarantee(kind: kind, income: income, from: nil, to: nil), "a", on: "2026-08-20")
    }

    private func relieve(
        _ books: TestLedger, _ cents: Int64, _ ground: DebtRelief.Ground, on text: String = "2026-11-05"
    ) async throws -> RejectionCode? {
        let relief = DebtRelief(
            line: Self.september, amount: Money(cents: cents), ground: ground, decision: code("D-1"))
        return try await books.refusal { try await books.execute(.record(.debtRelieved(relief)), "a", on: text) }
    }

    private func end(_ cents: Int64, _ ground: CreditEnd.Ground) -> CreditEnd {
        CreditEnd(debt: .account, amount: Money(cents: cents), ground: ground, decision: code("D-2"))
    }

    private func report(_ books: TestLedger, told: String?, on text: String) async throws -> RejectionCode? {
        try await books.refusal { try await books.execute(.reportUnpaid(toldOn: told.map { day($0) }), "a", on: text) }
    }
}
