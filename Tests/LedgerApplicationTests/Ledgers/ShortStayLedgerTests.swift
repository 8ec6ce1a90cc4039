import EventLog
import LedgerApplication
import LedgerValues
import Projections
import ResidenceRules
import Testing

/// Short stays from the command to the books.
@Suite struct `Short stays` {
    private static let unit = ShortStayUnit(typology: code("STUDETTE"), persons: 1, status: .student)

    private static func open() async throws -> TestLedger {
        let books = try await TestLedger()
        try await books.execute(
            .publishShortStayRates([
                ShortStayRate(
                    unit: unit,
                    prices: NightPrices(
                        upTo3: Money(cents: 2_700), upTo14: Money(cents: 2_200), from15: Money(cents: 1_800)),
                    inForceFrom: day("2026-09-01"), inForceTo: nil)
            ]), on: "2026-06-01")
        try await books.execute(
            .adoptVATRate(
                VATAdoption(
                    item: VATAdoption.shortStay, rate: .basisPoints(1_000), from: day("2026-09-01"),
                    raisesFinalPrice: false)), on: "2026-06-01")
        try await books.execute(
            .bookShortStay(unit, arrivalOn: day("2026-10-10"), nights: 5), "s", on: "2026-09-20")
        return books
    }

    private static func cancel(_ books: TestLedger, at text: String) async throws {
        _ = try await books.ledger.execute(
            try decode(#"{"command":"cancel-short-stay","contract":"s","at":"\#(text)"}"#))
    }

    @Test func `nights are revenue of their own, with their tax`() async throws {
        let books = try await Self.open()
        defer { books.ledger.stop() }
        try await books.execute(.record(.paymentReceived(Money(cents: 12_100))), "s", on: "2026-10-10")
        try await books.execute(.record(.keysHandedOver), "s", on: "2026-10-10")
        try await books.execute(.extendShortStay(nights: 1), "s", on: "2026-10-14")
        try await books.bill(through: "2026-10-31")
        let statement = try await books.statement("s", asOf: "2026-10-15").statement
        #expect(statement.missingPostings == 0)
        #expect(statement.arrears.amount == Money(cents: 2_420) && statement.arrears.oldestDue == day("2026-10-14"))
        let balance = try await books.ledger.trialBalance(asOf: day("2026-10-31"), knownAt: .head).value
        #expect(balance.isBalanced)
        #expect(balance[.shortStays].credit == Money(cents: 13_200))
        #expect(balance[.valueAddedTax].credit == Money(cents: 1_320))
        #expect(balance[.tenants].balance == Money(cents: 2_420))
        let row = try await books.ledger.contract(contract("s")).head
        #expect(row.effectiveOn == day("2026-10-10") && row.endsOn == day("2026-10-16"))
        #expect(try await books.ledger.verify(progress: nil).isSound)
    }

    @Test func `a late cancellation keeps the first night in the books and refunds the rest`() async throws {
        let books = try await Self.open()
        defer { books.ledger.stop() }
        try await books.execute(
            charge(.service, "LINEN", price: 700, vat: .basisPoints(2_000)), "s", on: "2026-09-20")
        try await books.execute(.record(.paymentReceived(Money(cents: 12_940))), "s", on: "2026-09-21")
        try await books.bill(through: "2026-09-30")
        try await Self.cancel(books, at: "2026-10-09T09:00")
        try await books.execute(.record(.bankDetailsProvided), "s", on: "2026-10-11")
        try await books.bill(through: "2026-10-31")
        let statement = try await books.statement("s", asOf: "2026-10-31").statement
        #expect(statement.missingPostings == 0 && statement.status == .cancelled)
        #expect(statement.refunds.map(\.amount) == [Money(cents: 10_520)])
        try await books.execute(.record(.refundWired(.credit, Money(cents: 10_520))), "s", on: "2026-11-02")
        let balance = try await books.ledger.trialBalance(asOf: day("2026-11-30"), knownAt: .head).value
        #expect(balance.isBalanced)
        #expect(balance[.shortStays].balance == Money(cents: -2_200))
        #expect(balance[.valueAddedTax].balance == Money(cents: -220))
        for account in [Account.servicesAndDamage, .tenants, .refundsPayable] {
            #expect(balance[account].balance == .zero, "\(account)")
        }
        #expect(balance[.treasury].balance == Money(cents: 2_420))
        #expect(try await books.ledger.verify(progress: nil).isSound)
    }

    @Test func `a stay charged before it was known to be missed is reversed but for what was paid`() async throws {
        let books = try await Self.open()
        defer { books.ledger.stop() }
        try await books.execute(.record(.paymentReceived(Money(cents: 1_100))), "s", on: "2026-09-21")
        try await books.bill(through: "2026-10-31")
        try await books.execute(.record(.shortStayMissed), "s", on: "2026-10-11")
        try await books.bill(through: "2026-10-31")
        let statement = try await books.statement("s", asOf: "2026-10-31").statement
        #expect(statement.balances.charged == Money(cents: 1_100) && statement.balances.outstanding == .zero)
        let earlier = try await books.statement("s", asOf: "2026-10-10").statement
        #expect(earlier.balances.outstanding == Money(cents: 11_000))
        let balance = try await books.ledger.trialBalance(asOf: day("2026-10-31"), knownAt: .head).value
        #expect(balance.isBalanced && balance[.shortStays].balance == Money(cents: -1_000))
        #expect(balance[.valueAddedTax].balance == Money(cents: -100))
    }

    @Test func `keys of a stay wait for money that a cache left out`() async throws {
        let books = try await Self.open()
        defer { books.ledger.stop() }
        let keys: () async throws -> RejectionCode? = {
            try await books.refusal { try await books.execute(.record(.keysHandedOver), "s", on: "2026-10-10") }
        }
        #expect(try await keys() == .keysBeforePayment)
        try await books.execute(.record(.paymentReceived(Money(cents: 12_100))), "s", on: "2026-10-10")
        #expect(try await keys() == nil)
    }
}
