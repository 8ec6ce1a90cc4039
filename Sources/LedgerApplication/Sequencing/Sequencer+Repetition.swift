import EventCodecs
import EventLog
import LedgerValues
import Projections
import ResidenceRules

// A key is for ever: whoever sends a request again gets the answer that it got first.
extension Sequencer {
    /// The first answer again when the actor used `key` for the same request; nil when the key is new.
    func repeated(_ request: CommandRequest, _ key: IdempotencyKey) throws -> CommandAnswer? {
        guard let record = try log.idempotency(actor: request.actor, key: key) else { return nil }
        guard record.requestHash == request.requestHash else {
            throw CommandError.keyReused(firstPosition: record.firstPosition)
        }
        return try answer(repeating: record, request)
    }

    /// The answer that an append gave, rebuilt from its events.
    private func answer(repeating record: IdempotencyRecord, _ request: CommandRequest) throws -> CommandAnswer {
        var events: [CommandAnswer.Event] = []
        var versions: [(contract: ContractID, version: Int?)] = []
        var recordedAt: Instant?
        var refusal: Rejection?
        for offset in 0..<record.count {
            let position = record.firstPosition.advanced(by: offset)
            guard let stored = try log.reader.event(at: position) else {
                throw EventStoreError.corrupt("an idempotency row names position \(position), which is not there")
            }
            let decoded = try DecodedEvent(stored)
            events.append(
                CommandAnswer.Event(
                    position: position, type: decoded.event.kind.rawValue, leafHash: stored.leafHash))
            recordedAt = decoded.recordedAt
            if let id = decoded.contract { versions.append((id, decoded.streamVersion)) }
            if case .person(.linked(_, let id)) = decoded.event { versions.append((id, nil)) }
            if let code = decoded.event.refusal.flatMap({ RejectionCode(rawValue: $0.text) }) {
                refusal = try self.refusal(code, of: request, before: record.firstPosition)
            }
        }
        // Of several contracts that an append touched, the answer speaks of the one that the request named.
        let named = try request.command.reference.flatMap { try resolve($0) }
        let about = versions.last { $0.contract == named } ?? versions.last
        return CommandAnswer(
            contract: about?.contract, version: about?.version, events: events, recordedAt: recordedAt,
            refusal: refusal, repeated: true, dryRun: false)
    }

    /// Why money was not used, with what was found: the log holds the code alone, so the rule is asked again on what was
    /// known then.
    private func refusal(
        _ code: RejectionCode, of request: CommandRequest, before first: Position
    ) throws -> Rejection {
        guard case .contract(let reference, let command) = request.command else { return Rejection(code) }
        var given: [FiledFact] = []
        if let id = try resolve(reference) {
            let earlier = try log.stream(Streams.contract(id)).filter { $0.position < first }
            given = ContractState(try earlier.map { try DecodedEvent($0) }).facts
            if given.isEmpty, !earlier.isEmpty { return Rejection(code) }
        }
        if given.isEmpty, code == .unknownContract { return Rejection(code, reference.text) }
        let context = known.context(knownAt: Position(first.leafIndex))
        let again = try? ContractDecider.decide(command, at: request.moment, given: given, in: context).refusal
        return again.flatMap { $0.code == code ? $0 : nil } ?? Rejection(code)
    }
}

extension LedgerCommand {
    /// The contract that the command names.
    fileprivate var reference: ContractReference? {
        switch self {
        case .contract(let reference, _), .correct(let reference, _), .allocateReceipt(_, let reference),
            .linkPerson(_, let reference):
            reference
        case .publishTariff, .publishServicePrices, .publishShortStayRates, .adoptVATRate, .succeedRow, .adoptPolicy,
            .returnParked, .refundParked, .wireParkedRefund, .sellService, .person, .closeMonth,
            .returnTransfer:
            nil
        }
    }
}

extension RecordedEvent {
    /// The refusal that an event of refused money carries.
    fileprivate var refusal: Code? {
        switch self {
        case .fact(.receiptUnallocated(let receipt)), .ledger(.receiptParked(let receipt, _)): receipt.refusal
        case .fact, .correction, .posting, .opened, .ledger, .schemaRegistered, .sealed, .exported, .chartAdopted,
            .keyAdopted, .person:
            nil
        }
    }
}
