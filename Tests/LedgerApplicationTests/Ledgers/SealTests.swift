import EventCodecs
import EventLog
import LedgerApplication
import LedgerValues
import Projections
import ResidenceRules
import Testing

@Suite struct SealTests {
    private static func books() async throws -> TestLedger {
        let books = try await TestLedger()
        try await books.houseStudent("c1")
        try await books.houseStudent("c2")
        try await books.bill(through: "2026-11-30")
        try await books.execute(.record(.paymentReceived(Money(cents: 28_867))), "c1", on: "2026-09-20")
        return books
    }

    @Test func `what was sealed is what a replay of the same events says, whatever comes later`() async throws {
        let books = try await Self.books()
        let sealed = try await books.ledger.seal(through: day("2026-10-31"), by: actor)
        let seal = sealed.books.value
        #expect(sealed.at.number == seal.knownAt + 1)
        #expect(seal.items == 3 && seal.debits > .zero)
        try await books.execute(.record(.paymentReceived(Money(cents: 30_000))), "c2", on: "2026-10-15")
        try await books.bill(through: "2026-12-31")
        let replayed = try await books.ledger.booksSaid(through: day("2026-10-31"), knownAt: .position(seal.knownAt))
        #expect(replayed.value == seal)
        let now = try await books.ledger.booksSaid(through: day("2026-10-31"), knownAt: .head).value
        #expect(now.trialBalance != seal.trialBalance && now.openItems != seal.openItems)
        #expect(now.open == seal.open - Money(cents: 30_000))
        let report = try await books.ledger.verify(progress: nil)
        #expect(report.findings.map(\.text) == [])
    }

    @Test(arguments: [0, 1, 2, 3, 4, 5]) func `a seal that says anything else is found`(member: Int) async throws {
        let books = try await Self.books()
        let right = try await books.ledger.booksSaid(through: day("2026-10-31"), knownAt: .head).value
        let other = MerkleHash.leaf([1])
        let wrong = BooksSeal(
            through: member == 0 ? day("2026-09-05") : right.through,
            knownAt: member == 1 ? right.knownAt - 1 : right.knownAt,
            debits: member == 2 ? right.debits + Money(cents: 1) : right.debits,
            trialBalance: member == 3 ? other : right.trialBalance,
            items: member == 4 ? right.items + 1 : right.items, open: right.open,
            openItems: member == 5 ? other : right.openItems)
        books.ledger.stop()
        let log = try LogWriter(books.store, clock: { books.clock.now })
        let schema = EventSchema.newest(.booksSealed)
        _ = try log.append(
            AppendRequest(
                actor: actor, key: nil, requestHash: MerkleHash.emptyRoot, expectations: [],
                events: [
                    EventDraft(
                        stream: .ledger, type: schema.type, schema: schema.hash, effectiveOn: wrong.through,
                        effectiveAt: nil, accountingOn: nil, payload: PayloadWriter.payload(of: .sealed(wrong)))
                ], heads: []))
        try log.commit()
        let reading = try Ledger(reading: books.store, clock: { books.clock.now })
        let report = try await reading.verify(progress: nil)
        #expect(report.findings.map(\.class) == [.seal])
        let recorded = try #require(try await reading.seals(knownAt: .head).last)
        #expect(try await !reading.holds(recorded))
        reading.stop()
    }
}
