import LedgerValues

/// Charges that came after the settlement and before a refund was wired are set off against it (section 16 on R-065).
struct SetOff {
    /// Taken from the deposit to refund, in cents.
    private(set) var deposit = Money.zero
    /// Taken from the credit to refund, in cents.
    private(set) var credit = Money.zero

    /// What a settlement left, in cents.
    struct Settled {
        let on: CalendarDate
        let paid: Money
        let debt: Money
        let depositToRefund: Money
        let creditToRefund: Money
        /// A credit that is not refunded.
        let creditKept: Money
    }

    /// - Parameters:
    ///   - tenure: the tenure that `facts` describe by the day asked about.
    ///   - facts: the facts of the contract, filed in order.
    init(_ tenure: Tenure, _ facts: [FiledFact], _ settled: Settled) {
        let standing = Dictionary(uniqueKeysWithValues: tenure.sundries.map { ($0.position, $0.charge) })
        guard standing.count > 0 else { return }
        var known = Tenure()
        var owed = settled.debt
        for fact in facts {
            known.apply(fact)
            guard fact.moment.day > settled.on, let charge = standing[fact.position] else { continue }
            // Money that lies unused on the account comes first; what has left the bank is out of reach.
            let unused = max(.zero, settled.creditKept + known.paid - settled.paid - owed)
            let amount = charge.net + charge.vat
            let open = amount - min(amount, unused)
            let fromDeposit = Self.take(open, from: settled.depositToRefund - deposit, less: known.wired[.deposit])
            let fromCredit = Self.take(
                open - fromDeposit, from: settled.creditToRefund - credit, less: known.wired[.credit])
            deposit += fromDeposit
            credit += fromCredit
            owed += amount - fromDeposit - fromCredit
        }
    }

    private static func take(_ open: Money, from refund: Money, less wired: Money?) -> Money {
        min(open, max(.zero, refund - (wired ?? .zero)))
    }
}
