import EventLog
import LedgerApplication
import LedgerValues
import ResidenceRules
import Synchronization

/// A clock that stands still until a test moves it.
final class TestClock: Sendable {
    private let time = Mutex(instant("2026-06-01T08:00:00Z"))

    var now: Instant { time.withLock { $0 } }

    func move(to text: String) { time.withLock { $0 = instant(text) } }
}

/// A ledger in memory with two tariff rows in force from September 2026 to August 2027.
struct TestLedger {
    let store = InMemoryStore()
    let clock = TestClock()
    let ledger: Ledger<InMemoryStore>

    static let row = LedgerApplicationTests.row("ATHENA/PLEIADE/T1-PLEIADE-20M/SINGLE")
    /// A row whose tariff ends with October 2026, and no later one is published.
    static let shortRow = LedgerApplicationTests.row("ATHENA/PLEIADE/T1-BIS/SINGLE")

    init(cachedContracts: Int = 64, key: NoteVerifier? = nil) async throws {
        let clock = clock
        try Founding.found(store, crous: code("TESTS"), key: key, by: actor, clock: { clock.now })
        ledger = try Ledger(
            store, cachedContracts: cachedContracts, clock: { clock.now }, onStorageFailure: { _ in })
        _ = try await execute(
            .publishTariff(
                [Self.tariff(Self.row, to: "2027-08-31"), Self.tariff(Self.shortRow, to: "2026-10-31")], correcting: nil
            ),
            on: "2026-06-01")
    }

    private static func tariff(_ id: TariffRowID, to end: String) -> TariffRow {
        TariffRow(
            id: id, inForceFrom: day("2026-09-01"), inForceTo: day(end),
            monthly: .decomposed(
                bare: Money(cents: 20_137), charges: Money(cents: 14_180), furniture: Money(cents: 1_550)),
            thirtieth: Money(cents: 1_196), deposit: Money(cents: 35_900), site: "Athéna", residence: "Pléiade",
            typology: "T1",
            occupancy: .single)
    }

    @discardableResult
    func execute(_ command: LedgerCommand, on text: String) async throws -> CommandAnswer {
        try await ledger.execute(
            CommandRequest(
                actor: actor, key: nil, requestHash: MerkleHash.emptyRoot, command: command,
                moment: EffectiveMoment(day: day(text))))
    }

    @discardableResult
    func execute(_ command: ContractCommand, _ id: String, on text: String) async throws -> CommandAnswer {
        try await execute(.contract(.id(contract(id)), command), on: text)
    }

    /// A student admitted from 1 September 2026 to 31 August 2027, deposit and advance paid, keys in hand.
    func houseStudent(_ id: String, row: TariffRowID = TestLedger.row) async throws {
        let notified = instant("2026-06-29T08:00:00Z")
        let paid = notified.adding(hours: 3)
        for (instant, command) in [
            (
                notified,
                ContractCommand.proposeAllocation(
                    effectiveOn: day("2026-09-01"), programme: .standard, notifiedAt: notified, expiresAt: nil)
            ), (paid, .record(.advancePaid(Money(cents: 7_000)))),
        ] {
            _ = try await ledger.execute(
                CommandRequest(
                    actor: actor, key: nil, requestHash: MerkleHash.emptyRoot,
                    command: .contract(.id(contract(id)), command), moment: EffectiveMoment(instant),
                    effectiveAt: instant))
        }
        try await execute(
            .decideAdmission(
                effectiveOn: day("2026-09-01"), endsOn: day("2027-08-31"), row: row, assignedOn: nil, programme: nil),
            id, on: "2026-07-02")
        try await execute(.record(.fileCompleted), id, on: "2026-08-20")
        try await execute(.record(.depositPaid(Money(cents: 35_900))), id, on: "2026-08-24")
        try await execute(.record(.keysHandedOver), id, on: "2026-09-01")
    }

    @discardableResult
    func bill(through text: String) async throws -> BillingReport {
        try await ledger.bill(through: day(text), ruleChange: nil, by: actor, progress: nil)
    }

    func statement(_ id: String, asOf text: String, knownAt: KnownAt = .head) async throws -> StatementAnswer {
        try ledger.statement(of: contract(id), asOf: day(text), knownAt: knownAt).value
    }

    /// The event that was recorded last.
    func lastEvent() async throws -> DecodedEvent {
        let size = try await ledger.treeHead().size
        guard let stored = try await ledger.events(after: size - 1, limit: 1).first else {
            throw LedgerError.notFounded
        }
        return try DecodedEvent(stored)
    }

    /// Why a command was refused; nil when it was not.
    func refusal(_ body: () async throws -> CommandAnswer) async throws -> RejectionCode? {
        do {
            return try await body().refusal?.code
        } catch let rejection as Rejection {
            return rejection.code
        }
    }
}

func contract(_ text: String) -> ContractID {
    guard let id = ContractID(text) else { preconditionFailure("\(text) is no contract") }
    return id
}
