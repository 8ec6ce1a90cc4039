public import EventCodecs
public import EventLog
public import Exports
public import LedgerValues
public import Projections
public import ResidenceRules

/// Short questions are answered where they are asked, long ones on the scanner's thread.
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

    public func gone(_ persons: Set<PersonID>) async throws -> GonePersons {
        try await scanning { try $0.gone(persons) }
    }

    public func isUsed(_ key: IdempotencyKey, by actor: Actor) async throws -> Bool {
        try reading { try $0.reader.idempotency(actor: actor, key: key) != nil }
    }

    public func checkErasable(_ contracts: [ContractID], on day: CalendarDate) async throws {
        try reading { try $0.checkErasable(contracts, on: day) }
    }

    public func events(of contract: ContractID, through known: Position?) async throws -> [StoredEvent] {
        try reading { try $0.reader.stream(Streams.contract(contract), through: known) }
    }

    public func holder(of contract: ContractID) async throws -> PersonID? {
        try reading { try $0.reader.holder(of: contract) }
    }

    public func lastPosition(of person: PersonID, holding contract: ContractID) async throws -> Position? {
        try reading { try $0.reader.lastPosition(of: person, holding: contract) }
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

    /// What the books of a day said at a moment: digests of trial balance and open items, made from the first event on.
    public func booksSaid(through day: CalendarDate, knownAt: KnownAt) async throws -> Answered<BooksSeal> {
        try await scanning { try $0.booksSaid(through: day, knownAt: knownAt) }
    }

    public func holds(_ seal: RecordedSeal) async throws -> Bool { try await scanning { try $0.holds(seal) } }

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
    func reading<Value: Sendable>(
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
