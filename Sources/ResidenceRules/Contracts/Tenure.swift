public import LedgerValues

/// What the facts of a contract say up to some day: the fold of its facts, in the order they took effect.
///
/// Folding files and derives; it never judges, refuses or fails.
public struct Tenure: Sendable {
    public private(set) var proposal: AllocationProposal?
    /// Advances received and accepted, in cents.
    public private(set) var advance = Money.zero
    public private(set) var admission: AdmissionDecision?
    public private(set) var admittedOn: CalendarDate?
    /// The further terms in the order granted; one that lapsed is gone.
    public private(set) var renewals: [Renewal] = []
    /// What moves and renewals said of the row, in the order decided.
    private(set) var placements: [Placement] = []
    /// Where the tenant is lodged for a time, at the price of his own unit.
    public private(set) var rehousedIn: Code?
    /// The last day that prolongations gave the first term.
    public private(set) var prolongedTo: CalendarDate?
    /// The readmission that opened the contract, when one did.
    public private(set) var readmission: Readmission?
    /// Whether debts of the contract left took the readmission back.
    private(set) var firstTermAnnulled = false
    /// The tenancy taken over from the books before, its day, and the log position of the fact.
    public private(set) var takeover: (terms: Takeover, on: CalendarDate, position: Int64)?
    public private(set) var fileCompletedOn: CalendarDate?
    /// The day of the newest complete file.
    private(set) var lastFileOn: CalendarDate?
    public private(set) var depositWaived = false
    /// Deposits received or carried over, in cents.
    public private(set) var deposit = Money.zero
    public private(set) var depositKept: Money?
    public private(set) var deferredByCrous = false
    /// The new date of the last deferral; nil while it names none.
    public private(set) var deferredTo: CalendarDate?
    public private(set) var lateArrivalUntil: CalendarDate?
    public private(set) var keysOn: CalendarDate?
    public private(set) var notice: Notice?
    /// The keys are back, or possession was recovered without the tenant.
    public private(set) var returned: KeyReturn?
    public private(set) var diedOn: CalendarDate?
    /// The day on which the Crous offered the estate to recover the unit.
    public private(set) var recoveryOfferedOn: CalendarDate?
    /// The last day of the longest extension granted for the file.
    public private(set) var fileExtendedUntil: CalendarDate?
    public private(set) var regularisationRequestedOn: CalendarDate?
    /// Stretches insured; an open one has no last day.
    public private(set) var insured: [(from: CalendarDate, to: CalendarDate?)] = []
    /// Items whose defect the tenant declared in time.
    public private(set) var defects: Set<Code> = []
    public private(set) var formalNoticeOn: CalendarDate?
    /// What came in and serves a purpose, in the order of effect.
    public private(set) var receipts: [MoneyReceived] = []
    /// Payments received, a credit taken over included, in cents.
    public private(set) var paid = Money.zero
    public private(set) var bankDetailsOn: CalendarDate?
    public private(set) var withdrawnOn: CalendarDate?
    public private(set) var exceptionOn: CalendarDate?
    public private(set) var forceMajeure = false
    public private(set) var repeal: Repeal?
    public private(set) var lapse: Lapse?
    public private(set) var sundries: [(charge: SundryCharge, on: CalendarDate, position: Int64)] = []
    public private(set) var indemnityBase: (total: Money, thirtieth: Money)?
    public private(set) var settledOn: CalendarDate?
    public private(set) var wired: [RefundKind: Money] = [:]
    private(set) var wires: [Wire] = []
    /// The day of the last wire, or of the last return of the money that a refund of a kind gave back.
    private(set) var lastMoved: [RefundKind: CalendarDate] = [:]
    /// Refunds decided of unallocated receipts.
    private(set) var receiptRefunds: [(amount: Money, on: CalendarDate)] = []
    public private(set) var guarantees: [Guarantee] = []
    public private(set) var mandate: Code?
    private(set) var report: (on: CalendarDate, toldOn: CalendarDate)?
    private(set) var reportLiftedOn: CalendarDate?
    private(set) var titles: [(title: Code, on: CalendarDate)] = []
    /// Decisions that end debts and stand, with their log positions.
    public private(set) var reliefs: [(position: Int64, relief: DebtRelief)] = []
    /// Decisions that end what the Crous owes and stand, with their log positions.
    private(set) var creditEnds: [(position: Int64, end: CreditEnd)] = []
    /// Credit on the account that the Crous keeps, in cents.
    public private(set) var creditKept = Money.zero
    /// Credit refunds decided outside a settlement.
    private(set) var creditRefunds: [(amount: Money, on: CalendarDate)] = []
    public private(set) var clawbacks: [(clawback: AidClawback, on: CalendarDate)] = []
    /// Whether money that had come in went out again.
    private(set) var moneyWentBack = false
    /// Money received and kept unallocated, in cents.
    public private(set) var unallocated = Money.zero
    public private(set) var tenantCode: TenantCode?
    /// Set on the account of a short stay.
    public private(set) var stay: ShortStay?
    /// The codes before, oldest first: they still lead to the contract.
    public private(set) var formerTenantCodes: [TenantCode] = []

    /// *Préavis*: given on a day, for a departure or for the earliest expiry.
    public struct Notice: Hashable, Sendable {
        public let givenOn: CalendarDate
        public let departure: CalendarDate?
    }

    public struct KeyReturn: Hashable, Sendable {
        public let on: CalendarDate
        public let inventory: ExitInventory
    }

    public struct Repeal: Hashable, Sendable {
        public let decidedOn: CalendarDate
        public let effectiveOn: CalendarDate
        public let ground: RepealGround?
    }

    public struct Lapse: Hashable, Sendable {
        public let decidedOn: CalendarDate
        public let ground: LapseGround
    }

    public init() {}

    /// The tenure that `facts`, filed in order, describe by the end of `day`.
    public init(_ facts: some Sequence<FiledFact>, asOf day: CalendarDate) {
        for fact in facts where fact.moment.day <= day { apply(fact) }
    }

    /// Adds the next fact in the order of effect.
    public mutating func apply(_ filed: FiledFact) {
        let day = filed.moment.day
        switch filed.fact {
        case .contractOpened: break
        case .allocationProposed(let value): proposal = value
        case .advancePaid(let amount, let remittance):
            advance += amount
            receive(.advance, amount, remittance, filed)
        case .admissionDecided(let decision):
            admission = decision
            admittedOn = day
        case .renewalGranted(let term):
            renewals.append(Renewal(term: term, decidedOn: day, endsOn: term.endsOn))
            placements.append(Placement(from: term.effectiveOn, row: term.row, ofRenewal: true))
        case .unitChanged(let change):
            placements.append(Placement(from: change.billedFrom, row: change.row, ofRenewal: false))
            rehousedIn = nil
        case .temporarilyRehoused(let unit): rehousedIn = unit
        case .readmissionGranted(let value):
            readmission = value
            admission = value.decision
            admittedOn = day
        case .contractTakenOver(let value): take(over: value, on: day, position: filed.position)
        case .prolongationGranted(let prolongation):
            if renewals.isEmpty {
                prolongedTo = prolongation.endsOn
            } else {
                renewals[renewals.count - 1].endsOn = prolongation.endsOn
            }
        case .fileCompleted:
            fileCompletedOn = fileCompletedOn ?? day
            lastFileOn = day
        case .depositWaived: depositWaived = true
        case .depositPaid(let amount, let remittance):
            deposit += amount
            receive(.deposit, amount, remittance, filed)
        case .depositTransferred(let amount, _): deposit -= amount
        case .depositKept(let amount, _):
            deposit += amount
            depositKept = (depositKept ?? .zero) + amount
        case .effectDeferred(let to):
            // Whether a withdrawal came in time was settled by the effect date known then.
            if withdrawnOn != nil { break }
            deferredByCrous = true
            deferredTo = to
        case .lateArrivalAuthorised(let until): lateArrivalUntil = until
        case .keysHandedOver: keysOn = day
        case .noticeGiven(let departure): notice = Notice(givenOn: day, departure: departure)
        case .keysReturned(let inventory), .possessionRecovered(_, let inventory):
            returned = KeyReturn(on: day, inventory: inventory)
        case .paymentReceived(let amount, let remittance, let lines):
            paid += amount
            receive(.payment, amount, remittance, for: lines, filed)
        case .housingAidReceived(let amount, let month, let means):
            paid += amount
            receive(.aid, amount, Remittance(payer: .caf, means: means), month: month, filed)
        case .housingAidClawedBack(let clawback):
            paid -= clawback.amount
            clawbacks.append((clawback, day))
            moneyWentBack = true
        case .moneyReturned(let back): giveBack(back.receipt, back.amount, back.purpose, on: day)
        case .tenantDied:
            diedOn = day
            // What the tenant's own account and mandate were good for, the estate's are not.
            bankDetailsOn = nil
            mandate = nil
        case .recoveryOffered: recoveryOfferedOn = recoveryOfferedOn ?? day
        case .fileExtended(let until): fileExtendedUntil = max(until, fileExtendedUntil ?? until)
        case .regularisationRequested: regularisationRequestedOn = day
        case .insuranceRegistered(let from, let to): insured.append((from, to))
        case .defectDeclared(let item): defects.insert(item)
        case .formalNoticeServed: formalNoticeOn = day
        case .bankDetailsProvided: bankDetailsOn = bankDetailsOn ?? day
        case .withdrawalRequested: withdrawnOn = day
        case .exceptionGranted: exceptionOn = exceptionOn ?? day
        case .forceMajeureAccepted: forceMajeure = true
        case .admissionRepealed(let effective, let ground):
            repeal = Repeal(decidedOn: day, effectiveOn: effective, ground: ground)
        case .admissionLapsed(let ground):
            lapse = Lapse(decidedOn: day, ground: ground)
            if ground.concernsRenewal { annulLastRenewal() }
        case .sundryCharged(let charge): sundries.append((charge, day, filed.position))
        case .chargeCancelled(let position, _): sundries.removeAll { $0.position == position }
        case .indemnityBaseSet(let total, let thirtieth): indemnityBase = (total, thirtieth)
        case .contractSettled: settledOn = day
        case .tenantCodeIssued(let code), .tenantCodeReplaced(let code):
            if let tenantCode { formerTenantCodes.append(tenantCode) }
            tenantCode = code
        case .refundWired(let kind, let amount):
            wired[kind, default: .zero] += amount
            wires.append(Wire(position: filed.position, kind: kind, left: amount))
            lastMoved[kind] = day
        case .refundReturned(let kind, let amount, let wire):
            wired[kind, default: .zero] -= amount
            wires.bringBack(kind, amount, at: wire)
        case .receiptUnallocated(let receipt):
            unallocated += receipt.amount
            receive(.unallocated, receipt.amount, receipt.remittance, filed)
        case .receiptAllocated(let allocation): allocate(allocation, filed)
        case .allocationUndone(let undoing):
            giveBack(undoing.allocation, undoing.amount, undoing.purpose, on: day)
            if undoing.source == .own { use(undoing.receipt, -undoing.amount) }
        case .receiptHandedOver(let receipt, let amount, _), .receiptRefundDecided(let receipt, let amount):
            use(receipt, amount)
            if case .receiptRefundDecided = filed.fact { receiptRefunds.append((amount, day)) }
        case .receiptHandedBack(let receipt, let amount, _): use(receipt, -amount)
        case .guaranteeRegistered(let guarantee): guarantees.append(guarantee)
        case .mandateRegistered(let code): mandate = code
        case .unpaidReported(let toldOn):
            report = (day, toldOn)
            reportLiftedOn = nil
        case .reportLifted: reportLiftedOn = day
        case .enforcementTitleIssued(let title): titles.append((title, day))
        case .debtRelieved(let relief): reliefs.append((filed.position, relief))
        case .reliefRevoked(let position, _): reliefs.removeAll { $0.position == position }
        case .creditEnded(let end):
            creditEnds.append((filed.position, end))
            keep(end.amount, of: end.debt)
        case .creditEndRevoked(let position, let end):
            creditEnds.removeAll { $0.position == position }
            keep(-end.amount, of: end.debt)
        case .creditRefundDecided(let amount): creditRefunds.append((amount, day))
        case .shortStayBooked(let booking): stay = ShortStay(booking, bookedOn: day)
        case .shortStayExtended(let nights, _): stay?.extend(nights, on: day)
        case .shortStayCancelled: endStay(at: filed.moment, missed: false)
        case .shortStayMissed: endStay(at: filed.moment, missed: true)
        }
    }

    /// Nobody comes any more: the services charged by then are taken back with the nights (section 16 on R-176).
    private mutating func endStay(at moment: EffectiveMoment, missed: Bool) {
        let services = sundries.filter { $0.charge.kind == .service }
        sundries.removeAll { $0.charge.kind == .service }
        let kept = paid - aid.values.total() - creditGone
        stay?.ending = ShortStay.Ending(moment: moment, missed: missed, paid: kept, services: services)
    }

    /// Only the last term granted lapses; the earlier ones stand (section 16 on R-097).
    private mutating func annulLastRenewal() {
        guard let annulled = renewals.popLast()?.term else {
            firstTermAnnulled = readmission != nil
            return
        }
        placements.removeAll { $0.ofRenewal && $0.from == annulled.effectiveOn }
    }

    private mutating func take(over value: Takeover, on day: CalendarDate, position: Int64) {
        takeover = (value, day, position)
        admission = AdmissionDecision(
            term: value.term, programme: value.programme, assignedOn: value.term.effectiveOn, deposit: value.deposit)
        admittedOn = day
        fileCompletedOn = day
        keysOn = value.keysOn
        deposit += value.deposit
        advance += value.advance
        paid += value.credit
    }
}

extension Tenure {
    private mutating func receive(
        _ purpose: MoneyReceived.Purpose, _ amount: Money, _ remittance: Remittance, for lines: [LineName] = [],
        month: Month? = nil, from allocated: (receipt: Int64, source: Allocation.Source)? = nil, _ filed: FiledFact
    ) {
        receipts.append(
            MoneyReceived(
                position: filed.position, on: filed.moment.day, purpose: purpose, amount: amount,
                remittance: remittance, lines: lines, month: month, allocated: allocated))
    }

    private mutating func allocate(_ allocation: Allocation, _ filed: FiledFact) {
        var lines: [LineName] = []
        var month: Month?
        switch allocation.purpose {
        case .advance: advance += allocation.amount
        case .deposit: deposit += allocation.amount
        case .payment(let named):
            paid += allocation.amount
            lines = named
        case .aid(let paidFor):
            paid += allocation.amount
            month = paidFor
        }
        if allocation.source == .own { use(allocation.receipt, allocation.amount) }
        receive(
            allocation.purpose.held, allocation.amount, allocation.remittance, for: lines, month: month,
            from: (allocation.receipt, allocation.source), filed)
    }

    /// What ends without being paid is gone as if it had been wired, or stays with the Crous as a credit kept.
    private mutating func keep(_ amount: Money, of debt: CreditEnd.Debt) {
        if let kind = debt.refund {
            wired[kind, default: .zero] += amount
        } else {
            creditKept += amount
        }
    }

    /// Takes `amount` off the unallocated receipt of a position, or puts it back when it is negative.
    private mutating func use(_ receipt: Int64, _ amount: Money) {
        unallocated -= amount
        if let index = receipts.lastIndex(where: { $0.position == receipt }) { receipts[index].used += amount }
    }

    private mutating func giveBack(
        _ receipt: Int64, _ amount: Money, _ purpose: MoneyReceived.Purpose, on day: CalendarDate
    ) {
        moneyWentBack = true
        if let index = receipts.lastIndex(where: { $0.position == receipt }) { receipts[index].returned += amount }
        switch purpose {
        case .advance:
            advance -= amount
            lastMoved[.advance] = day
        case .deposit:
            deposit -= amount
            lastMoved[.deposit] = day
        case .payment, .aid:
            paid -= amount
            lastMoved[.credit] = day
        case .unallocated: unallocated -= amount
        }
    }

    /// Housing aid kept for the rent of each month, in cents.
    var aid: [Month: Money] {
        var sums: [Month: Money] = [:]
        for receipt in receipts {
            if let month = receipt.month { sums[month, default: .zero] += receipt.kept }
        }
        for (clawback, _) in clawbacks { sums[clawback.month, default: .zero] -= clawback.amount }
        return sums
    }

    /// What was wired of credits, or is decided to be refunded by itself, whichever is more, in cents.
    var creditGone: Money { max(wired[.credit] ?? .zero, creditRefunds.map(\.amount).total()) }

    /// This tenure, its own refunds of a credit being `amounts`, in cents.
    func refunding(_ amounts: [Money]) -> Tenure {
        var known = self
        known.creditRefunds = zip(amounts, creditRefunds).map { ($0, $1.on) }
        return known
    }

    /// This tenure, its money without what has gone back by the day of `later`, a tenure of the same contract.
    ///
    /// - Parameter wired: what of its money left the bank by then, in cents.
    func lessWhatWentBack(by later: Tenure, wired: [RefundKind: Money]) -> Tenure {
        var known = self
        known.wired.merge(wired) { $1 }
        known.creditRefunds = Array(later.creditRefunds.prefix(creditRefunds.count))
        for index in receipts.indices {
            let gone = later.receipts[index].returned - receipts[index].returned
            known.receipts[index].returned += gone
            switch receipts[index].purpose {
            case .advance: known.advance -= gone
            case .deposit: known.deposit -= gone
            case .payment, .aid: known.paid -= gone
            case .unallocated: known.unallocated -= gone
            }
        }
        known.paid -= later.clawbacks.map(\.clawback.amount).total() - clawbacks.map(\.clawback.amount).total()
        known.clawbacks = later.clawbacks
        return known
    }
}

extension Tenure {
    /// The title under which a line due on `due` is pursued, if it is.
    public func enforcement(ofDebtDueOn due: CalendarDate?) -> Code? {
        guard let due else { return nil }
        return titles.last { due <= $0.on }?.title
    }
}
