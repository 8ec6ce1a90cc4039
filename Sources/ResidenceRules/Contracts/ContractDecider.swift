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
        var tenure = Tenure()
        for fact in earlier { tenure.apply(fact) }
        do {
            let fact = try enrich(command, at: moment, tenure, earlier, context)
            let given = GivenFacts(tenure: tenure, facts: earlier, context: context)
            try given.judge(fact, at: moment)
            try checkGoesBackOnce(fact, tenure, facts[earlier.count...])
            try checkLater(fact, at: moment, earlier: earlier.count, facts, context)
            return Decision(facts: [fact], refusal: nil)
        } catch {
            guard let kept = keep(command, refused: error) else { throw error }
            return kept
        }
    }

    /// Money whose use is refused, recorded and kept unallocated; nil when the command brought none, or none that is
    /// possible.
    public static func keep(_ command: ContractCommand, refused rejection: Rejection) -> Decision? {
        guard let (purpose, amount, remittance) = command.receipt, rejection.code != .amountOutOfRange else {
            return nil
        }
        let receipt = UnallocatedReceipt(
            purpose: purpose, amount: amount, remittance: remittance, refusal: rejection.code.code)
        return Decision(facts: [.receiptUnallocated(receipt)], refusal: rejection)
    }

    /// Accepted facts stay accepted: the new one is refused when a later one could no longer be accepted after it.
    private static func checkLater(
        _ fact: ContractFact, at moment: EffectiveMoment, earlier: Int, _ facts: [FiledFact], _ context: RuleContext
    ) throws(Rejection) {
        guard fact.judgement > .none, facts.count > earlier, !fact.isDoneByTheBank else { return }
        var filed = facts
        let position = Int64.max
        filed.insert(FiledFact(moment: moment, position: position, fact: fact), at: earlier)
        try checkAcceptable(filed, insteadOf: facts, changing: position, context)
    }

    /// What the bank has done is never refused for what came after it. But the same money goes back once: whatever else went
    /// back of it counts, also on a later day.
    private static func checkGoesBackOnce(
        _ fact: ContractFact, _ tenure: Tenure, _ later: ArraySlice<FiledFact>
    ) throws(Rejection) {
        guard let goingBack = MoneyGoingBack(fact), !later.isEmpty else { return }
        var known = tenure
        for fact in later {
            known.apply(fact)
            try goingBack.check(goingBack.left(known))
        }
    }

    private static func accepts(_ fact: FiledFact, after facts: [FiledFact], _ context: RuleContext) -> Bool {
        var tenure = Tenure()
        for known in facts { tenure.apply(known) }
        let given = GivenFacts(tenure: tenure, facts: facts[...], context: context)
        do { try given.judge(fact.fact, at: fact.moment) } catch { return false }
        return true
    }

    /// Adds to a command what the rules of its moment give: limits, amounts and default days.
    private static func enrich(
        _ command: ContractCommand, at moment: EffectiveMoment, _ tenure: Tenure, _ facts: ArraySlice<FiledFact>,
        _ context: RuleContext
    ) throws(Rejection) -> ContractFact {
        switch command {
        case .proposeAllocation(let effect, let programme, let notifiedAt, let expiresAt):
            return .allocationProposed(
                proposal(effect, programme, notifiedAt: notifiedAt, expiresAt: expiresAt, context.policies))
        case .decideAdmission(let effect, let end, let row, let assigned, let programme):
            let term = Term(effectiveOn: effect, endsOn: end, row: row)
            return .admissionDecided(
                try admission(term, programme, assignedOn: assigned ?? moment.day, tenure, context))
        case .readmit(let earlier, let effect, let end, let row, let assigned, let programme):
            let term = Term(effectiveOn: effect, endsOn: end, row: row)
            let transfers = context.policies.reads("transfer", .readmissionDeposit, on: moment.day)
            return .readmissionGranted(
                Readmission(
                    decision: try admission(term, programme, assignedOn: assigned ?? moment.day, tenure, context),
                    earlier: earlier, deposit: transfers ? .transfer : .new))
        case .changeUnit(let row):
            guard context.tariffs.knows(row) else { throw Rejection(.unknownTariffRow, row.text) }
            let nextMonth = context.policies.reads("next_month", .modeChangeDate, on: moment.day)
            let change = UnitChange(row: row, billedFrom: nextMonth ? moment.day.month.next.first : moment.day)
            try StayLength.check(.unitChanged(change), tenure, context)
            return .unitChanged(change)
        case .returnMoney(let receipt, let amount, let reason):
            guard let known = tenure.receipts.first(where: { $0.position == receipt }) else {
                throw Rejection(.unknownReceipt, "position \(receipt)")
            }
            return .moneyReturned(
                MoneyReturn(
                    receipt: receipt, amount: amount, reason: reason, purpose: known.purpose,
                    means: known.remittance.means))
        case .undoAllocation(let position):
            guard let known = tenure.receipts.first(where: { $0.position == position }), let from = known.allocated
            else { throw Rejection(.unknownReceipt, "position \(position) is no allocation") }
            return .allocationUndone(
                AllocationUndoing(
                    allocation: position, receipt: from.receipt, source: from.source, amount: tenure.left(of: known),
                    purpose: known.purpose))
        case .revokeDecision(let position):
            if let relief = tenure.reliefs.first(where: { $0.position == position }) {
                return .reliefRevoked(relief: position, relief.relief)
            }
            if let end = tenure.creditEnds.first(where: { $0.position == position }) {
                return .creditEndRevoked(end: position, end.end)
            }
            throw GivenFacts.endsNothing(position)
        case .cancelCharge(let position):
            guard let charged = tenure.sundries.first(where: { $0.position == position }) else {
                throw Rejection(.unknownCharge, "position \(position)")
            }
            return .chargeCancelled(charge: position, charged.charge)
        case .registerGuarantee(let kind, let income, let from, let to):
            return .guaranteeRegistered(try guarantee(kind, income, from, to, on: moment.day, tenure, context))
        case .reportUnpaid(let toldOn):
            try GivenFacts(tenure: tenure, facts: facts, context: context).judgeReport(toldOn: toldOn, on: moment.day)
            return .unpaidReported(toldOn: toldOn ?? moment.day)
        case .useDepositForRent: throw Rejection(.depositCannotPayRent)
        case .bookShortStay(let unit, let arrival, let nights):
            return .shortStayBooked(try context.prices.booking(unit, arrivalOn: arrival, nights: nights))
        case .extendShortStay(let nights):
            guard let stay = tenure.stay else { throw Rejection(.noShortStay) }
            return .shortStayExtended(nights: nights, departureOn: stay.departureOn.adding(days: Int(nights)))
        case .charge(let order): return .sundryCharged(try context.prices.charge(order, on: moment.day))
        case .record(let fact):
            if let row = fact.namedRow, !context.tariffs.knows(row) { throw Rejection(.unknownTariffRow, row.text) }
            try StayLength.check(fact, tenure, context)
            return fact
        }
    }

    /// The decision with the deposit of the row in force on its effect date.
    private static func admission(
        _ term: Term, _ programme: Programme?, assignedOn: CalendarDate, _ tenure: Tenure, _ context: RuleContext
    ) throws(Rejection) -> AdmissionDecision {
        guard context.tariffs.knows(term.row) else { throw Rejection(.unknownTariffRow, term.row.text) }
        let tariff: TariffRow
        do { tariff = try context.tariffs.row(term.row, on: term.effectiveOn) } catch {
            throw Rejection(.noTariff, "\(term.row) on \(term.effectiveOn)")
        }
        let housed = programme ?? tenure.proposal?.programme ?? .standard
        try StayLength.check(tariff, from: term.effectiveOn, to: term.endsOn, housed)
        return AdmissionDecision(term: term, programme: housed, assignedOn: assignedOn, deposit: tariff.deposit)
    }

    /// The ceiling on the monthly total of the decision in force, for debts of its university year.
    private static func guarantee(
        _ kind: Guarantee.Kind, _ income: Money?, _ from: CalendarDate?, _ to: CalendarDate?, on day: CalendarDate,
        _ tenure: Tenure, _ context: RuleContext
    ) throws(Rejection) -> Guarantee {
        guard let admission = tenure.admission else { throw Rejection(.noAdmission) }
        let effect = tenure.renewals.last?.term.effectiveOn ?? admission.term.effectiveOn
        let row = tenure.row(on: effect) ?? admission.term.row
        let total: Money
        do { total = try context.tariffs.row(row, on: effect).monthly.total } catch {
            throw Rejection(.noTariff, error.place)
        }
        let threshold = Guarantee.threshold(monthly: total)
        if kind == .physical, income ?? .zero < threshold {
            throw Rejection(.guarantorInsolvent, "three monthly rents are \(threshold.cents)")
        }
        return Guarantee(
            kind: kind, cap: Guarantee.cap(monthly: total), from: from ?? effect,
            to: to ?? UniversityYear.lastEnd(forEffect: effect))
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

extension ContractDecider {
    /// Decides a fact that no other of its contract can refuse (its ``ContractFact/judgement`` is `none`).
    public static func decideUnjudged(_ fact: ContractFact) throws(Rejection) -> Decision {
        try GivenFacts.judgeAlone(fact)
        return Decision(facts: [fact], refusal: nil)
    }
}

extension ContractFact {
    /// The tariff row that a fact recorded as it was given names.
    fileprivate var namedRow: TariffRowID? {
        if case .renewalGranted(let term) = self { return term.row }
        if case .contractTakenOver(let takeover) = self { return takeover.term.row }
        return nil
    }
}
