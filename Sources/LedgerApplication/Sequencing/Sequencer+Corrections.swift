import EventCodecs
import EventLog
import LedgerValues
import Projections
import ResidenceRules

extension Sequencer {
    /// Corrects a fact of a contract; money that hangs on it moves at the next billing.
    ///
    /// - Throws: ``Rejection`` or ``CommandError``; nothing is then recorded.
    mutating func correct(
        _ correction: FactCorrection, on reference: ContractReference, _ request: CommandRequest
    ) throws -> CommandAnswer {
        guard let id = try resolve(reference) else { throw Rejection(.unknownContract, reference.text) }
        var contract = try load(id)
        defer { contracts.put(contract, for: id) }
        try checkVersion(of: id, contract, request)
        let stream = Streams.contract(id)
        var state = ContractState(try log.stream(stream).map { try DecodedEvent($0) })
        var context = known.context
        if let readmission = Tenure(state.facts, asOf: .latest).readmission {
            context.earlier = try facts(of: readmission.earlier)
        }
        try ContractDecider.judge(correction, at: request.moment, given: state, in: context)
        let drafts = [draft(.correction(correction), in: stream, request)]
        state.correct(correction, at: request.moment, position: .max)
        var head = contract.head
        head.refile(state.facts)
        let outcome = try append(
            drafts, expecting: [], heads: [(stream, ContractHeadCodec.encode(head))], by: request.authorship)
        if outcome != nil {
            contract = CachedContract(version: contract.version + 1, head: head, judged: nil)
        }
        return answer(drafts, outcome, contract: id, version: contract.version, refusal: nil, request)
    }
}

extension ContractReference {
    /// The name as the request spells it.
    var text: String {
        switch self {
        case .id(let id): id.text
        case .tenantCode(let code): code.text
        }
    }
}
