public import EventLog
public import ResidenceRules

/// An event of the log in the words of the domain.
public enum RecordedEvent: Hashable, Sendable {
    /// The first event of the log.
    case opened(LedgerOpening)
    /// A fact of a contract, in its stream.
    case fact(ContractFact)
    /// What is said afterwards of a fact of the same contract.
    case correction(FactCorrection)
    /// A derived posting of a contract, in its stream.
    case posting(Posting)
    /// Something that concerns the whole ledger.
    case ledger(LedgerFact)
    /// A version of an event's schema, under which later events are written (design 3.9).
    case schemaRegistered(type: String, version: Int, hash: Digest)
    /// What the books said at a position.
    case sealed(BooksSeal)
    /// Somebody was given a file.
    case exported(BooksExport)
    /// The books are written with another chart from a day on.
    case chartAdopted(ChartAdoption)
    /// Another key signs from here on.
    case keyAdopted(KeyAdoption)
    /// Something about a person, in codes and commitments.
    case person(PersonFact)

    /// The stored type.
    public var kind: EventKind {
        switch self {
        case .opened: .ledgerOpened
        case .fact(let fact): fact.kind
        case .correction(.redated): .factRedated
        case .correction(.voided): .factVoided
        case .posting(let posting): posting.kind
        case .ledger(let fact): fact.kind
        case .schemaRegistered: .schemaRegistered
        case .sealed: .booksSealed
        case .exported: .booksExported
        case .chartAdopted: .chartAdopted
        case .keyAdopted: .signingKeyAdopted
        case .person(let fact): fact.kind
        }
    }
}

extension PersonFact {
    fileprivate var kind: EventKind {
        switch self {
        case .registered: .personRegistered
        case .detailsChanged: .personDetailsChanged
        case .linked: .personLinked
        case .erased: .personErased
        }
    }
}

extension ContractFact {
    fileprivate var kind: EventKind {
        switch self {
        case .contractOpened: .contractOpened
        case .allocationProposed: .allocationProposed
        case .advancePaid: .advancePaid
        case .admissionDecided: .admissionDecided
        case .renewalGranted: .renewalGranted
        case .unitChanged: .unitChanged
        case .temporarilyRehoused: .temporarilyRehoused
        case .fileCompleted: .fileCompleted
        case .depositWaived: .depositWaived
        case .depositPaid: .depositPaid
        case .depositKept: .depositKept
        case .depositTransferred: .depositTransferred
        case .contractTakenOver: .contractTakenOver
        case .prolongationGranted: .prolongationGranted
        case .readmissionGranted: .readmissionGranted
        case .tenantCodeReplaced: .tenantCodeReplaced
        case .effectDeferred: .effectDeferred
        case .lateArrivalAuthorised: .lateArrivalAuthorised
        case .keysHandedOver: .keysHandedOver
        case .noticeGiven: .noticeGiven
        case .keysReturned: .keysReturned
        case .defectDeclared: .defectDeclared
        case .fileExtended: .fileExtended
        case .formalNoticeServed: .formalNoticeServed
        case .insuranceRegistered: .insuranceRegistered
        case .possessionRecovered: .possessionRecovered
        case .recoveryOffered: .recoveryOffered
        case .regularisationRequested: .regularisationRequested
        case .tenantDied: .tenantDied
        case .paymentReceived: .paymentReceived
        case .housingAidReceived: .housingAidReceived
        case .housingAidClawedBack: .housingAidClawedBack
        case .moneyReturned: .paymentReturned
        case .refundReturned: .refundReturned
        case .guaranteeRegistered: .guaranteeRegistered
        case .mandateRegistered: .mandateRegistered
        case .unpaidReported: .unpaidReported
        case .reportLifted: .reportLifted
        case .enforcementTitleIssued: .enforcementTitleIssued
        case .debtRelieved: .debtRelieved
        case .creditEnded: .creditEnded
        case .reliefRevoked: .reliefRevoked
        case .creditEndRevoked: .creditEndRevoked
        case .creditRefundDecided: .creditRefundDecided
        case .receiptAllocated: .receiptAllocated
        case .allocationUndone: .allocationUndone
        case .receiptHandedOver: .receiptHandedOver
        case .receiptHandedBack: .receiptHandedBack
        case .receiptRefundDecided: .receiptRefundDecided
        case .bankDetailsProvided: .bankDetailsProvided
        case .withdrawalRequested: .withdrawalRequested
        case .exceptionGranted: .exceptionGranted
        case .forceMajeureAccepted: .forceMajeureAccepted
        case .admissionRepealed: .admissionRepealed
        case .admissionLapsed: .admissionLapsed
        case .sundryCharged(let charge):
            switch charge.kind {
            case .service: .serviceCharged
            case .damage: .damageInvoiced
            case .cost: .costCharged
            }
        case .chargeCancelled: .chargeCancelled
        case .indemnityBaseSet: .indemnityBaseSet
        case .contractSettled: .contractSettled
        case .refundWired: .refundWired
        case .receiptUnallocated: .receiptUnallocated
        case .tenantCodeIssued: .tenantCodeIssued
        case .shortStayBooked: .shortStayBooked
        case .shortStayExtended: .shortStayExtended
        case .shortStayCancelled: .shortStayCancelled
        case .shortStayMissed: .shortStayMissed
        }
    }
}

extension Posting {
    fileprivate var kind: EventKind {
        switch self {
        case .charged(let line):
            switch line.composition {
            case .rent: .rentCharged
            case .indemnity: .indemnityCharged
            case .shortStay: .shortStayCharged
            case .sundry, .carriedOver: preconditionFailure("a charge that is a fact is never a derived posting")
            case .reclaim: .refundReclaimed
            }
        case .chargeReversed(let line, _):
            switch line.composition {
            case .rent: .rentChargeReversed
            case .indemnity: .indemnityChargeReversed
            case .shortStay: .shortStayChargeReversed
            case .sundry: .serviceChargeReversed
            case .carriedOver: preconditionFailure("what was taken over is no derived posting")
            case .reclaim: .refundReclaimReversed
            }
        case .dueDaySet: .chargeDueDaySet
        case .advanceApplied: .advanceApplied
        case .advanceUnapplied: .advanceUnapplied
        case .advanceCredited: .advanceCredited
        case .advanceCreditReversed: .advanceCreditReversed
        case .advanceForfeited: .advanceForfeited
        case .forfeitReversed: .forfeitReversed
        case .depositOffset: .depositOffset
        case .depositOffsetReversed: .depositOffsetReversed
        case .refundDecided: .refundDecided
        case .lossReversed: .lossReversed
        case .lossRestored: .lossRestored
        case .refundDecisionReversed: .refundDecisionReversed
        }
    }
}

extension LedgerFact {
    fileprivate var kind: EventKind {
        switch self {
        case .tariffPublished: .tariffPublished
        case .servicePricePublished: .servicePricePublished
        case .shortStayRatePublished: .shortStayRatePublished
        case .vatRateAdopted: .vatRateAdopted
        case .rowSucceeded: .rowSucceeded
        case .tariffCorrected: .tariffCorrected
        case .policyAdopted: .policyAdopted
        case .monthClosed: .monthClosed
        case .billingRecorded: .billingRecorded
        case .tenantCodeAssigned: .tenantCodeAssigned
        case .receiptParked: .receiptParked
        case .serviceSold: .serviceSold
        case .parkedReceiptAllocated: .parkedReceiptAllocated
        case .parkedAllocationUndone: .parkedAllocationUndone
        case .parkedReceiptReturned: .parkedReceiptReturned
        case .parkedRefundDecided: .parkedRefundDecided
        case .parkedRefundWired: .parkedRefundWired
        }
    }
}
