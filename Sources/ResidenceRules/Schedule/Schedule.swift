public import LedgerValues

/// What a contract owes and is owed at the end of a day: a pure function of its facts, the tariffs and the policies.
public struct Schedule: Sendable {
    /// In effect or still to come, in the order of a statement.
    public fileprivate(set) var lines: [ChargeLine] = []
    /// The part of the advance taken off each line, in cents.
    public fileprivate(set) var advance: [Money] = []
    /// Advance that a settlement turned into a credit, in cents (section 16 on R-057).
    public fileprivate(set) var advanceCredited = Money.zero
    /// Advance kept by the Crous, in cents.
    public fileprivate(set) var forfeited = Money.zero
    /// Deposit set off against debts at the settlement, in cents.
    public fileprivate(set) var depositOffset = Money.zero
    public fileprivate(set) var refunds: [RefundDue] = []
    /// What the settlement left unpaid on its day, in cents; nil before a settlement.
    public fileprivate(set) var remainingDebt: Money?
    /// Services charged to a short stay that never began: their charges are taken back.
    public fileprivate(set) var voided: [ChargeLine] = []
    /// Last day billed as rent.
    public fileprivate(set) var billingEnd: CalendarDate?

    /// The schedule of `facts`, filed in order, as they stand at the end of `asOf`.
    ///
    /// - Parameters:
    ///   - tenure: the tenure that `facts` describe by the end of `asOf`.
    ///   - horizon: rent of months that start after this day is left out, so that a tariff not voted yet does not
    ///     hide what is already owed; a settlement looks at every line.
    ///   - indemnityThrough: the day that bounds an indemnity still running, when it is not `asOf`.
    /// - Throws: ``ScheduleError`` when a tariff is missing for a billed day.
    public init(
        _ tenure: Tenure, _ facts: [FiledFact], asOf: CalendarDate, horizon: CalendarDate = .latest,
        indemnityThrough: CalendarDate? = nil, _ context: RuleContext
    ) throws(ScheduleError) {
        lines = try tenure.lines(asOf: indemnityThrough ?? asOf, horizon: horizon, context)
        if let first = tenure.firstBilledDay, let last = tenure.lastBilledDay(context.policies), first <= last {
            billingEnd = last
        }
        if let settledOn = tenure.settledOn {
            try settle(on: settledOn, tenure, facts, context)
        } else {
            let applied = AdvanceApplication.apply(
                tenure.advance, to: lines, from: Self.advanceStart(tenure, context.policies), reach: asOf)
            advance = applied.applied
            endBeforeKeys(tenure, context.policies)
            endStay(tenure)
        }
    }

    /// The first day whose rent may take the advance: any, or the month of the effect date.
    private static func advanceStart(_ tenure: Tenure, _ policies: PolicyTable) -> CalendarDate? {
        guard let effect = tenure.effectiveOn else { return nil }
        return policies.reads("effect_month", .advanceApplication, on: effect) ? effect : nil
    }

    /// Withdrawal, lapse or repeal before the keys: the advance is refunded or forfeited, the deposit returned
    ///
    private mutating func endBeforeKeys(_ tenure: Tenure, _ policies: PolicyTable) {
        guard tenure.endedBeforeKeys else { return }
        let decided: CalendarDate
        let advanceReturns: Bool
        if let day = tenure.withdrawnOn {
            decided = day
            advanceReturns = tenure.withdrawalIsEarly(on: day, policies)
        } else if let lapse = tenure.endingLapse {
            decided = lapse.decidedOn
            advanceReturns = false
        } else if let repeal = tenure.repeal {
            decided = repeal.decidedOn
            advanceReturns = tenure.effectiveOn.map { repeal.effectiveOn < $0 } ?? true
        } else {
            return
        }
        if advanceReturns {
            refund(.advance, tenure.advance, due: Deadline.advanceRefund.lastDay(from: decided), tenure)
        } else if let exception = tenure.exceptionOn {
            let granted = max(exception, decided)
            refund(.advance, tenure.advance, due: Deadline.advanceRefund.lastDay(from: granted), tenure)
        } else {
            forfeited = tenure.advance
        }
        refund(.deposit, tenure.deposit, due: decided.adding(months: 1), tenure)
    }

    /// A short stay that never began: what was paid and is not kept goes back, by one month after its end as the other
    /// refunds do. What was wired stays decided.
    private mutating func endStay(_ tenure: Tenure) {
        guard let ending = tenure.stay?.ending else { return }
        voided = ending.services.map { charge, day, position in
            ChargeLine(
                composition: .sundry(charge, position: position), from: day, to: day, dueOn: charge.dueOn,
                takesEffectOn: day)
        }
        let items = OpenItems(payable: lines.map(\.amount), dueOn: lines.map(\.dueOn), money: tenure.paid)
        let owed = max(items.credit, tenure.wired[.credit] ?? .zero)
        refund(.credit, owed, due: ending.moment.day.adding(months: 1), tenure)
    }

    /// The settlement is a posting of its day: it counts the facts of that day and no later one.
    private mutating func settle(
        on day: CalendarDate, _ tenure: Tenure, _ facts: [FiledFact], _ context: RuleContext
    ) throws(ScheduleError) {
        let start = Self.advanceStart(tenure, context.policies)
        let then = Tenure(facts, asOf: day)
        let owed = try then.lines(asOf: day, horizon: .latest, context)
        let taken = AdvanceApplication.apply(then.advance, to: owed, from: start, reach: nil)
        // What no rent line took of the advance is a credit, and a credit pays what is owed before it is refunded.
        let items = OpenItems(
            payable: zip(owed, taken.applied).map { $0.amount - $1 }, dueOn: owed.map(\.dueOn),
            money: then.paid + taken.left)
        let debt = items.open.total()
        let credit = items.credit
        depositOffset = min(then.deposit, debt)
        remainingDebt = debt - depositOffset
        advanceCredited = taken.left
        advance = AdvanceApplication.apply(then.advance - taken.left, to: lines, from: start, reach: nil).applied
        let delay: Deadline = then.returned?.report == .nonConforming ? .depositNonConforming : .depositConforming
        let due = delay.lastDay(from: then.returned?.on ?? day)
        refund(.deposit, then.deposit - depositOffset, due: due, tenure)
        let kept =
            then.programme == .exchange && !then.forceMajeure
            && context.policies.reads("false", .exchangeCreditRefundable, on: day)
        if !kept { refund(.credit, credit, due: due, tenure) }
    }

    private mutating func refund(_ kind: RefundKind, _ amount: Money, due: CalendarDate, _ tenure: Tenure) {
        guard amount > .zero else { return }
        refunds.append(RefundDue(kind: kind, amount: amount, decidedDueOn: due, bankDetailsOn: tenure.bankDetailsOn))
    }
}

/// A refund that the Crous owes.
public struct RefundDue: Hashable, Sendable {
    public let kind: RefundKind
    public let amount: Money
    /// The deadline that the rule gives, before bank details are looked at.
    public let decidedDueOn: CalendarDate
    /// Day on which bank details came, if they did.
    public let bankDetailsOn: CalendarDate?

    public init(kind: RefundKind, amount: Money, decidedDueOn: CalendarDate, bankDetailsOn: CalendarDate?) {
        self.kind = kind
        self.amount = amount
        self.decidedDueOn = decidedDueOn
        self.bankDetailsOn = bankDetailsOn
    }

    /// Nothing can be wired without bank details.
    public var blocked: Bool { bankDetailsOn == nil }

    /// The deadline; the day of the bank details when they came later.
    public var dueOn: CalendarDate { max(decidedDueOn, bankDetailsOn ?? decidedDueOn) }
}
