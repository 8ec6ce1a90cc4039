public import LedgerValues

/// The facts before a command, and the rules that say whether one more may follow them.
struct GivenFacts {
    let tenure: Tenure
    let facts: ArraySlice<FiledFact>
    let context: RuleContext

    /// Refuses `fact`, taking effect at `moment`, when a rule says no.
    func judge(_ fact: ContractFact, at moment: EffectiveMoment) throws(Rejection) {
        let day = moment.day
        if tenure.stay != nil { try judgeAsStay(fact) }
        switch fact {
        case .contractOpened: if !facts.isEmpty { throw Rejection(.contractExists) }
        case .allocationProposed:
            // A decision has a day and a proposal an hour of it: on one day the decision only seems to be the first.
            if tenure.proposal != nil || tenure.admission != nil && tenure.admittedOn != day {
                throw Rejection(.alreadyProposed)
            }
        case .advancePaid(let amount, _): try judgeAdvance(amount, at: moment.instant)
        case .admissionDecided(let decision): try judgeAdmission(decision, on: day)
        case .readmissionGranted(let readmission): try judgeAdmission(readmission.decision, on: day)
        case .contractTakenOver(let takeover): try judgeTakeover(takeover, on: day)
        case .prolongationGranted(let prolongation): try judgeProlongation(prolongation, on: day)
        case .depositTransferred(let amount, _):
            try Self.checkPositive(amount)
            if amount > tenure.transferableDeposit { throw Rejection(.contractSettled) }
        case .renewalGranted(let term): try judgeRenewal(term)
        case .unitChanged, .temporarilyRehoused: try judgeMove()
        case .fileCompleted, .bankDetailsProvided, .paymentReceived, .housingAidReceived, .receiptUnallocated,
            .tenantCodeIssued, .tenantCodeReplaced, .forceMajeureAccepted, .lateArrivalAuthorised, .depositWaived,
            .exceptionGranted, .fileExtended, .regularisationRequested, .insuranceRegistered:
            try Self.judgeAlone(fact)
        case .depositPaid(let amount, _), .depositKept(let amount, _):
            try Self.checkPositive(amount)
            if tenure.settledOn != nil { throw Rejection(.contractSettled) }
        case .effectDeferred(let to): try judgeDeferral(to)
        case .keysHandedOver:
            if let stay = tenure.stay { try judgeStayKeys(stay, on: day) } else { try judgeKeys(on: day) }
        case .shortStayBooked(let booking): try judgeBooking(booking)
        case .shortStayExtended(let nights, let departure):
            try judgeExtension(nights: nights, departure: departure, on: day)
        case .shortStayCancelled: try judgeStayEnd(missed: false, on: day)
        case .shortStayMissed: try judgeStayEnd(missed: true, on: day)
        case .noticeGiven:
            try requireKeysOut()
            if tenure.diedOn != nil { throw Rejection(.tenantDeceased) }
        case .keysReturned: try requireKeysOut()
        case .possessionRecovered(let ground, _): try judgeRecovery(ground, on: day)
        case .tenantDied: if let died = tenure.diedOn { throw Rejection(.tenantDeceased, "on \(died)") }
        case .recoveryOffered:
            try requireKeysOut()
            if tenure.diedOn == nil { throw Rejection(.deathNotRecorded) }
        case .defectDeclared:
            guard let last = tenure.defectsUntil else { throw Rejection(.keysNotHandedOver) }
            if day > last { throw Rejection(.defectLate, "in time until \(last)") }
        case .formalNoticeServed: try requireKeysOut()
        case .withdrawalRequested: try judgeWithdrawal()
        case .admissionRepealed(let effective, let ground):
            if tenure.admission == nil { throw Rejection(.noAdmission) }
            if tenure.endedBeforeKeys { throw Rejection(.contractEnded) }
            if effective < day { throw Rejection(.repealNotFuture, "decided \(day), effective \(effective)") }
            if ground == .fileIncomplete, tenure.regularisationRequestedOn == nil {
                throw Rejection(.regularisationNotRequested)
            }
        case .admissionLapsed(let ground): try judgeLapse(ground, on: day)
        case .sundryCharged(let charge):
            try Self.checkPositive(charge.net)
            if charge.kind == .damage { try judgeDamage(charge.item) }
        case .chargeCancelled(let position, _):
            if !tenure.sundries.contains(where: { $0.position == position }) {
                throw Rejection(.unknownCharge, "position \(position)")
            }
        case .indemnityBaseSet(let total, let thirtieth):
            try Self.checkPositive(total)
            try Self.checkPositive(thirtieth)
        case .contractSettled:
            if tenure.keysOn == nil { throw Rejection(.keysNotHandedOver) }
            if tenure.returned == nil { throw Rejection(.keysNotReturned) }
            if tenure.settledOn != nil { throw Rejection(.alreadySettled) }
        case .refundWired(let kind, let amount): try judgeWire(kind, amount, on: day)
        case .moneyReturned(let back): try judgeReturn(back)
        case .receiptAllocated(let allocation): try judgeAllocation(allocation, at: moment)
        case .allocationUndone(let undoing): try judgeUndoing(undoing)
        case .receiptHandedOver(let receipt, let amount, _), .receiptRefundDecided(let receipt, let amount):
            try judgeUse(of: receipt, amount)
        case .receiptHandedBack: break
        case .reliefRevoked(let position, _):
            if !tenure.reliefs.contains(where: { $0.position == position }) { throw Self.endsNothing(position) }
        case .creditEndRevoked(let position, _):
            if !tenure.creditEnds.contains(where: { $0.position == position }) { throw Self.endsNothing(position) }
        case .debtRelieved(let relief): try judgeRelief(relief, on: day)
        case .creditEnded(let end): try judgeCreditEnd(end, on: day)
        case .creditRefundDecided(let amount): try judgeCreditRefund(amount, on: day)
        case .unpaidReported(let toldOn): try judgeReport(toldOn: toldOn, on: day)
        case .reportLifted:
            if try !activeReport(on: day) { throw Rejection(.notReported) }
        case .guaranteeRegistered, .mandateRegistered, .enforcementTitleIssued: break
        case .refundReturned(let kind, let amount, let wire):
            try Self.checkPositive(amount)
            let goingBack = MoneyGoingBack.wired(kind, amount, wire: wire)
            try goingBack.check(goingBack.left(tenure))
        case .housingAidClawedBack(let clawback): try judgeClawback(clawback, on: day)
        }
    }

    /// What a rule says of a fact whatever the others are.
    static func judgeAlone(_ fact: ContractFact) throws(Rejection) {
        if let receipt = fact.receipt, receipt.purpose == .payment { try checkPositive(receipt.amount) }
    }

    /// A decision to revoke that is none, or was revoked.
    static func endsNothing(_ position: Int64) -> Rejection {
        Rejection(.unknownFact, "position \(position) ends no debt that is not owed again")
    }

    static func checkPositive(_ amount: Money) throws(Rejection) {
        guard amount > .zero, amount <= .largestAccepted else {
            throw Rejection(.amountOutOfRange, "\(amount.cents) cents")
        }
    }

    /// the exact amount, once, in time.
    func judgeAdvance(_ amount: Money, at instant: Instant) throws(Rejection) {
        try Self.checkPositive(amount)
        guard let proposal = tenure.proposal else { throw Rejection(.advanceWithoutProposal) }
        if tenure.advance > .zero { throw Rejection(.advanceAlreadyPaid) }
        if tenure.endedBeforeKeys { throw Rejection(.contractEnded) }
        if instant > proposal.expiresAt {
            throw Rejection(.advanceLate, "in time until \(proposal.expiresAt)")
        }
        if amount != proposal.advance {
            throw Rejection(.advanceAmount, "asked \(proposal.advance.cents), received \(amount.cents)")
        }
    }

    /// one decision, its effect and its end within the university year.
    private func judgeAdmission(_ decision: AdmissionDecision, on day: CalendarDate) throws(Rejection) {
        if tenure.admission != nil { throw Rejection(.alreadyAdmitted) }
        if tenure.endedBeforeKeys { throw Rejection(.contractEnded) }
        let (effect, end) = (decision.term.effectiveOn, decision.term.endsOn)
        if end < effect { throw Rejection(.endBeforeEffect, "effect \(effect), end \(end)") }
        let opening = UniversityYear.opening(before: effect)
        if day < opening, effect > opening {
            throw Rejection(.effectAfter1September, "decided \(day), effect \(effect)")
        }
        let limit = UniversityYear.lastEnd(forEffect: effect)
        if end > limit { throw Rejection(.endAfter31August, "end \(end), at the latest \(limit)") }
    }

    /// the same unit, without a gap; a row that disappeared gives way to its successor (section 16).
    /// A term with a gap, or in another unit, is a readmission: a contract of its own.
    private func judgeRenewal(_ term: Term) throws(Rejection) {
        guard let end = tenure.termEnd, let row = tenure.row(on: end), !tenure.endedBeforeKeys else {
            throw Rejection(.noAdmission)
        }
        if tenure.diedOn != nil { throw Rejection(.tenantDeceased) }
        if term.endsOn < term.effectiveOn { throw Rejection(.endBeforeEffect) }
        if term.effectiveOn != end.adding(days: 1) || !context.tariffs.succeeds(term.row, row) {
            throw Rejection(.renewalIsReadmission, "the current term ends on \(end) on \(row)")
        }
        let limit = UniversityYear.lastEnd(forEffect: term.effectiveOn)
        if term.endsOn > limit { throw Rejection(.endAfter31August, "end \(term.endsOn), at the latest \(limit)") }
    }

    /// whoever holds a unit can be given another, until the keys are back.
    private func judgeMove() throws(Rejection) {
        if tenure.admission == nil { throw Rejection(.noAdmission) }
        if tenure.endedBeforeKeys { throw Rejection(.contractEnded) }
        if tenure.returned != nil { throw Rejection(.keysAlreadyReturned) }
    }

    /// A running tenancy opens its contract: the keys are out and its figures are amounts.
    private func judgeTakeover(_ takeover: Takeover, on day: CalendarDate) throws(Rejection) {
        if tenure.proposal != nil || tenure.admission != nil { throw Rejection(.alreadyAdmitted) }
        let (effect, end) = (takeover.term.effectiveOn, takeover.term.endsOn)
        if end < effect { throw Rejection(.endBeforeEffect, "effect \(effect), end \(end)") }
        let limit = UniversityYear.lastEnd(forEffect: effect)
        if end > limit { throw Rejection(.endAfter31August, "end \(end), at the latest \(limit)") }
        if takeover.keysOn > day { throw Rejection(.takeoverBeforeKeys, "keys \(takeover.keysOn), taken over \(day)") }
        for amount in [takeover.deposit, takeover.advance, takeover.credit] where amount != .zero {
            try Self.checkPositive(amount)
        }
        for item in takeover.items { try Self.checkPositive(item.amount) }
    }

    /// a decision, a complete file and the deposit come first.
    private func judgeKeys(on day: CalendarDate) throws(Rejection) {
        if tenure.keysOn != nil { throw Rejection(.keysAlreadyHandedOver) }
        guard tenure.admission != nil else { throw Rejection(.keysBeforeAdmission) }
        if tenure.endedBeforeKeys { throw Rejection(.contractEnded) }
        if tenure.fileCompletedOn == nil { throw Rejection(.keysBeforeFile) }
        if tenure.deposit < tenure.requiredDeposit {
            throw Rejection(
                .keysBeforeDeposit, "required \(tenure.requiredDeposit.cents), held \(tenure.deposit.cents)")
        }
    }

    /// before the keys, to a day of the term that is not before its effect date.
    private func judgeDeferral(_ to: CalendarDate?) throws(Rejection) {
        if tenure.keysOn != nil { throw Rejection(.keysHandedOver) }
        guard let term = tenure.admission?.term else { throw Rejection(.noAdmission) }
        guard let to else { return }
        if to < term.effectiveOn { throw Rejection(.deferralNotLater, "effect \(term.effectiveOn)") }
        if to > term.endsOn { throw Rejection(.endBeforeEffect, "end \(term.endsOn)") }
    }

    private func requireKeysOut() throws(Rejection) {
        if tenure.keysOn == nil { throw Rejection(.keysNotHandedOver) }
        if tenure.returned != nil { throw Rejection(.keysAlreadyReturned) }
    }

    /// Section 16 on R-073: a death comes first, and only who has no right any more is evicted.
    private func judgeRecovery(_ ground: RecoveryGround, on day: CalendarDate) throws(Rejection) {
        try requireKeysOut()
        switch ground {
        case .death: if tenure.diedOn == nil { throw Rejection(.deathNotRecorded) }
        case .eviction:
            if let end = tenure.rightEnd, end >= day { throw Rejection(.rightStillRuns, "until \(end)") }
        case .abandonment: break
        }
    }

    /// with section 16: what the exit inventory allows to invoice.
    private func judgeDamage(_ item: Code) throws(Rejection) {
        if tenure.defects.contains(item) { throw Rejection(.defectDeclared, item.text) }
        guard let inventory = tenure.returned?.inventory else { return }
        if inventory.report == .conforming { throw Rejection(.inventoryConforming) }
        if inventory.withoutRepresentative { throw Rejection(.inventoryWithoutRepresentative) }
        if !inventory.items.isEmpty, !inventory.items.contains(item) {
            throw Rejection(.itemNotInInventory, item.text)
        }
    }

    private func judgeWithdrawal() throws(Rejection) {
        if tenure.keysOn != nil { throw Rejection(.withdrawalAfterKeys) }
        if tenure.endedBeforeKeys { throw Rejection(.contractEnded) }
        if tenure.proposal == nil, tenure.admission == nil { throw Rejection(.nothingToWithdraw) }
    }

    /// at most what was decided and not yet wired, and never without bank details.
    private func judgeWire(_ kind: RefundKind, _ amount: Money, on day: CalendarDate) throws(Rejection) {
        try Self.checkPositive(amount)
        let schedule: Schedule
        do { schedule = try Schedule(tenure, Array(facts), asOf: day, context) } catch {
            throw Rejection(.noTariff, error.message)
        }
        let refund = schedule.refunds.first { $0.kind == kind }
        let left = (refund?.amount ?? .zero) - (tenure.wired[kind] ?? .zero)
        if amount > left { throw Rejection(.refundExceedsDecided, "left to wire \(left.cents)") }
        if refund?.blocked ?? true { throw Rejection(.refundBlocked) }
    }
}

/// The university year: 1 September to 31 August.
enum UniversityYear {
    /// 1 September of the university year to which a stay that takes effect on `day` belongs; a stay that starts in
    /// July or August belongs to the year about to open.
    static func opening(before day: CalendarDate) -> CalendarDate {
        let month = day.month
        return Month(year: month.number >= 7 ? month.year : month.year - 1, month: 9).first
    }

    /// 1 September of the university year that `day` lies in.
    static func opening(containing day: CalendarDate) -> CalendarDate {
        let month = day.month
        return Month(year: month.number >= 9 ? month.year : month.year - 1, month: 9).first
    }

    /// 31 August that ends that university year.
    static func lastEnd(forEffect day: CalendarDate) -> CalendarDate {
        opening(before: day).adding(months: 12).adding(days: -1)
    }
}

extension AdmissionDecision {
    /// 31 August that ends the university year of a decision that takes effect on `day`: its last possible end.
    public static func lastEnd(forEffect day: CalendarDate) -> CalendarDate { UniversityYear.lastEnd(forEffect: day) }
}
