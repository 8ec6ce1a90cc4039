import EventLog
import LedgerApplication
import LedgerValues
import Projections
import ResidenceRules
import Testing

@Suite struct DiffTests {
    @Test func `a late payment moves the figures of its day, and is named`() async throws {
        let books = try await TestLedger()
        try await books.houseStudent("c1")
        try await books.houseStudent("c2")
        try await books.bill(through: "2026-12-31")
        let early = try await books.ledger.treeHead().size
        try await books.execute(.record(.paymentReceived(Money(cents: 30_000))), "c1", on: "2026-10-15")
        let late = try await books.ledger.treeHead().size
        let diff = try await books.ledger.diff(from: .position(early), to: .head, asOf: day("2026-10-31"))
        #expect(diff.to.position.number == late)
        let change = try #require(diff.contracts.first)
        #expect(diff.contracts.count == 1 && change.contract == contract("c1"))
        #expect(change.causes.map(\.position) == [late] && change.causes.map(\.event) == ["payment-received"])
        let figures = Dictionary(uniqueKeysWithValues: change.figures.map { ($0.name, $0.after - $0.before) })
        #expect(figures["paid_cents"] == Money(cents: 30_000))
        #expect(figures["outstanding_cents"] == -Money(cents: 28_867))
        #expect(figures["deposit_held_cents"] == nil)
        #expect(Set(diff.accounts.map(\.account.number)) == ["4111", "515"])
        #expect(diff.accounts.allSatisfy { $0.positions == [late] })
        let before = try await books.ledger.diff(from: .position(early), to: .head, asOf: day("2026-10-14"))
        #expect(before.isEmpty)
        let nothing = try await books.ledger.diff(from: .position(late), to: .head, asOf: day("2026-10-31"))
        #expect(nothing.isEmpty)
        await #expect(throws: QueryError.self) {
            try await books.ledger.diff(from: .head, to: .position(early), asOf: day("2026-10-31"))
        }
    }

    @Test func `figures before and after are those of the statements`() async throws {
        let books = try await TestLedger()
        try await books.houseStudent("c1")
        try await books.bill(through: "2026-10-31")
        let early = try await books.ledger.treeHead().size
        try await books.execute(.record(.noticeGiven(departure: nil)), "c1", on: "2026-10-10")
        try await books.execute(.record(.keysReturned(ExitInventory(.conforming))), "c1", on: "2026-11-10")
        try await books.bill(through: "2026-12-31")
        let diff = try await books.ledger.diff(from: .position(early), to: .head, asOf: day("2026-12-31"))
        let change = try #require(diff.contracts.first)
        let before = try await books.statement("c1", asOf: "2026-12-31", knownAt: .position(early)).statement
        let after = try await books.statement("c1", asOf: "2026-12-31").statement
        for figure in change.figures where figure.name == "charged_cents" {
            #expect(figure.before == before.balances.charged && figure.after == after.balances.charged)
        }
        #expect(change.figures.contains { $0.name == "charged_cents" })
        #expect(change.causes.first?.event == "notice-given")
        #expect(diff.ledger.map(\.event) == ["billing-recorded"])
    }
}
