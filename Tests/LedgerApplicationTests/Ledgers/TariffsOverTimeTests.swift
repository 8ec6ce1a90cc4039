import EventCodecs
import EventLog
import LedgerApplication
import LedgerValues
import Projections
import ResidenceRules
import Testing

@Suite struct `Tariffs over time` {
    @Test func `a newly voted tariff re-bills no day elapsed at its publication`() async throws {
        let books = try await billedThroughOctober()
        defer { books.ledger.stop() }
        try await books.execute(.publishTariff([Self.row(bare: 23_137)], correcting: nil), on: "2026-11-16")
        #expect(try await books.bill(through: "2026-12-31").ruleChanges.isEmpty)
        let lines = try await books.statement("a", asOf: "2026-12-31").statement.lines.prefix(5).map(\.charge)
        #expect(lines.map(\.amount.cents) == [35_867, 35_867, 15 * 1_196, 15 * 1_296, 38_867])
        #expect(try await reversals(books).isEmpty)
    }

    @Test func `a correction reverses and recharges what was billed, both visible, also after a month was closed`()
        async throws
    {
        let books = try await billedThroughOctober()
        defer { books.ledger.stop() }
        try await books.execute(.closeMonth(Month(year: 2026, month: 10)), on: "2026-11-05")
        let closed = try await books.ledger.trialBalance(asOf: day("2026-10-31"), knownAt: .head).value
        books.clock.move(to: "2026-11-12T08:00:00Z")
        try await books.execute(
            .publishTariff([Self.row(bare: 20_037)], correcting: code("MISPRINT")), on: "2026-11-12")
        #expect(try await books.lastEvent().event.kind == .tariffCorrected)
        let report = try await books.bill(through: "2026-11-30")
        #expect(report.failures.isEmpty && report.ruleChanges.isEmpty)

        let statement = try await books.statement("a", asOf: "2026-11-30").statement
        #expect(statement.lines.prefix(3).map(\.charge.amount.cents) == [35_767, 35_767, 35_767])
        #expect(statement.missingPostings == 0)
        let entries = try await journal(books).filter {
            ["2026-09-01", "2026-10-31"].contains($0.effectiveOn.description)
        }
        #expect(entries.map(\.event).filter { $0 == "rent-charged" }.count == 4)
        let reversed = entries.filter { $0.event == "rent-charge-reversed" }
        #expect(reversed.map(\.accountingOn) == [day("2026-11-01"), day("2026-11-01")])
        #expect(try await books.ledger.trialBalance(asOf: day("2026-10-31"), knownAt: .head).value == closed)
        let open = try await books.ledger.trialBalance(asOf: day("2026-11-30"), knownAt: .head).value
        #expect(open.isBalanced)
        // A hundred cents less in September and October, and November at the corrected rent.
        #expect(open[.tenants].balance == closed[.tenants].balance - Money(cents: 200) + Money(cents: 35_767))
    }

    @Test func `a tariff dated back over billed days is refused unless it is marked as a correction`() async throws {
        let books = try await billedThroughOctober()
        defer { books.ledger.stop() }
        books.clock.move(to: "2026-11-12T08:00:00Z")
        let rows = [Self.row(bare: 20_037)]
        #expect(
            try await books.refusal {
                try await books.execute(.publishTariff(rows, correcting: nil), on: "2026-10-01")
            } == .tariffRetroactive)
        #expect(
            try await books.refusal {
                try await books.execute(.publishTariff(rows, correcting: nil), on: "2026-11-12")
            } == nil)
        let unknown = [Self.row(bare: 20_037, "2031-09-01", "2032-08-31")]
        #expect(
            try await books.refusal {
                try await books.execute(.publishTariff(unknown, correcting: code("MISPRINT")), on: "2026-11-12")
            } == .noTariffToCorrect)
    }

    @Test func `publishing the same rows again records nothing`() async throws {
        let books = try await TestLedger()
        defer { books.ledger.stop() }
        let size = try await books.ledger.treeHead().size
        let answer = try await books.execute(
            .publishTariff([Self.row(bare: 20_137)], correcting: nil), on: "2026-07-01")
        #expect(answer.events.isEmpty)
        #expect(try await books.ledger.treeHead().size == size)
    }

    private static func row(bare: Int64, _ from: String = "2026-09-01", _ to: String = "2027-08-31") -> TariffRow {
        TariffRow(
            id: TestLedger.row, inForceFrom: day(from), inForceTo: day(to),
            monthly: .decomposed(
                bare: Money(cents: bare), charges: Money(cents: 14_180), furniture: Money(cents: 1_550)),
            thirtieth: Money(cents: 1_196 + (bare - 20_137) / 30), deposit: Money(cents: 35_900), site: "Athéna",
            residence: "Pléiade", typology: "T1", occupancy: .single)
    }

    private func billedThroughOctober() async throws -> TestLedger {
        let books = try await TestLedger()
        try await books.houseStudent("a")
        books.clock.move(to: "2026-11-02T08:00:00Z")
        try await books.bill(through: "2026-10-31")
        return books
    }

    private func journal(_ books: TestLedger) async throws -> [JournalEntry] {
        try await books.ledger.journal(after: 0, asOf: day("2099-12-31"), knownAt: .head, limit: 10_000).value
    }

    private func reversals(_ books: TestLedger) async throws -> [JournalEntry] {
        try await journal(books).filter { $0.event == "rent-charge-reversed" }
    }
}
