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
    /// Every contract that the person was ever linked to.
    public let contracts: [Contract]
    /// Money that waits under the name of one of the contracts, or of a tenant code of theirs, with the same limit.
    public let parked: [ParkedReceipts.Parked]

    /// What is known of a contract as far as it is the person's: nothing that came after it was linked to somebody else.
    public struct Contract: Sendable {
        public let id: ContractID
        /// Whether it is still the person's.
        public let isHeld: Bool
        /// The account of today.
        public let account: Answered<StatementAnswer>
        /// Every event as it was recorded.
        public let events: [StoredEvent]
    }
}

extension PersonRegister {
    /// Everything held about a person, after the export was noted.
    ///
    /// - Throws: ``QueryError/unknownPerson``, ``QueryError/personErased(_:)``, `PersonStoreError`, `ScheduleError`.
    public func export(_ person: PersonID, by actor: Actor) async throws -> PersonExport {
        try await ask { [self] store in
            let history = try standing(person, store)
            try store.add([access(to: person, "export", by: actor)])
            let contracts = try history.linked.map { try contract($0, of: person) }
            return PersonExport(
                details: try details(history, Set(PersonSection.allCases), store), history: history,
                accesses: try store.accesses(to: person), contracts: contracts.map(\.contract),
                parked: contracts.flatMap(\.parked))
        }
    }

    private func contract(
        _ id: ContractID, of person: PersonID
    ) throws -> (contract: PersonExport.Contract, parked: [ParkedReceipts.Parked]) {
        let ledger = ledger
        return try waiting {
            let last = try await ledger.lastPosition(of: person, holding: id)
            let contract = PersonExport.Contract(
                id: id, isHeld: last == nil,
                account: try ledger.statement(
                    of: id, asOf: ledger.today, knownAt: last.map { .position($0.number) } ?? .head),
                events: try await ledger.events(of: id, through: last))
            let parked = try await ledger.parkedReceipts(naming: [id])
            return (contract, parked.filter { receipt in last.map { receipt.position <= $0.number } ?? true })
        }
    }
}
