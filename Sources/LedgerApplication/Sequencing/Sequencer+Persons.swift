import EventCodecs
import EventLog
import LedgerValues
import ResidenceRules

extension Sequencer {
    /// Records what the person store did; the store has judged it.
    mutating func record(_ fact: PersonFact, _ request: CommandRequest) throws -> CommandAnswer {
        let stream = Streams.person(fact.person)
        let drafts = [draft(.person(fact), in: stream, request)]
        if case .registered = fact {
            let outcome = try append(drafts, expecting: [(stream, .absent)], heads: [], by: request.authorship)
            return answer(drafts, outcome, contract: nil, version: nil, refusal: nil, request)
        }
        try checkStands(fact.person)
        return try record(drafts, for: request)
    }

    /// Names the holder of a contract, in the streams of both; the holder of before is replaced.
    mutating func link(
        _ person: PersonID, to reference: ContractReference, _ request: CommandRequest
    ) throws -> CommandAnswer {
        try checkStands(person)
        guard let id = try resolve(reference), try log.head(of: Streams.contract(id)) != nil else {
            throw Rejection(.unknownContract, reference.text)
        }
        let contract = try load(id)
        defer { contracts.put(contract, for: id) }
        try checkVersion(of: id, contract, request)
        let event = RecordedEvent.person(.linked(person, id))
        let drafts = [Streams.person(person), Streams.holder(of: id)].map { draft(event, in: $0, request) }
        let outcome = try append(drafts, expecting: [], heads: [], by: request.authorship)
        return answer(drafts, outcome, contract: id, version: nil, refusal: nil, request)
    }

    /// - Throws: ``Rejection`` for a person who was never registered, or was erased.
    private func checkStands(_ person: PersonID) throws {
        guard let history = try PersonHistory(person, log.stream(Streams.person(person))) else {
            throw Rejection(.unknownPerson)
        }
        if history.isErased { throw Rejection(.personErased) }
    }
}
