import EventCodecs
public import EventLog
public import LedgerValues
import PersonStore
import ResidenceRules

extension PersonRegister {
    /// Erases a person: key and salt, then ciphertext, then the event that says so.
    ///
    /// The first step is one transaction after which nobody can read anything; whatever is missing after it is done again
    /// at the next opening.
    /// - Throws: `Rejection` while somebody still needs to know the person, ``QueryError/unknownPerson``,
    ///   ``QueryError/personErased(_:)``.
    public func erase(
        _ person: PersonID, by actor: Actor, under key: IdempotencyKey?
    ) async throws -> PersonAnswer {
        try await ask { [self] store in
            let hash = SHA256.hash(Array("erase-person \(person)".utf8))
            let history: PersonHistory
            do { history = try standing(person, store) } catch let erased as QueryError {
                guard case .personErased = erased else { throw erased }
                // The first answer again, or the event that was still missing; else there is nothing to do.
                do { return try record(.erased(person), by: actor, under: key, hash) } catch is Rejection {
                    throw erased
                }
            }
            let ledger = ledger
            // Every contract, also one that somebody else holds now: what was owed under this name is still a claim.
            try waiting { try await ledger.checkErasable(history.linked, on: ledger.today) }
            try store.eraseKey(of: person, at: clock())
            try afterStep(.keyErased)
            try store.eraseRecords(of: person)
            try afterStep(.recordsErased)
            return try record(.erased(person), by: actor, under: key, hash)
        }
    }

    /// Applies the list of the erased to a log that does not say so; the store has applied it to its records.
    func recordErasures(_ store: PersonStore) throws {
        for (person, _) in try store.erased() {
            guard let history = try history(of: person), !history.isErased else { continue }
            _ = try record(
                .erased(person), by: .system, under: nil, SHA256.hash(Array("erase-person \(person)".utf8)))
        }
    }

    /// Deletes what is kept of those of `persons` who were erased: a copy that was put back brought it here. So goes what
    /// is kept of those of whom the log holds nothing, where somebody accepted that events were lost, or who are `sent`
    /// to be registered again.
    func applyLog(to store: PersonStore, about persons: Set<PersonID>, sent: Bool = false) throws {
        let ledger = ledger
        let gone = try waiting { try await ledger.gone(persons) }
        for (person, instant) in gone.erased {
            try store.eraseKey(of: person, at: instant)
            try store.eraseRecords(of: person)
        }
        if gone.isLossRecorded || sent { for person in gone.unknown { try store.forget(person) } }
    }
}
