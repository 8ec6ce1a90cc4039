import Dispatch
import EventLog
import LedgerValues
import ResidenceRules
import Synchronization
import Testing

@testable import LedgerApplication

@Suite struct RecentWritesTests {
    private static func head(_ position: Int64) -> Knowledge {
        Knowledge(position: Position(leafIndex: position - 1), recordedAt: Instant(microseconds: position))
    }

    private static func basis(_ contracts: String..., ledger: Int64 = 1, at position: Int64) throws -> StatementBasis {
        let ids = try contracts.map { try #require(ContractID($0)) }
        return StatementBasis(
            contracts: Dictionary(uniqueKeysWithValues: ids.map { ($0, Position(leafIndex: 0)) }),
            ledger: Position(ledger), knownAt: Position(leafIndex: position - 1))
    }

    private static func add(_ writes: RecentWrites, _ contracts: [String], through position: Int64, ledger: Int64 = 1) {
        writes.add(Self.contracts(contracts), through: head(position), ledger: Position(ledger))
    }

    private static func contracts(_ ids: [String]) -> RecentWrites.Contracts {
        var contracts = RecentWrites.Contracts()
        for id in ids.compactMap({ ContractID($0) }) { contracts.add(id) }
        return contracts
    }

    @Test func `what is being made durable is looked up`() throws {
        let writes = RecentWrites()
        Self.add(writes, [], through: 10)
        let (one, other) = (try Self.basis("a", at: 10), try Self.basis("b", "c", at: 10))
        writes.begin(Self.contracts(["c"]), ledger: Position(1))
        #expect(writes.head(ifUnchanged: one) == Self.head(10))
        #expect(writes.head(ifUnchanged: other) == nil)
        writes.begin(Self.contracts([]), ledger: Position(11))
        #expect(writes.head(ifUnchanged: one) == nil)
        Self.add(writes, [], through: 11)
        #expect(writes.head(ifUnchanged: one) == Self.head(11))
        writes.end()
        #expect(writes.head(ifUnchanged: one) == nil)
    }

    @Test func `before the writer said where the log ends, nothing is certain`() throws {
        #expect(RecentWrites().head(ifUnchanged: try Self.basis("a", at: 1)) == nil)
    }

    @Test func `what nobody wrote to is the same at the new head`() throws {
        let writes = RecentWrites()
        Self.add(writes, [], through: 10)
        let (one, other) = (try Self.basis("a", at: 10), try Self.basis("b", "c", at: 10))
        #expect(writes.head(ifUnchanged: one) == Self.head(10))
        Self.add(writes, ["c", "d"], through: 12)
        #expect(writes.head(ifUnchanged: one) == Self.head(12))
        #expect(writes.head(ifUnchanged: other) == nil)
        #expect(writes.head(ifUnchanged: other) == nil)
        // Made anew after the write, it is certain again.
        #expect(writes.head(ifUnchanged: try Self.basis("b", "c", at: 12)) == Self.head(12))
        Self.add(writes, [], through: 13)
        #expect(writes.head(ifUnchanged: one) == Self.head(13))
    }

    @Test func `a fact of the ledger changes every statement`() throws {
        let writes = RecentWrites()
        Self.add(writes, [], through: 10)
        Self.add(writes, [], through: 11, ledger: 11)
        #expect(writes.head(ifUnchanged: try Self.basis("a", at: 10)) == nil)
        #expect(writes.head(ifUnchanged: try Self.basis("a", ledger: 11, at: 11)) == Self.head(11))
    }

    @Test func `what was seen in the store is never followed by less`() throws {
        let writes = RecentWrites()
        Self.add(writes, [], through: 10)
        let basis = try Self.basis("a", at: 10)
        // The store has a group that the writer has not told of yet.
        writes.saw(Position(leafIndex: 10))
        #expect(writes.head(ifUnchanged: basis) == nil)
        Self.add(writes, ["b"], through: 11)
        #expect(writes.head(ifUnchanged: basis) == Self.head(11))
        #expect(writes.head(ifUnchanged: try Self.basis("a", at: 12)) == nil)
    }

    @Test(arguments: [1, 600]) func `what is older than what is kept is looked up`(contracts: Int) throws {
        let writes = RecentWrites()
        Self.add(writes, [], through: 10)
        let basis = try Self.basis("a", at: 10)
        let groups: Int64 = contracts == 1 ? 64 : 0
        for group in 0..<groups { Self.add(writes, ["b"], through: 11 + group) }
        #expect(writes.head(ifUnchanged: try Self.basis("a", at: 10)) == Self.head(10 + groups))
        // One group more, or one that bills everybody.
        Self.add(writes, (0..<contracts).map { "c\($0)" }, through: 11 + groups)
        #expect(writes.head(ifUnchanged: try Self.basis("a", at: 10)) == nil)
        #expect(writes.head(ifUnchanged: basis) == nil)
        #expect(writes.head(ifUnchanged: try Self.basis("a", at: 11 + groups)) == Self.head(11 + groups))
    }

    @Test func `who was told of a command sees it, and nobody else's account is made again`() async throws {
        let books = try await TestLedger()
        for id in ["a", "b", "c"] { try await books.houseStudent(id) }
        @Sendable func ask(_ id: String, _ basis: StatementBasis?) throws -> Answered<StatementAnswer?> {
            try books.ledger.statement(of: contract(id), asOf: day("2026-10-31"), knownAt: .head, unless: basis)
        }
        let quiet = try #require(try ask("c", nil).value)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for id in ["a", "b"] {
                group.addTask {
                    var basis = try #require(try ask(id, nil).value).basis
                    for count in 1...60 {
                        let answer = try await books.execute(
                            .record(.paymentReceived(Money(cents: 100))), id, on: "2026-10-02")
                        let position = try #require(answer.events.first?.position)
                        let asked = try ask(id, basis)
                        let made = try #require(asked.value, "payment \(count) is not in the account of \(id)")
                        #expect(asked.knowledge.position >= position)
                        #expect(made.movements.filter { $0.amount == Money(cents: -100) }.count == count)
                        basis = made.basis
                        // Nobody wrote to the third one.
                        let other = try ask("c", quiet.basis)
                        #expect(other.value == nil && other.knowledge.position >= asked.knowledge.position)
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    /// A clock that does something when it is looked at next.
    private final class InterruptedClock: Sendable {
        private let action = Mutex<(@Sendable () -> Void)?>(nil)

        func interrupt(_ body: @escaping @Sendable () -> Void) { action.withLock { $0 = body } }

        var now: Instant {
            let action = action.withLock { action in
                defer { action = nil }
                return action
            }
            action?()
            return instant("2026-06-01T08:00:00Z")
        }
    }

    @Test func `an answer has the rules of its moment, whatever is recorded while it begins`() async throws {
        let store = InMemoryStore()
        let clock = InterruptedClock()
        try Founding.found(store, crous: code("TESTS"), key: nil, by: actor, clock: { clock.now })
        let ledger = try Ledger(store, clock: { clock.now }, onStorageFailure: { _ in })
        defer { ledger.stop() }
        @Sendable func request(_ command: LedgerCommand) -> CommandRequest {
            CommandRequest(
                actor: actor, key: nil, requestHash: MerkleHash.emptyRoot, command: command,
                moment: EffectiveMoment(day: day("2026-06-01")))
        }
        let notified = instant("2026-06-01T08:00:00Z")
        _ = try await ledger.execute(
            CommandRequest(
                actor: actor, key: nil, requestHash: MerkleHash.emptyRoot,
                command: .contract(
                    .id(contract("a")),
                    .proposeAllocation(
                        effectiveOn: day("2026-09-01"), programme: .standard, notifiedAt: notified, expiresAt: nil)),
                moment: EffectiveMoment(notified), effectiveAt: notified))
        let done = DispatchSemaphore(value: 0)
        clock.interrupt {
            ledger.submit(
                request(.adoptPolicy(.exitGrace, .code("none"), from: day("2026-07-01")))
            ) { _ in done.signal() }
            done.wait()
        }
        let answer = try ledger.statement(of: contract("a"), asOf: day("2026-06-01"), knownAt: .head)
        let moment = answer.knowledge.position
        let again = try ledger.statement(of: contract("a"), asOf: day("2026-06-01"), knownAt: .position(moment.number))
        #expect(answer.value.basis.ledger == again.value.basis.ledger)
        let head = try ledger.statement(of: contract("a"), asOf: day("2026-06-01"), knownAt: .head)
        #expect(head.knowledge.position > moment && head.value.basis.ledger != again.value.basis.ledger)
    }
}
