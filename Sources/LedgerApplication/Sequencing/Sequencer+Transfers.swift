import EventCodecs
import EventLog
import LedgerValues
import ResidenceRules

extension Sequencer {
    /// The wire that was recorded under the identifier that its order gave it (`C00000231-4711`): the first number is the
    /// position of the contract's first event, so that the contract is found whoever recorded the wire.
    ///
    /// - Throws: ``Rejection`` when none was.
    func wire(_ identifier: IdempotencyKey) throws -> (
        contract: ContractID, position: Position, kind: RefundKind, amount: Money
    ) {
        let unknown = Rejection(.unknownTransfer, identifier.text)
        let account = identifier.text.split(separator: "-", maxSplits: 1).first ?? ""
        guard account.first == "C", let opened = Int64(account.dropFirst()).flatMap(Position.init),
            let first = try log.reader.event(at: opened), let contract = try DecodedEvent(first).contract
        else { throw unknown }
        for stored in try log.stream(Streams.contract(contract)).reversed() {
            guard case .fact(.refundWired(let kind, let amount)) = try DecodedEvent(stored).event,
                try stored.idempotencyKey == identifier
            else { continue }
            return (contract, stored.position, kind, amount)
        }
        throw unknown
    }
}

extension StoredEvent {
    /// The key of the request that recorded it; nil where it had none.
    fileprivate var idempotencyKey: IdempotencyKey? {
        get throws {
            let result = bytes.withUnsafeBufferPointer { buffer -> Result<IdempotencyKey?, JSONError> in
                do throws(JSONError) { return .success(try EnvelopeReader(buffer).idempotencyKey) } catch {
                    return .failure(error)
                }
            }
            return try result.get()
        }
    }
}
