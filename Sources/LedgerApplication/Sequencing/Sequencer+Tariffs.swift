import EventCodecs
import EventLog
import LedgerValues
import ResidenceRules

extension Sequencer {
    /// Publishes tariff rows, all or none; rows that are in force as they are record nothing.
    ///
    /// - Throws: ``Rejection`` when any row is refused.
    mutating func publish(
        _ rows: [TariffRow], correcting reason: Code?, _ request: CommandRequest
    ) throws -> CommandAnswer {
        var tariffs = known.context.tariffs
        let changes = tariffs.publish(
            rows, on: request.moment.day, correcting: reason, billed: known.billedAndElapsed(today: today),
            position: (log.lastPosition?.number ?? 0) + 1)
        var drafts: [EventDraft] = []
        for change in changes {
            switch change.outcome {
            case .refused(let rejection): throw rejection
            case .unchanged: continue
            case .new, .changed: break
            }
            let fact: LedgerFact =
                change.correction.map { .tariffCorrected(change.row, $0) } ?? .tariffPublished(change.row)
            drafts.append(draft(.ledger(fact), in: Streams.tariff(change.row.id), request))
        }
        guard !drafts.isEmpty else {
            return answer([], nil, contract: nil, version: nil, refusal: nil, request)
        }
        return try record(drafts, for: request)
    }
}
