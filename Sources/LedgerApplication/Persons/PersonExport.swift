public import EventLog
public import LedgerValues
public import PersonStore
public import ResidenceRules

/// Everything held about a person, for the person (GDPR art. 15 and 20).
public struct PersonExport: Sendable {
    public let details: PersonDetails
    public let history: PersonHistory
    /// Who read what, this export included.
    public let accesses: [PersonStore.Access]
    /// Every contract that the person was ever linked to: whether it is still the person's, the account of today, and every
    /// event as it was recorded.
    public let contracts: [(id: ContractID, isHeld: Bool, account: Answered<StatementAnswer>, events: [StoredEvent])]
    /// Money that waits under the name of one of the contracts, or of a tenant code of theirs.
    public let parked: [ParkedReceipts.Parked]
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
                contracts: try history.linked.map { id in
                    try waiting {
                        let account = try ledger.statement(of: id, asOf: ledger.today, knownAt: .head)
                        return (id, details.contracts.contains(id), account, try await ledger.events(of: id))
                    }
                }, parked: try waiting { try await ledger.parkedReceipts(naming: history.linked) })
        }
    }
}
