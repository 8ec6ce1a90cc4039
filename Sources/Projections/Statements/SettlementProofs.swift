public import LedgerValues
import ResidenceRules

/// Where the books took money that settles a debt without being received for it: an advance, a deposit set off, a credit
/// of the books before.
public struct SettlementProof: Hashable, Sendable {
    /// The day on which it took effect.
    public let on: CalendarDate
    /// Log position of the posting, or of the fact.
    public let position: Int64
}

/// The latest such posting of each kind, by the end of a day, where the books hold as much as the rules say: what `bill` has
/// still to correct proves nothing.
struct SettlementProofs: Sendable {
    /// By the first day of the rent line.
    private(set) var advance: [CalendarDate: SettlementProof] = [:]
    private(set) var advanceCredited: SettlementProof?
    private(set) var deposit: SettlementProof?
    private(set) var takenOver: SettlementProof?

    init(_ postings: [FiledPosting], of account: ContractAccount) {
        takenOver = account.tenure.takeover.map { SettlementProof(on: $0.on, position: $0.position) }
        for filed in postings where filed.effectiveOn <= account.asOf {
            let proof = SettlementProof(on: filed.effectiveOn, position: filed.position)
            switch filed.posting {
            case .advanceApplied(_, let from): advance[from] = proof
            case .advanceCredited: advanceCredited = proof
            case .depositOffset: deposit = proof
            case .charged, .chargeReversed, .dueDaySet, .advanceUnapplied, .advanceCreditReversed, .advanceForfeited,
                .forfeitReversed, .depositOffsetReversed, .refundDecided, .refundDecisionReversed, .lossReversed,
                .lossRestored:
                break
            }
        }
        let (posted, schedule) = (account.posted, account.schedule)
        if posted.advanceCredited != schedule.advanceCredited { advanceCredited = nil }
        if posted.depositOffset != schedule.depositOffset { deposit = nil }
        for (day, amount) in posted.advance {
            let applied = account.lines.lazy.filter { $0.charge.from == day }.map(\.advance).total()
            if applied != amount { advance[day] = nil }
        }
    }
}
