public import EventCodecs
public import EventLog
public import Exports
import Foundation
public import LedgerValues
public import Projections
public import ResidenceRules
import Synchronization

/// One ledger over one store: a writer's thread that decides and commits in groups, and readers.
public final class Ledger<Store: EventStore>: LedgerService {
    private let writer: WorkerThread<CommitGroup<Store>?>
    private let readers: ReaderPool<Store.Reader>
    /// Long folds have a thread of their own, so that a short question never waits for one.
    private let scanner: WorkerThread<Store.Reader?>
    private let known: SharedContext
    private let recent = RecentWrites()
    private let clock: @Sendable () -> Instant
    private let keeper: CheckpointKeeper?
    /// Gives the last checkpoint; nil where none are signed.
    private let lastCheckpoint: (@Sendable () throws -> SignedCheckpoint)?

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

// MARK: - Reading

extension Ledger {
    public func rules() async throws -> RuleContext { try reading { $0.known.context } }

    public func preview(
        _ rows: [TariffRow], correcting reason: Code?, on day: CalendarDate
    ) async throws -> [TariffChange] {
        try reading { queries in
            var tariffs = queries.known.context.tariffs
            let billed = queries.known.billedAndElapsed(today: ParisTime.day(of: queries.now))
            return tariffs.publish(rows, on: day, correcting: reason, billed: billed, position: 1)
        }
    }

    public func statement(
        of contract: ContractID, asOf day: CalendarDate, knownAt: KnownAt, unless basis: StatementBasis?
    ) throws -> Answered<StatementAnswer?> {
        if knownAt == .head, let basis, let head = recent.head(ifUnchanged: basis) {
            return Answered(value: nil, knowledge: head)
        }
        let answer = try reading { try $0.statement(of: contract, asOf: day, knownAt: knownAt, unless: basis) }
        if knownAt == .head {
            recent.saw(answer.knowledge.position)
            if answer.value == nil { basis?.check(at: answer.knowledge.position) }
        }
        return answer
    }

    public func statement(
        of contract: ContractID, asOf day: CalendarDate, knownAt: KnownAt
    ) throws -> Answered<StatementAnswer> {
        try reading { try $0.statement(of: contract, asOf: day, knownAt: knownAt) }
    }

    public func contract(_ id: ContractID) async throws -> ContractSummary { try reading { try $0.contract(id) } }

    public func contract(of code: TenantCode, knownAt: KnownAt) async throws -> ContractID {
        try reading { try $0.contract(of: code, knownAt: knownAt) }
    }

    public func person(_ id: PersonID) async throws -> PersonHistory { try reading { try $0.person(id) } }

    public func checkErasable(_ contracts: [ContractID], on day: CalendarDate) async throws {
        try reading { try $0.checkErasable(contracts, on: day) }
    }

    public func events(of contract: ContractID) async throws -> [StoredEvent] {
        try reading { try $0.reader.stream(Streams.contract(contract), through: nil) }
    }

    public func holder(of contract: ContractID) async throws -> PersonID? {
        try reading { try $0.reader.holder(of: contract) }
    }

    public func contracts(after cursor: ContractID?, limit: Int) async throws -> [ContractSummary] {
        try reading { try $0.contracts(after: cursor, limit: limit) }
    }

    public func list<Row: Sendable>(
        asOf day: CalendarDate, knownAt: KnownAt, after cursor: ContractID?, limit: Int,
        _ rows: @escaping @Sendable (ContractID, ContractStatement) -> [Row]
    ) async throws -> Answered<ListPage<Row>> {
        try await scanning {
            try $0.list(asOf: day, knownAt: knownAt, after: cursor, limit: limit, rows)
        }
    }

    public func parkedReceipts(
        asOf day: CalendarDate, knownAt: KnownAt
    ) async throws -> Answered<[ParkedReceipts.Parked]> {
        try await scanning { try $0.parkedReceipts(asOf: day, knownAt: knownAt) }
    }

    public func parkedReceipts(naming contracts: [ContractID]) async throws -> [ParkedReceipts.Parked] {
        try reading { try $0.parkedReceipts(naming: Set(contracts)) }
    }

    public func trialBalance(asOf day: CalendarDate, knownAt: KnownAt) async throws -> Answered<TrialBalance> {
        try await scanning { try $0.trialBalance(asOf: day, knownAt: knownAt) }
    }

    public func trialBalance(
        from: CalendarDate?, through day: CalendarDate, knownAt: KnownAt
    ) async throws -> Answered<PeriodBalance> {
        let first = from ?? Month(year: day.month.year, month: 1).first
        return try await scanning { try $0.periodBalance(from: first, through: day, knownAt: knownAt) }
    }

    public func chart(on day: CalendarDate, knownAt: KnownAt) async throws -> ChartOfAccounts {
        try reading { queries in
            try queries.reader.withSnapshot {
                let knowledge = try Knowledge(knownAt, now: queries.now, in: queries.reader)
                return try queries.charts(BooksRequest(from: nil, through: day, chart: nil), knowledge)[day]
            }
        }
    }

    public func booksSaid(through day: CalendarDate, knownAt: KnownAt) async throws -> Answered<BooksSeal> {
        try await scanning { try $0.booksSaid(through: day, knownAt: knownAt) }
    }

    public func diff(from early: KnownAt, to late: KnownAt, asOf day: CalendarDate) async throws -> KnowledgeDiff {
        try await scanning { try $0.diff(from: early, to: late, asOf: day) }
    }

    public func journal(
        after position: Int64, asOf day: CalendarDate, knownAt: KnownAt, limit: Int
    ) async throws -> Answered<[JournalEntry]> {
        try await scanning {
            try $0.journal(after: position, asOf: day, knownAt: knownAt, limit: limit)
        }
    }

    public func knowledge(_ asked: KnownAt) async throws -> Knowledge {
        try reading { queries in
            try queries.reader.withSnapshot { try Knowledge(asked, now: queries.now, in: queries.reader) }
        }
    }

    public func exportMoment(_ asked: KnownAt) async throws -> Knowledge { try reading { try $0.exportMoment(asked) } }

    public func books(
        _ request: BooksRequest, knownAt: KnownAt, as writer: some BookWriter,
        progress: @escaping ExportProgress, _ sink: @escaping @Sendable (ArraySlice<UInt8>) throws -> Void
    ) async throws -> Answered<BooksSummary> {
        let readers = readers
        return try await scanning {
            try $0.books(request, knownAt: knownAt, as: writer, readers, progress: progress, sink)
        }
    }

    public func events(after position: Int64, limit: Int) async throws -> [StoredEvent] {
        try reading { try $0.events(after: position, limit: limit) }
    }

    public func treeHead(knownAt: KnownAt) async throws -> TreeHead {
        try reading { queries in
            if knownAt == .head { return try queries.reader.treeHead() }
            return try queries.reader.withSnapshot {
                let size = try Knowledge(knownAt, now: queries.now, in: queries.reader).position.number
                return TreeHead(size: size, root: try MerkleProofs.root(ofSize: size, from: queries.reader))
            }
        }
    }

    public func checkpoint() async throws -> SignedCheckpoint {
        guard let lastCheckpoint else { throw LedgerError.unsigned }
        return try lastCheckpoint()
    }

    public func inclusion(of position: Position, size: Int64?) async throws -> InclusionProof {
        try reading(inTreeOf: size) { reader, size in
            guard position.number <= size else { throw QueryError.outsideTree(asked: position.number, size: size) }
            return try reader.inclusion(of: position, size: size)
        }
    }

    public func consistency(from: Int64, to: Int64?) async throws -> ConsistencyProof {
        try reading(inTreeOf: to) { reader, size in
            guard (0...size).contains(from) else { throw QueryError.outsideTree(asked: from, size: size) }
            return try reader.consistency(from: from, to: size)
        }
    }

    /// Runs `body` with a size that the log has: the one asked for, else the one signed last, else all.
    private func reading<Value: Sendable>(
        inTreeOf asked: Int64?, _ body: @Sendable (Store.Reader, Int64) throws -> Value
    ) throws -> Value {
        let signed = try asked ?? lastCheckpoint.map { try $0().checkpoint.size }
        return try reading { queries in
            let head = try queries.reader.size()
            let size = signed ?? head
            guard (0...head).contains(size) else { throw QueryError.outsideTree(asked: size, size: head) }
            return try body(queries.reader, size)
        }
    }

    /// The keys of the log's checkpoints as the log names them, each with the position from which on it signs; nil for a
    /// founding key that was not recorded.
    public func checkpointKeys() async throws -> [(position: Position, key: CheckpointKey?)] {
        try reading { try $0.reader.keyEvents(through: nil).map { ($0.event.position, $0.key) } }
    }

    /// Compares the log with a checkpoint of it; throws ``CheckpointFault`` when the log is not a continuation.
    public func check(_ checkpoint: Checkpoint) async throws {
        try reading { try checkpoint.check($0.reader) }
    }

    public func auditBundle(of contract: ContractID) async throws -> AuditBundle {
        let signed = try await checkpoint()
        return try reading { try AuditBundle(of: contract, signed: signed, $0.reader) }
    }

    public func tile(_ name: LogTiles.Name) async throws -> [UInt8]? {
        let size = try await checkpoint().checkpoint.size
        return try reading { try LogTiles.content(of: name, ofSize: size, in: $0.reader) }
    }

    public func seals(knownAt: KnownAt) async throws -> [RecordedSeal] {
        try reading { queries in
            try queries.reader.withSnapshot {
                let known =
                    try knownAt == .head ? nil : Knowledge(knownAt, now: queries.now, in: queries.reader).position
                return try queries.seals(through: known)
            }
        }
    }

    public func replay(asOf day: CalendarDate, knownAt: KnownAt) async throws -> Answered<ReplayedBooks> {
        try await scanning { try $0.replay(asOf: day, knownAt: knownAt) }
    }

    public func verify(progress: (@Sendable (Int64) -> Void)?) async throws -> VerificationReport {
        // Before the log is looked at: a checkpoint that is signed meanwhile may be of more events than were seen.
        let signed = lastCheckpoint.map { last in
            Result { try last() }
        }
        return try await scanner.ask { reader in
            var verification = Verification(reader, signed: signed)
            return verification.run(progress: progress)
        }
    }

    /// Runs a short `body` where it is asked.
    private func reading<Value: Sendable>(
        _ body: @Sendable (LedgerQueries<Store.Reader>) throws -> Value
    ) throws -> Value {
        try readers.lend { try Self.ask($0, known, clock, body) }
    }

    /// Runs a long `body` on the scanner's thread.
    private func scanning<Value: Sendable>(
        _ body: @escaping @Sendable (LedgerQueries<Store.Reader>) throws -> Value
    ) async throws -> Value {
        let (known, clock) = (known, clock)
        return try await scanner.ask { try Self.ask($0, known, clock, body) }
    }

    /// Runs `body` in a snapshot. What is known of the ledger itself is looked at once the snapshot stands: it may be of later
    /// events than the snapshot has, which nobody looks at, and never of fewer.
    private static func ask<Value>(
        _ reader: Store.Reader, _ known: SharedContext, _ clock: @Sendable () -> Instant,
        _ body: (LedgerQueries<Store.Reader>) throws -> Value
    ) throws -> Value {
        try reader.withSnapshot {
            _ = try reader.size()
            return try body(LedgerQueries(reader: reader, known: known.current, now: clock()))
        }
    }
}

extension WorkerThread {
    /// Runs `body` with the reader that the thread holds.
    ///
    /// - Throws: ``LedgerError/stopped`` after the end, or without a reader, and what `body` throws.
    fileprivate func ask<Reader, Value: Sendable>(
        _ body: @escaping @Sendable (Reader) throws -> Value
    ) async throws -> Value where State == Reader? {
        try await withUnsafeThrowingContinuation { continuation in
            let accepted = submit { reader in
                guard let reader else { return continuation.resume(throwing: LedgerError.stopped) }
                continuation.resume(with: Result { try body(reader) })
            }
            if !accepted { continuation.resume(throwing: LedgerError.stopped) }
        }
    }
}

/// Why a ledger cannot be used at all.
public enum LedgerError: Error, Hashable, Sendable {
    /// The log holds no `ledger-opened` event: run `init` first.
    case notFounded
    /// The log is not empty: it was founded before.
    case alreadyFounded
    /// The ledger was stopped, was opened for reading, or could not read its store.
    case stopped
    /// The ledger signs no checkpoints.
    case unsigned
}

/// The context at the head of the durable log, shared with the readers.
final class SharedContext: Sendable {
    private let value = Mutex(KnownContext())

    var current: KnownContext {
        get { value.withLock { $0 } }
        set { value.withLock { $0 = newValue } }
    }
}
