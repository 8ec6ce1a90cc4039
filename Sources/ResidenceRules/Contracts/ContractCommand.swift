public import LedgerValues

/// What somebody asks to record about a contract, before any rule has looked at it.
public enum ContractCommand: Hashable, Sendable {
    /// Without an effect date the rule gives one; without a limit, the policy's hours.
    case proposeAllocation(effectiveOn: CalendarDate?, programme: Programme, notifiedAt: Instant, expiresAt: Instant?)
    case decideAdmission(
        effectiveOn: CalendarDate, endsOn: CalendarDate, row: TariffRowID, assignedOn: CalendarDate?,
        programme: Programme?)
    /// A new contract for the student of an earlier one; the policy says what becomes of his deposit.
    case readmit(
        earlier: ContractID, effectiveOn: CalendarDate, endsOn: CalendarDate, row: TariffRowID,
        assignedOn: CalendarDate?, programme: Programme?)
    /// The policy says from which day the new row is billed.
    case changeUnit(row: TariffRowID)
    /// Money that the receipt of a position had brought goes out again.
    case returnMoney(receipt: Int64, amount: Money, reason: MoneyReturn.Reason)
    /// The allocation of a position is taken back, as far as its money is still here.
    case undoAllocation(Int64)
    /// A guarantee; without a cap or days the rule gives them, and a person's monthly income is tested, never kept.
    case registerGuarantee(
        kind: Guarantee.Kind, income: Money?, from: CalendarDate?, to: CalendarDate?)
    /// Refused unless the student was told.
    case reportUnpaid(toldOn: CalendarDate?)
    /// Always refused: only the Crous's settlement sets a deposit off.
    case useDepositForRent
    /// A service, damage or cost, whose price and tax the published lists may give.
    case charge(ChargeOrder)
    /// A short stay, at the published price of its arrival day.
    case bookShortStay(ShortStayUnit, arrivalOn: CalendarDate, nights: Int64)
    /// More nights of a short stay.
    case extendShortStay(nights: Int64)
    /// Takes back the service, damage or cost that was charged at a log position.
    case cancelCharge(position: Int64)
    /// A decision that ended a debt or a credit is taken back, by its log position.
    case revokeDecision(position: Int64)
    /// A fact to which no rule adds anything.
    case record(ContractFact)

    /// The money that came in with the command, which is recorded whatever a rule says of its use.
    public var receipt: (purpose: UnallocatedReceipt.Purpose, amount: Money, remittance: Remittance)? {
        switch self {
        case .record(let fact): fact.receipt
        case .proposeAllocation, .decideAdmission, .useDepositForRent, .charge, .bookShortStay, .extendShortStay,
            .readmit, .changeUnit, .returnMoney, .undoAllocation, .cancelCharge, .registerGuarantee, .reportUnpaid,
            .revokeDecision:
            nil
        }
    }

    /// How much of the contract its judgement looks at.
    public var judgement: Judgement {
        switch self {
        case .record(let fact): fact.judgement
        case .proposeAllocation, .decideAdmission, .useDepositForRent, .charge, .bookShortStay, .extendShortStay,
            .readmit, .changeUnit, .cancelCharge, .registerGuarantee:
            .facts
        case .returnMoney, .undoAllocation, .reportUnpaid, .revokeDecision: .money
        }
    }

    /// Whether a contract's stream may open with this command.
    public var opensContract: Bool {
        switch self {
        case .proposeAllocation, .decideAdmission, .bookShortStay, .readmit, .record(.contractTakenOver),
            .record(.contractOpened):
            true
        case .changeUnit, .useDepositForRent, .charge, .extendShortStay, .returnMoney, .undoAllocation, .record,
            .cancelCharge, .registerGuarantee, .reportUnpaid,
            .revokeDecision:
            false
        }
    }
}

/// How much of a contract the rules look at when they judge a fact.
public enum Judgement: Comparable, Sendable {
    /// Nothing: the fact can neither be refused by the others nor make a later one wrong.
    case none
    /// The facts, payments left out.
    case facts
    /// The schedule of the contract, payments included.
    case money
}

extension ContractFact {
    /// How much of the contract its judgement looks at.
    public var judgement: Judgement {
        switch self {
        case .paymentReceived, .housingAidReceived, .bankDetailsProvided, .receiptUnallocated, .tenantCodeIssued,
            .tenantCodeReplaced, .insuranceRegistered:
            .none
        case .contractOpened, .allocationProposed, .advancePaid, .admissionDecided, .renewalGranted, .unitChanged,
            .temporarilyRehoused, .contractTakenOver, .prolongationGranted, .readmissionGranted, .depositTransferred,
            .fileCompleted, .depositWaived, .depositPaid, .depositKept, .effectDeferred, .lateArrivalAuthorised,
            .keysHandedOver, .noticeGiven, .keysReturned, .withdrawalRequested, .exceptionGranted,
            .forceMajeureAccepted, .admissionRepealed, .sundryCharged, .indemnityBaseSet, .contractSettled,
            .possessionRecovered, .tenantDied, .recoveryOffered, .fileExtended, .regularisationRequested,
            .defectDeclared, .formalNoticeServed, .chargeCancelled:
            .facts
        case .admissionLapsed(let ground): ground == .renewalUnpaid ? .money : .facts
        // The keys of a short stay wait for its money, so all its facts are looked at.
        case .shortStayBooked, .shortStayExtended, .shortStayCancelled, .shortStayMissed: .money
        case .guaranteeRegistered, .mandateRegistered, .enforcementTitleIssued: .none
        case .unpaidReported, .reportLifted, .debtRelieved, .creditEnded, .creditRefundDecided, .reliefRevoked,
            .creditEndRevoked:
            .money
        case .receiptAllocated, .allocationUndone, .receiptHandedOver, .receiptHandedBack, .receiptRefundDecided: .money
        case .refundWired, .refundReturned, .moneyReturned, .housingAidClawedBack: .money
        }
    }

    /// The money that came in, and what it was meant for; nil when none did.
    public var receipt: (purpose: UnallocatedReceipt.Purpose, amount: Money, remittance: Remittance)? {
        switch self {
        case .advancePaid(let amount, let remittance): (.advance, amount, remittance)
        case .depositPaid(let amount, let remittance): (.deposit, amount, remittance)
        case .paymentReceived(let amount, let remittance, _): (.payment, amount, remittance)
        case .housingAidReceived(let amount, _, let means): (.payment, amount, Remittance(payer: .caf, means: means))
        case .contractOpened, .allocationProposed, .admissionDecided, .renewalGranted, .unitChanged,
            .temporarilyRehoused, .contractTakenOver, .prolongationGranted, .readmissionGranted, .depositTransferred,
            .tenantCodeReplaced, .fileCompleted, .depositWaived, .depositKept, .effectDeferred, .lateArrivalAuthorised,
            .keysHandedOver, .noticeGiven, .keysReturned, .bankDetailsProvided, .withdrawalRequested, .exceptionGranted,
            .forceMajeureAccepted, .admissionRepealed, .admissionLapsed, .sundryCharged, .indemnityBaseSet,
            .contractSettled, .shortStayBooked, .shortStayExtended, .shortStayCancelled, .shortStayMissed, .refundWired,
            .refundReturned, .moneyReturned, .housingAidClawedBack, .receiptUnallocated, .receiptAllocated,
            .allocationUndone, .receiptHandedOver, .receiptHandedBack, .receiptRefundDecided, .tenantCodeIssued,
            .possessionRecovered, .tenantDied, .recoveryOffered, .fileExtended, .regularisationRequested,
            .insuranceRegistered, .defectDeclared, .formalNoticeServed, .chargeCancelled, .guaranteeRegistered,
            .mandateRegistered, .unpaidReported, .reportLifted, .enforcementTitleIssued, .debtRelieved, .creditEnded,
            .creditRefundDecided, .reliefRevoked, .creditEndRevoked:
            nil
        }
    }

    /// Whether the bank has already done it: such a fact is judged by what came before it, and never refused for what
    /// came after.
    var isDoneByTheBank: Bool {
        switch self {
        case .moneyReturned, .refundReturned, .housingAidClawedBack, .receiptHandedBack: true
        case .advancePaid, .depositPaid, .paymentReceived, .housingAidReceived, .contractOpened, .allocationProposed,
            .admissionDecided, .renewalGranted, .unitChanged, .temporarilyRehoused, .contractTakenOver,
            .prolongationGranted, .readmissionGranted, .depositTransferred, .tenantCodeReplaced, .fileCompleted,
            .depositWaived, .depositKept, .effectDeferred, .lateArrivalAuthorised, .keysHandedOver, .noticeGiven,
            .keysReturned, .bankDetailsProvided, .withdrawalRequested, .exceptionGranted, .forceMajeureAccepted,
            .admissionRepealed, .admissionLapsed, .sundryCharged, .indemnityBaseSet, .contractSettled, .shortStayBooked,
            .shortStayExtended, .shortStayCancelled, .shortStayMissed, .refundWired, .receiptUnallocated,
            .receiptAllocated, .allocationUndone, .receiptHandedOver, .receiptRefundDecided, .tenantCodeIssued,
            .possessionRecovered, .tenantDied, .recoveryOffered, .fileExtended, .regularisationRequested,
            .insuranceRegistered, .defectDeclared, .formalNoticeServed, .chargeCancelled, .guaranteeRegistered,
            .mandateRegistered, .unpaidReported, .reportLifted, .enforcementTitleIssued, .debtRelieved, .creditEnded,
            .creditRefundDecided, .reliefRevoked, .creditEndRevoked:
            false
        }
    }
}
