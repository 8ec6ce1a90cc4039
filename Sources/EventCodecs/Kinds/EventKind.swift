/// The type of an event as it is stored: kebab-case, past tense, never derived from a Swift name.
public enum EventKind: String, CaseIterable, Sendable {
    case admissionDecided = "admission-decided"
    case admissionLapsed = "admission-lapsed"
    case admissionRepealed = "admission-repealed"
    case advanceApplied = "advance-applied"
    case advanceCreditReversed = "advance-credit-reversed"
    case advanceCredited = "advance-credited"
    case advanceForfeited = "advance-forfeited"
    case advancePaid = "advance-paid"
    case advanceUnapplied = "advance-unapplied"
    case allocationProposed = "allocation-proposed"
    case allocationUndone = "allocation-undone"
    case bankDetailsProvided = "bank-details-provided"
    case billingRecorded = "billing-recorded"
    case chargeCancelled = "charge-cancelled"
    case chargeDueDaySet = "charge-due-day-set"
    case contractOpened = "contract-opened"
    case contractSettled = "contract-settled"
    case contractTakenOver = "contract-taken-over"
    case costCharged = "cost-charged"
    case damageInvoiced = "damage-invoiced"
    case defectDeclared = "defect-declared"
    case depositKept = "deposit-kept"
    case depositOffset = "deposit-offset"
    case depositOffsetReversed = "deposit-offset-reversed"
    case depositPaid = "deposit-paid"
    case depositTransferred = "deposit-transferred"
    case depositWaived = "deposit-waived"
    case effectDeferred = "effect-deferred"
    case exceptionGranted = "exception-granted"
    case factRedated = "fact-redated"
    case factVoided = "fact-voided"
    case fileCompleted = "file-completed"
    case fileExtended = "file-extended"
    case forceMajeureAccepted = "force-majeure-accepted"
    case forfeitReversed = "forfeit-reversed"
    case formalNoticeServed = "formal-notice-served"
    case housingAidClawedBack = "housing-aid-clawed-back"
    case housingAidReceived = "housing-aid-received"
    case indemnityBaseSet = "indemnity-base-set"
    case indemnityChargeReversed = "indemnity-charge-reversed"
    case indemnityCharged = "indemnity-charged"
    case insuranceRegistered = "insurance-registered"
    case keysHandedOver = "keys-handed-over"
    case keysReturned = "keys-returned"
    case lateArrivalAuthorised = "late-arrival-authorised"
    case ledgerOpened = "ledger-opened"
    case monthClosed = "month-closed"
    case noticeGiven = "notice-given"
    case parkedAllocationUndone = "parked-allocation-undone"
    case parkedReceiptAllocated = "parked-receipt-allocated"
    case parkedReceiptReturned = "parked-receipt-returned"
    case parkedRefundDecided = "parked-refund-decided"
    case parkedRefundWired = "parked-refund-wired"
    case paymentReceived = "payment-received"
    case paymentReturned = "payment-returned"
    case policyAdopted = "policy-adopted"
    case possessionRecovered = "possession-recovered"
    case prolongationGranted = "prolongation-granted"
    case readmissionGranted = "readmission-granted"
    case receiptAllocated = "receipt-allocated"
    case receiptHandedBack = "receipt-handed-back"
    case receiptHandedOver = "receipt-handed-over"
    case receiptParked = "receipt-parked"
    case receiptRefundDecided = "receipt-refund-decided"
    case receiptUnallocated = "receipt-unallocated"
    case recoveryOffered = "recovery-offered"
    case refundDecided = "refund-decided"
    case refundDecisionReversed = "refund-decision-reversed"
    case refundReclaimReversed = "refund-reclaim-reversed"
    case refundReclaimed = "refund-reclaimed"
    case refundReturned = "refund-returned"
    case refundWired = "refund-wired"
    case regularisationRequested = "regularisation-requested"
    case renewalGranted = "renewal-granted"
    case rentChargeReversed = "rent-charge-reversed"
    case rentCharged = "rent-charged"
    case rowSucceeded = "row-succeeded"
    case schemaRegistered = "schema-registered"
    case serviceChargeReversed = "service-charge-reversed"
    case serviceCharged = "service-charged"
    case servicePricePublished = "service-price-published"
    case shortStayBooked = "short-stay-booked"
    case shortStayCancelled = "short-stay-cancelled"
    case shortStayChargeReversed = "short-stay-charge-reversed"
    case shortStayCharged = "short-stay-charged"
    case shortStayExtended = "short-stay-extended"
    case shortStayMissed = "short-stay-missed"
    case shortStayRatePublished = "short-stay-rate-published"
    case tariffPublished = "tariff-published"
    case temporarilyRehoused = "temporarily-rehoused"
    case tenantCodeAssigned = "tenant-code-assigned"
    case tenantCodeIssued = "tenant-code-issued"
    case tenantCodeReplaced = "tenant-code-replaced"
    case tenantDied = "tenant-died"
    case unitChanged = "unit-changed"
    case vatRateAdopted = "vat-rate-adopted"
    case withdrawalRequested = "withdrawal-requested"

    /// The newest version of the type's schema.
    public var newestVersion: Int { 1 }

    /// The kind that a stored name spells, without making a string of it; nil for an unknown name.
    public init?(ascii name: UnsafeBufferPointer<UInt8>) {
        guard let kind = Self.byHash[Self.hash(name)], kind.rawValue.utf8.elementsEqual(name) else { return nil }
        self = kind
    }

    private static let byHash = Dictionary(
        uniqueKeysWithValues: allCases.map { kind in
            var name = kind.rawValue
            return (name.withUTF8 { hash($0) }, kind)
        })

    /// FNV-1a, 64 bits: only spreads the fifty names over a table; equality is checked on the bytes.
    private static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var state: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes { state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        return state
    }
}
