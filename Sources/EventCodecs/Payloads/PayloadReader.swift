public import EventLog
import LedgerValues
import ResidenceRules

/// Reads the payload of a stored event, strictly: every key in its place, nothing more, nothing out of range.
public enum PayloadReader {
    /// The event that `payload` says under a version of its kind's schema; an older one is read as the newest says it.
    ///
    /// - Throws: `JSONError` at the first byte that the schema does not allow, and when the kind has no such version.
    public static func event(
        _ kind: EventKind, version: Int, _ payload: UnsafeBufferPointer<UInt8>
    ) throws(JSONError) -> RecordedEvent {
        var reader = CanonicalJSONReader(payload)
        let event = try event(kind, version: version, &reader)
        try reader.end()
        return event
    }

    /// The event that `payload` says under a version of the type whose ASCII name is given.
    ///
    /// - Throws: `JSONError` as above, and when no type has the name.
    public static func event(
        name: UnsafeBufferPointer<UInt8>, version: Int, _ payload: UnsafeBufferPointer<UInt8>
    ) throws(JSONError) -> RecordedEvent {
        try event(kind(name), version: version, payload)
    }

    private static func kind(_ name: UnsafeBufferPointer<UInt8>) throws(JSONError) -> EventKind {
        guard let kind = EventKind(ascii: name) else {
            throw JSONError(.wrongType, offset: 0, detail: "unknown event type")
        }
        return kind
    }

    /// A stored event and its envelope, read in one pass.
    ///
    /// - Throws: `JSONError` at the first byte that the schema does not allow.
    public static func event(
        stored bytes: UnsafeBufferPointer<UInt8>
    ) throws(JSONError) -> (event: RecordedEvent, envelope: EnvelopeReader) {
        var opening = try EnvelopeOpening(bytes)
        let event = try event(kind(opening.event), version: opening.eventVersion, &opening.payload)
        return (event, try EnvelopeReader(opening))
    }

    private static func event(
        _ kind: EventKind, version: Int, _ reader: inout CanonicalJSONReader
    ) throws(JSONError) -> RecordedEvent {
        try reader.beginObject()
        let event =
            if version == kind.newestVersion { try read(kind, &reader) } else {
                try upcast(kind, from: version, &reader)
            }
        try reader.endObject()
        return event
    }

    private static func read(
        _ kind: EventKind, _ reader: inout CanonicalJSONReader
    ) throws(JSONError) -> RecordedEvent {
        switch kind {
        case .allocationProposed: .fact(.allocationProposed(try proposal(&reader)))
        case .admissionDecided: .fact(.admissionDecided(try admission(&reader)))
        case .renewalGranted: .fact(.renewalGranted(try reader.term()))
        case .unitChanged: .fact(try unitChange(&reader))
        case .temporarilyRehoused: .fact(.temporarilyRehoused(unit: try reader.code("unit")))
        case .depositKept: .fact(try depositKept(&reader))
        case .depositTransferred: .fact(try depositTransferred(&reader))
        case .contractTakenOver: .fact(.contractTakenOver(try takeover(&reader)))
        case .prolongationGranted: .fact(.prolongationGranted(try prolongation(&reader)))
        case .readmissionGranted: .fact(.readmissionGranted(try readmission(&reader)))
        case .tenantCodeReplaced: .fact(.tenantCodeReplaced(try reader.tenantCode("tenant_code")))
        case .advancePaid: .fact(try advancePaid(&reader))
        case .depositPaid: .fact(try depositPaid(&reader))
        case .paymentReceived: .fact(try paymentReceived(&reader))
        case .housingAidReceived: .fact(try aidReceived(&reader))
        case .housingAidClawedBack: .fact(try aidClawedBack(&reader))
        case .paymentReturned: .fact(.moneyReturned(try moneyReturn(&reader)))
        case .refundReturned: .fact(try refundReturned(&reader))
        case .guaranteeRegistered: .fact(.guaranteeRegistered(try guarantee(&reader)))
        case .mandateRegistered: .fact(.mandateRegistered(try reader.code("mandate")))
        case .unpaidReported: .fact(.unpaidReported(toldOn: try reader.day("told_on")))
        case .reportLifted: .fact(.reportLifted(ground: try reader.code("ground")))
        case .enforcementTitleIssued: .fact(.enforcementTitleIssued(try reader.code("title")))
        case .debtRelieved: .fact(.debtRelieved(try relief(&reader)))
        case .reliefRevoked: .fact(try reliefRevoked(&reader))
        case .creditEndRevoked: .fact(try creditEndRevoked(&reader))
        case .creditEnded: .fact(.creditEnded(try creditEnd(&reader)))
        case .creditRefundDecided: .fact(.creditRefundDecided(try reader.positiveCents("amount_cents")))
        case .lossReversed: .posting(try loss(&reader, Posting.lossReversed))
        case .lossRestored: .posting(try loss(&reader, Posting.lossRestored))
        case .receiptAllocated: .fact(try receiptAllocated(&reader))
        case .allocationUndone: .fact(try allocationUndone(&reader))
        case .receiptHandedOver:
            .fact(try part(of: &reader) { .receiptHandedOver(receipt: $0, $1, to: $2) })
        case .receiptHandedBack:
            .fact(try part(of: &reader) { .receiptHandedBack(receipt: $0, $1, from: $2) })
        case .receiptRefundDecided:
            .fact(try part(of: &reader) { .receiptRefundDecided(receipt: $0, $1) })
        case .parkedReceiptAllocated:
            .ledger(try part(of: &reader) { .parkedReceiptAllocated(receipt: $0, $1, to: $2) })
        case .parkedAllocationUndone:
            .ledger(try part(of: &reader) { .parkedAllocationUndone(receipt: $0, $1, from: $2) })
        case .parkedReceiptReturned: .ledger(.parkedReceiptReturned(try moneyReturn(&reader)))
        case .parkedRefundDecided: .ledger(try part(of: &reader) { .parkedRefundDecided(receipt: $0, $1) })
        case .parkedRefundWired: .ledger(try part(of: &reader) { .parkedRefundWired(receipt: $0, $1) })
        case .refundReclaimed: .posting(try reclaim(reversal: false, &reader))
        case .refundReclaimReversed: .posting(try reclaim(reversal: true, &reader))
        case .depositWaived: .fact(.depositWaived(ground: try reader.code("ground")))
        case .exceptionGranted: .fact(.exceptionGranted(ground: try reader.code("ground")))
        case .lateArrivalAuthorised: .fact(.lateArrivalAuthorised(until: try reader.day("until_on")))
        case .noticeGiven: .fact(.noticeGiven(departure: try reader.dayIfPresent("departure_on")))
        case .keysReturned: .fact(.keysReturned(try inventory(&reader)))
        case .possessionRecovered:
            .fact(.possessionRecovered(try reader.choice("ground"), try inventory(&reader)))
        case .tenantDied: .fact(.tenantDied)
        case .recoveryOffered: .fact(.recoveryOffered)
        case .fileExtended: .fact(.fileExtended(until: try reader.day("until_on")))
        case .regularisationRequested: .fact(.regularisationRequested)
        case .insuranceRegistered:
            .fact(.insuranceRegistered(from: try reader.day("from_on"), to: try reader.dayIfPresent("to_on")))
        case .defectDeclared: .fact(.defectDeclared(item: try reader.code("item")))
        case .formalNoticeServed: .fact(.formalNoticeServed)
        case .admissionRepealed: .fact(try repeal(&reader))
        case .admissionLapsed: .fact(.admissionLapsed(try reader.choice("ground")))
        case .serviceCharged: .fact(.sundryCharged(try sundry(.service, &reader)))
        case .damageInvoiced: .fact(.sundryCharged(try sundry(.damage, &reader)))
        case .costCharged: .fact(.sundryCharged(try sundry(.cost, &reader)))
        case .chargeCancelled: .fact(try chargeCancelled(&reader))
        case .factRedated: .correction(.redated(position: try reader.position("fact_position")))
        case .factVoided: .correction(try voided(&reader))
        case .indemnityBaseSet: .fact(try indemnityBase(&reader))
        case .refundWired: .fact(try refundWired(&reader))
        case .receiptUnallocated: .fact(try receiptUnallocated(&reader))
        case .shortStayBooked: .fact(.shortStayBooked(try shortStayBooking(&reader)))
        case .shortStayExtended: .fact(try shortStayExtension(&reader))
        case .shortStayCancelled: .fact(.shortStayCancelled)
        case .shortStayMissed: .fact(.shortStayMissed)
        case .tenantCodeIssued: .fact(.tenantCodeIssued(try reader.tenantCode("tenant_code")))
        case .fileCompleted: .fact(.fileCompleted)
        case .effectDeferred: .fact(.effectDeferred(to: try reader.dayIfPresent("effect_on")))
        case .keysHandedOver: .fact(.keysHandedOver)
        case .bankDetailsProvided: .fact(.bankDetailsProvided)
        case .contractOpened: .fact(.contractOpened)
        case .withdrawalRequested: .fact(.withdrawalRequested)
        case .forceMajeureAccepted: .fact(.forceMajeureAccepted)
        case .contractSettled: .fact(.contractSettled)
        case .rentCharged: .posting(try rent(reversal: false, &reader))
        case .rentChargeReversed: .posting(try rent(reversal: true, &reader))
        case .indemnityCharged: .posting(try indemnity(reversal: false, &reader))
        case .indemnityChargeReversed: .posting(try indemnity(reversal: true, &reader))
        case .shortStayCharged: .posting(try shortStay(reversal: false, &reader))
        case .shortStayChargeReversed: .posting(try shortStay(reversal: true, &reader))
        case .serviceChargeReversed: .posting(try serviceReversal(&reader))
        case .chargeDueDaySet: .posting(try dueDaySet(&reader))
        case .advanceApplied: .posting(try advance(&reader, Posting.advanceApplied))
        case .advanceUnapplied: .posting(try advance(&reader, Posting.advanceUnapplied))
        case .advanceCredited: .posting(.advanceCredited(try reader.positiveCents("amount_cents")))
        case .advanceCreditReversed: .posting(.advanceCreditReversed(try reader.positiveCents("amount_cents")))
        case .advanceForfeited: .posting(.advanceForfeited(try reader.positiveCents("amount_cents")))
        case .forfeitReversed: .posting(.forfeitReversed(try reader.positiveCents("amount_cents")))
        case .depositOffset: .posting(.depositOffset(try reader.positiveCents("amount_cents")))
        case .depositOffsetReversed: .posting(.depositOffsetReversed(try reader.positiveCents("amount_cents")))
        case .refundDecided: .posting(try refundDecided(&reader))
        case .refundDecisionReversed: .posting(try refundDecisionReversed(&reader))
        case .ledgerOpened: .opened(try opening(&reader))
        case .servicePricePublished: .ledger(.servicePricePublished(try servicePrice(&reader)))
        case .shortStayRatePublished: .ledger(.shortStayRatePublished(try shortStayRate(&reader)))
        case .vatRateAdopted: .ledger(.vatRateAdopted(try vatAdoption(&reader)))
        case .rowSucceeded: .ledger(try rowSuccession(&reader))
        case .tariffPublished: .ledger(try tariff(correction: false, &reader))
        case .tariffCorrected: .ledger(try tariff(correction: true, &reader))
        case .policyAdopted: .ledger(try policy(&reader))
        case .monthClosed: .ledger(.monthClosed(try reader.month("month")))
        case .billingRecorded: .ledger(.billingRecorded(try billingRun(&reader)))
        case .tenantCodeAssigned: .ledger(.tenantCodeAssigned(try reader.contract("contract")))
        case .serviceSold: .ledger(try serviceSold(&reader))
        case .receiptParked: .ledger(try receiptParked(&reader))
        case .schemaRegistered: try schemaRegistered(&reader)
        case .booksSealed: .sealed(try seal(&reader))
        case .booksExported: .exported(try export(&reader))
        case .chartAdopted: .chartAdopted(try chartAdoption(&reader))
        case .signingKeyAdopted: .keyAdopted(try keyAdoption(&reader))
        case .personRegistered: .person(try personRegistered(&reader))
        case .personDetailsChanged: .person(try personDetailsChanged(&reader))
        case .personLinked: .person(try personLinked(&reader))
        case .personErased: .person(.erased(try reader.person("person")))
        }
    }
}
