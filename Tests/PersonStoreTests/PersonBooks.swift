import EventCodecs
import EventLog
import Foundation
import LedgerValues
import ResidenceRules
import SQLiteStore
import Synchronization
import Testing

@testable import LedgerApplication
@testable import PersonStore

/// A clock that stands still until a test moves it.
final class Clock: Sendable {
    private let time = Mutex(Instant(rfc3339: "2026-09-01T08:00:00Z") ?? Instant(microseconds: 0))

    var now: Instant { time.withLock { $0 } }

    func move(to day: String) throws {
        let instant = try #require(Instant(rfc3339: day + "T08:00:00Z"))
        time.withLock { $0 = instant }
    }
}

/// A ledger and a register of persons on real files, opened and closed as a process would.
struct PersonBooks {
    let folder: Folder
    let clock: Clock
    let ledger: Ledger<SQLiteStore>
    let persons: PersonRegister

    static let office: Actor = {
        guard let actor = Actor("office") else { preconditionFailure("a valid name") }
        return actor
    }()

    /// What ends a request after a step, as the end of the process would.
    struct Interruption: Error {}

    /// Founds a ledger where there is none, and opens both.
    ///
    /// - Parameters:
    ///   - dyingAfter: the step after which every request ends.
    ///   - settling: whether the register settles what was left before.
    static func open(
        _ folder: Folder, _ clock: Clock = Clock(), dyingAfter step: PersonRegister.Step? = nil, settling: Bool = true
    ) async throws -> PersonBooks {
        let store = try await openStore(folder)
        if try store.makeReader().size() == 0 {
            try Founding.found(
                store, crous: try #require(Code("TESTS")), by: .system, clock: { clock.now })
        }
        let ledger = try Ledger(store, clock: { clock.now }, onStorageFailure: { _ in })
        let path = folder.path
        let persons = try await PersonRegister.open(
            beside: ledger, settling: settling, clock: { clock.now },
            afterStep: { if $0 == step { throw Interruption() } }
        ) { try PersonStore(folder: path, creating: true) }
        return PersonBooks(folder: folder, clock: clock, ledger: ledger, persons: persons)
    }

    /// The threads of a ledger that was closed let go of its folder when they end, which may be a moment later.
    private static func openStore(_ folder: Folder) async throws -> SQLiteStore {
        for _ in 0..<1_000 {
            do { return try SQLiteStore.open(folder: folder.path) } catch SQLiteStoreError.folderInUse {
                try await Task.sleep(for: .milliseconds(10))
            }
        }
        return try SQLiteStore.open(folder: folder.path)
    }

    func close() {
        persons.stop()
        ledger.stop()
    }

    /// Runs `body` on both, then closes them.
    @discardableResult
    static func with<Value>(
        _ folder: Folder, _ clock: Clock = Clock(), dyingAfter step: PersonRegister.Step? = nil,
        settling: Bool = true, _ body: (PersonBooks) async throws -> Value
    ) async throws -> Value {
        let books = try await open(folder, clock, dyingAfter: step, settling: settling)
        defer { books.close() }
        return try await body(books)
    }
}

// MARK: - Requests

extension PersonBooks {
    static let marie = """
        {"identity":{"civility":"MME","family_name":"Durand-Lefèvre","given_names":"Marie Solène","born_on":"2006-03-14"},
         "ine":{"ine":"1234567890A"},
         "contact":{"street":"3 rue des Capucins","postal_code":"27000","city":"Évreux","mail":"marie@example.org"},
         "bank":{"holder":"Marie Durand","iban":"FR7630006000011234567890189","bic":"AGRIFRPP"}}
        """

    /// Every text of ``marie`` that names her, as no file may hold it.
    static let secrets = [
        "Durand", "Lefèvre", "Solène", "2006-03-14", "1234567890A", "Capucins", "marie@example.org",
        "FR7630006000011234567890189", "AGRIFRPP",
    ]

    @discardableResult
    func register(_ text: String = marie, key: String = "k1", by actor: Actor = office) async throws -> PersonAnswer {
        try await persons.register(
            PersonJSON.registration(Array(text.utf8)), by: actor, under: #require(IdempotencyKey(key)))
    }

    @discardableResult
    func change(
        _ person: PersonID, _ section: PersonSection, _ text: String, key: String
    ) async throws -> PersonAnswer {
        try await persons.change(
            PersonJSON.section(Array(text.utf8), section), of: person, by: Self.office,
            under: #require(IdempotencyKey(key)))
    }

    @discardableResult
    func execute(_ command: LedgerCommand, on day: String) async throws -> CommandAnswer {
        try await ledger.execute(
            CommandRequest(
                actor: Self.office, key: nil, requestHash: MerkleHash.emptyRoot, command: command,
                moment: EffectiveMoment(day: #require(CalendarDate(day)))))
    }

    @discardableResult
    func execute(_ command: ContractCommand, _ id: String, on day: String) async throws -> CommandAnswer {
        try await execute(.contract(.id(#require(ContractID(id))), command), on: day)
    }

    func link(_ person: PersonID, to id: String) async throws {
        try await execute(.linkPerson(person, .id(#require(ContractID(id)))), on: "2026-09-01")
    }

    /// The value of a member of a section, after it was read as the office reads it.
    func value(_ name: String, _ section: PersonSection, of person: PersonID) async throws -> String? {
        let details = try await persons.details(of: person, [section], by: Self.office)
        guard case .object(let object)? = details.sections[section]?.value, case .string(let text)? = object[name]
        else { return nil }
        return text
    }

    /// Types of the events after a position.
    func types(after position: Int64) async throws -> [String] {
        try await ledger.events(after: position, limit: 1_000).map { try DecodedEvent($0).event.kind.rawValue }
    }

    var size: Int64 { get async throws { try await ledger.treeHead().size } }
}
