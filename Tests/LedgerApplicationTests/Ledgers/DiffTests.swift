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
        await #expect(throws: QueryError.momentsInDisorder(from: late, to: early)) {
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
        #expect(diff.ledger.isEmpty)
    }

    /// The positions beside a figure, by its name.
    private static func positions(_ change: KnowledgeDiff.ContractChange, _ name: String) -> [Int64]? {
        change.figures.first { $0.name == name }?.positions
    }

    @Test func `an event is named for the figures that it moved, and for no other`() async throws {
        let books = try await TestLedger()
        try await books.houseStudent("c1")
        try await books.bill(through: "2026-12-31")
        let early = try await books.ledger.treeHead().size
        try await books.execute(.record(.paymentReceived(Money(cents: 10_000))), "c1", on: "2026-10-15")
        try await books.execute(.record(.bankDetailsProvided), "c1", on: "2026-10-16")
        try await books.execute(.record(.paymentReceived(Money(cents: 20_000))), "c1", on: "2026-10-17")
        try await books.execute(.record(.paymentReceived(Money(cents: 700))), "c1", on: "2026-11-17")
        let diff = try await books.ledger.diff(from: .position(early), to: .head, asOf: day("2026-10-31"))
        let change = try #require(diff.contracts.first)
        #expect(change.causes.map(\.position) == [early + 1, early + 3])
        #expect(Self.positions(change, "paid_cents") == [early + 1, early + 3])
        #expect(Self.positions(change, "credit_cents").map { $0 == [early + 3] } ?? true)
        #expect(diff.accounts.allSatisfy { $0.positions == [early + 1, early + 3] })
    }

    @Test func `of many tariffs the one that moves a contract is found, and what moves no figure is not listed`()
        async throws
    {
        let books = try await TestLedger()
        try await books.houseStudent("c1")
        let early = try await books.ledger.treeHead().size
        for number in 0..<5 {
            let other = TariffRow(
                id: row("ATHENA/PLEIADE/OTHER-\(number)/SINGLE"), inForceFrom: day("2027-09-01"),
                inForceTo: day("2028-08-31"), monthly: .flat(Money(cents: 10_000)), thirtieth: Money(cents: 333),
                deposit: Money(cents: 10_000), site: "Athéna", residence: "Pléiade", typology: "T1", occupancy: .single)
            try await books.execute(.publishTariff([other], correcting: nil), on: "2026-06-02")
        }
        try await books.bill(through: "2026-09-30")
        let diff = try await books.ledger.diff(from: .position(early), to: .head, asOf: day("2026-10-31"))
        #expect(diff.ledger.count == 5 && diff.ledger.allSatisfy { $0.event == "tariff-published" })
        for change in diff.contracts {
            #expect(!change.causes.contains { $0.event == "tariff-published" || $0.event == "billing-recorded" })
        }
    }

    @Test func `the month's bare rent and the deposit asked for are figures too`() async throws {
        let books = try await TestLedger()
        let early = try await books.ledger.treeHead().size
        try await books.houseStudent("c1")
        let diff = try await books.ledger.diff(from: .position(early), to: .head, asOf: day("2026-10-31"))
        let change = try #require(diff.contracts.first)
        let aid = change.figures.filter { $0.name == "housing_aid_bare_cents" }
        let statement = try await books.statement("c1", asOf: "2026-10-31").statement
        for figure in statement.housingAid where figure.bare ?? .zero != .zero {
            #expect(aid.contains { $0.month == figure.month && $0.after == figure.bare && !$0.positions.isEmpty })
        }
        #expect(change.figures.contains { $0.name == "required_deposit_cents" && $0.after == Money(cents: 35_900) })
    }
}
