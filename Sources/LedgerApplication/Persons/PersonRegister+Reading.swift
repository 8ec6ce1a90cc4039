import EventCodecs
public import EventLog
public import Exports
public import LedgerValues
import PersonStore

extension PersonRegister {
    /// Sections of a person in clear, after the reading was noted.
    ///
    /// - Throws: ``QueryError/unknownPerson``, ``QueryError/personErased(_:)``, `PersonStoreError`.
    public func details(
        of person: PersonID, _ sections: Set<PersonSection> = Set(PersonSection.allCases), by actor: Actor
    ) async throws -> PersonDetails {
        try await ask { [self] store in
            let history = try standing(person, store)
            let what = "show:" + sections.sorted().map(\.rawValue).joined(separator: ",")
            try store.add([access(to: person, what, by: actor)])
            return try details(history, sections, store)
        }
    }

    /// The person who has a student number, after the search was noted.
    ///
    /// - Throws: ``QueryError/unknownPerson``.
    public func person(with number: StudentNumber, by actor: Actor) async throws -> PersonID {
        try await ask { [self] store in
            guard let person = try store.person(with: number), let history = try history(of: person),
                try isStanding(history, store)
            else { throw QueryError.unknownPerson }
            try store.add([access(to: person, "lookup:ine", by: actor)])
            return person
        }
    }

    /// Where the refunds of contracts go, for a bank file: the contracts whose holder is known and gave bank details.
    ///
    /// - Parameter purpose: a code that says why, such as `sepa-file`; it is noted for each person read.
    public func bankDetails(
        of contracts: [ContractID], for purpose: Code, by actor: Actor
    ) async throws -> [ContractID: BankDetails] {
        try await ask { [self] store in
            var holders: [(contract: ContractID, history: PersonHistory)] = []
            for contract in contracts {
                if let history = try holder(of: contract, store) { holders.append((contract, history)) }
            }
            try store.add(holders.map { access(to: $0.history.person, "\(purpose):bank", by: actor) })
            var found: [ContractID: BankDetails] = [:]
            for (contract, history) in holders { found[contract] = try details(history, [.bank], store).bank }
            return found
        }
    }

    /// Whom a document about a contract goes to, after the reading was noted; nil when nobody holds it whose name is kept.
    ///
    /// - Parameters:
    ///   - purpose: a code that says why, such as `notice`.
    ///   - document: what tells the document from every other; it gets a mark then.
    public func addressee(
        of contract: ContractID, for purpose: Code, on document: String? = nil, by actor: Actor
    ) async throws -> Addressee? {
        try await ask { [self] store in
            guard let history = try holder(of: contract, store) else { return nil }
            let sections: Set<PersonSection> = [.contact, .identity]
            let what = "\(purpose):" + sections.sorted().map(\.rawValue).joined(separator: ",")
            try store.add([access(to: history.person, what, by: actor)])
            let mark = try document.map { try store.mark(of: Array($0.utf8), for: history.person) }
            return try details(history, sections, store).addressee?.marked(mark)
        }
    }

    /// What nobody can guess who has not got a file about several persons: it stands in the file, and makes its digest a
    /// commitment.
    ///
    /// - Parameter document: what tells the file from every other.
    public func mark(of document: String) async throws -> String {
        try await ask { try $0.mark(of: Array(document.utf8), for: nil) }
    }

    /// Who holds a contract, as far as he is known and not erased.
    private func holder(of contract: ContractID, _ store: PersonStore) throws -> PersonHistory? {
        let ledger = ledger
        guard let person = try waiting({ try await ledger.holder(of: contract) }),
            let history = try history(of: person), try isStanding(history, store)
        else { return nil }
        return history
    }

    func access(to person: PersonID, _ what: String, by actor: Actor) -> PersonStore.Access {
        PersonStore.Access(at: clock(), actor: actor, person: person, what: what)
    }

    /// The sections that the log commits to, each checked against its commitment.
    func details(
        _ history: PersonHistory, _ sections: Set<PersonSection>, _ store: PersonStore
    ) throws -> PersonDetails {
        var found: [PersonSection: PersonDetails.Section] = [:]
        for section in sections.sorted() {
            guard let commitment = history.commitments[section] else { continue }
            guard let record = try store.record(section, of: history.person), record.commitment == commitment else {
                throw PersonStoreError.notCommitted(history.person, section)
            }
            found[section] = try PersonDetails.Section(record)
        }
        return PersonDetails(
            person: history.person, asked: sections, sections: found, contracts: try contracts(of: history))
    }

    /// The contracts that the person holds: linked, and to nobody else since.
    func contracts(of history: PersonHistory) throws -> [ContractID] {
        let ledger = ledger
        return try history.linked.filter { contract in
            try waiting { try await ledger.holder(of: contract) } == history.person
        }
    }

    /// - Throws: ``QueryError/unknownPerson``, ``QueryError/personErased(_:)``.
    func standing(_ person: PersonID, _ store: PersonStore) throws -> PersonHistory {
        guard let history = try history(of: person) else { throw QueryError.unknownPerson }
        guard try isStanding(history, store) else { throw QueryError.personErased(person) }
        return history
    }

    private func isStanding(_ history: PersonHistory, _ store: PersonStore) throws -> Bool {
        try !history.isErased && !store.isErased(history.person)
    }

    /// What the log knows of a person; nil when that is nothing.
    func history(of person: PersonID) throws -> PersonHistory? {
        let ledger = ledger
        return try waiting {
            do { return try await ledger.person(person) } catch QueryError.unknownPerson { return nil }
        }
    }
}
