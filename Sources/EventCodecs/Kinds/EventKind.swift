import EventLog

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
    case booksExported = "books-exported"
    case booksSealed = "books-sealed"
    case chargeCancelled = "charge-cancelled"
    case chargeDueDaySet = "charge-due-day-set"
    case chartAdopted = "chart-adopted"
    case contractOpened = "contract-opened"
    case contractSettled = "contract-settled"
    case contractTakenOver = "contract-taken-over"
    case costCharged = "cost-charged"
    case creditEnded = "credit-ended"
    case creditRefundDecided = "credit-refund-decided"
    case damageInvoiced = "damage-invoiced"
    case defectDeclared = "defect-declared"
    case creditEndRevoked = "credit-end-revoked"
    case debtRelieved = "debt-relieved"
    case depositKept = "deposit-kept"
    case depositOffset = "deposit-offset"
    case depositOffsetReversed = "deposit-offset-reversed"
    case depositPaid = "deposit-paid"
    case depositTransferred = "deposit-transferred"
    case depositWaived = "deposit-waived"
    case effectDeferred = "effect-deferred"
    case enforcementTitleIssued = "enforcement-title-issued"
    case exceptionGranted = "exception-granted"
    case factRedated = "fact-redated"
    case factVoided = "fact-voided"
    case fileCompleted = "file-completed"
    case fileExtended = "file-extended"
    case forceMajeureAccepted = "force-majeure-accepted"
    case forfeitReversed = "forfeit-reversed"
    case formalNoticeServed = "formal-notice-served"
    case guaranteeRegistered = "guarantee-registered"
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
    case lossRestored = "loss-restored"
    case lossReversed = "loss-reversed"
    case mandateRegistered = "mandate-registered"
    case monthClosed = "month-closed"
    case noticeGiven = "notice-given"
    case parkedAllocationUndone = "parked-allocation-undone"
    case parkedReceiptAllocated = "parked-receipt-allocated"
    case parkedReceiptReturned = "parked-receipt-returned"
    case parkedRefundDecided = "parked-refund-decided"
    case parkedRefundWired = "parked-refund-wired"
    case paymentReceived = "payment-received"
    case paymentReturned = "payment-returned"
    case personDetailsChanged = "person-details-changed"
    case personErased = "person-erased"
    case personLinked = "person-linked"
    case personRegistered = "person-registered"
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
    case reliefRevoked = "relief-revoked"
    case renewalGranted = "renewal-granted"
    case rentChargeReversed = "rent-charge-reversed"
    case rentCharged = "rent-charged"
    case rowSucceeded = "row-succeeded"
    case reportLifted = "report-lifted"
    case schemaRegistered = "schema-registered"
    case serviceChargeReversed = "service-charge-reversed"
    case serviceCharged = "service-charged"
    case servicePricePublished = "service-price-published"
    case serviceSold = "service-sold"
    case shortStayBooked = "short-stay-booked"
    case shortStayCancelled = "short-stay-cancelled"
    case shortStayChargeReversed = "short-stay-charge-reversed"
    case shortStayCharged = "short-stay-charged"
    case shortStayExtended = "short-stay-extended"
    case shortStayMissed = "short-stay-missed"
    case shortStayRatePublished = "short-stay-rate-published"
    case tariffPublished = "tariff-published"
    case signingKeyAdopted = "signing-key-adopted"
    case temporarilyRehoused = "temporarily-rehoused"
    case tariffCorrected = "tariff-corrected"
    case tenantCodeAssigned = "tenant-code-assigned"
    case tenantCodeIssued = "tenant-code-issued"
    case tenantCodeReplaced = "tenant-code-replaced"
    case tenantDied = "tenant-died"
    case unitChanged = "unit-changed"
    case vatRateAdopted = "vat-rate-adopted"
    case unpaidReported = "unpaid-reported"
    case withdrawalRequested = "withdrawal-requested"

    /// The newest version of the type's schema, under which it is written.
    public var newestVersion: Int {
        self == .ledgerOpened || self == .policyAdopted || self == .refundReturned ? 2 : 1
    }

    /// The kind that a stored name spells, without making a string of it; nil for an unknown name.
    public init?(ascii name: UnsafeBufferPointer<UInt8>) {
        guard let kind = KindNames.known.kind(of: name) else { return nil }
        self = kind
    }

    /// A place in a table of all kinds, from 0 and below ``placeCount``.
    var place: Int { withUnsafeBytes(of: self) { Int($0[0]) } }

    static let placeCount = {
        precondition(MemoryLayout<EventKind>.size == 1, "a kind is one byte")
        return 256
    }()
}

/// The kinds by the bytes of their names: a table with open addressing, filled once.
private struct KindNames: Sendable {
    static let known = KindNames()

    private let kinds: [EventKind?]
    /// The places of the names among the ``bytes`` of all.
    private let names: [Range<Int>]
    private let bytes: [UInt8]

    private init() {
        var kinds = [EventKind?](repeating: nil, count: Self.mask + 1)
        var names = [Range<Int>](repeating: 0..<0, count: Self.mask + 1)
        var bytes: [UInt8] = []
        for kind in EventKind.allCases {
            let name = Array(kind.rawValue.utf8)
            precondition(name.count >= 8, "the name of a kind has eight bytes or more")
            var index = name.withUnsafeBufferPointer(Self.start)
            while kinds[index] != nil { index = (index + 1) & Self.mask }
            (kinds[index], names[index]) = (kind, bytes.count..<bytes.count + name.count)
            bytes += name
        }
        (self.kinds, self.names, self.bytes) = (kinds, names, bytes)
    }

    func kind(of name: UnsafeBufferPointer<UInt8>) -> EventKind? {
        guard name.count >= 8 else { return nil }
        var index = Self.start(name)
        while let kind = kinds[index] {
            if bytes.withUnsafeBytes({ name.holds($0[names[index]]) }) { return kind }
            index = (index + 1) & Self.mask
        }
        return nil
    }

    /// A power of two less one, several times the number of kinds.
    private static let mask = 1023

    /// Mixes the first and the last eight bytes: it only spreads the names over the table, whose rows are compared.
    @inline(__always)
    private static func start(_ name: UnsafeBufferPointer<UInt8>) -> Int {
        let bytes = UnsafeRawBufferPointer(name)
        let first = bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self)
        let last = bytes.loadUnaligned(fromByteOffset: bytes.count - 8, as: UInt64.self)
        let mixed = (first ^ (last &* 0x9E37_79B9_7F4A_7C15)) &* 0xD6E8_FEB8_6659_FD93
        return Int(truncatingIfNeeded: mixed >> 40) & mask
    }
}
