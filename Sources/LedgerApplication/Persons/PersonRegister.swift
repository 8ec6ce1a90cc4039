public import EventLog
import EventCodecs
import Foundation
public import LedgerValues
public import PersonStore
import ResidenceRules
import Synchronization

/// The register of persons: the person store and the log, kept in step (design 3.10).
///
/// One thread holds the store and takes one request after the other. What is written is encrypted and durable before the
/// log commits to it, and takes effect after; a process that dies in between leaves something pending, which the next
/// opening settles by what the log holds.
public final class PersonRegister: Sendable {
    private let desk: WorkerThread<Result<PersonStore, any Error>>
    let ledger: any LedgerService
    let clock: @Sendable () -> Instant
    /// Called after each durable step; what it throws ends the request there, as the end of the process would.
    let afterStep: @Sendable (Step) throws -> Void

    /// The steps of a request, each durable before the next begins.
    enum Step: CaseIterable {
        case prepared, recorded, keyErased, recordsErased
    }

    /// Opens the register beside the ledger that its folder holds.
    ///
    /// - Parameters:
    ///   - open: opens the store, on the register's own thread.
    ///   - settling: settles what an earlier process left; only for the process that writes the ledger.
    /// - Throws: `PersonStoreError` and what the disk says.
    public static func open(
        beside ledger: any LedgerService, settling: Bool, clock: @escaping @Sendable () -> Instant,
        _ open: @escaping @Sendable () throws -> PersonStore
    ) async throws -> PersonRegister {
        try await self.open(beside: ledger, settling: settling, clock: clock, afterStep: { _ in }, open)
    }

    static func open(
        beside ledger: any LedgerService, settling: Bool, clock: @escaping @Sendable () -> Instant,
        afterStep: @escaping @Sendable (Step) throws -> Void, _ open: @escaping @Sendable () throws -> PersonStore
    ) async throws -> PersonRegister {
        let register = PersonRegister(ledger, clock, afterStep, open)
        do {
            try await register.ask { store in
                guard settling else { return }
                try register.recordErasures(store)
                try register.settle(store)
                try register.applyLog(to: store, about: store.persons())
            }
        } catch {
            register.stop()
            throw error
        }
        return register
    }

    private init(
        _ ledger: any LedgerService, _ clock: @escaping @Sendable () -> Instant,
        _ afterStep: @escaping @Sendable (Step) throws -> Void, _ open: @escaping @Sendable () throws -> PersonStore
    ) {
        self.ledger = ledger
        self.clock = clock
        self.afterStep = afterStep
        desk = WorkerThread(name: "person-register", makeState: { Result { try open() } }, between: { _ in })
    }

    /// Finishes what waits; before the ledger is stopped.
    public func stop() { desk.stop() }

    /// Runs `body` on the register's thread.
    func ask<Value: Sendable>(_ body: @escaping @Sendable (PersonStore) throws -> Value) async throws -> Value {
        try await withUnsafeThrowingContinuation { continuation in
            let accepted = desk.submit { store in continuation.resume(with: Result { try body(store.get()) }) }
            if !accepted { continuation.resume(throwing: LedgerError.stopped) }
        }
    }

    /// Blocks the register's thread, never another one, until the ledger has answered.
    func waiting<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) throws -> Value {
        let answer = Mutex<Result<Value, any Error>>(.failure(LedgerError.stopped))
        let answered = DispatchSemaphore(value: 0)
        Task {
            do {
                let value = try await body()
                answer.withLock { $0 = .success(value) }
            } catch {
                answer.withLock { $0 = .failure(error) }
            }
            answered.signal()
        }
        answered.wait()
        return try answer.withLock { try $0.get() }
    }
}

// MARK: - Writing

extension PersonRegister {
    /// Registers a person under an identifier of the register's own; the same key and sections give the first answer again.
    ///
    /// - Throws: `Rejection`, ``CommandError``.
    public func register(
        _ sections: [PersonSectionRequest], by actor: Actor, under key: IdempotencyKey
    ) async throws -> PersonAnswer {
        try await ask { [self] store in
            try settle(store)
            let request = Self.bytes(of: sections)
            if let person = try store.person(registeredBy: actor, under: key) {
                if try isUsed(key, by: actor) {
                    // The log knows the key, so nothing of the fact is looked at.
                    return try record(
                        .registered(person, [:]), by: actor, under: key, store.requestHash(request, of: person))
                }
                // The log was put back from a copy that does not hold the registration.
                try applyLog(to: store, about: [person], sent: true)
            }
            let texts = Dictionary(uniqueKeysWithValues: sections.map { ($0.section, $0.bytes) })
            let number = sections.lazy.compactMap(\.number).first
            guard let prepared = try store.prepare(texts, number: number, by: actor, under: key) else {
                throw Rejection(.ineTaken)
            }
            let fact = PersonFact.registered(prepared.person, prepared.commitments)
            return try settled(prepared.person, isNew: true, store) {
                try record(fact, by: actor, under: key, store.requestHash(request, of: prepared.person))
            }
        }
    }

    /// Replaces a section as a whole.
    ///
    /// - Throws: `Rejection`, ``CommandError``, ``QueryError``.
    public func change(
        _ section: PersonSectionRequest, of person: PersonID, by actor: Actor, under key: IdempotencyKey
    ) async throws -> PersonAnswer {
        try await ask { [self] store in
            try settle(store)
            _ = try standing(person, store)
            let hash = try store.requestHash(Self.bytes(of: [section]), of: person)
            if try isUsed(key, by: actor) {
                // The log knows the key, so nothing of the fact is looked at.
                return try record(.detailsChanged(person, section.section, hash), by: actor, under: key, hash)
            }
            guard
                let commitment = try store.prepare(section.bytes, section.section, of: person, number: section.number)
            else { throw Rejection(.ineTaken) }
            return try settled(person, isNew: false, store) {
                try record(.detailsChanged(person, section.section, commitment), by: actor, under: key, hash)
            }
        }
    }

    /// Runs `body`, which records what is pending, and settles it by the answer.
    ///
    /// An answer that says nothing about the log, such as that of a failing disk, leaves it pending.
    private func settled(
        _ person: PersonID, isNew: Bool, _ store: PersonStore, _ body: () throws -> PersonAnswer
    ) throws -> PersonAnswer {
        try afterStep(.prepared)
        do {
            let answer = try body()
            try afterStep(.recorded)
            try answer.answer.repeated ? store.discard(person, isNew: isNew) : store.confirm(person)
            return answer
        } catch let error as CommandError {
            if case .storageFailed = error { throw error }
            try store.discard(person, isNew: isNew)
            throw error
        } catch let error as Rejection {
            try store.discard(person, isNew: isNew)
            throw error
        }
    }

    private func isUsed(_ key: IdempotencyKey, by actor: Actor) throws -> Bool {
        let ledger = ledger
        return try waiting { try await ledger.isUsed(key, by: actor) }
    }

    func record(
        _ fact: PersonFact, by actor: Actor, under key: IdempotencyKey?, _ hash: Digest
    ) throws -> PersonAnswer {
        let ledger = ledger
        let answer = try waiting {
            try await ledger.execute(
                CommandRequest(
                    actor: actor, key: key, requestHash: hash, command: .person(fact),
                    moment: EffectiveMoment(day: ledger.today)))
        }
        return PersonAnswer(person: fact.person, answer: answer)
    }

    /// Settles what an earlier request left pending, by what the log holds.
    private func settle(_ store: PersonStore) throws {
        for (person, commitments) in try store.pending() {
            let history = try history(of: person)
            let isRecorded = commitments.allSatisfy { history?.commitments[$0.key] == $0.value }
            try isRecorded ? store.confirm(person) : store.discard(person, isNew: history == nil)
        }
    }

    /// What tells a request from another one: each section by its name, in the order of their names.
    private static func bytes(of sections: [PersonSectionRequest]) -> [UInt8] {
        sections.sorted { $0.section < $1.section }.flatMap { Array($0.section.rawValue.utf8) + $0.bytes }
    }
}
