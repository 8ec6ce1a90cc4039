import EventLog
import Foundation
import LedgerApplication
import LedgerValues
import ResidenceRules
import Synchronization
import Testing

@Suite struct CheckpointKeeperTests {
    /// The place outside the store: what was written to it, in order.
    private final class Place: Sendable {
        private let state = Mutex<[[UInt8]]>([])
        private let failing = Atomic(false)

        var notes: [[UInt8]] { state.withLock { $0 } }

        func fail() { failing.store(true, ordering: .relaxed) }

        func write(_ note: [UInt8]) throws {
            if failing.load(ordering: .relaxed) { throw Full() }
            state.withLock { $0.append(note) }
        }
    }

    private struct Full: Error {}

    private static func signer(_ byte: UInt8 = 1) throws -> NoteSigner {
        let key = try #require(SigningKey(seed: Array(repeating: byte, count: 32)))
        return try #require(NoteSigner(name: "quittance/TESTS/1", key: key))
    }

    private static func keeper(
        after last: SignedNote, in place: Place, milliseconds: Int = 1_000
    ) throws -> CheckpointKeeper {
        try CheckpointKeeper(signer: signer(), last: last, milliseconds: milliseconds) { try place.write($0) }
    }

    private static func open(
        _ store: InMemoryStore, _ keeper: CheckpointKeeper?,
        onStorageFailure: @escaping @Sendable (String) -> Void = { _ in }
    ) throws -> Ledger<InMemoryStore> {
        try Ledger(
            store, checkpoints: keeper, clock: { instant("2026-06-01T08:00:00Z") }, onStorageFailure: onStorageFailure)
    }

    /// A founded log, and the checkpoint of all it holds.
    private static func founded(_ crous: String = "TESTS") throws -> (store: InMemoryStore, note: SignedNote) {
        let store = InMemoryStore()
        try Founding.found(store, crous: code(crous), by: actor, clock: { instant("2026-06-01T08:00:00Z") })
        return (store, CheckpointKeeper.note(of: try store.makeReader().treeHead(), by: try signer()))
    }

    private static func adopt(_ number: Int, in ledger: Ledger<InMemoryStore>) async throws {
        _ = try await ledger.execute(
            CommandRequest(
                actor: actor, key: IdempotencyKey("k\(number)"), requestHash: MerkleHash.emptyRoot,
                command: .contract(.id(contract("c\(number)")), .record(.contractOpened)),
                moment: EffectiveMoment(day: day("2026-06-01"))))
    }

    @Test func `checkpoints are rare while the ledger runs, and the last one holds everything`() async throws {
        let (store, note) = try Self.founded()
        let place = Place()
        let ledger = try Self.open(store, try Self.keeper(after: note, in: place, milliseconds: 600_000))
        for number in 0..<50 { try await Self.adopt(number, in: ledger) }
        let signed = try await ledger.checkpoint()
        ledger.stop()
        // One checkpoint of what came first, one at the stop; the stop does not wait for the pause to end.
        #expect((1...2).contains(place.notes.count))
        let last = try #require(place.notes.last.flatMap { SignedNote($0) })
        let checkpoint = try Checkpoint(last, signedBy: Self.signer().verifier)
        #expect(try store.makeReader().treeHead() == TreeHead(size: checkpoint.size, root: checkpoint.root))
        #expect(signed.checkpoint.size <= checkpoint.size)
        try signed.checkpoint.check(store.makeReader())
    }

    @Test func `a ledger that stops without a word is found one checkpoint ahead, and goes on`() async throws {
        let (store, note) = try Self.founded()
        let first = try Self.open(store, nil)
        try await Self.adopt(1, in: first)
        first.stop()
        let place = Place()
        let second = try Self.open(store, try Self.keeper(after: note, in: place))
        try await Self.adopt(2, in: second)
        second.stop()
        let last = try #require(place.notes.last.flatMap { SignedNote($0) })
        #expect(Checkpoint(text: last.text)?.size == (try store.makeReader().size()))
    }

    @Test func `a log that was cut takes nothing more`() async throws {
        let (long, _) = try Self.founded()
        let ledger = try Self.open(long, nil)
        try await Self.adopt(1, in: ledger)
        ledger.stop()
        let head = try long.makeReader().treeHead()
        let (cut, _) = try Self.founded()
        let keeper = try Self.keeper(after: CheckpointKeeper.note(of: head, by: Self.signer()), in: Place())
        #expect(throws: CheckpointFault.logShrank(found: head.size - 1, signed: head.size)) {
            try Self.open(cut, keeper)
        }
        #expect(try cut.makeReader().size() == head.size - 1)
    }

    @Test func `a log that was rewritten takes nothing more, however long it is`() async throws {
        let (_, note) = try Self.founded()
        let (other, _) = try Self.founded("OTHERS")
        let ledger = try Self.open(other, nil)
        try await Self.adopt(1, in: ledger)
        ledger.stop()
        let size = try #require(Checkpoint(text: note.text)).size
        let keeper = try Self.keeper(after: note, in: Place())
        #expect(throws: CheckpointFault.logForked(size: size)) { try Self.open(other, keeper) }
        let reading = try Ledger(
            reading: other, lastCheckpoint: { try SignedCheckpoint(note, by: Self.signer().verifier) },
            clock: { instant("2026-06-01T08:00:00Z") })
        let report = try await reading.verify(progress: nil)
        #expect(report.findings.map(\.class) == [.checkpoint])
        reading.stop()
    }

    @Test func `a checkpoint under another key, of another log or damaged is none`() throws {
        let (store, note) = try Self.founded()
        #expect(throws: CheckpointFault.unreadable) {
            try CheckpointKeeper(signer: Self.signer(2), last: note) { _ in }
        }
        let checkpoint = try #require(
            Checkpoint(origin: "quittance/TESTS/2", size: 1, root: try store.makeReader().treeHead().root))
        let foreign = checkpoint.signed(by: try Self.signer())
        #expect(throws: CheckpointFault.foreign(origin: "quittance/TESTS/2")) {
            try CheckpointKeeper(signer: Self.signer(), last: foreign) { _ in }
        }
    }

    @Test func `a checkpoint that cannot be kept is a failure of the disk`() async throws {
        let (store, note) = try Self.founded()
        let place = Place()
        place.fail()
        let failures = Atomic(0)
        let ledger = try Self.open(store, try Self.keeper(after: note, in: place, milliseconds: 600_000)) { _ in
            failures.add(1, ordering: .relaxed)
        }
        try await Self.adopt(1, in: ledger)
        ledger.stop()
        #expect(failures.load(ordering: .relaxed) == 1)
        #expect(place.notes.isEmpty)
        // What was not kept is not shown.
        #expect(try await ledger.checkpoint().note == note)
    }

    @Test func `a ledger that nobody signs says so`() async throws {
        let (store, _) = try Self.founded()
        let ledger = try Self.open(store, nil)
        await #expect(throws: LedgerError.unsigned) { try await ledger.checkpoint() }
        ledger.stop()
    }
}
