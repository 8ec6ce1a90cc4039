import LedgerValues

/// Turns a command into facts, or refuses it: pure, synchronous, without a clock.
public enum ContractDecider {
    /// What a command comes to.
    public struct Decision: Hashable, Sendable {
        public let facts: [ContractFact]
        /// Set when a rule refuses the use of money that is recorded all the same.
        public let refusal: Rejection?
    }

    /// Decides `command` on the facts effective before it.
    ///
    /// - Parameters:
    ///   - moment: when the command took effect.
    ///   - facts: the accepted facts of the contract, filed in order; those of the same moment come before the command.
    /// - Throws: ``Rejection`` when a rule says no, or when the new fact would make an accepted later one wrong.
    public static func decide(
        _ command: ContractCommand, at moment: EffectiveMoment, given facts: [FiledFact], in context: RuleContext
    ) throws(Rejection) -> Decision {
        if facts.isEmpty, !command.opensContract { throw Rejection(.unknownContract) }
        let earlier = facts.prefix { $0.moment <= moment }
        let later = facts.dropFirst(earlier.count)
        var tenure = Tenure()
        for fact in earlier { tenure.apply(fact) }
        do {
            let fact = try enrich(command, at: moment, tenure, context)
            let given = GivenFacts(tenure: tenure, facts: earlier, context: context)
            try given.judge(fact, at: moment)
            try checkLater(fact, at: moment, earlier: Array(earlier), later: later, context)
            return Decision(facts: [fact], refusal: nil)
        } catch {
            guard let (purpose, amount) = command.receipt, error.code != .amountOutOfRange else { throw error }
            let receipt = UnallocatedReceipt(purpose: purpose, amount: amount, refusal: error.code.code)
            return Decision(facts: [.receiptUnallocated(receipt)], refusal: error)
        }
    }

    /// Accepted facts stay accepted: the new one is refused when a later one could no longer be accepted after it.
    private static func checkLater(
        _ fact: ContractFact, at moment: EffectiveMoment, earlier: [FiledFact], later: ArraySlice<FiledFact>,
        _ context: RuleContext
    ) throws(Rejection) {
        guard !later.isEmpty, fact.isJudged else { return }
        var facts = earlier
        facts.append(FiledFact(moment: moment, position: .max, fact: fact))
        var tenure = Tenure()
        for known in facts { tenure.apply(known) }
        for next in later {
            do {
                try GivenFacts(tenure: tenure, facts: facts[...], context: context).judge(
                    next.fact, at: next.moment)
            } catch {
                throw Rejection(
                    .contradictsLaterFact,
                    "position \(next.position) of \(next.moment.day) would be refused: \(error.code.rawValue)")
            }
            facts.append(next)
            tenure.apply(next)
        }
    }

    /// Adds to a command what the rules of its moment give: limits, amounts and default days.
    private static func enrich(
        _ command: ContractCommand, at moment: EffectiveMoment, _ tenure: Tenure, _ context: RuleContext
    ) throws(Rejection) -> ContractFact {
        switch command {
        case .proposeAllocation(let effect, let programme, let notifiedAt, let expiresAt):
            return .allocationProposed(
                proposal(effect, programme, notifiedAt: notifiedAt, expiresAt: expiresAt, context.policies))
        case .payAdvance(let amount, _): return .advancePaid(amount)
        case .decideAdmission(let effect, let end, let row, let assigned, let programme):
            guard context.tariffs.knows(row) else { throw Rejection(.unknownTariffRow, row.text) }
            let tariff: TariffRow
            do { tariff = try context.tariffs.row(row, on: effect) } catch {
                throw Rejection(.noTariff, "\(row) on \(effect)")
            }
            return .admissionDecided(
                AdmissionDecision(
                    term: Term(effectiveOn: effect, endsOn: end, row: row),
                    programme: programme ?? tenure.proposal?.programme ?? .standard,
                    assignedOn: assigned ?? moment.day, deposit: tariff.deposit))
        case .grantRenewal(let term):
            guard context.tariffs.knows(term.row) else { throw Rejection(.unknownTariffRow, term.row.text) }
            return .renewalGranted(term)
        case .completeFile: return .fileCompleted
        case .waiveDeposit(let ground): return .depositWaived(ground: ground)
        case .payDeposit(let amount): return .depositPaid(amount)
        case .keepDeposit(let amount): return .depositKept(amount)
        case .deferEffect: return .effectDeferred
        case .authoriseLateArrival(let until): return .lateArrivalAuthorised(until: until)
        case .handOverKeys: return .keysHandedOver
        case .giveNotice(let departure): return .noticeGiven(departure: departure)
        case .returnKeys(let report): return .keysReturned(report)
        case .receivePayment(let amount): return .paymentReceived(amount)
        case .provideBankDetails: return .bankDetailsProvided
        case .requestWithdrawal: return .withdrawalRequested
        case .grantException(let ground): return .exceptionGranted(ground: ground)
        case .acceptForceMajeure: return .forceMajeureAccepted
        case .repealAdmission(let effective): return .admissionRepealed(effectiveOn: effective)
        case .lapseAdmission(let ground): return .admissionLapsed(ground)
        case .charge(let charge): return .sundryCharged(charge)
        case .setIndemnityBase(let total, let thirtieth): return .indemnityBaseSet(total: total, thirtieth: thirtieth)
        case .useDepositForRent: throw Rejection(.depositCannotPayRent)
        case .settleContract: return .contractSettled
        case .wireRefund(let kind, let amount): return .refundWired(kind, amount)
        case .issueTenantCode(let code): return .tenantCodeIssued(code)
        }
    }

    /// Before 1 September the effect date is that day; from then on, some days after the notification.
    private static func proposal(
        _ effect: CalendarDate?, _ programme: Programme, notifiedAt: Instant, expiresAt: Instant?,
        _ policies: PolicyTable
    ) -> AllocationProposal {
        let day = ParisTime.day(of: notifiedAt)
        let hours: PolicyKey = programme == .exchange ? .advanceHoursExchange : .advanceHoursStandard
        let amount: PolicyKey = programme == .exchange ? .advanceAmountExchange : .advanceAmountStandard
        let opening = Month(year: day.month.year, month: 9).first
        // The main phase proposes from June on.
        let beforeOpening = day < opening && day.month.number >= 6
        let usual =
            beforeOpening ? opening : day.adding(days: Int(policies.number(.assignmentDays, on: day)))
        return AllocationProposal(
            effectiveOn: effect ?? usual, programme: programme, notifiedAt: notifiedAt,
            expiresAt: expiresAt ?? notifiedAt.adding(hours: Int(policies.number(hours, on: day))),
            advance: Money(cents: policies.number(amount, on: day)))
    }
}

extension ContractFact {
    /// Whether a rule looks at this fact when it judges another: the rest can never make a later fact wrong.
    public var isJudged: Bool {
        switch self {
        case .paymentReceived, .bankDetailsProvided, .receiptUnallocated, .tenantCodeIssued: false
        case .allocationProposed, .advancePaid, .admissionDecided, .renewalGranted, .fileCompleted, .depositWaived,
            .depositPaid, .depositKept, .effectDeferred, .lateArrivalAuthorised, .keysHandedOver, .noticeGiven,
            .keysReturned, .withdrawalRequested, .exceptionGranted, .forceMajeureAccepted, .admissionRepealed,
            .admissionLapsed, .sundryCharged, .indemnityBaseSet, .contractSettled, .refundWired:
            true
        }
    }

    /// Whether judging this fact takes the schedule of the contract, payments included.
    public var judgesMoney: Bool {
        switch self {
        case .refundWired, .admissionLapsed(.renewalUnpaid): true
        case .paymentReceived, .bankDetailsProvided, .receiptUnallocated, .tenantCodeIssued, .allocationProposed,
            .advancePaid, .admissionDecided, .renewalGranted, .fileCompleted, .depositWaived, .depositPaid,
            .depositKept, .effectDeferred, .lateArrivalAuthorised, .keysHandedOver, .noticeGiven, .keysReturned,
            .withdrawalRequested, .exceptionGranted, .forceMajeureAccepted, .admissionRepealed,
            .admissionLapsed(.fileLate), .admissionLapsed(.noShow), .admissionLapsed(.lateArrival30),
            .admissionLapsed(.renewalNotice), .sundryCharged, .indemnityBaseSet, .contractSettled:
            false
        }
    }
}

extension ContractDecider {
    /// Decides a command that no fact of its contract can refuse (``ContractCommand/isJudged`` is false).
    public static func decideUnjudged(_ command: ContractCommand) throws(Rejection) -> Decision {
        let fact: ContractFact
        switch command {
        case .receivePayment(let amount): fact = .paymentReceived(amount)
        case .provideBankDetails: fact = .bankDetailsProvided
        case .issueTenantCode(let code): fact = .tenantCodeIssued(code)
        case .proposeAllocation, .payAdvance, .decideAdmission, .grantRenewal, .completeFile, .waiveDeposit,
            .payDeposit, .keepDeposit, .deferEffect, .authoriseLateArrival, .handOverKeys, .giveNotice, .returnKeys,
            .requestWithdrawal, .grantException, .acceptForceMajeure, .repealAdmission, .lapseAdmission, .charge,
            .setIndemnityBase, .useDepositForRent, .settleContract, .wireRefund:
            preconditionFailure("the command is judged by the facts of its contract")
        }
        try GivenFacts.judgeAlone(fact)
        return Decision(facts: [fact], refusal: nil)
    }
}
