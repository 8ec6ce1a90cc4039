import EventLog
import LedgerApplication
import LedgerValues
import Projections
import ResidenceRules
import Testing

@Suite struct `Two clocks` {
    @Test func `a notice recorded late stands on its side of both clocks`() async throws {
        let books = try await TestLedger()
        defer { books.ledger.stop() }
        try await books.houseStudent("a")
        try await books.bill(through: "2026-12-31")
        let before = try await books.ledger.treeHead().size
        books.clock.move(to: "2027-01-15T09:00:00Z")
        try await books.execute(.record(.noticeGiven(departure: nil)), "a", on: "2026-12-01")

        let heard = try await books.statement("a", asOf: "2026-12-01").statement
        #expect(heard.tenure.notice?.givenOn == day("2026-12-01"))
        #expect(heard.billingEnd == day("2027-01-01"))
        let earlierDay = try await books.statement("a", asOf: "2026-11-30").statement
        #expect(earlierDay.tenure.notice == nil)
        #expect(earlierDay.billingEnd == day("2027-08-31"))
        for known in [KnownAt.position(before), .instant(instant("2027-01-15T08:59:59Z"))] {
            let unheard = try await books.statement("a", asOf: "2027-01-20", knownAt: known).statement
            #expect(unheard.tenure.notice == nil)
            #expect(unheard.billingEnd == day("2027-08-31"))
        }
        let told = try await books.statement("a", asOf: "2027-01-20", knownAt: .position(before + 1)).statement
        #expect(told.tenure.notice != nil)
    }

    @Test func `an instant stands for the last position recorded by then`() async throws {
        let books = try await TestLedger()
        defer { books.ledger.stop() }
        books.clock.move(to: "2026-06-02T08:00:00Z")
        try await books.houseStudent("a")
        let size = try await books.ledger.treeHead().size
        books.clock.move(to: "2026-06-03T08:00:00Z")
        try await books.execute(.record(.paymentReceived(Money(cents: 100))), "a", on: "2026-09-02")
        books.clock.move(to: "2026-06-04T08:00:00Z")
        for (text, position) in [
            ("2026-06-02T08:00:00Z", size), ("2026-06-03T07:59:59.999999Z", size), ("2026-06-03T08:00:00Z", size + 1),
            ("2026-06-04T08:00:00Z", size + 1),
        ] {
            let answer = try books.ledger.statement(
                of: contract("a"), asOf: day("2026-09-30"), knownAt: .instant(instant(text)))
            #expect(answer.knowledge.position.number == position, "\(text)")
        }
    }

    @Test func `the future and the time before the log are errors, never empty answers`() async throws {
        let books = try await TestLedger()
        defer { books.ledger.stop() }
        try await books.houseStudent("a")
        let head = try await books.ledger.treeHead().size
        func failure(_ known: KnownAt) async -> QueryError? {
            do {
                _ = try await books.ledger.trialBalance(asOf: day("2026-12-31"), knownAt: known)
                return nil
            } catch { return error as? QueryError }
        }
        for known in [KnownAt.position(head + 1), .instant(instant("2026-06-01T08:00:00.000001Z"))] {
            guard case .futureKnowledge(_, let last) = await failure(known) else {
                Issue.record("\(known) was answered")
                continue
            }
            #expect(last.position.number == head)
        }
        #expect(await failure(.position(0)) == .nothingKnown)
        #expect(await failure(.position(-1)) == .nothingKnown)
        #expect(await failure(.instant(instant("2026-06-01T07:59:59Z"))) == .nothingKnown)
        #expect(await failure(.position(head)) == nil)
        #expect(await failure(.instant(instant("2026-06-01T08:00:00Z"))) == nil)
    }

    @Test func `a contract that was not known yet is unknown, not empty`() async throws {
        let books = try await TestLedger()
        defer { books.ledger.stop() }
        let before = try await books.ledger.treeHead().size
        try await books.houseStudent("a")
        await #expect(throws: QueryError.unknownContract("a")) {
            try await books.statement("a", asOf: "2026-12-31", knownAt: .position(before))
        }
    }
}
