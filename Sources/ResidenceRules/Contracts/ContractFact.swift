public import LedgerValues

/// What happened to a contract, as accepted; the schedule is computed from nothing else.
///
/// Each case is filed under the moment it took effect. Days that the case does not carry are that moment's day.
public enum ContractFact: Hashable, Sendable {
    /// *Dossier ouvert*: the contract gets its identifier before anything is proposed or decided, so that what comes
    /// first, such as a deposit, has an account (R-029: it gives no right).
    case contractOpened
    /// *Proposition d'affectation*, notified at its moment.
    case allocationProposed(AllocationProposal)
    /// *Avance sur loyer* received in time and for the right amount.
    case advancePaid(Money, Remittance = Remittance())
    /// *Décision d'admission* (R-030).
    case admissionDecided(AdmissionDecision)
    /// *Renouvellement*: a further term of the same contract. It keeps the deposit as it is and asks for
    /// neither an advance nor new keys.
    case renewalGranted(Term)
    /// *Changement d'unité ou de mode d'occupation*: another row is billed; the deposit stays.
    case unitChanged(UnitChange)
    /// *Relogement temporaire* in a unit that its code names: the row billed stays.
    case temporarilyRehoused(unit: Code)
    /// A running tenancy is taken over from the books before; opens the contract.
    case contractTakenOver(Takeover)
    /// *Prolongation* of the last term.
    case prolongationGranted(Prolongation)
    /// *Réadmission* after an earlier contract.
    case readmissionGranted(Readmission)
    /// *Dossier locatif complet* (R-031).
    case fileCompleted
    /// *Dispense de dépôt de garantie* (R-064).
    case depositWaived(ground: Code)
    /// *Dépôt de garantie* received, wholly or in part.
    case depositPaid(Money, Remittance = Remittance())
    /// A deposit carried over from an earlier contract; it replaces the amount required. Without an origin the
    /// earlier contract is not in this ledger.
    case depositKept(Money, from: ContractID?)
    /// The deposit goes over to the contract of a readmission.
    case depositTransferred(Money, to: ContractID)
    /// *Date d'effet retardée à l'initiative du Crous*, to a day when it names one.
    case effectDeferred(to: CalendarDate? = nil)
    /// *Arrivée tardive autorisée* until a day, included.
    case lateArrivalAuthorised(until: CalendarDate)
    /// *Remise des clés* (R-024, R-031).
    case keysHandedOver
    /// *Préavis*; the departure asked for, if any.
    case noticeGiven(departure: CalendarDate?)
    /// *Restitution des clés* with the exit inventory.
    case keysReturned(ExitInventory)
    /// *Reprise du logement*: possession recovered without the tenant; it counts as a key return (section 16).
    case possessionRecovered(RecoveryGround, ExitInventory)
    /// *Décès*: the right ends that day (section 16 on R-073).
    case tenantDied
    /// The Crous has offered the estate to recover the unit: from the next day on an indemnity runs (section 16).
    case recoveryOffered
    /// *Délai supplémentaire* for the file, until a day, included.
    case fileExtended(until: CalendarDate)
    /// *Demande de régularisation* of a file no longer complete.
    case regularisationRequested
    /// *Assurance*: the unit is insured from a day on, to a day, included, or without an end.
    case insuranceRegistered(from: CalendarDate, to: CalendarDate?)
    /// *Défaut déclaré* by the tenant, in the ten days after the keys.
    case defectDeclared(item: Code)
    /// *Mise en demeure* to leave the unit.
    case formalNoticeServed
    /// Money received for the contract, and the debts that the payer named, if any (R-122, Code civil 1342-10).
    case paymentReceived(Money, Remittance = Remittance(), for: [LineName] = [])
    /// Housing aid paid to the Crous for the rent of one month.
    case housingAidReceived(Money, month: Month, means: Means)
    /// Housing aid that the CAF takes back.
    case housingAidClawedBack(AidClawback)
    /// Money that had come in went out again (section 16 on R-012).
    case moneyReturned(MoneyReturn)
    /// *RIB communiqué*: bank details exist; they are kept elsewhere.
    case bankDetailsProvided
    /// *Désistement* (R-058, R-060).
    case withdrawalRequested
    /// *Remboursement à titre exceptionnel* granted by the directorate.
    case exceptionGranted(ground: Code)
    /// *Force majeure* accepted for an exchange student.
    case forceMajeureAccepted
    /// *Abrogation*: the last billed day is `effectiveOn`.
    case admissionRepealed(effectiveOn: CalendarDate, ground: RepealGround? = nil)
    /// *Caducité* (R-090 to R-096), always decided: a file that is late ends nothing by itself.
    case admissionLapsed(LapseGround)
    /// A service, a damage or a cost put on the account: restoration, locks and lost keys are
    /// damage at their price, costs of a court are costs.
    case sundryCharged(SundryCharge)
    /// A service, a damage or a cost wrongly charged is taken back; it names the charge by its log position.
    case chargeCancelled(charge: Int64, SundryCharge)
    /// The base of the indemnity of an occupant who is not a student, supplied by the Crous.
    case indemnityBaseSet(total: Money, thirtieth: Money)
    /// *Liquidation*: the Crous settles the contract.
    case contractSettled
    /// A decided refund left the bank.
    case refundWired(RefundKind, Money)
    /// *Virement rejeté*: a wired refund came back, and is to be wired again (section 16 on R-012); `wire` is the log position
    /// of the wire, where the bank named it.
    case refundReturned(RefundKind, Money, wire: Int64?)
    /// Money that a rule refuses to use: recorded all the same, and kept unallocated (rulebook, section 16).
    case receiptUnallocated(UnallocatedReceipt)
    /// Money that waited unallocated serves a purpose (section 16 on R-012).
    case receiptAllocated(Allocation)
    case allocationUndone(AllocationUndoing)
    /// A part of the unallocated receipt of a position is allocated to another contract.
    case receiptHandedOver(receipt: Int64, Money, to: ContractID)
    /// The other contract gave it back.
    case receiptHandedBack(receipt: Int64, Money, from: ContractID)
    /// A part of the unallocated receipt of a position is to go back to its payer.
    case receiptRefundDecided(receipt: Int64, Money)
    /// *Acte de cautionnement* signed.
    case guaranteeRegistered(Guarantee)
    /// *Mandat*: refunds go to whom the code names, who is known elsewhere.
    case mandateRegistered(Code)
    /// *Signalement* of what is unpaid; the student was told on a day.
    case unpaidReported(toldOn: CalendarDate)
    /// *Levée du signalement*.
    case reportLifted(ground: Code)
    /// *Titre exécutoire*: what is open is pursued under it; no new amount.
    case enforcementTitleIssued(Code)
    /// A debt ends without being paid.
    case debtRelieved(DebtRelief)
    /// What the Crous owes the tenant ends without being paid.
    case creditEnded(CreditEnd)
    /// A decision that ended a debt is taken back: the debt is owed again. It names the decision by its log position.
    case reliefRevoked(relief: Int64, DebtRelief)
    /// A decision that ended what the Crous owes is taken back: it is owed again.
    case creditEndRevoked(end: Int64, CreditEnd)
    /// A credit is refunded outside a settlement.
    case creditRefundDecided(Money)
    /// *Code locataire* issued for the contract.
    case tenantCodeIssued(TenantCode)
    /// *Réservation d'un court séjour*: an account of its own, of less than a month.
    case shortStayBooked(ShortStayBooking)
    /// *Nuits supplémentaires* of a short stay, with the departure that they come to.
    case shortStayExtended(nights: Int64, departureOn: CalendarDate)
    /// *Annulation* of a short stay at its moment: hours matter.
    case shortStayCancelled
    /// *Non-présentation*: nobody came.
    case shortStayMissed
    /// A new tenant code takes the place of the one before, which still leads to the contract.
    case tenantCodeReplaced(TenantCode)
}

/// *Proposition d'affectation*.
public struct AllocationProposal: Hashable, Sendable {
    /// *Date d'effet* proposed.
    public let effectiveOn: CalendarDate
    public let programme: Programme
    /// When the proposal was sent.
    public let notifiedAt: Instant
    /// The last instant at which the advance is in time.
    public let expiresAt: Instant
    /// The exact advance asked for.
    public let advance: Money

    public init(
        effectiveOn: CalendarDate, programme: Programme, notifiedAt: Instant, expiresAt: Instant, advance: Money
    ) {
        self.effectiveOn = effectiveOn
        self.programme = programme
        self.notifiedAt = notifiedAt
        self.expiresAt = expiresAt
        self.advance = advance
    }
}

/// Under which conditions somebody is housed.
public enum Programme: String, Sendable, CaseIterable {
    case standard
    /// Exchange students: 100 €, 120 hours, no reimbursement.
    case exchange
    /// *Autres publics*: stays of one to three months, only on a row voted for them.
    case otherPublic = "other_public"
}

/// A stretch of the right of occupation on one tariff row, both days included.
public struct Term: Hashable, Sendable {
    public let effectiveOn: CalendarDate
    public let endsOn: CalendarDate
    public let row: TariffRowID

    public init(effectiveOn: CalendarDate, endsOn: CalendarDate, row: TariffRowID) {
        self.effectiveOn = effectiveOn
        self.endsOn = endsOn
        self.row = row
    }
}

/// *Décision d'admission*: the act that creates the debt.
public struct AdmissionDecision: Hashable, Sendable {
    public let term: Term
    public let programme: Programme
    /// Day of the act of assigning.
    public let assignedOn: CalendarDate
    /// The deposit required, copied from the row in force at the effect date.
    public let deposit: Money

    public init(term: Term, programme: Programme, assignedOn: CalendarDate, deposit: Money) {
        self.term = term
        self.programme = programme
        self.assignedOn = assignedOn
        self.deposit = deposit
    }
}

/// Why an admission is repealed (*abrogation*).
public enum RepealGround: String, Sendable, CaseIterable {
    /// The file was not returned in the time given.
    case fileNotReturned = "FILE_NOT_RETURNED"
    /// The file is no longer complete, for example for want of insurance.
    case fileIncomplete = "FILE_INCOMPLETE"
    case unpaidRent = "UNPAID_RENT"
    case studentStatusLost = "STUDENT_STATUS_LOST"
    /// Another ground that the decision states.
    case other = "OTHER"
}

/// Why an admission lapses (*caducité*).
public enum LapseGround: String, Sendable, CaseIterable {
    case fileLate = "FILE_LATE"
    case noShow = "NO_SHOW"
    case lateArrival30 = "LATE_ARRIVAL_30"
    case renewalNotice = "RENEWAL_NOTICE"
    case renewalUnpaid = "RENEWAL_UNPAID"

    /// Whether the ground ends only the renewal, not the contract.
    var concernsRenewal: Bool {
        switch self {
        case .renewalNotice, .renewalUnpaid: true
        case .fileLate, .noShow, .lateArrival30: false
        }
    }
}

/// A charge that is neither rent nor indemnity.
public struct SundryCharge: Hashable, Sendable {
    public enum Kind: String, Sendable, CaseIterable {
        case service
        case damage
        case cost
    }

    public let kind: Kind
    /// Amount without tax, in cents.
    public let net: Money
    /// Tax, in cents, half-up per line.
    public let vat: Money
    public let dueOn: CalendarDate
    public let item: Code
    /// The document behind the amount: an invoice, a quote, a judgment.
    public let reference: Code?
    /// How much was charged by the published price; nil where the amount stands for the whole, and on damage and costs.
    public let quantity: Quantity?

    public init(
        kind: Kind, net: Money, vat: Money, dueOn: CalendarDate, item: Code, quantity: Quantity? = nil,
        reference: Code? = nil
    ) {
        self.kind = kind
        self.net = net
        self.vat = vat
        self.dueOn = dueOn
        self.item = item
        self.reference = reference
        self.quantity = quantity
    }
}

/// What a refund gives back.
public enum RefundKind: String, Sendable, CaseIterable {
    case advance
    case deposit
    case credit
    /// Housing aid that no rent of its month took, or that the CAF took back; it goes back to the CAF.
    case aid
    /// What a guarantor paid above the ceiling, or above the debts of a settled contract.
    case guarantor
    /// Money that stayed unallocated; it goes back to whoever paid it.
    case receipt
}

/// Money that came in and that a rule refuses to use.
public struct UnallocatedReceipt: Hashable, Sendable {
    /// What the payer meant to pay.
    public enum Purpose: String, Sendable, CaseIterable {
        case advance
        case deposit
        case payment
    }

    public let purpose: Purpose
    public let amount: Money
    public let remittance: Remittance
    /// The code of the refusal, such as `ADVANCE_LATE`.
    public let refusal: Code

    public init(purpose: Purpose, amount: Money, remittance: Remittance = Remittance(), refusal: Code) {
        self.purpose = purpose
        self.amount = amount
        self.remittance = remittance
        self.refusal = refusal
    }
}

/// When a fact took effect: a Paris civil day and the seconds elapsed since its 00:00.
public struct EffectiveMoment: Hashable, Comparable, Sendable {
    public let day: CalendarDate
    /// Elapsed seconds since 00:00 in Paris, 0 to 90,000 (a day with a clock change has 23 or 25 hours).
    public let seconds: Int32

    /// 00:00 of `day`.
    public init(day: CalendarDate) {
        self.day = day
        seconds = 0
    }

    public init(_ instant: Instant) {
        day = ParisTime.day(of: instant)
        seconds = Int32((instant.microseconds - ParisTime.start(of: day).microseconds) / 1_000_000)
    }

    /// The instant, to the second.
    public var instant: Instant {
        Instant(microseconds: ParisTime.start(of: day).microseconds + Int64(seconds) * 1_000_000)
    }

    public static func < (left: EffectiveMoment, right: EffectiveMoment) -> Bool {
        left.day == right.day ? left.seconds < right.seconds : left.day < right.day
    }
}

/// A fact with the place it has among the facts of its contract: by moment, then by log position.
public struct FiledFact: Hashable, Sendable {
    public let moment: EffectiveMoment
    public let position: Int64
    public let fact: ContractFact

    public init(moment: EffectiveMoment, position: Int64, fact: ContractFact) {
        self.moment = moment
        self.position = position
        self.fact = fact
    }

    /// Whether this fact is filed before `other`.
    public func precedes(_ other: FiledFact) -> Bool {
        moment == other.moment ? position < other.position : moment < other.moment
    }
}
