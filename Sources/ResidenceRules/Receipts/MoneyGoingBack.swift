import LedgerValues

/// Money that the bank says goes back: a receipt's, a wire's, or housing aid of a month.
enum MoneyGoingBack {
    case receipt(MoneyReturn)
    /// Of a wire by its log position; nil of all that was wired of a kind.
    case wired(RefundKind, Money, wire: Int64?)
    case aid(AidClawback)

    /// Nil for every other fact.
    init?(_ fact: ContractFact) {
        if case .moneyReturned(let back) = fact {
            self = .receipt(back)
        } else if case .refundReturned(let kind, let amount, let wire) = fact {
            self = .wired(kind, amount, wire: wire)
        } else if case .housingAidClawedBack(let clawback) = fact {
            self = .aid(clawback)
        } else {
            return nil
        }
    }

    /// What did not go back of it yet, in cents, whatever it was used for.
    func left(_ tenure: Tenure) -> Money {
        switch self {
        case .receipt(let back):
            guard let receipt = tenure.receipts.first(where: { $0.position == back.receipt }) else { return .zero }
            let left = receipt.amount - receipt.returned
            return receipt.month.map { min(left, tenure.aid[$0] ?? .zero) } ?? left
        case .wired(let kind, _, let wire): return tenure.wires.left(kind, at: wire)
        case .aid(let clawback): return tenure.aid[clawback.month] ?? .zero
        }
    }

    /// Throws when more goes back than is left.
    func check(_ left: Money) throws(Rejection) {
        switch self {
        case .receipt(let back):
            if back.amount > left { throw Rejection(.returnExceedsReceipt, "left \(left.cents)") }
        case .wired(_, let amount, _):
            if amount > left { throw Rejection(.returnExceedsWired, "wired and not back \(left.cents)") }
        case .aid(let clawback):
            if clawback.amount > left { throw Rejection(.clawbackExceedsAid, "kept \(left.cents)") }
        }
    }
}
