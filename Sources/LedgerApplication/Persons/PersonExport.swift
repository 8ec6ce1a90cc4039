public import EventLog
public import LedgerValues
public import PersonStore

/// Everything held about a person, for the person (GDPR art. 15 and 20).
public struct PersonExport: Sendable {
    public let details: PersonDetails
    public let history: PersonHistory
    /// Who read what, this export included.
    public let accesses: [PersonStore.Access]
    /// Every contract that the person holds: the account of today, and every event as it was recorded.
    public let contracts: [(id: ContractID, account: Answered<StatementAnswer>, events: [StoredEvent])]
}

extension PersonRegister {
    /// Everything held about a person, after the export was noted.
    ///
    /// - Throws: ``QueryError/unknownPerson``, ``QueryError/personErased(_:)``, `PersonStoreError`, `ScheduleError`.
    public func export(_ person: PersonID, by actor: Actor) async throws -> PersonExport {
        try await ask { [self] store in
            let history = try standing(person, store)
            try store.add([access(to: person, "export", by: actor)])
            let details = try details(history, Set(PersonSection.allCases), store)
            let ledger = ledger
            return PersonExport(
                details: details, history: history, accesses: try store.accesses(to: person),
                contracts: try details.contracts.map { id in
                    try waiting {
                        let account = try ledger.statement(of: id, asOf: ledger.today, knownAt: .head)
                        return (id, account, try await ledger.events(of: id))
                    }
                })
        }
    }
}
