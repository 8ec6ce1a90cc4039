public import EventCodecs
public import EventLog
public import Exports
import Foundation
public import LedgerValues
import Projections
import ResidenceRules
import Synchronization

/// One ledger over one store: a writer's thread that decides and commits in groups, and readers.
public final class Ledger<Store: EventStore>: LedgerService {
    private let writer: WorkerThread<CommitGroup<Store>?>
    let readers: ReaderPool<Store.Reader>
    /// Long folds have a thread of their own, so that a short question never waits for one.
    let scanner: WorkerThread<Store.Reader?>
    let known: SharedContext
    let recent = RecentWrites()
    let clock: @Sendable () -> Instant
    private let keeper: CheckpointKeeper?
    /// Gives the last checkpoint; nil where none are signed.
    let lastCheckpoint: (@Sendable () throws -> SignedCheckpoint)?

    /// Opens the ledger that `store` holds.
    ///
    /// - Parameters:
    ///   - cachedContracts: the most contract states kept in memory.
    ///   - checkpoints: signs what is durable; nil for a log that nobody signs, such as a rehearsal's.
    ///   - clock: the time of recording.
    ///   - onStorageFailure: called when the log or a checkpoint could not be made durable; the process must then stop.
    /// - Throws: ``CheckpointFault`` when the log is not a continuation of what was signed last: nothing was written then.
    ///   ``LedgerError/notFounded`` when the log is empty, and what opening the store throws.
    public init(
        _ store: Store, cachedContracts: Int = 65_536, checkpoints: CheckpointKeeper? = nil,
        clock: @escaping @Sendable () -> Instant, onStorageFailure: @escaping @Sendable (String) -> Void
    ) throws {
        try checkpoints?.check(store.makeReader())
        self.clock = clock
        keeper = checkpoints
        lastCheckpoint = checkpoints.map { keeper in { @Sendable in keeper.last } }
        let known = SharedContext()
        self.known = known
        let recent = recent
        readers = try ReaderPool { try store.makeReader() }
        let outcome = Mutex<Result<Void, any Error>>(.success(()))
        let ready = DispatchSemaphore(value: 0)
        writer = WorkerThread(
            name: "ledger-writer",
            makeState: {
                defer { ready.signal() }
                do {
                    return try CommitGroup(
                        store, cachedContracts: cachedContracts, clock: clock, known: known, recent: recent,
                        onDurable: { checkpoints?.offer($0) }, onStorageFailure: onStorageFailure)
                } catch {
                    outcome.withLock { $0 = .failure(error) }
                    return nil
                }
            },
            between: { $0?.commit() })
        let makeReader: @Sendable () -> Store.Reader? = { try? store.makeReader() }
        scanner = WorkerThread(name: "ledger-scanner", makeState: makeReader, between: { _ in })
        checkpoints?.start(onFailure: onStorageFailure)
        ready.wait()
        do { try outcome.withLock { try $0.get() } } catch {
            stop()
            throw error
        }
    }

    /// Opens the ledger that `store` holds for questions only, beside the process that writes it or without one.
    ///
    /// Tariffs, policies and closed months are those known when it was opened; whatever writes throws
    /// ``LedgerError/stopped``.
    /// - Parameter lastCheckpoint: gives the checkpoint that the writing process kept last; nil where none are signed.
    /// - Throws: ``LedgerError/notFounded`` when the log is empty, and what reading the store throws.
    public init(
        reading store: Store, lastCheckpoint: (@Sendable () throws -> SignedCheckpoint)? = nil,
        clock: @escaping @Sendable () -> Instant
    ) throws {
        let context = try KnownContext(reading: store.makeReader())
        guard context.crous != nil else { throw LedgerError.notFounded }
        self.clock = clock
        keeper = nil
        self.lastCheckpoint = lastCheckpoint
        known = SharedContext()
        known.current = context
        readers = try ReaderPool { try store.makeReader() }
        writer = WorkerThread(name: "ledger-writer", makeState: { nil }, between: { _ in })
        let makeReader: @Sendable () -> Store.Reader? = { try? store.makeReader() }
        scanner = WorkerThread(name: "ledger-scanner", makeState: makeReader, between: { _ in })
    }

    public func stop() {
        writer.stop()
        recent.end()
        keeper?.stop()
        readers.close()
        scanner.stop()
    }

    public var today: CalendarDate { ParisTime.day(of: clock()) }

    public var crous: Code? { known.current.crous }
}

// MARK: - Writing

extension Ledger {
    public func execute(_ request: CommandRequest) async throws -> CommandAnswer {
        try await withUnsafeThrowingContinuation { continuation in
            submit(request) { continuation.resume(with: $0) }
        }
    }

    public func submit(
        _ request: CommandRequest, _ answer: @escaping @Sendable (Result<CommandAnswer, any Error>) -> Void
    ) {
        write({ sequencer throws in try sequencer.execute(request) }, answer)
    }

    public func execute(_ requests: [CommandRequest]) async -> [Result<CommandAnswer, any Error>] {
        do {
            return try await writing { sequencer in
                requests.map { request in Result { try sequencer.execute(request) } }
            }
        } catch {
            return requests.map { _ in .failure(error) }
        }
    }

    public func bill(
        through day: CalendarDate, ruleChange: Code?, by actor: Actor, progress: (@Sendable (Int) -> Void)?
    ) async throws -> BillingReport {
        var report = BillingReport(through: day)
        let start = try await writing { $0.log.lastPosition }
        guard let start else { throw QueryError.nothingKnown }
        var after: StreamName?
        while true {
            let cursor = after
            let page = try await writing { sequencer in
                try sequencer.billPage(after: cursor, through: day, ruleChange: ruleChange != nil, by: actor)
            }
            report.contracts += page.contracts
            report.postings += page.postings
            report.failures += page.failures
            report.ruleChanges += page.ruleChanges
            progress?(report.contracts)
            guard let last = page.last else { break }
            after = last
        }
        let counted = report
        report.record = try await writing { sequencer in
            try sequencer.recordBilling(counted, knownAt: start, ruleChange: ruleChange, by: actor)
        }
        return report
    }

    /// Records that another key signs from here on; durable when it returns.
    public func adopt(_ adoption: KeyAdoption, by actor: Actor) async throws {
        let day = today
        try await writing { try $0.adopt(adoption, on: day, by: actor) }
    }

    public func seal(
        through day: CalendarDate, by actor: Actor
    ) async throws -> (books: Answered<BooksSeal>, at: Position, leafHash: Digest) {
        let books = try await booksSaid(through: day, knownAt: .head)
        guard let receipt = try await writing({ try $0.seal(books.value, by: actor) }) else {
            preconditionFailure("a seal is recorded")
        }
        return (books, receipt.firstPosition, receipt.leafHashes[0])
    }

    /// Whether the stored read rows are of this program's version; where they are not, ``rebuild(progress:)`` makes them.
    public var rowsAreCurrent: Bool {
        get throws { try reading { try $0.reader.hasCurrentRows } }
    }

    /// Makes the read row of every contract anew, beside the old ones, and switches in one transaction; commands and
    /// questions go on meanwhile.
    ///
    /// - Parameter progress: called with the number of contracts done.
    /// - Returns: the number of contracts.
    public func rebuild(progress: (@Sendable (Int) -> Void)?) async throws -> Int {
        try await beginRebuild()
        var contracts = 0
        var after: StreamName?
        while let page = try await rebuildPage(after: after) {
            after = page.last
            contracts += page.contracts
            progress?(contracts)
        }
        try await finishRebuild()
        return contracts
    }

    func beginRebuild() async throws { try await writing { try $0.beginRebuild() } }

    func rebuildPage(after cursor: StreamName?) async throws -> (last: StreamName, contracts: Int)? {
        try await writing { try $0.rebuildPage(after: cursor) }
    }

    func finishRebuild() async throws { try await writing { try $0.finishRebuild() } }

    public func adopt(
        _ chart: ChartOfAccounts, file: Digest, from day: CalendarDate, by actor: Actor
    ) async throws -> Position {
        let adoption = ChartAdoption(chart, file: file, from: day)
        guard let position = try await writing({ try $0.adopt(adoption, by: actor) }) else {
            preconditionFailure("an adoption is recorded")
        }
        return position
    }

    public func record(_ export: BooksExport, by actor: Actor) async throws -> Position {
        guard let position = try await writing({ try $0.record(export, by: actor) }) else {
            preconditionFailure("an export is recorded")
        }
        return position
    }

    /// Runs `body` on the writer's thread; answers once the group it belongs to is durable.
    private func writing<Value: Sendable>(
        _ body: @escaping @Sendable (inout Sequencer<Store>) throws -> Value
    ) async throws -> Value {
        try await withUnsafeThrowingContinuation { continuation in
            write(body) { continuation.resume(with: $0) }
        }
    }

    private func write<Value: Sendable>(
        _ body: @escaping @Sendable (inout Sequencer<Store>) throws -> Value,
        _ answer: @escaping @Sendable (Result<Value, any Error>) -> Void
    ) {
        let accepted = writer.submit { group in
            guard group != nil else { return answer(.failure(LedgerError.stopped)) }
            group?.run(body, answer: answer)
        }
        if !accepted { answer(.failure(LedgerError.stopped)) }
    }
}
