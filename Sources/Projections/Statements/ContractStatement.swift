public import LedgerValues
public import ResidenceRules

/// The account of one contract at the end of a day: lines, money, balances, flags and housing-aid figures.
public struct ContractStatement: Sendable {
    public struct Line: Sendable {
        public let charge: ChargeLine
        /// Log position of the posting, or of the fact, that charged the line; nil while it is only scheduled.
        public let position: Int64?
        /// Part of the advance taken off the line, in cents.
        public let advance: Money
        /// Still unpaid, in cents; all of ``payable`` while the line has no due day.
        public let open: Money

        /// Amount less advance, in cents.
        public var payable: Money { charge.amount - advance }
    }

    /// All in cents.
    public struct Balances: Hashable, Sendable {
        /// Sum of the lines, in effect or still to come.
        public var charged = Money.zero
        /// Payable of the lines due by the day.
        public var due = Money.zero
        public var paid = Money.zero
        public var depositOffset = Money.zero
        /// Open on lines due by the day, less credit.
        public var outstanding = Money.zero
        public var credit = Money.zero
        public var advanceHeld = Money.zero
        public var depositHeld = Money.zero
        public var forfeited = Money.zero
        /// Refunds decided and not wired yet.
        public var refundPayable = Money.zero
        /// Money kept unallocated after a refusal.
        public var unallocated = Money.zero
    }

    public let asOf: CalendarDate
    public let status: Tenure.Status
    public let tenure: Tenure
    public let lines: [Line]
    /// Last day billed as rent; nil when nothing is.
    public let billingEnd: CalendarDate?
    public let balances: Balances
    public let refunds: [RefundDue]
    public let arrears: Arrears
    /// One figure for each rent or indemnity line, in line order.
    public let housingAid: [HousingAidFigure]
    /// What a settlement left unpaid on its day, in cents.
    public let remainingDebt: Money?
    /// What the cancellation or no-show of a short stay cost; nil for everything else.
    public let stayOutcome: ShortStay.Outcome?
    /// Postings that `bill` has still to record for the books to say the same as this statement.
    public let missingPostings: Int
    /// Why lines still to come are left out, when a tariff for them is not published yet.
    public let incomplete: ScheduleError?

    /// The statement of `state` at the end of `asOf`.
    ///
    /// Charged lines are the recorded ones; only lines still to come are taken from the schedule.
    /// - Throws: ``ScheduleError`` when a tariff is missing for a day billed by `asOf`.
    public init(_ state: ContractState, asOf: CalendarDate, _ context: RuleContext) throws(ScheduleError) {
        let tenure = Tenure(state.facts, asOf: asOf)
        let schedule: Schedule
        do {
            schedule = try Schedule(tenure, state.facts, asOf: asOf, context)
            incomplete = nil
        } catch {
            schedule = try Schedule(tenure, state.facts, asOf: asOf, horizon: asOf, context)
            incomplete = error
        }
        let posted = PostedState(state.postings, asOf: asOf)
        let missing = Billing.differences(schedule, posted, on: asOf).count
        let money = missing == 0 ? DerivedMoney(posted, tenure) : DerivedMoney(schedule)
        let charges = Self.charges(schedule, posted)
        let advance = charges.map { charge, _ in
            charge.isRent ? money.advance[charge.from] ?? .zero : .zero
        }
        let payable = zip(charges, advance).map { $0.charge.amount - $1 }
        let refundedCredit = money.refunds.first { $0.kind == .credit }?.amount ?? .zero
        let resources = tenure.paid + money.depositOffset + money.advanceCredited - refundedCredit
        let items = OpenItems(payable: payable, dueOn: charges.map(\.charge.dueOn), money: resources)

        self.asOf = asOf
        self.tenure = tenure
        status = tenure.status(asOf: asOf, context.policies)
        lines = charges.indices.map { index in
            Line(
                charge: charges[index].charge, position: charges[index].position, advance: advance[index],
                open: items.open[index])
        }
        billingEnd = schedule.billingEnd
        refunds = money.refunds
        arrears = Arrears(
            lines: charges.map(\.charge), open: items.open, tenure: tenure, asOf: asOf, context)
        var figures: [HousingAidFigure] = []
        for (charge, _) in charges {
            if let figure = try HousingAidFigure(charge, tenure, context) { figures.append(figure) }
        }
        housingAid = figures
        remainingDebt = schedule.remainingDebt
        stayOutcome = tenure.stay?.outcome(context.policies)
        missingPostings = missing
        balances = Self.balances(lines, items, money, tenure, asOf: asOf)
    }

    /// The recorded charges that the schedule still wants, and the scheduled lines that are not recorded.
    private static func charges(
        _ schedule: Schedule, _ posted: PostedState
    ) -> [(charge: ChargeLine, position: Int64?)] {
        var recorded = posted.lines
        return schedule.lines.map { line in
            switch line.composition {
            case .sundry(_, let position), .carriedOver(_, let position, _): return (line, position)
            case .rent, .indemnity, .shortStay: break
            }
            guard let index = recorded.firstIndex(where: { $0.line.chargesTheSame(as: line) }) else {
                return (line, nil)
            }
            let found = recorded.remove(at: index)
            return (found.line, found.position)
        }
    }

    private static func balances(
        _ lines: [Line], _ items: OpenItems, _ money: DerivedMoney, _ tenure: Tenure, asOf: CalendarDate
    ) -> Balances {
        var sums = Balances()
        for line in lines {
            sums.charged += line.charge.amount
            if let due = line.charge.dueOn, due <= asOf {
                sums.due += line.payable
                sums.outstanding += line.open
            }
        }
        sums.credit = items.credit
        sums.outstanding -= items.credit
        sums.paid = tenure.paid
        sums.depositOffset = money.depositOffset
        sums.forfeited = money.forfeited
        sums.advanceHeld =
            tenure.advance - money.advance.values.total() - money.advanceCredited - money.forfeited
            - money.refunded(.advance)
        sums.depositHeld = tenure.deposit - money.depositOffset - money.refunded(.deposit)
        sums.refundPayable = money.refunds.map(\.amount).total() - tenure.wired.values.total()
        sums.unallocated = tenure.unallocated
        return sums
    }
}

/// Money that the rules move without anybody paying, in cents.
private struct DerivedMoney {
    /// Advance taken off the rent line that starts on a day.
    var advance: [CalendarDate: Money] = [:]
    var advanceCredited = Money.zero
    var forfeited = Money.zero
    var depositOffset = Money.zero
    var refunds: [RefundDue] = []

    init(_ posted: PostedState, _ tenure: Tenure) {
        advance = posted.advance
        advanceCredited = posted.advanceCredited
        forfeited = posted.forfeited
        depositOffset = posted.depositOffset
        for kind in RefundKind.allCases {
            guard let refund = posted.refunds[kind], refund.amount > .zero else { continue }
            refunds.append(
                RefundDue(
                    kind: kind, amount: refund.amount, decidedDueOn: refund.dueOn,
                    bankDetailsOn: tenure.bankDetailsOn))
        }
    }

    init(_ schedule: Schedule) {
        for (line, amount) in zip(schedule.lines, schedule.advance) where line.isRent {
            advance[line.from, default: .zero] += amount
        }
        advanceCredited = schedule.advanceCredited
        forfeited = schedule.forfeited
        depositOffset = schedule.depositOffset
        refunds = schedule.refunds
    }

    func refunded(_ kind: RefundKind) -> Money { refunds.first { $0.kind == kind }?.amount ?? .zero }
}
