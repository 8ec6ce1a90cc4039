import LedgerValues

extension GivenFacts {
    /// Never more goes out again than the receipt brought, less earlier returns.
    func judgeReturn(_ back: MoneyReturn) throws(Rejection) {
        try Self.checkPositive(back.amount)
        guard let receipt = tenure.receipts.first(where: { $0.position == back.receipt }) else {
            throw Rejection(.unknownReceipt, "position \(back.receipt)")
        }
        let left = tenure.left(of: receipt)
        if back.amount > left { throw Rejection(.returnExceedsReceipt, "left \(left.cents)") }
    }

    /// No more of an allocation is taken back than it holds, and once.
    func judgeUndoing(_ undoing: AllocationUndoing) throws(Rejection) {
        let allocation = tenure.receipts.first { $0.position == undoing.allocation }
        let left = allocation.map { tenure.left(of: $0) } ?? .zero
        if undoing.amount > left || left <= .zero { throw Rejection(.returnExceedsReceipt, "left \(left.cents)") }
        try Self.checkPositive(undoing.amount)
    }

    /// An unallocated receipt gives at most what is left of it.
    func judgeUse(of position: Int64, _ amount: Money) throws(Rejection) {
        try Self.checkPositive(amount)
        guard let receipt = tenure.receipts.first(where: { $0.position == position }),
            receipt.purpose == .unallocated
        else { throw Rejection(.unknownReceipt, "position \(position) is not unallocated") }
        if amount > receipt.kept { throw Rejection(.allocationExceedsReceipt, "left \(receipt.kept.cents)") }
    }

    /// The purpose is judged as if the money had come in for it; an advance by the instant it came in.
    func judgeAllocation(_ allocation: Allocation, at moment: EffectiveMoment) throws(Rejection) {
        if allocation.source == .own { try judgeUse(of: allocation.receipt, allocation.amount) }
        switch allocation.purpose {
        case .advance: try judgeAdvance(allocation.amount, at: allocation.receivedAt)
        case .deposit: try judge(.depositPaid(allocation.amount), at: moment)
        case .payment, .aid: try Self.checkPositive(allocation.amount)
        }
    }

    /// The CAF takes back at most what it paid for the month and was not wired back.
    func judgeClawback(_ clawback: AidClawback, on day: CalendarDate) throws(Rejection) {
        try Self.checkPositive(clawback.amount)
        let schedule: Schedule
        do { schedule = try Schedule(tenure, Array(facts), asOf: day, context) } catch {
            throw Rejection(.noTariff, error.place)
        }
        let excess = schedule.items.aidExcess[clawback.month] ?? .zero
        let wiredBack = max(.zero, (tenure.wired[.aid] ?? .zero) - (schedule.refunded(.aid) - excess))
        let kept = (tenure.aid[clawback.month] ?? .zero) - wiredBack
        if clawback.amount > kept { throw Rejection(.clawbackExceedsAid, "kept \(kept.cents)") }
    }
}

extension Tenure {
    /// What is left of money that came in or was allocated, in cents: of housing aid no more than its month still has.
    func left(of receipt: MoneyReceived) -> Money {
        receipt.month.map { min(receipt.kept, aid[$0] ?? .zero) } ?? receipt.kept
    }
}
