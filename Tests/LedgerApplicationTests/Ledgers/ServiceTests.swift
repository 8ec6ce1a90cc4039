import LedgerApplication
import LedgerValues
import Projections
import ResidenceRules
import Testing

/// Published prices and adopted rates of tax, from the command to the books.
@Suite struct `Services` {
    private static func publish(_ books: TestLedger) async throws {
        try await books.execute(
            .publishServicePrices([
                ServicePrice(
                    code: code("CLEANING"), label: "Heure de ménage", unit: .hour, price: Money(cents: 4_000),
                    excludesVAT: true, inForceFrom: day("2026-09-01"), inForceTo: nil)
            ]), on: "2026-06-01")
    }

    private static func clean(_ books: TestLedger) async throws -> CommandAnswer {
        try await books.execute(
            charge(.service, "CLEANING", quantity: Quantity(hundredths: 150)), "a", on: "2026-10-05")
    }

    @Test func `a service is charged at its published price once a rate of tax is adopted`() async throws {
        let books = try await TestLedger()
        defer { books.ledger.stop() }
        try await books.houseStudent("a")
        try await Self.publish(books)
        #expect(try await books.refusal { try await Self.clean(books) } == .vatRateMissing)
        try await books.execute(
            .adoptVATRate(
                VATAdoption(
                    item: code("CLEANING"), rate: .basisPoints(2_000), from: day("2026-09-01"),
                    raisesFinalPrice: false)), on: "2026-06-01")
        #expect(try await books.refusal { try await Self.clean(books) } == nil)
        let lines = try await books.statement("a", asOf: "2026-10-31").statement.lines
        #expect(lines.last?.charge.amount == Money(cents: 7_200))
        #expect(lines.last?.charge.dueOn == day("2026-10-05"))
        let balance = try await books.ledger.trialBalance(asOf: day("2026-10-31"), knownAt: .head).value
        #expect(balance.isBalanced)
        #expect(balance[.servicesAndDamage].credit == Money(cents: 6_000))
        #expect(balance[.valueAddedTax].credit == Money(cents: 1_200))
    }

    /// R-144: a wash paid at the machine is a revenue without a debtor.
    @Test func `a service paid at once is revenue and money, and nobody's debt`() async throws {
        let books = try await TestLedger()
        defer { books.ledger.stop() }
        try await Self.publish(books)
        let sell = LedgerCommand.sellService(
            ChargeOrder(
                kind: .service, item: code("CLEANING"), price: nil, quantity: Quantity(units: 2), vat: nil, dueOn: nil),
            .card)
        #expect(try await books.refusal { try await books.execute(sell, on: "2026-10-05") } == .vatRateMissing)
        try await books.execute(
            .adoptVATRate(
                VATAdoption(
                    item: code("CLEANING"), rate: .basisPoints(2_000), from: day("2026-09-01"),
                    raisesFinalPrice: false)), on: "2026-06-01")
        #expect(try await books.refusal { try await books.execute(sell, on: "2026-10-05") } == nil)
        let balance = try await books.ledger.trialBalance(asOf: day("2026-10-05"), knownAt: .head).value
        #expect(balance.isBalanced)
        #expect(balance[.cardReceipts].balance == Money(cents: 9_600))
        #expect(balance[.servicesAndDamage].credit == Money(cents: 8_000))
        #expect(balance[.valueAddedTax].credit == Money(cents: 1_600))
        #expect(balance[.tenants].debit == .zero)
        try books.verify()
    }

    @Test func `prices and rates are read back when a ledger is opened again`() async throws {
        let books = try await TestLedger()
        try await books.houseStudent("a")
        try await Self.publish(books)
        try await books.execute(
            .adoptVATRate(
                VATAdoption(item: code("CLEANING"), rate: .exempt, from: day("2026-09-01"), raisesFinalPrice: false)),
            on: "2026-06-01")
        books.ledger.stop()
        let again = try Ledger(
            books.store, cachedContracts: 4, clock: { books.clock.now }, onStorageFailure: { _ in })
        defer { again.stop() }
        let answer = try await again.execute(
            try decode(#"{"command":"charge-service","contract":"a","on":"2026-10-05","item":"CLEANING"}"#))
        #expect(answer.events.map(\.type) == ["service-charged"])
        let statement = try again.statement(of: contract("a"), asOf: day("2026-10-05"), knownAt: .head)
        #expect(statement.value.statement.lines.last?.charge.amount == Money(cents: 4_000))
        #expect(try await again.verify(progress: nil).isSound)
    }
}
