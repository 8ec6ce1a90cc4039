import LedgerApplication
import LedgerValues
import Projections
import ResidenceRules
import Testing

@Suite struct `Moves and further terms` {
    @Test func `a move recorded after billing is posted again from its day, and the books balance`() async throws {
        let books = try await TestLedger()
        defer { books.ledger.stop() }
        try await books.houseStudent("a")
        try await books.bill(through: "2026-10-31")
        try await books.execute(.changeUnit(row: TestLedger.shortRow), "a", on: "2026-10-11")
        #expect(try await books.bill(through: "2026-10-31").postings == 3)
        let statement = try await books.statement("a", asOf: "2026-10-31").statement
        let october = statement.lines.filter { $0.charge.from.month.description == "2026-10" && $0.position != nil }
        #expect(october.map(\.charge.amount.cents) == [11_960, 23_920])
        #expect(statement.balances.depositHeld == Money(cents: 35_900))
        #expect(statement.missingPostings == 0)
        let balance = try await books.ledger.trialBalance(asOf: day("2026-12-31"), knownAt: .head).value
        #expect(balance.isBalanced)
        #expect(try await books.ledger.contract(contract("a")).head.row == TestLedger.shortRow)
    }

    @Test func `a row that disappears gives way to its successor, and the renewal goes on without a gap`() async throws
    {
        let books = try await TestLedger()
        defer { books.ledger.stop() }
        try await books.houseStudent("a")
        let term = Term(
            effectiveOn: day("2027-09-01"), endsOn: day("2028-08-31"), row: TestLedger.shortRow)
        let renew = ContractCommand.record(.renewalGranted(term))
        #expect(
            try await books.refusal { try await books.execute(renew, "a", on: "2027-05-28") } == .renewalIsReadmission)
        #expect(
            try await books.refusal {
                try await books.execute(.succeedRow(TestLedger.row, by: row("NOT/PUBLISHED")), on: "2027-05-01")
            } == .unknownTariffRow)
        try await books.execute(.succeedRow(TestLedger.row, by: TestLedger.shortRow), on: "2027-05-01")
        try await books.execute(renew, "a", on: "2027-05-28")
        #expect(try await books.statement("a", asOf: "2027-05-28").statement.tenure.renewals.map(\.term) == [term])

        // What the log says is what a ledger opened again knows.
        let again = try Ledger(reading: books.store, clock: { books.clock.now })
        defer { again.stop() }
        let statement = try again.statement(of: contract("a"), asOf: day("2027-05-28"), knownAt: .head)
        #expect(statement.value.statement.tenure.renewals.map(\.term) == [term])
    }
}
