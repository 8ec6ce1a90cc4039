import EventCodecs
import EventLog
@testable import LedgerApplication
import LedgerValues
import Projections
import ResidenceRules
import Testing

@Suite struct `Folding the log again` {
    @Test func `verification finds nothing on a sound ledger`() async throws {
        let books = try await busyLedger()
        defer { books.ledger.stop() }
        let report = try await books.ledger.verify(progress: nil)
        #expect(report.isSound, "\(report.findings)")
        let head = try await books.ledger.treeHead()
        #expect(report.events == head.size)
        #expect(report.contracts == 3)
        #expect(report.root == head.root.description)
    }

    @Test func `the read rows are the fold of the log, byte for byte`() async throws {
        let books = try await busyLedger()
        defer { books.ledger.stop() }
        var heads: [ContractID: ContractHead] = [:]
        var states: [ContractID: ContractState] = [:]
        for stored in try await books.ledger.events(after: 0, limit: .max) {
            let decoded = try DecodedEvent(stored)
            guard let id = decoded.contract else { continue }
            heads[id, default: ContractHead()].apply(
                decoded.event, on: decoded.effectiveOn, moving: decoded.event.movements)
            states[id, default: ContractState()].apply(decoded)
            if case .correction = decoded.event { heads[id]?.refile(states[id]?.facts ?? []) }
        }
        let rows = try Self.rows(of: books.store)
        #expect(rows.count == 3)
        #expect(rows == heads.map { Row(id: $0.key, bytes: ContractHeadCodec.encode($0.value)) }.sorted())
    }

    @Test func `replaying the log in two halves gives the read rows, byte for byte`() async throws {
        let books = try await busyLedger()
        defer { books.ledger.stop() }
        let replay = try Replay(books.store)
        #expect(replay.events == (try await books.ledger.treeHead()).size)
        #expect(replay.trialBalance.isBalanced)
        let rows = replay.heads.map { Row(id: $0.key, bytes: ContractHeadCodec.encode($0.value.head)) }.sorted()
        #expect(try Self.rows(of: books.store) == rows)
    }

    @Test func `the same commands give the same log and rows, whatever the cache holds`() async throws {
        let large = try await busyLedger()
        let small = try await busyLedger(cachedContracts: 1)
        defer {
            large.ledger.stop()
            small.ledger.stop()
        }
        #expect(try await large.ledger.treeHead() == small.ledger.treeHead())
        #expect(try Self.rows(of: large.store) == Self.rows(of: small.store))
    }

    @Test func `a ledger opened again answers as before`() async throws {
        let books = try await busyLedger()
        books.ledger.stop()
        let again = try Ledger(reading: books.store, clock: { instant("2027-08-01T00:00:00Z") })
        defer { again.stop() }
        let report = try await again.verify(progress: nil)
        #expect(report.isSound)
        let statement = try again.statement(of: contract("a"), asOf: day("2026-12-31"), knownAt: .head)
        #expect(statement.value.statement.missingPostings == 0)
        await #expect(throws: LedgerError.stopped) {
            try await again.bill(through: day("2027-01-31"), ruleChange: nil, by: actor, progress: nil)
        }
    }

    @Test func `verification finds a row that is not the fold and a member that its schema refuses`() throws {
        let altered = InMemoryStore()
        let log = try LogWriter(altered, clock: { instant("2027-01-01T00:00:00Z") })
        let payload = #"{"amount_cents":0}"#
        let draft = EventDraft(
            stream: Streams.contract(contract("z")),
            type: try #require(EventType(name: "payment-received", version: 1)),
            schema: EventSchema.newest(.paymentReceived).hash, effectiveOn: day("2026-10-01"),
            payload: Array(payload.utf8))
        _ = try log.append(
            AppendRequest(
                actor: actor, key: nil, requestHash: MerkleHash.emptyRoot, expectations: [], events: [draft],
                heads: [(Streams.contract(contract("z")), Array("{}".utf8))]))
        try log.commit()
        var verification = Verification(try altered.makeReader())
        let found = verification.run(progress: nil).findings.map(\.class)
        #expect(found.contains(.event) && found.contains(.projection), "\(found)")
    }

    private struct Row: Hashable, Comparable {
        let id: ContractID
        let bytes: [UInt8]

        static func < (left: Row, right: Row) -> Bool { left.id < right.id }
    }

    private static func rows(of store: InMemoryStore) throws -> [Row] {
        try store.makeReader().streams(withPrefix: Streams.contractPrefix, after: nil, limit: 100)
            .compactMap { name, head in Streams.contract(of: name).map { Row(id: $0, bytes: head.row) } }
    }

    /// Three students, one of them gone and settled; payments, a parked receipt, a closed month, a late fact and
    /// facts corrected early and late.
    private func busyLedger(cachedContracts: Int = 64) async throws -> TestLedger {
        let books = try await TestLedger(cachedContracts: cachedContracts)
        for id in ["a", "b", "c"] { try await books.houseStudent(id) }
        try await books.execute(.record(.tenantCodeIssued(tenant("TL0009417"))), "a", on: "2026-09-01")
        try await books.execute(.record(.paymentReceived(Money(cents: 28_867))), "a", on: "2026-10-02")
        try await books.execute(.record(.paymentReceived(Money(cents: 500))), "nobody", on: "2026-10-02")
        let given = try await books.execute(.record(.noticeGiven(departure: nil)), "b", on: "2026-10-03")
        let notice = try #require(given.events.first?.position).number
        let mistake = FactCorrection.voided(position: notice, ground: code("MISTAKE"))
        try await books.bill(through: "2026-10-31")
        try await books.execute(.correct(.id(contract("b")), mistake), on: "2026-11-02")
        try await books.bill(through: "2026-10-31")
        try await books.execute(.closeMonth(Month(year: 2026, month: 10)), on: "2026-11-05")
        try await books.execute(.record(.paymentReceived(Money(cents: 28_867))), "b", on: "2026-10-20")
        try await books.execute(.record(.noticeGiven(departure: nil)), "c", on: "2026-10-15")
        try await books.execute(.record(.keysReturned(.nonConforming)), "c", on: "2026-11-20")
        let renewal = Term(effectiveOn: day("2027-09-01"), endsOn: day("2028-08-31"), row: TestLedger.row)
        let renewed = try await books.execute(.record(.renewalGranted(renewal)), "a", on: "2026-11-21")
        let taken = FactCorrection.voided(
            position: try #require(renewed.events.first?.position).number, ground: code("TAKEN_BACK"))
        try await books.execute(.correct(.id(contract("a")), taken), on: "2026-11-22")
        try await books.execute(.record(.bankDetailsProvided), "c", on: "2026-11-20")
        try await books.execute(.record(.contractSettled), "c", on: "2026-12-01")
        try await books.bill(through: "2026-12-31")
        return books
    }
}
