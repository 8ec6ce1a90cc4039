import EventCodecs
import EventLog
import LedgerValues
import Projections
import ResidenceRules

extension Sequencer {
    /// Opens the contract of a readmission; a deposit that goes over leaves the earlier contract in the same append, so
    /// that it is never held twice or not at all.
    mutating func readmit(
        _ command: ContractCommand, after earlier: ContractID, to id: ContractID, _ request: CommandRequest
    ) throws -> CommandAnswer {
        guard earlier != id else { throw Rejection(.readmissionOfItself) }
        var left = try load(earlier)
        defer { if left.version > 0 { contracts.put(left, for: earlier) } }
        guard left.version > 0 else { throw Rejection(.unknownContract, earlier.text) }
        var contract = try load(id)
        defer { contracts.put(contract, for: id) }
        if let expected = request.expectedVersion, expected != contract.version {
            throw CommandError.versionConflict(
                expected: expected, actual: contract.version, since: try positions(of: id, after: expected))
        }
        let (moment, context) = (request.moment, known.context)
        let given = contract.version == 0 ? [] : try facts(of: id)
        let decision = try ContractDecider.decide(command, at: moment, given: given, in: context)
        var opened = decision.facts
        var surrendered: [ContractFact] = []
        if case .readmissionGranted(let readmission)? = opened.first, readmission.deposit == .transfer {
            let facts = try facts(of: earlier)
            let amount = Tenure(facts.prefix { $0.moment <= moment }, asOf: moment.day).transferableDeposit
            if amount > .zero {
                surrendered = try ContractDecider.decide(
                    .record(.depositTransferred(amount, to: id)), at: moment, given: facts, in: context
                ).facts
                opened.append(.depositKept(amount, from: earlier))
            }
        }
        let leaving = try change(surrendered, of: earlier, at: moment)
        let opening = try change(opened, of: id, at: moment)
        let drafts =
            drafts(leaving, in: Streams.contract(earlier), request) + drafts(opening, in: Streams.contract(id), request)
        var heads: [(StreamName, [UInt8])] = []
        let leftBefore = left
        let contractBefore = contract
        left.take(leaving, on: moment.day)
        contract.take(opening, on: moment.day)
        if !surrendered.isEmpty { heads.append((Streams.contract(earlier), ContractHeadCodec.encode(left.head))) }
        heads.append((Streams.contract(id), ContractHeadCodec.encode(contract.head)))
        let version = request.dryRun ? contractBefore.version : contract.version
        do {
            let outcome = try append(
                drafts, expecting: [], heads: request.dryRun ? [] : heads, by: request.authorship)
            if outcome == nil { (left, contract) = (leftBefore, contractBefore) }
            return answer(drafts, outcome, contract: id, version: version, refusal: nil, request)
        } catch {
            (left, contract) = (leftBefore, contractBefore)
            throw error
        }
    }
}

extension CachedContract {
    /// Adds facts just recorded; the facts that rules judge are read again when they are next asked for.
    fileprivate mutating func take(_ change: HeldChange, on day: CalendarDate) {
        guard change.count > 0 else { return }
        head.apply(change, on: day)
        version += change.count
        judged = nil
    }
}
