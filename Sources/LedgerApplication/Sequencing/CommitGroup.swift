import EventLog
import LedgerValues

/// The commands that share one commit: those that came while the last commit ran.
struct CommitGroup<Store: EventStore> {
    private var sequencer: Sequencer<Store>
    private let known: SharedContext
    private let recent: RecentWrites
    private let onDurable: @Sendable (TreeHead) -> Void
    private let onStorageFailure: @Sendable (String) -> Void
    /// Who waits for the commit of the open group; told nil when it is durable.
    private var waiting: [(CommandError?) -> Void] = []
    private var failure: CommandError?
    private var publishedCount: Int

    /// - Parameter onDurable: told the head of the log after each commit.
    init(
        _ store: Store, cachedContracts: Int, clock: @escaping @Sendable () -> Instant, known: SharedContext,
        recent: RecentWrites,
        onDurable: @escaping @Sendable (TreeHead) -> Void, onStorageFailure: @escaping @Sendable (String) -> Void
    ) throws {
        sequencer = try Sequencer(store, cachedContracts: cachedContracts, clock: clock)
        guard sequencer.known.crous != nil else { throw LedgerError.notFounded }
        try sequencer.registerMissing()
        onDurable(try sequencer.log.commit())
        self.known = known
        self.recent = recent
        self.onDurable = onDurable
        self.onStorageFailure = onStorageFailure
        publishedCount = sequencer.known.count
        known.current = sequencer.known
        recent.add(
            RecentWrites.Contracts(), through: try Knowledge(atEndOf: sequencer.log.reader),
            ledger: sequencer.known.lastFact)
        sequencer.written = Sequencer.Written()
    }

    /// Runs `body` in the open group; `answer` is called after the commit that makes it durable.
    mutating func run<Value>(
        _ body: (inout Sequencer<Store>) throws -> Value, answer: @escaping (Result<Value, any Error>) -> Void
    ) {
        if let failure { return answer(.failure(failure)) }
        let result = Result { try body(&sequencer) }
        waiting.append { failure in answer(failure.map { .failure($0) } ?? result) }
    }

    /// Makes the group durable, then tells everybody who waits.
    mutating func commit() {
        guard !waiting.isEmpty else { return }
        // Published first: a reader looks only at what its snapshot knows, so it may know the context early, never late.
        if sequencer.known.count != publishedCount {
            publishedCount = sequencer.known.count
            known.current = sequencer.known
        }
        let (written, ledger) = (sequencer.written, sequencer.known.lastFact)
        if written.end != nil { recent.begin(written.contracts, ledger: ledger) }
        do {
            onDurable(try sequencer.log.commit())
            // Before anybody is told: who was told of a command sees it.
            if let end = written.end { recent.add(written.contracts, through: end, ledger: ledger) }
            sequencer.written = Sequencer.Written()
        } catch {
            // After a failed write or fsync nothing on disk is certain: no further command is taken.
            let text = String(describing: error)
            failure = .storageFailed(text)
            onStorageFailure(text)
        }
        for tell in waiting { tell(failure) }
        waiting.removeAll(keepingCapacity: true)
    }
}
