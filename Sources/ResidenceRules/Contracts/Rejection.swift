public import LedgerValues

/// A rule says no: a stable code, the rule behind it, and what to do about it.
public struct Rejection: Error, Hashable, Sendable {
    public let code: RejectionCode
    /// What was found where, in words without personal data, such as `required 35900, held 0`.
    public let detail: String

    public init(_ code: RejectionCode, _ detail: String = "") {
        self.code = code
        self.detail = detail
    }
}

/// The stable codes of rejections.
public enum RejectionCode: String, Sendable, CaseIterable {
    case advanceAlreadyPaid = "ADVANCE_ALREADY_PAID"
    case advanceAmount = "ADVANCE_AMOUNT"
    case advanceLate = "ADVANCE_LATE"
    case advanceWithoutProposal = "ADVANCE_WITHOUT_PROPOSAL"
    case allocationExceedsReceipt = "ALLOCATION_EXCEEDS_RECEIPT"
    case alreadyAdmitted = "ALREADY_ADMITTED"
    case alreadyProposed = "ALREADY_PROPOSED"
    case alreadyReported = "ALREADY_REPORTED"
    case alreadySettled = "ALREADY_SETTLED"
    case amountOutOfRange = "AMOUNT_OUT_OF_RANGE"
    case assignedFrom15August = "ASSIGNED_FROM_15_AUGUST"
    case chartDay = "CHART_DAY"
    case clawbackExceedsAid = "CLAWBACK_EXCEEDS_AID"
    case contractEnded = "CONTRACT_ENDED"
    case contractExists = "CONTRACT_EXISTS"
    case contractSettled = "CONTRACT_SETTLED"
    case contradictsLaterFact = "CONTRADICTS_LATER_FACT"
    case deathNotRecorded = "DEATH_NOT_RECORDED"
    case defectDeclared = "DEFECT_DECLARED"
    case defectLate = "DEFECT_LATE"
    case deferralNotLater = "DEFERRAL_NOT_LATER"
    case creditNotRefundable = "CREDIT_NOT_REFUNDABLE"
    case creditNotRetainable = "CREDIT_NOT_RETAINABLE"
    case delayNotExpired = "DELAY_NOT_EXPIRED"
    case depositCannotPayRent = "DEPOSIT_CANNOT_PAY_RENT"
    case effectAfter1September = "EFFECT_AFTER_1_SEPTEMBER"
    case endAfter31August = "END_AFTER_31_AUGUST"
    case endBeforeEffect = "END_BEFORE_EFFECT"
    case factAlreadyVoided = "FACT_ALREADY_VOIDED"
    case factMovesMoney = "FACT_MOVES_MONEY"
    case factNotCorrectable = "FACT_NOT_CORRECTABLE"
    case factNotRedatable = "FACT_NOT_REDATABLE"
    case fileInTime = "FILE_IN_TIME"
    case guarantorInsolvent = "GUARANTOR_INSOLVENT"
    case ineTaken = "INE_TAKEN"
    case inventoryConforming = "INVENTORY_CONFORMING"
    case inventoryWithoutRepresentative = "INVENTORY_WITHOUT_REPRESENTATIVE"
    case itemNotInInventory = "ITEM_NOT_IN_INVENTORY"
    case keysAlreadyHandedOver = "KEYS_ALREADY_HANDED_OVER"
    case keysAlreadyReturned = "KEYS_ALREADY_RETURNED"
    case keysBeforeAdmission = "KEYS_BEFORE_ADMISSION"
    case keysBeforeArrival = "KEYS_BEFORE_ARRIVAL"
    case keysBeforeDeposit = "KEYS_BEFORE_DEPOSIT"
    case keysBeforeFile = "KEYS_BEFORE_FILE"
    case keysBeforePayment = "KEYS_BEFORE_PAYMENT"
    case keysHandedOver = "KEYS_HANDED_OVER"
    case keysNotHandedOver = "KEYS_NOT_HANDED_OVER"
    case keysNotReturned = "KEYS_NOT_RETURNED"
    case lateArrivalAuthorised = "LATE_ARRIVAL_AUTHORISED"
    case monthAlreadyClosed = "MONTH_ALREADY_CLOSED"
    case monthNotBilled = "MONTH_NOT_BILLED"
    case noAdmission = "NO_ADMISSION"
    case noNoticeBeforeEnd = "NO_NOTICE_BEFORE_END"
    case noRenewal = "NO_RENEWAL"
    case noShortStay = "NO_SHORT_STAY"
    case noTariff = "NO_TARIFF"
    case notForShortStays = "NOT_FOR_SHORT_STAYS"
    case notLessThanOneMonth = "NOT_LESS_THAN_ONE_MONTH"
    case noTariffToCorrect = "NO_TARIFF_TO_CORRECT"
    case nothingToCorrect = "NOTHING_TO_CORRECT"
    case notPrescribed = "NOT_PRESCRIBED"
    case notReportable = "NOT_REPORTABLE"
    case notReported = "NOT_REPORTED"
    case nothingToWithdraw = "NOTHING_TO_WITHDRAW"
    case personErased = "PERSON_ERASED"
    case personHasOpenAccount = "PERSON_HAS_OPEN_ACCOUNT"
    case personStillHoused = "PERSON_STILL_HOUSED"
    case policyRetroactive = "POLICY_RETROACTIVE"
    case policyValue = "POLICY_VALUE"
    case priceRequired = "PRICE_REQUIRED"
    case noTenantCode = "NO_TENANT_CODE"
    case prolongationLate = "PROLONGATION_LATE"
    case prolongationNeedsFile = "PROLONGATION_NEEDS_FILE"
    case prolongationNotLater = "PROLONGATION_NOT_LATER"
    case readmissionOfItself = "READMISSION_OF_ITSELF"
    case refundBlocked = "REFUND_BLOCKED"
    case refundExceedsCredit = "REFUND_EXCEEDS_CREDIT"
    case refundExceedsDecided = "REFUND_EXCEEDS_DECIDED"
    case regularisationNotRequested = "REGULARISATION_NOT_REQUESTED"
    case reliefExceedsDebt = "RELIEF_EXCEEDS_DEBT"
    case renewalIsReadmission = "RENEWAL_IS_READMISSION"
    case renewalNoDebt = "RENEWAL_NO_DEBT"
    case repealNotFuture = "REPEAL_NOT_FUTURE"
    case rightStillRuns = "RIGHT_STILL_RUNS"
    case tenantDeceased = "TENANT_DECEASED"
    case stayBegun = "STAY_BEGUN"
    case takeoverBeforeKeys = "TAKEOVER_BEFORE_KEYS"
    case retentionRuns = "RETENTION_RUNS"
    case returnExceedsReceipt = "RETURN_EXCEEDS_RECEIPT"
    case returnExceedsWired = "RETURN_EXCEEDS_WIRED"
    case stayLength = "STAY_LENGTH"
    case stayWithoutTariff = "STAY_WITHOUT_TARIFF"
    case tariffRetroactive = "TARIFF_RETROACTIVE"
    case studentNotTold = "STUDENT_NOT_TOLD"
    case tenantCodeTaken = "TENANT_CODE_TAKEN"
    case unknownCharge = "UNKNOWN_CHARGE"
    case unknownContract = "UNKNOWN_CONTRACT"
    case unknownReceipt = "UNKNOWN_RECEIPT"
    case unknownTransfer = "UNKNOWN_TRANSFER"
    case unknownPerson = "UNKNOWN_PERSON"
    case unknownFact = "UNKNOWN_FACT"
    case unknownTariffRow = "UNKNOWN_TARIFF_ROW"
    case vatRateMissing = "VAT_RATE_MISSING"
    case withdrawalAfterKeys = "WITHDRAWAL_AFTER_KEYS"
}

extension RejectionCode {
    /// The code as an event holds it.
    public var code: Code {
        guard let code = Code(rawValue) else { preconditionFailure("\(rawValue) is no code") }
        return code
    }

    /// The rule of the rulebook behind the refusal.
    public var rule: String { explanation.rule }

    /// One English sentence with what to do.
    public var remedy: String { explanation.remedy }

    private var explanation: (rule: String, remedy: String) {
        switch self {
        case .advanceAlreadyPaid:
            ("R-010", "The money is kept unallocated; allocate it to the rent or refund it.")
        case .advanceAmount:
            ("R-012", "The money is kept unallocated; ask for the exact advance and refund or complete this one.")
        case .advanceLate:
            ("R-013", "The proposal has lapsed and the money is kept unallocated; propose again or refund it.")
        case .advanceWithoutProposal:
            ("R-010", "The money is kept unallocated; record the proposal first, or refund it.")
        case .allocationExceedsReceipt:
            ("R-021", "Give at most what is left of the receipt.")
        case .alreadyAdmitted:
            ("R-030", "Renew the contract, or open another one for a new admission.")
        case .alreadyProposed:
            ("R-010", "Open another contract for another proposal.")
        case .alreadyReported:
            ("R-123", "Lift the report that stands first.")
        case .alreadySettled:
            ("R-065", "A contract is settled once; record later money as a payment.")
        case .amountOutOfRange:
            ("R-012", "Give a positive whole number of cents, at most 1,000,000,000.")
        case .assignedFrom15August:
            ("R-090", "Set a delay for the file and repeal the admission when it has passed (R-091).")
        case .chartDay:
            ("R-043", "Give the first of January of a year that is open, no earlier than the last adoption's.")
        case .clawbackExceedsAid:
            ("R-200", "Give at most what the CAF paid for that month and the Crous still has.")
        case .contractEnded:
            ("R-097", "The contract was withdrawn, cancelled, lapsed or repealed; open another one.")
        case .contractExists:
            ("R-029", "The contract is open; record what happened to it, or open another one.")
        case .contractSettled:
            ("R-065", "The contract is settled; record the money as a payment.")
        case .contradictsLaterFact:
            ("R-030", "Correct the later fact first, then record this one again.")
        case .deathNotRecorded:
            ("R-073", "Record the death first.")
        case .defectDeclared:
            ("R-136", "The tenant declared the defect in time; it is not invoiced as damage.")
        case .defectLate:
            ("R-136", "A defect is declared in the ten days after the keys.")
        case .deferralNotLater:
            ("R-051", "Give a day that is not before the effect date of the decision.")
        case .creditNotRefundable:
            ("R-162", "Record force majeure first, or keep the credit by retain-credit.")
        case .creditNotRetainable:
            ("R-162", "Only the credit of a settled exchange student without force majeure can be kept.")
        case .delayNotExpired:
            ("R-093", "Decide after the last day of the delay.")
        case .depositCannotPayRent:
            ("R-069", "Pay the rent; only the settlement sets the deposit off.")
        case .effectAfter1September:
            ("R-014", "Give an effect date at the latest on 1 September, or decide from 1 September on.")
        case .endAfter31August:
            ("R-030", "End the decision at the latest on 31 August of its university year.")
        case .endBeforeEffect:
            ("R-030", "Give an end date that is not before the effect date.")
        case .factAlreadyVoided:
            ("R-024", "The fact counts as never filed already; record it again if it did happen.")
        case .factMovesMoney:
            ("R-122", "Money and charges are taken back by their own reversals, such as cancel-charge.")
        case .factNotCorrectable:
            ("R-003", "Record what follows from it anew; a code issued stays found, a deposit carried over has moved.")
        case .factNotRedatable:
            ("R-023", "Void the fact and record it again: days that it holds were reckoned from its own moment.")
        case .fileInTime:
            ("R-090", "The file was complete in time; the admission stands.")
        case .guarantorInsolvent:
            ("R-125", "Ask for a guarantor whose monthly income is three monthly rents, or for an institution.")
        case .inventoryConforming:
            ("R-065", "The exit inventory conforms; no damage can be invoiced after it.")
        case .inventoryWithoutRepresentative:
            ("R-065", "A minor's inventory without a legal representative supports no deduction.")
        case .itemNotInInventory:
            ("R-065", "Name an item that the exit inventory lists.")
        case .keysAlreadyHandedOver:
            ("R-024", "The keys are out; correct the earlier hand-over if its day is wrong.")
        case .keysAlreadyReturned:
            ("R-065", "The keys are back; nothing more can be given notice of or returned.")
        case .keysBeforeAdmission:
            ("R-029", "Record the admission decision first.")
        case .keysBeforeArrival:
            ("R-183", "The dates of a short stay are firm; hand the keys over on its arrival day.")
        case .keysBeforeDeposit:
            ("R-031", "Record the deposit, or its waiver, first.")
        case .keysBeforeFile:
            ("R-031", "Record the completed file first.")
        case .keysBeforePayment:
            ("R-170", "Record the payment of all that is due first.")
        case .keysHandedOver:
            ("R-093", "The keys were handed over; repeal the admission instead.")
        case .keysNotHandedOver:
            ("R-071", "Before the keys the remedy is a withdrawal.")
        case .keysNotReturned:
            ("R-065", "Record the key return and its inventory first.")
        case .lateArrivalAuthorised:
            ("R-093", "Wait until the authorised day has passed.")
        case .monthAlreadyClosed:
            ("R-043", "Close a later month.")
        case .monthNotBilled:
            ("R-043", "Bill through the last day of the month first, every contract of it.")
        case .noAdmission:
            ("R-030", "Record the admission decision first.")
        case .noNoticeBeforeEnd:
            ("R-095", "No notice expires before 31 August; the renewal stands on this ground.")
        case .noRenewal:
            ("R-095", "There is no renewal to lapse.")
        case .noShortStay:
            ("R-170", "The contract is no short stay; book one under an identifier of its own.")
        case .noTariff:
            ("R-046", "Publish a tariff for that row and day; none is ever guessed.")
        case .notForShortStays:
            ("R-170", "A short stay has no advance, deposit, file, notice or decision; money for it is a payment.")
        case .notLessThanOneMonth:
            ("R-170", "A short stay ends before the same day of the next month; admit the person instead.")
        case .noTariffToCorrect:
            ("R-041", "No published row prices any of these days; publish the row without marking a correction.")
        case .nothingToCorrect:
            ("R-024", "Give the moment at which the fact took effect; it is filed at this one already.")
        case .notPrescribed:
            ("R-201", "Decide once the delay has passed.")
        case .notReportable:
            ("R-123", "Report a rent late by more than one month once the right of occupation has ended.")
        case .notReported:
            ("R-123", "No report stands; there is nothing to lift.")
        case .nothingToWithdraw:
            ("R-058", "Record the proposal or the admission first.")
        case .policyRetroactive:
            ("R-016", "Adopt the policy from a day after the last one billed.")
        case .policyValue:
            ("R-016", "Give one of the values listed for the policy.")
        case .priceRequired:
            ("R-140", "Give the price of the invoice or quote in amount_cents, or publish a price for that day.")
        case .noTenantCode:
            ("R-003", "Issue a tenant code first; only a code that was issued can be replaced.")
        case .prolongationLate:
            ("R-115", "Too late to prolong: one month before the end, fifteen days for a stay under a month.")
        case .prolongationNeedsFile:
            ("R-115", "Record a file completed since the prolongation was asked for; beyond thirty days it is needed.")
        case .prolongationNotLater:
            ("R-115", "Give a last day after the current end of the right.")
        case .readmissionOfItself:
            ("R-113", "Open a new contract, and name the one that the student left.")
        case .refundBlocked:
            ("R-059", "Wait for the bank details of the tenant.")
        case .refundExceedsCredit:
            ("R-201", "Give at most what the Crous owes the tenant on that day.")
        case .refundExceedsDecided:
            ("R-065", "Wire at most what was decided and not yet wired.")
        case .regularisationNotRequested:
            ("R-092", "Request the regularisation of the file first.")
        case .reliefExceedsDebt:
            ("R-201", "Give at most what is open on the line.")
        case .renewalIsReadmission:
            ("R-110", "Open a new contract: a gap or another unit makes it a readmission.")
        case .renewalNoDebt:
            ("R-096", "No debt of the renewal's test period is open; the renewal stands.")
        case .repealNotFuture:
            ("R-100", "Give an effective day that is not before the decision.")
        case .rightStillRuns:
            ("R-101", "End the right first, by a repeal for example; who has a right is not evicted.")
        case .tenantDeceased:
            ("R-073", "The right ended with the death; record the recovery of the unit and settle with the estate.")
        case .stayBegun:
            ("R-176", "The guest has the keys; a stay that began is neither cancelled nor missed.")
        case .takeoverBeforeKeys:
            ("R-024", "Take over tenancies whose keys are out; admit the others by their decision.")
        case .returnExceedsReceipt:
            ("R-012", "Give at most what the receipt brought, less what already went back or was allocated.")
        case .returnExceedsWired:
            ("R-065", "Give at most what was wired of that refund and did not come back.")
        case .stayLength:
            ("R-181", "The row prices stays of one to three months only; choose another row or other days.")
        case .stayWithoutTariff:
            ("R-181", "Publish a row voted for stays of one to three months, and decide the stay on it.")
        case .tariffRetroactive:
            ("R-041", "Publish from a day not billed yet, or mark the correction of a clerical error with its reason.")
        case .studentNotTold:
            ("R-123", "Tell the student first, and give the day in told_on.")
        case .tenantCodeTaken:
            ("R-003", "The code belongs to another contract; issue another one.")
        case .unknownCharge:
            ("R-142", "Name a service, damage or cost of this contract that stands; rent follows the facts behind it.")
        case .unknownContract:
            ("R-021", "Check the identifier or the code; a contract opens with its proposal or its decision.")
        case .unknownReceipt:
            ("R-021", "Give the position of a receipt of the contract, effective by that day.")
        case .unknownTransfer:
            ("R-202", "Give the identifier under which a wire was recorded, or the contract and the kind of refund.")
        case .unknownFact:
            ("R-024", "Name the log position of a fact of this contract; a posting follows the facts behind it.")
        case .ineTaken:
            ("R-002", "Look the person up by the number, or correct it; a number belongs to one person.")
        case .personHasOpenAccount:
            ("R-039", "Settle the account first: debts, credits, deposit, refunds and unallocated money.")
        case .personStillHoused:
            ("R-039", "Wait for the end of the right of occupation and the return of the keys.")
        case .retentionRuns:
            ("R-039", "Wait until the delay of the policy person_retention has passed.")
        case .personErased:
            ("R-039", "Register the person anew; what was erased does not come back.")
        case .unknownPerson:
            ("R-039", "Register the person first, and give the identifier that was answered.")
        case .unknownTariffRow:
            ("R-041", "Publish the tariff row, or correct its identifier.")
        case .vatRateMissing:
            ("R-180", "Adopt a rate of tax for the item, be it exempt, or give vat_bp.")
        case .withdrawalAfterKeys:
            ("R-071", "After the keys the remedy is a notice.")
        }
    }
}
