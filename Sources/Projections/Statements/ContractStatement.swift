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
        /// Housing aid that settled a part of the line, in cents.
        public let aid: Money
        /// What a decision took off the line without its being paid, in cents.
        public let relieved: Money
        /// The grounds of ``relieved``, in cents.
        public let losses: [DebtRelief.Ground: Money]
        /// The title under which what is open is pursued.
        public let enforcedBy: Code?
        /// The money that settled what it left to pay.
        public let settlements: [Settlement]

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

    /// Lines and money.
    public let account: ContractAccount
    public let tenure: Tenure
    public let status: Tenure.Status
    /// Last day billed as rent; nil when nothing is.
    public let billingEnd: CalendarDate?
    public let balances: Balances
    public let refunds: [RefundDue]
    /// What the books decided to refund, in cents, with the log position of the event that moved it last: a decision, a
    /// wire or a wire that came back.
    public let decidedRefunds: [RefundKind: (amount: Money, position: Int64)]
    /// Log position of the contract's first event.
    public let openedAt: Int64
    public let arrears: Arrears
    /// What guarantors answer for and have paid.
    public let guarantees: [GuaranteeAccount]
    /// The latest report of what is unpaid.
    public let report: UnpaidReport?
    /// One figure for each rent or indemnity line, in line order.
    public let housingAid: [HousingAidFigure]
    /// What a settlement left unpaid on its day, in cents.
    public let remainingDebt: Money?
    /// What the cancellation or no-show of a short stay cost; nil for everything else.
    public let stayOutcome: ShortStay.Outcome?
    /// Postings that `bill` has still to record for the books to say the same as this statement.
    public var missingPostings: Int { Billing.differences(account.schedule, account.posted, on: asOf).count }

    public var asOf: CalendarDate { account.asOf }
    public var lines: [Line] { account.lines }
    /// Why lines still to come are left out, when a tariff for them is not published yet.
    public var incomplete: ScheduleError? { account.incomplete }
    let proofs: SettlementProofs

    /// The statement of `state` at the end of `asOf`.
    ///
    /// Charged lines are the recorded ones; only lines still to come are taken from the schedule.
    /// - Throws: ``ScheduleError`` when a tariff is missing for a day billed by `asOf`.
    public init(_ state: ContractState, asOf: CalendarDate, _ context: RuleContext) throws(ScheduleError) {
        let account = try ContractAccount(state, asOf: asOf, context)
        let (tenure, schedule) = (account.tenure, account.schedule)
        self.account = account
        self.tenure = tenure
        proofs = SettlementProofs(state.postings, of: account)
        status = tenure.status(asOf: asOf, context.policies)
        billingEnd = schedule.billingEnd
        refunds = schedule.refunds
        decidedRefunds = Self.decided(account.posted, state, asOf: asOf)
        openedAt = state.firstPosition
        arrears = Arrears(
            lines: account.lines.map(\.charge), open: schedule.items.open, tenure: tenure, asOf: asOf, context)
        guarantees = GuaranteeAccount.accounts(tenure)
        report = try UnpaidReport(tenure, state.facts, asOf: asOf, context)
        var figures: [HousingAidFigure] = []
        for line in account.lines {
            if let figure = try HousingAidFigure(line.charge, tenure, context) { figures.append(figure) }
        }
        housingAid = figures
        remainingDebt = schedule.remainingDebt
        stayOutcome = tenure.stay?.outcome(context.policies)
        balances = Self.balances(account, asOf: asOf)
    }

    private static func decided(
        _ posted: PostedState, _ state: ContractState, asOf: CalendarDate
    ) -> [RefundKind: (amount: Money, position: Int64)] {
        var last: [RefundKind: Int64] = [:]
        func move(_ kind: RefundKind, _ position: Int64) { last[kind] = max(position, last[kind] ?? 0) }
        for filed in state.postings where filed.effectiveOn <= asOf {
            if case .refundDecided(let kind, _, _) = filed.posting { move(kind, filed.position) }
            if case .refundDecisionReversed(let kind, _) = filed.posting { move(kind, filed.position) }
        }
        for filed in state.facts where filed.moment.day <= asOf {
            if case .refundWired(let kind, _) = filed.fact { move(kind, filed.position) }
            if case .refundReturned(let kind, _, _) = filed.fact { move(kind, filed.position) }
        }
        return posted.refunds.reduce(into: [:]) { decided, refund in
            decided[refund.key] = last[refund.key].map { (refund.value.amount, $0) }
        }
    }

    private static func balances(_ account: ContractAccount, asOf: CalendarDate) -> Balances {
        let (schedule, tenure) = (account.schedule, account.tenure)
        var sums = Balances()
        for line in account.lines {
            sums.charged += line.charge.amount
            if let due = line.charge.dueOn, due <= asOf {
                sums.due += line.payable
                sums.outstanding += line.open
            }
        }
        sums.credit = schedule.items.credit
        sums.outstanding -= schedule.items.credit
        sums.paid = tenure.paid
        sums.depositOffset = schedule.depositOffset
        sums.forfeited = schedule.forfeited
        sums.advanceHeld =
            tenure.advance - schedule.advance.total() - schedule.advanceCredited - schedule.forfeited
            - schedule.refunded(.advance)
        sums.depositHeld =
            tenure.deposit + schedule.depositClaimed - schedule.depositOffset - schedule.refunded(.deposit)
        let reclaimed = schedule.lines.map { line in
            if case .reclaim(_, let amount) = line.composition { amount } else { Money.zero }
        }
        sums.refundPayable =
            schedule.refunds.map(\.amount).total() + reclaimed.total() - schedule.depositClaimed
            - tenure.wired.values.total()
        sums.unallocated = tenure.unallocated
        return sums
    }
}
