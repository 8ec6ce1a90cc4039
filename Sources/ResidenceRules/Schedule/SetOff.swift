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
        /// Set off by the settlement itself.
        let depositOffset: Money
        let depositToRefund: Money
        let creditToRefund: Money
        let advanceLeft: Money
        /// What it left open on each line that it counted; nothing where every line is settled.
        let open: [LineKey: Money]
        /// The first day whose rent may take the advance.
        let advanceFrom: CalendarDate?
    }

    /// - Parameters:
    ///   - tenure: the tenure that `facts` describe by the day asked about; what has gone back by then never came.
    ///   - facts: the facts of the contract, filed in order.
    init(
        _ tenure: Tenure, _ facts: [FiledFact], _ settled: Settled, _ context: RuleContext
    ) throws(ScheduleError) {
        let standing = Set(tenure.sundries.filter { $0.on > settled.on }.map(\.position))
        guard !standing.isEmpty else { return }
        for (index, fact) in facts.enumerated() where standing.contains(fact.position) {
            var then = Tenure()
            for earlier in facts[...index] { then.apply(earlier) }
            let open = try uncovered(fact, then.lessWhatWentBack(by: tenure, wired: [:]), settled, context)
            // What has left the bank is out of reach; a refund of its own decision is wired first.
            let own = then.creditRefunds.map(\.amount).total()
            let fromDeposit = Self.take(open, from: settled.depositToRefund - deposit, less: then.wired[.deposit])
            let fromCredit = Self.take(
                open - fromDeposit, from: settled.creditToRefund - credit,
                less: max(.zero, (then.wired[.credit] ?? .zero) - own))
            deposit += fromDeposit
            credit += fromCredit
        }
    }

    /// What the money that lies unused on the account leaves open because of a charge, in cents.
    private func uncovered(
        _ charge: FiledFact, _ then: Tenure, _ settled: Settled, _ context: RuleContext
    ) throws(ScheduleError) -> Money {
        let day = charge.moment.day
        let lines = try then.lines(asOf: day, horizon: .latest, context)
        let applied = AdvanceApplication.apply(
            then.advance - settled.advanceLeft, to: lines, from: settled.advanceFrom, reach: nil
        ).applied
        var funds = Funds(then, asOf: day, context.policies)
        let promised = settled.creditToRefund - credit + then.creditRefunds.map(\.amount).total()
        funds.add(credited: settled.advanceLeft, on: settled.on)
        funds.withdraw(min(max(promised, then.wired[.credit] ?? .zero), funds.total))
        funds.add(deposit: settled.depositOffset + deposit, setOffOn: settled.on)
        func open(_ indices: [Int]) -> Money {
            OpenItems(
                indices.map { lines[$0] }, payable: indices.map { lines[$0].amount - applied[$0] }, funds: funds,
                settled: settled.open
            ).open.total()
        }
        let others = lines.indices.filter { lines[$0].key != .sundry(position: charge.position) }
        return max(.zero, open(Array(lines.indices)) - open(others))
    }

    private static func take(_ open: Money, from refund: Money, less wired: Money?) -> Money {
        min(open, max(.zero, refund - (wired ?? .zero)))
    }
}
