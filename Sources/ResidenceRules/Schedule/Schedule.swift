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
    /// Deposit that went over to another contract and went back to its payer all the same: due from the tenant, in cents.
    public fileprivate(set) var depositClaimed = Money.zero
    public fileprivate(set) var refunds: [RefundDue] = []
    /// What the settlement left unpaid on its day, in cents; nil before a settlement.
    public fileprivate(set) var remainingDebt: Money?
    /// Services charged to a short stay that never began: their charges are taken back.
    public fileprivate(set) var voided: [ChargeLine] = []
    /// What decisions to end debts no longer take, for want of an open debt, in cents.
    public fileprivate(set) var lossReversed: [DebtRelief.Ground: Money] = [:]
    /// What is unpaid on each line, and the credit.
    public fileprivate(set) var items = OpenItems([], payable: [], funds: Funds(general: .zero))
    /// Last day billed as rent.
    public fileprivate(set) var billingEnd: CalendarDate?
    /// What the settlement left open on each line that it counted, in cents; empty while nothing was charged after it.
    private var settled: [LineKey: Money] = [:]

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
        let tenure = try tenure.refunding(Self.refundsStanding(tenure, facts, context))
        let reach = tenure.settledOn == nil ? horizon : .latest
        lines = try tenure.lines(asOf: indemnityThrough ?? asOf, horizon: reach, context)
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
            endStay(tenure, asOf: asOf, context.policies)
        }
        reckon(tenure, asOf: asOf, context.policies)
    }

    /// What stands of each refund of a credit that was decided by itself, in cents: no more than was free on its day of the
    /// money that has not gone back since (decision 0051).
    private static func refundsStanding(
        _ tenure: Tenure, _ facts: [FiledFact], _ context: RuleContext
    ) throws(ScheduleError) -> [Money] {
        var standing: [Money] = []
        for (amount, day) in tenure.creditRefunds {
            guard tenure.moneyWentBack else {
                standing.append(amount)
                continue
            }
            let known = facts.filter { $0.moment.day <= day }
            let then = Tenure(known, asOf: day).lessWhatWentBack(by: tenure, wired: [.credit: .zero]).refunding([])
            let free = try Schedule(then, known, asOf: day, horizon: day, context)
                .freeCredit(on: day, isSettled: then.settledOn != nil)
            standing.append(min(amount, max(.zero, free - standing.total())))
        }
        return standing
    }

    /// Matches the money with the lines, once refunds are held against what was wired and what went back.
    private mutating func reckon(_ tenure: Tenure, asOf: CalendarDate, _ policies: PolicyTable) {
        var funds = Funds(tenure, asOf: asOf, policies)
        funds.add(credited: advanceCredited, on: tenure.settledOn ?? asOf)
        let wired = tenure.wired[.credit] ?? .zero
        let decided = refunded(.credit) + tenure.creditRefunds.map(\.amount).total()
        let held = funds.total
        funds.add(deposit: depositOffset, setOffOn: tenure.settledOn ?? asOf)
        // A deposit set off that no line takes any more is a credit, too.
        let free =
            max(decided, wired) > held && depositOffset > .zero
            ? OpenItems(lines, payable: payable, funds: funds, settled: settled).refundable : held
        setRefund(.credit, min(max(held, free), max(decided, wired)), tenure)
        depositClaimed = max(.zero, -tenure.deposit)
        func over(_ kind: RefundKind) -> Money {
            max(.zero, (tenure.wired[kind] ?? .zero) + (kind == .deposit ? depositClaimed : .zero) - refunded(kind))
        }
        // What is due again is set off against a credit that the bank still holds.
        let claimed = over(.advance) + over(.deposit)
        setRefund(.credit, refunded(.credit) - min(claimed, max(.zero, refunded(.credit) - wired)), tenure)
        funds.withdraw(refunded(.credit))
        for kind in [RefundKind.advance, .deposit, .credit] {
            let over = over(kind)
            guard over > .zero, let day = tenure.lastMoved[kind] else { continue }
            lines.append(
                ChargeLine(composition: .reclaim(kind, over), from: day, to: day, dueOn: day, takesEffectOn: day))
            advance.append(.zero)
        }
        items = OpenItems(lines, payable: payable, funds: funds, settled: settled)
        for (_, relief) in tenure.reliefs { lossReversed[relief.ground, default: .zero] += relief.amount }
        for (ground, amount) in items.relief { lossReversed[ground, default: .zero] -= amount }
        // Once a contract is settled, or ended before it began, no debt is to come that the guarantor would answer for.
        let isOver = tenure.settledOn != nil || tenure.endedBeforeKeys || tenure.stay?.ending != nil
        let left = isOver ? items.guarantorLeft : .zero
        let returned = funds.guarantorExcess + funds.guarantorWired + left
        if let due = tenure.receipts.last(where: { $0.remittance.payer == .guarantor })?.on.adding(months: 1) {
            items.giveBackToGuarantor(isOver)
            refund(.guarantor, returned, due: due, tenure)
        }
        if let due = tenure.receiptRefunds.last?.on.adding(months: 1) {
            refund(.receipt, tenure.receiptRefunds.map(\.amount).total(), due: due, tenure)
        }
        let owed = tenure.clawbacks.filter { $0.clawback.settlement == .owed }
        let days = items.aidExcess.keys.map(\.next.first) + owed.map(\.on)
        if let due = days.max() {
            refund(.aid, items.aidExcess.values.total() + owed.map(\.clawback.amount).total(), due: due, tenure)
        }
    }

    /// Sets the refund of a kind to `amount`, with the deadline it has, or the day on which it was wired.
    private mutating func setRefund(_ kind: RefundKind, _ amount: Money, _ tenure: Tenure) {
        guard amount != refunded(kind) else { return }
        let due =
            refunds.first { $0.kind == kind }?.decidedDueOn ?? tenure.creditRefunds.last?.on.adding(months: 1)
            ?? tenure.lastMoved[kind]
        refunds.removeAll { $0.kind == kind }
        if let due { refund(kind, amount, due: due, tenure) }
    }

    /// What each line leaves to pay after the advance, in cents.
    public var payable: [Money] { zip(lines, advance).map { $0.amount - $1 } }

    /// The refund decided of a kind, in cents.
    public func refunded(_ kind: RefundKind) -> Money { refunds.first { $0.kind == kind }?.amount ?? .zero }

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
            advanceReturns = tenure.countedFrom.map { repeal.effectiveOn < $0 } ?? true
        } else if let died = tenure.diedOn {
            decided = died
            advanceReturns = true
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
    private mutating func endStay(_ tenure: Tenure, asOf: CalendarDate, _ policies: PolicyTable) {
        guard let ending = tenure.stay?.ending else { return }
        voided = ending.services.map { charge, day, position in
            ChargeLine(
                composition: .sundry(charge, position: position), from: day, to: day, dueOn: charge.dueOn,
                takesEffectOn: day)
        }
        var funds = Funds(tenure, asOf: asOf, policies)
        let decided = tenure.creditRefunds.map(\.amount).total()
        let covered = min(tenure.creditGone, funds.total)
        funds.withdraw(covered)
        let items = OpenItems(lines, payable: lines.map(\.amount), funds: funds)
        let owed = items.refundable + max(.zero, covered - decided)
        refund(.credit, owed, due: ending.moment.day.adding(months: 1), tenure)
    }

    /// The settlement is a posting of its day: it counts the facts of that day and no later one.
    private mutating func settle(
        on day: CalendarDate, _ tenure: Tenure, _ facts: [FiledFact], _ context: RuleContext
    ) throws(ScheduleError) {
        let start = Self.advanceStart(tenure, context.policies)
        // Mostly nothing happened after the settlement: what stands then is what stands now.
        let isLast = facts.allSatisfy { $0.moment.day <= day }
        let then = isLast ? tenure : Tenure(facts, asOf: day)
        let owed = isLast && tenure.returned != nil ? lines : try then.lines(asOf: day, horizon: .latest, context)
        let first = Self.settlement(of: owed, then, on: day, from: start, context.policies)
        // What has gone back since is as if it had never come; what was already wired cannot be set off any more.
        let known =
            tenure.moneyWentBack ? then.lessWhatWentBack(by: tenure, wired: Self.wired(first, then, tenure)) : then
        let found =
            tenure.moneyWentBack ? Self.settlement(of: owed, known, on: day, from: start, context.policies) : first
        let kept =
            then.programme == .exchange && !then.forceMajeure
            && context.policies.reads("false", .exchangeCreditRefundable, on: day)
        depositOffset = max(.zero, min(known.deposit - (tenure.wired[.deposit] ?? .zero), found.debt))
        if tenure.sundries.contains(where: { $0.on > day }) {
            let after = Self.settlement(
                of: owed, known, on: day, from: start, context.policies, settingOff: depositOffset)
            settled = Dictionary(zip(owed.map(\.key), after.open)) { first, _ in first }
        }
        let late = try SetOff(
            tenure, facts,
            SetOff.Settled(
                on: day, depositOffset: depositOffset, depositToRefund: known.deposit - depositOffset,
                creditToRefund: kept ? .zero : found.decided, advanceLeft: found.advanceLeft, open: settled,
                advanceFrom: start), context)
        depositOffset += late.deposit
        remainingDebt = max(.zero, first.debt - then.deposit - first.lost)
        advanceCredited = found.advanceLeft
        advance =
            AdvanceApplication.apply(known.advance - found.advanceLeft, to: lines, from: start, reach: nil).applied
        let due = then.depositDueOn ?? Deadline.depositConforming.lastDay(from: day)
        refund(.deposit, known.deposit - depositOffset, due: due, tenure)
        if !kept { refund(.credit, found.decided - late.credit, due: due, tenure) }
    }

    /// What a settlement finds, in cents.
    private struct Found {
        /// What is owed, written off or not: the deposit pays it all the same.
        let debt: Money
        /// What of ``debt`` was written off.
        let lost: Money
        /// Money of the tenant that no line takes, and that was not wired.
        let credit: Money
        /// ``credit``, and what was wired of it without a decision of its own.
        let decided: Money
        /// Money of the guarantor above the ceilings, or that no line takes.
        let guarantor: Money
        let advanceLeft: Money
        /// What is open on each line.
        let open: [Money]
    }

    /// What was wired by now of the money that a settlement had found, in cents: what was decided later is wired first.
    private static func wired(_ found: Found, _ then: Tenure, _ tenure: Tenure) -> [RefundKind: Money] {
        func more(_ kind: RefundKind) -> Money { (tenure.wired[kind] ?? .zero) - (then.wired[kind] ?? .zero) }
        let later = tenure.creditRefunds.map(\.amount).total() - then.creditRefunds.map(\.amount).total()
        let credit = max(.zero, min(found.credit, more(.credit) - later))
        return [
            .credit: (then.wired[.credit] ?? .zero) + credit,
            .guarantor: min(found.guarantor, tenure.wired[.guarantor] ?? .zero),
        ]
    }

    /// What a settlement on `day` finds once the advance and the money of `tenure` have taken their lines.
    ///
    /// - Parameter deposit: what is set off against them, in cents.
    private static func settlement(
        of owed: [ChargeLine], _ tenure: Tenure, on day: CalendarDate, from start: CalendarDate?,
        _ policies: PolicyTable, settingOff deposit: Money = .zero
    ) -> Found {
        let taken = AdvanceApplication.apply(tenure.advance, to: owed, from: start, reach: nil)
        var funds = Funds(tenure, asOf: day, policies)
        let decided = tenure.creditRefunds.map(\.amount).total()
        let covered = min(tenure.creditGone, funds.total)
        funds.withdraw(covered)
        // What no rent line took of the advance is a credit, and a credit pays what is owed before it is refunded.
        funds.add(credited: taken.left, on: day)
        funds.add(deposit: deposit, setOffOn: day)
        let items = OpenItems(
            owed, payable: zip(owed, taken.applied).map { $0.amount - $1 }, funds: funds)
        let over = max(.zero, (tenure.wired[.credit] ?? .zero) - covered)
        let lost = items.losses.values.flatMap { $0 }.filter(\.key.canStillBePaid).map(\.value).total()
        return Found(
            debt: items.open.total() + lost + over, lost: lost, credit: items.refundable,
            decided: items.refundable + max(.zero, covered - decided),
            guarantor: funds.guarantorExcess + funds.guarantorWired + items.guarantorLeft, advanceLeft: taken.left,
            open: items.open)
    }

    private mutating func refund(_ kind: RefundKind, _ amount: Money, due: CalendarDate, _ tenure: Tenure) {
        guard amount > .zero else { return }
        refunds.append(
            RefundDue(
                kind: kind, amount: amount, decidedDueOn: due, bankDetailsOn: tenure.bankDetailsOn,
                toEstate: tenure.diedOn != nil, mandate: tenure.mandate))
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
    /// The tenant died: the refund goes to the estate (section 16 on R-073).
    public let toEstate: Bool

    /// Who is refunded.
    public var payee: Payee {
        switch kind {
        case .advance, .deposit, .credit: mandate != nil ? .mandate : toEstate ? .estate : .tenant
        case .aid: .caf
        case .guarantor: .guarantor
        case .receipt: .payer
        }
    }

    public enum Payee: String, Sendable, CaseIterable {
        case tenant
        /// The tenant died (section 16 on R-073).
        case estate
        /// Whom a recorded mandate names.
        case mandate
        case caf
        case guarantor
        /// Whoever paid, by the way it came.
        case payer
    }

    /// Whom refunds go to in the tenant's place, as a code.
    public let mandate: Code?

    public init(
        kind: RefundKind, amount: Money, decidedDueOn: CalendarDate, bankDetailsOn: CalendarDate?,
        toEstate: Bool = false, mandate: Code? = nil
    ) {
        self.kind = kind
        self.amount = amount
        self.decidedDueOn = decidedDueOn
        self.bankDetailsOn = bankDetailsOn
        self.toEstate = toEstate
        self.mandate = mandate
    }

    /// Nothing can be wired to a tenant, his estate or his mandate without bank details; a payer's own are known.
    public var blocked: Bool { wantsBankDetails && bankDetailsOn == nil }

    private var wantsBankDetails: Bool {
        switch payee {
        case .tenant, .estate, .mandate: true
        case .caf, .guarantor, .payer: false
        }
    }

    /// The deadline; the day of the bank details when they came later.
    public var dueOn: CalendarDate {
        wantsBankDetails ? max(decidedDueOn, bankDetailsOn ?? decidedDueOn) : decidedDueOn
    }
}
