public import EventCodecs
public import EventLog
public import Exports
public import LedgerValues
public import Projections
public import ResidenceRules
import Synchronization

/// What a ledger does for its users: commands in, read models out. The only door that routes and commands need.
public protocol LedgerService: Sendable {
    /// Today in Paris, by the ledger's clock.
    var today: CalendarDate { get }

    /// The Crous whose ledger this is.
    var crous: Code? { get }

    /// Carries a command out; returns when its events are durable.
    ///
    /// - Throws: `Rejection`, ``CommandError``.
    func execute(_ request: CommandRequest) async throws -> CommandAnswer

    /// Carries a command out; `answer` is called once, when its events are durable, on a thread of the ledger that must not
    /// be kept waiting, or at once where no command is taken.
    func submit(
        _ request: CommandRequest, _ answer: @escaping @Sendable (Result<CommandAnswer, any Error>) -> Void)

    /// Carries commands out in order; each is judged on its own, all share as few commits as possible.
    func execute(_ requests: [CommandRequest]) async -> [Result<CommandAnswer, any Error>]

    /// Charges what is due through a day; running it twice records nothing twice.
    ///
    /// - Parameters:
    ///   - ruleChange: why differences that come from changed rule code alone are to be posted; nil only lists them.
    ///   - progress: called with the number of contracts done.
    func bill(
        through day: CalendarDate, ruleChange: Code?, by actor: Actor, progress: (@Sendable (Int) -> Void)?
    ) async throws -> BillingReport

    /// The tariffs and the policies at the head of the log.
    func rules() async throws -> RuleContext

    /// What publishing tariff rows on a day would come to, row by row, refusals included; records nothing.
    func preview(_ rows: [TariffRow], correcting reason: Code?, on day: CalendarDate) async throws -> [TariffChange]

    /// The account of one contract, folded on the thread that asks; nil where it is still the one made from `basis`.
    func statement(of contract: ContractID, asOf day: CalendarDate, knownAt: KnownAt, unless basis: StatementBasis?)
        throws -> Answered<StatementAnswer?>

    /// The account of one contract, folded on the thread that asks.
    func statement(of contract: ContractID, asOf day: CalendarDate, knownAt: KnownAt) throws
        -> Answered<StatementAnswer>

    /// The read row of one contract and its version, at the head of the log.
    func contract(_ id: ContractID) async throws -> ContractSummary

    /// The contract that a tenant code stood for at a moment.
    ///
    /// - Throws: ``QueryError/unknownTenantCode(_:)``.
    func contract(of code: TenantCode, knownAt: KnownAt) async throws -> ContractID

    /// What the log knows of a person.
    ///
    /// - Throws: ``QueryError/unknownPerson``.
    func person(_ id: PersonID) async throws -> PersonHistory

    /// Those of `persons` who were erased or are unknown to the log.
    func gone(_ persons: Set<PersonID>) async throws -> GonePersons

    /// Whether something was recorded under a key of an actor: sent again, it gets an answer and records nothing.
    func isUsed(_ key: IdempotencyKey, by actor: Actor) async throws -> Bool

    /// Refuses while somebody still needs to know who holds or held the contracts.
    ///
    /// - Throws: `Rejection`, `ScheduleError`.
    func checkErasable(_ contracts: [ContractID], on day: CalendarDate) async throws

    /// The events of a contract up to `known`, or all of them, as the exact bytes that were hashed.
    func events(of contract: ContractID, through known: Position?) async throws -> [StoredEvent]

    /// The person who holds a contract; nil when nobody was linked to it.
    func holder(of contract: ContractID) async throws -> PersonID?

    /// The last position at which a contract was the person's; nil while it is.
    func lastPosition(of person: PersonID, holding contract: ContractID) async throws -> Position?

    /// At most `limit` contracts after `cursor`, by identifier.
    func contracts(after cursor: ContractID?, limit: Int) async throws -> [ContractSummary]

    /// At most `limit` rows made from the statements of the contracts after `cursor`, by identifier.
    func list<Row: Sendable>(
        asOf day: CalendarDate, knownAt: KnownAt, after cursor: ContractID?, limit: Int,
        _ rows: @escaping @Sendable (ContractID, ContractStatement) -> [Row]
    ) async throws -> Answered<ListPage<Row>>

    /// The money that names nobody known, of which something is left or to be wired, as recorded by the end of `day`.
    func parkedReceipts(asOf day: CalendarDate, knownAt: KnownAt) async throws -> Answered<[ParkedReceipts.Parked]>

    /// The money that waits under the name of a contract, or of a tenant code of it.
    func parkedReceipts(naming contracts: [ContractID]) async throws -> [ParkedReceipts.Parked]

    /// Debits and credits by account of the entries whose accounting day is not after `day`, from the first entry on and
    /// under the default numbers: what seals are made of.
    func trialBalance(asOf day: CalendarDate, knownAt: KnownAt) async throws -> Answered<TrialBalance>

    /// The trial balance of a period, as an accountant reads it: with the balances that it begins with, under the charts
    /// that were adopted.
    ///
    /// - Parameter from: the first accounting day; nil for the first day of the accounting year of `day`.
    func trialBalance(from: CalendarDate?, through day: CalendarDate, knownAt: KnownAt) async throws
        -> Answered<PeriodBalance>

    /// The chart of accounts that the books of a day are written with.
    func chart(on day: CalendarDate, knownAt: KnownAt) async throws -> ChartOfAccounts

    /// Whether the same events say today what was sealed; a seal speaks of what stands before it.
    func holds(_ seal: RecordedSeal) async throws -> Bool

    /// What the books of a day said at a moment, and whether every seal recorded by then is what the same events say today.
    func replay(asOf day: CalendarDate, knownAt: KnownAt) async throws -> Answered<ReplayedBooks>

    /// Records what the books of a day say now; a later verification computes it again.
    ///
    /// - Returns: the seal, and the position and leaf hash of its event.
    func seal(through day: CalendarDate, by actor: Actor) async throws
        -> (books: Answered<BooksSeal>, at: Position, leafHash: Digest)

    /// Every figure of a day that moved between two moments of knowledge, and the events that moved it.
    func diff(from early: KnownAt, to late: KnownAt, asOf day: CalendarDate) async throws -> KnowledgeDiff

    /// At most `limit` entries after a position whose accounting day is not after `day`.
    func journal(after position: Int64, asOf day: CalendarDate, knownAt: KnownAt, limit: Int) async throws
        -> Answered<[JournalEntry]>

    /// The position and the instant that a question would see.
    func knowledge(_ asked: KnownAt) async throws -> Knowledge

    /// The position and the instant that an export sees; without a moment, records of exports are passed over.
    func exportMoment(_ asked: KnownAt) async throws -> Knowledge

    /// Records that an actor was given a file, once for the same bytes.
    ///
    /// - Returns: the position of the record.
    func record(_ export: BooksExport, by actor: Actor) async throws -> Position

    /// Records that the books are written with another chart from a day on.
    ///
    /// - Parameter file: digest of the file that the chart was read from.
    /// - Throws: `Rejection`.
    func adopt(_ chart: ChartOfAccounts, file: Digest, from day: CalendarDate, by actor: Actor) async throws
        -> Position

    /// Writes a file of the accounts, piece by piece, to `sink`, which is called on a thread of the ledger.
    ///
    /// - Parameter progress: called now and then: an event counts when the log is read, when its contract is folded and when
    ///   its entry is written.
    func books(
        _ request: BooksRequest, knownAt: KnownAt, as writer: some BookWriter,
        progress: @escaping ExportProgress, _ sink: @escaping @Sendable (ArraySlice<UInt8>) throws -> Void
    ) async throws -> Answered<BooksSummary>

    /// At most `limit` events after a position, as the exact bytes that were hashed.
    func events(after position: Int64, limit: Int) async throws -> [StoredEvent]

    /// Size and root of the tree over the durable log, as far as it was known at a moment.
    func treeHead(knownAt: KnownAt) async throws -> TreeHead

    /// The checkpoint that was signed last, of no more than the durable log (C2SP signed note).
    ///
    /// - Throws: ``LedgerError/unsigned``.
    func checkpoint() async throws -> SignedCheckpoint

    /// What proves the account of a contract to whoever has the verifier key.
    ///
    /// - Throws: ``LedgerError/unsigned``, and ``QueryError/unknownContract(_:)`` when nothing of it was signed yet.
    func auditBundle(of contract: ContractID) async throws -> AuditBundle

    /// The proof that an event is in the tree of the first `size` events; of those signed last when nil.
    ///
    /// - Throws: ``QueryError/outsideTree(asked:size:)``.
    func inclusion(of position: Position, size: Int64?) async throws -> InclusionProof

    /// The proof that the tree of `to` events, or of those signed last when nil, continues the one of `from` events.
    ///
    /// - Throws: ``QueryError/outsideTree(asked:size:)``.
    func consistency(from: Int64, to: Int64?) async throws -> ConsistencyProof

    /// A file of the tree that was signed last (C2SP tlog-tiles); nil when that tree has none of the name.
    ///
    /// - Throws: ``LedgerError/unsigned``.
    func tile(_ name: LogTiles.Name) async throws -> [UInt8]?

    /// What was sealed by a moment, oldest first.
    func seals(knownAt: KnownAt) async throws -> [RecordedSeal]

    /// Checks the whole log and every stored read model against it.
    func verify(progress: (@Sendable (Int64) -> Void)?) async throws -> VerificationReport

    /// Finishes what waits and lets the writer go.
    func stop()
}

extension LedgerService {
    /// The contract that a tenant code stands for.
    public func contract(of code: TenantCode) async throws -> ContractID {
        try await contract(of: code, knownAt: .head)
    }

    /// Size and root of the tree over the durable log.
    public func treeHead() async throws -> TreeHead { try await treeHead(knownAt: .head) }

    /// What was sealed, oldest first.
    public func seals() async throws -> [RecordedSeal] { try await seals(knownAt: .head) }
}

/// A seal and the event that recorded it.
public struct RecordedSeal: Sendable {
    public let position: Position
    public let recordedAt: Instant
    public let seal: BooksSeal
}

/// What a replay up to a moment came to.
public struct ReplayedBooks: Sendable {
    public let books: BooksSeal
    /// How many seals were recorded by then.
    public let seals: Int
    /// Those that say something else than the same events do today.
    public let broken: [RecordedSeal]
}

/// An answer with what the log knew when it gave it.
public struct Answered<Value: Sendable>: Sendable {
    public let value: Value
    public let knowledge: Knowledge
}

/// Told how far a file is, and how far it will go, where that is known.
public typealias ExportProgress = @Sendable (_ done: Int64, _ total: Int64?) -> Void

/// A statement and the version of the contract's stream it was made from.
public struct StatementAnswer: Sendable {
    public let statement: ContractStatement
    public let version: Int
    /// Last day billed by a run that was known; nil before the first.
    public let billedThrough: CalendarDate?
    /// What is past its due day on the contract and on the one that its readmission names, in cents.
    public let overdue: Money
    /// The movements behind the statement, in the order of their days.
    public let movements: [AccountMovement]
    /// The rules behind the lines and the refunds.
    public let explanation: StatementExplanation
    /// The tariff row of the unit, in force on the day asked about or on the last day billed; nil without one.
    public let unit: TariffRow?
    /// What services are called.
    public let names: ServiceNames
    /// What it was made from.
    public let basis: StatementBasis
}

/// What a statement was made from: while that is the same, so is the statement of a day.
public final class StatementBasis: Sendable {
    /// The contract, and the one that its readmission names, each with the position of its last event.
    let contracts: [ContractID: Position]
    /// The position of the last fact of the ledger itself.
    let ledger: Position?
    /// The latest position up to which it was found the same.
    private let checked: Atomic<Int64>

    init(contracts: [ContractID: Position], ledger: Position?, knownAt position: Position) {
        self.contracts = contracts
        self.ledger = ledger
        checked = Atomic(position.leafIndex)
    }

    var checkedAt: Position { Position(leafIndex: checked.load(ordering: .relaxed)) }

    func check(at position: Position) { checked.store(position.leafIndex, ordering: .relaxed) }
}

/// One line of a contract's running account.
public struct AccountMovement: Sendable {
    public let effectiveOn: CalendarDate
    public let position: Int64
    /// Stored type of the event.
    public let event: String
    /// What a tenant reads, in French.
    public let label: String
    /// What the tenant's account moves by, in cents; positive when he owes more.
    public let amount: Money
    /// What the tenant owes after it, in cents.
    public internal(set) var balance: Money
}

/// A contract in a list.
public struct ContractSummary: Sendable {
    public let id: ContractID
    public let version: Int
    public let lastPosition: Position
    public let head: ContractHead
}

/// A page of a list.
public struct ListPage<Row: Sendable>: Sendable {
    public let rows: [Row]
    /// The contract to go on after; nil when the list ended.
    public let next: ContractID?
    /// Contracts whose statement could not be made, such as for want of a tariff.
    public let failures: [BillingReport.Failure]
}
