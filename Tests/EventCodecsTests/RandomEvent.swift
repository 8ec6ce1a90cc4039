import EventCodecs
import EventLog
import LedgerValues
import ResidenceRules

/// Random events, of the whole range that a schema allows rather than of what is likely.
enum RandomEvent {
    static func event(_ kind: EventKind, using random: inout Seeded) -> RecordedEvent {
        if let fact = fact(kind, using: &random) { return .fact(fact) }
        if let posting = posting(kind, using: &random) { return .posting(posting) }
        if let correction = correction(kind, using: &random) { return .correction(correction) }
        if let fact = ledger(kind, using: &random) { return .ledger(fact) }
        if kind == .signingKeyAdopted {
            return .keyAdopted(
                KeyAdoption(
                    checkpointKey(&random),
                    lostFrom: Bool.random(using: &random) ? position(&random) : nil,
                    lostThrough: Bool.random(using: &random) ? position(&random) : nil))
        }
        if kind == .ledgerOpened {
            return .opened(
                LedgerOpening(
                    crous: code(&random), key: Bool.random(using: &random) ? checkpointKey(&random) : nil))
        }
        if let fact = person(kind, using: &random) { return .person(fact) }
        if kind == .booksSealed { return .sealed(seal(&random)) }
        if kind == .booksExported { return .exported(export(&random)) }
        if kind == .chartAdopted { return .chartAdopted(chart(&random)) }
        let hash = MerkleHash.leaf([UInt8](text(1...8, [UInt8]("abc".utf8), &random).utf8))
        return .schemaRegistered(
            type: "a" + text(0...63, [UInt8]("az09-".utf8), &random),
            version: Int.random(in: 1...1_000, using: &random),
            hash: hash)
    }

    private static func checkpointKey(_ random: inout Seeded) -> CheckpointKey {
        CheckpointKey(
            origin: text(1...128, [UInt8]("azAZ09_./-".utf8), &random),
            publicKey: MerkleHash.leaf([UInt8.random(in: 0...255, using: &random)]))
    }

    private static func fact(_ kind: EventKind, using random: inout Seeded) -> ContractFact? {
        switch kind {
        case .allocationProposed:
            .allocationProposed(
                AllocationProposal(
                    effectiveOn: day(&random), programme: choice(&random), notifiedAt: instant(&random),
                    expiresAt: instant(&random), advance: cents(&random, from: 1)))
        case .admissionDecided:
            .admissionDecided(
                AdmissionDecision(
                    term: term(&random), programme: choice(&random), assignedOn: day(&random), deposit: cents(&random)))
        case .renewalGranted: .renewalGranted(term(&random))
        case .unitChanged: .unitChanged(UnitChange(row: row(&random), billedFrom: day(&random)))
        case .temporarilyRehoused: .temporarilyRehoused(unit: code(&random))
        case .depositKept:
            .depositKept(cents(&random, from: 1), from: Bool.random(using: &random) ? contract(&random) : nil)
        case .depositTransferred: .depositTransferred(cents(&random, from: 1), to: contract(&random))
        case .contractTakenOver:
            .contractTakenOver(
                Takeover(
                    term: term(&random), programme: choice(&random), keysOn: day(&random), deposit: cents(&random),
                    advance: cents(&random), credit: cents(&random),
                    items: (0..<Int.random(in: 0...4, using: &random)).map { _ in
                        CarriedItem(
                            kind: choice(&random), dueOn: day(&random), amount: cents(&random, from: 1),
                            item: code(&random))
                    }))
        case .prolongationGranted: .prolongationGranted(Prolongation(endsOn: day(&random), askedOn: day(&random)))
        case .readmissionGranted:
            .readmissionGranted(
                Readmission(
                    decision: AdmissionDecision(
                        term: term(&random), programme: choice(&random), assignedOn: day(&random),
                        deposit: cents(&random)), earlier: contract(&random), deposit: choice(&random)))
        case .tenantCodeReplaced: .tenantCodeReplaced(name(&random, TenantCode.init, 1...32, alphanumerics))
        case .advancePaid: .advancePaid(cents(&random, from: 1), remittance(&random))
        case .depositPaid: .depositPaid(cents(&random, from: 1), remittance(&random))
        case .paymentReceived:
            .paymentReceived(cents(&random, from: 1), remittance(&random), for: lines(&random))
        case .housingAidReceived:
            .housingAidReceived(cents(&random, from: 1), month: day(&random).month, means: choice(&random))
        case .housingAidClawedBack:
            .housingAidClawedBack(
                AidClawback(
                    month: day(&random).month, amount: cents(&random, from: 1), settlement: choice(&random)))
        case .paymentReturned:
            .moneyReturned(moneyReturn(&random))
        case .receiptAllocated: .receiptAllocated(allocation(&random))
        case .allocationUndone:
            .allocationUndone(
                AllocationUndoing(
                    allocation: position(&random), receipt: position(&random), source: choice(&random),
                    amount: cents(&random, from: 1), purpose: .deposit))
        case .receiptHandedOver:
            .receiptHandedOver(receipt: position(&random), cents(&random, from: 1), to: contract(&random))
        case .receiptHandedBack:
            .receiptHandedBack(receipt: position(&random), cents(&random, from: 1), from: contract(&random))
        case .receiptRefundDecided: .receiptRefundDecided(receipt: position(&random), cents(&random, from: 1))
        case .guaranteeRegistered:
            .guaranteeRegistered(
                Guarantee(
                    kind: choice(&random), cap: cents(&random, from: 1), from: day(&random), to: day(&random)))
        case .mandateRegistered: .mandateRegistered(code(&random))
        case .unpaidReported: .unpaidReported(toldOn: day(&random))
        case .reportLifted: .reportLifted(ground: code(&random))
        case .enforcementTitleIssued: .enforcementTitleIssued(code(&random))
        case .debtRelieved:
            .debtRelieved(
                DebtRelief(
                    line: line(&random), amount: cents(&random, from: 1), ground: choice(&random),
                    decision: code(&random)))
        case .creditEnded:
            .creditEnded(
                CreditEnd(
                    debt: choice(&random), amount: cents(&random, from: 1), ground: choice(&random),
                    decision: code(&random)))
        case .reliefRevoked:
            .reliefRevoked(
                relief: position(&random),
                DebtRelief(
                    line: line(&random), amount: cents(&random, from: 1), ground: choice(&random),
                    decision: code(&random)))
        case .creditEndRevoked:
            .creditEndRevoked(
                end: position(&random),
                CreditEnd(
                    debt: choice(&random), amount: cents(&random, from: 1), ground: choice(&random),
                    decision: code(&random)))
        case .creditRefundDecided: .creditRefundDecided(cents(&random, from: 1))
        case .refundReturned:
            .refundReturned(
                choice(&random), cents(&random, from: 1),
                wire: Bool.random(using: &random) ? position(&random) : nil)
        case .depositWaived: .depositWaived(ground: code(&random))
        case .exceptionGranted: .exceptionGranted(ground: code(&random))
        case .lateArrivalAuthorised: .lateArrivalAuthorised(until: day(&random))
        case .noticeGiven: .noticeGiven(departure: Bool.random(using: &random) ? day(&random) : nil)
        case .keysReturned: .keysReturned(inventory(&random))
        case .possessionRecovered: .possessionRecovered(choice(&random), inventory(&random))
        case .tenantDied: .tenantDied
        case .recoveryOffered: .recoveryOffered
        case .fileExtended: .fileExtended(until: day(&random))
        case .regularisationRequested: .regularisationRequested
        case .insuranceRegistered:
            .insuranceRegistered(from: day(&random), to: Bool.random(using: &random) ? day(&random) : nil)
        case .defectDeclared: .defectDeclared(item: code(&random))
        case .formalNoticeServed: .formalNoticeServed
        case .admissionRepealed:
            .admissionRepealed(
                effectiveOn: day(&random), ground: Bool.random(using: &random) ? choice(&random) : nil)
        case .admissionLapsed: .admissionLapsed(choice(&random))
        case .serviceCharged: .sundryCharged(sundry(.service, &random))
        case .damageInvoiced: .sundryCharged(sundry(.damage, &random))
        case .costCharged: .sundryCharged(sundry(.cost, &random))
        case .chargeCancelled:
            .chargeCancelled(charge: position(&random), sundry(choice(&random), &random).withoutQuantity)
        case .indemnityBaseSet: .indemnityBaseSet(total: cents(&random, from: 1), thirtieth: cents(&random, from: 1))
        case .refundWired: .refundWired(choice(&random), cents(&random, from: 1))
        case .receiptUnallocated: .receiptUnallocated(receipt(&random))
        case .tenantCodeIssued: .tenantCodeIssued(name(&random, TenantCode.init, 1...32, alphanumerics))
        case .shortStayBooked:
            .shortStayBooked(
                ShortStayBooking(
                    unit: stayUnit(&random), arrivalOn: day(&random), nights: Int64.random(in: 1...366, using: &random),
                    prices: nightPrices(&random), vat: vatRate(&random)))
        case .shortStayExtended:
            .shortStayExtended(nights: Int64.random(in: 1...366, using: &random), departureOn: day(&random))
        case .shortStayCancelled: .shortStayCancelled
        case .shortStayMissed: .shortStayMissed
        case .fileCompleted: .fileCompleted
        case .effectDeferred: .effectDeferred(to: Bool.random(using: &random) ? day(&random) : nil)
        case .keysHandedOver: .keysHandedOver
        case .bankDetailsProvided: .bankDetailsProvided
        case .contractOpened: .contractOpened
        case .withdrawalRequested: .withdrawalRequested
        case .forceMajeureAccepted: .forceMajeureAccepted
        case .contractSettled: .contractSettled
        default: nil
        }
    }

    private static func person(_ kind: EventKind, using random: inout Seeded) -> PersonFact? {
        let person = name(&random, PersonID.init, 32...32, [UInt8]("0123456789abcdef".utf8))
        switch kind {
        case .personRegistered:
            var commitments = [PersonSection.identity: commitment(&random)]
            for section in PersonSection.allCases where Bool.random(using: &random) {
                commitments[section] = commitment(&random)
            }
            return .registered(person, commitments)
        case .personDetailsChanged:
            return .detailsChanged(person, choice(&random), commitment(&random))
        case .personLinked: return .linked(person, contract(&random))
        case .personErased: return .erased(person)
        default: return nil
        }
    }

    private static func commitment(_ random: inout Seeded) -> Digest {
        MerkleHash.leaf([UInt8.random(in: 0...255, using: &random)])
    }

    private static func seal(_ random: inout Seeded) -> BooksSeal {
        BooksSeal(
            through: day(&random), knownAt: position(&random), debits: cents(&random),
            trialBalance: MerkleHash.leaf([UInt8.random(in: 0...255, using: &random)]),
            items: Int64.random(in: 0...1_000_000, using: &random), open: cents(&random),
            openItems: MerkleHash.leaf([UInt8.random(in: 0...255, using: &random)]))
    }

    private static func export(_ random: inout Seeded) -> BooksExport {
        BooksExport(
            form: code(&random), contract: Bool.random(using: &random) ? contract(&random) : nil,
            from: Bool.random(using: &random) ? day(&random) : nil, through: day(&random),
            knownAt: position(&random), settings: MerkleHash.leaf([UInt8.random(in: 0...255, using: &random)]),
            file: MerkleHash.leaf([UInt8.random(in: 0...255, using: &random)]))
    }

    private static func chart(_ random: inout Seeded) -> ChartAdoption {
        ChartAdoption(
            from: day(&random), file: MerkleHash.leaf([UInt8.random(in: 0...255, using: &random)]),
            accounts: (0..<Int.random(in: 1...30, using: &random)).map { _ in
                ChartAdoption.Account(
                    role: text(1...48, [UInt8]("az_".utf8), &random),
                    number: text(3...16, [UInt8]("0179".utf8), &random),
                    label: text(1...128, [UInt8]("aZ é'".utf8), &random), isAuxiliary: Bool.random(using: &random))
            },
            journals: (0..<Int.random(in: 1...4, using: &random)).map { _ in
                ChartAdoption.Journal(
                    role: text(1...48, [UInt8]("az_".utf8), &random), code: text(2...8, [UInt8]("AZ09".utf8), &random),
                    label: text(1...128, [UInt8]("aZ '".utf8), &random))
            })
    }

    private static func correction(_ kind: EventKind, using random: inout Seeded) -> FactCorrection? {
        switch kind {
        case .factRedated: .redated(position: position(&random))
        case .factVoided: .voided(position: position(&random), ground: code(&random))
        default: nil
        }
    }

    private static func posting(_ kind: EventKind, using random: inout Seeded) -> Posting? {
        switch kind {
        case .rentCharged: .charged(rent(&random))
        case .rentChargeReversed: .chargeReversed(rent(&random), charge: position(&random))
        case .indemnityCharged: .charged(indemnity(&random))
        case .indemnityChargeReversed: .chargeReversed(indemnity(&random), charge: position(&random))
        case .shortStayCharged: .charged(stay(&random))
        case .shortStayChargeReversed: .chargeReversed(stay(&random), charge: position(&random))
        case .serviceChargeReversed: serviceReversal(&random)
        case .refundReclaimed: .charged(reclaim(&random))
        case .refundReclaimReversed: .chargeReversed(reclaim(&random), charge: position(&random))
        case .chargeDueDaySet:
            .dueDaySet(charge: position(&random), dueOn: Bool.random(using: &random) ? day(&random) : nil)
        case .advanceApplied: .advanceApplied(cents(&random, from: 1), from: day(&random))
        case .advanceUnapplied: .advanceUnapplied(cents(&random, from: 1), from: day(&random))
        case .advanceCredited: .advanceCredited(cents(&random, from: 1))
        case .advanceCreditReversed: .advanceCreditReversed(cents(&random, from: 1))
        case .advanceForfeited: .advanceForfeited(cents(&random, from: 1))
        case .forfeitReversed: .forfeitReversed(cents(&random, from: 1))
        case .depositOffset: .depositOffset(cents(&random, from: 1))
        case .depositOffsetReversed: .depositOffsetReversed(cents(&random, from: 1))
        case .refundDecided: .refundDecided(choice(&random), cents(&random, from: 1), dueOn: day(&random))
        case .lossReversed: .lossReversed(choice(&random), cents(&random, from: 1))
        case .lossRestored: .lossRestored(choice(&random), cents(&random, from: 1))
        case .refundDecisionReversed: .refundDecisionReversed(choice(&random), cents(&random, from: 1))
        default: nil
        }
    }

    private static func ledger(_ kind: EventKind, using random: inout Seeded) -> LedgerFact? {
        switch kind {
        case .tariffPublished:
            .tariffPublished(tariff(&random))
        case .servicePricePublished:
            .servicePricePublished(
                ServicePrice(
                    code: code(&random), label: words(&random), unit: choice(&random),
                    price: Bool.random(using: &random) ? cents(&random, from: 1) : nil,
                    excludesVAT: Bool.random(using: &random), inForceFrom: day(&random),
                    inForceTo: Bool.random(using: &random) ? day(&random) : nil))
        case .shortStayRatePublished:
            .shortStayRatePublished(
                ShortStayRate(
                    unit: stayUnit(&random), prices: nightPrices(&random), inForceFrom: day(&random),
                    inForceTo: Bool.random(using: &random) ? day(&random) : nil))
        case .vatRateAdopted:
            .vatRateAdopted(
                VATAdoption(
                    item: code(&random), rate: vatRate(&random), from: day(&random),
                    raisesFinalPrice: Bool.random(using: &random)))
        case .rowSucceeded: .rowSucceeded(old: row(&random), new: row(&random))
        case .tariffCorrected:
            .tariffCorrected(
                tariff(&random), TariffCorrection(reason: code(&random), corrects: position(&random)))
        case .policyAdopted: policy(&random)
        case .monthClosed: .monthClosed(day(&random).month)
        case .billingRecorded:
            .billingRecorded(
                BillingRun(
                    through: day(&random), knownAt: position(&random), contracts: cents(&random).cents,
                    postings: cents(&random).cents, failures: cents(&random).cents,
                    ruleChange: Bool.random(using: &random) ? code(&random) : nil))
        case .tenantCodeAssigned:
            .tenantCodeAssigned(contract(&random))
        case .serviceSold:
            .serviceSold(
                ServiceSale(
                    item: code(&random), quantity: Bool.random(using: &random) ? Quantity(hundredths: 150) : nil,
                    net: cents(&random, from: 1), vat: cents(&random),
                    reference: Bool.random(using: &random) ? code(&random) : nil,
                    means: Means.allCases.randomElement(using: &random) ?? .cash))
        case .receiptParked: .receiptParked(receipt(&random), named: code(&random))
        case .parkedReceiptAllocated:
            .parkedReceiptAllocated(receipt: position(&random), cents(&random, from: 1), to: contract(&random))
        case .parkedAllocationUndone:
            .parkedAllocationUndone(receipt: position(&random), cents(&random, from: 1), from: contract(&random))
        case .parkedReceiptReturned: .parkedReceiptReturned(moneyReturn(&random))
        case .parkedRefundDecided: .parkedRefundDecided(receipt: position(&random), cents(&random, from: 1))
        case .parkedRefundWired: .parkedRefundWired(receipt: position(&random), cents(&random, from: 1))
        default: nil
        }
    }

    private static func tariff(_ random: inout Seeded) -> TariffRow {
        let coefficient = Bool.random(using: &random) ? Int64.random(in: TariffRow.coefficients, using: &random) : nil
        return TariffRow(
            id: row(&random), inForceFrom: day(&random), inForceTo: day(&random), monthly: breakdown(&random),
            thirtieth: Bool.random(using: &random) ? cents(&random) : nil, deposit: cents(&random),
            site: words(&random), residence: words(&random), typology: words(&random), occupancy: choice(&random),
            stay: Bool.random(using: &random) ? .universityYear : .oneToThreeMonths(coefficient: coefficient))
    }

    private static func policy(_ random: inout Seeded) -> LedgerFact {
        let key: PolicyKey = choice(&random)
        let value = key.allowedCodes.randomElement(using: &random).map(PolicyValue.code)
        let largest: Int64 = key == .personRetention ? 100 : 1_000_000
        return .policyAdopted(
            key, value ?? .number(Int64.random(in: 0...largest, using: &random)), from: day(&random))
    }

    private static func rent(_ random: inout Seeded) -> ChargeLine {
        line(.rent(breakdown(&random), thirtieths: thirtieths(&random), row: row(&random)), &random)
    }

    private static func indemnity(_ random: inout Seeded) -> ChargeLine {
        line(.indemnity(base: cents(&random), surcharge: cents(&random), thirtieths: thirtieths(&random)), &random)
    }

    private static func line(_ composition: ChargeLine.Composition, _ random: inout Seeded) -> ChargeLine {
        let days = [day(&random), day(&random)].sorted()
        let due = Bool.random(using: &random) ? day(&random) : nil
        return ChargeLine(
            composition: composition, from: days[0], to: days[1], dueOn: due,
            takesEffectOn: min(days[1], due ?? days[1]))
    }

    private static func breakdown(_ random: inout Seeded) -> RentBreakdown {
        if Bool.random(using: &random) { return .flat(cents(&random)) }
        return .decomposed(bare: cents(&random), charges: cents(&random), furniture: cents(&random))
    }

    private static func sundry(_ kind: SundryCharge.Kind, _ random: inout Seeded) -> SundryCharge {
        SundryCharge(
            kind: kind, net: cents(&random, from: 1), vat: cents(&random), dueOn: day(&random), item: code(&random),
            quantity: kind == .service && Bool.random(using: &random)
                ? Quantity(hundredths: cents(&random, from: 1).cents) : nil,
            reference: Bool.random(using: &random) ? code(&random) : nil)
    }

    private static func stayUnit(_ random: inout Seeded) -> ShortStayUnit {
        ShortStayUnit(
            typology: code(&random), persons: Int64.random(in: 1...9, using: &random), status: choice(&random))
    }

    private static func nightPrices(_ random: inout Seeded) -> NightPrices {
        NightPrices(
            upTo3: cents(&random, from: 1), upTo14: cents(&random, from: 1), from15: cents(&random, from: 1))
    }

    private static func stay(_ random: inout Seeded) -> ChargeLine {
        let days = [day(&random), day(&random)].sorted()
        let due = day(&random)
        let charge = StayCharge(
            part: choice(&random), nights: cents(&random).cents, rate: cents(&random), net: cents(&random, from: 1),
            vat: cents(&random))
        return ChargeLine(
            composition: .shortStay(charge), from: days[0], to: days[1], dueOn: due, takesEffectOn: min(days[1], due))
    }

    private static func serviceReversal(_ random: inout Seeded) -> Posting {
        let (on, charge, service) = (day(&random), position(&random), sundry(.service, &random))
        return .chargeReversed(
            ChargeLine(
                composition: .sundry(service, position: charge), from: on, to: on, dueOn: service.dueOn,
                takesEffectOn: on), charge: charge)
    }

    private static func vatRate(_ random: inout Seeded) -> VATRate {
        Bool.random(using: &random) ? .exempt : .basisPoints(Int64.random(in: VATRate.accepted, using: &random))
    }

    private static func inventory(_ random: inout Seeded) -> ExitInventory {
        let items = (0..<Int.random(in: 0...3, using: &random)).map { _ in code(&random) }
        return ExitInventory(
            choice(&random), items: Set(items).sorted { $0.text < $1.text },
            withoutRepresentative: Bool.random(using: &random))
    }

    private static func receipt(_ random: inout Seeded) -> UnallocatedReceipt {
        UnallocatedReceipt(
            purpose: choice(&random), amount: cents(&random, from: 1),
            remittance: Remittance(payer: choice(&random), means: choice(&random)), refusal: code(&random))
    }

    private static func moneyReturn(_ random: inout Seeded) -> MoneyReturn {
        MoneyReturn(
            receipt: position(&random), amount: cents(&random, from: 1), reason: choice(&random),
            purpose: choice(&random), means: choice(&random))
    }

    private static func allocation(_ random: inout Seeded) -> Allocation {
        let purpose: Allocation.Purpose =
            switch Int.random(in: 0...3, using: &random) {
            case 0: .advance
            case 1: .deposit
            case 2: .payment(for: lines(&random))
            default: .aid(day(&random).month)
            }
        return Allocation(
            receipt: position(&random), source: choice(&random), amount: cents(&random, from: 1), purpose: purpose,
            remittance: Remittance(payer: choice(&random), means: choice(&random)), receivedAt: instant(&random))
    }

    private static func reclaim(_ random: inout Seeded) -> ChargeLine {
        let on = day(&random)
        return ChargeLine(
            composition: .reclaim(choice(&random), cents(&random, from: 1)), from: on, to: on, dueOn: on,
            takesEffectOn: on)
    }

    private static func remittance(_ random: inout Seeded) -> Remittance {
        Remittance(payer: Payer.ofAnyDebt.randomElement(using: &random) ?? .tenant, means: choice(&random))
    }

    private static func lines(_ random: inout Seeded) -> [LineName] {
        (0..<Int.random(in: 0...3, using: &random)).map { _ in line(&random) }
    }

    private static func line(_ random: inout Seeded) -> LineName {
        let month = Month(year: Int.random(in: 2_000...2_099, using: &random), month: 1).adding(
            Int.random(in: 0...11, using: &random))
        return switch Int.random(in: 0...2, using: &random) {
        case 0: .rent(month)
        case 1: .indemnity(month)
        default: .sundry(position: Int64.random(in: 1...999_999_999_999_999, using: &random))
        }
    }

    private static func term(_ random: inout Seeded) -> Term {
        Term(effectiveOn: day(&random), endsOn: day(&random), row: row(&random))
    }
}

// MARK: - Values

extension RandomEvent {
    private static let alphanumerics = [UInt8]("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)

    /// Small, large or anything between; three of them still sum to an integer that JSON can hold.
    fileprivate static func cents(_ random: inout Seeded, from least: Int64 = 0) -> Money {
        let most: Int64 = [least, 9, 100_000, 3_000_000_000_000_000].randomElement(using: &random) ?? least
        return Money(cents: Int64.random(in: least...max(least, most), using: &random))
    }

    fileprivate static func position(_ random: inout Seeded) -> Int64 { cents(&random, from: 1).cents }

    fileprivate static func thirtieths(_ random: inout Seeded) -> Thirtieths {
        Thirtieths(Int.random(in: 0...30, using: &random))
    }

    fileprivate static func day(_ random: inout Seeded) -> CalendarDate {
        CalendarDate(dayNumber: Int32.random(in: -25_000...CalendarDate.latest.dayNumber, using: &random))
    }

    fileprivate static func instant(_ random: inout Seeded) -> Instant {
        let second = Int64.random(in: -2_000_000_000...10_000_000_000, using: &random)
        return Bool.random(using: &random)
            ? Instant(seconds: second)
            : Instant(microseconds: second * 1_000_000 + Int64.random(in: 0...999_999, using: &random))
    }

    fileprivate static func choice<Choice: CaseIterable>(_ random: inout Seeded) -> Choice {
        guard let choice = Choice.allCases.randomElement(using: &random) else { preconditionFailure("no case") }
        return choice
    }

    fileprivate static func code(_ random: inout Seeded) -> Code {
        name(&random, Code.init, 1...48, alphanumerics + [0x2D, 0x2E, 0x5F])
    }

    fileprivate static func contract(_ random: inout Seeded) -> ContractID {
        name(&random, ContractID.init, 1...64, alphanumerics + [0x5F, 0x2D])
    }

    fileprivate static func row(_ random: inout Seeded) -> TariffRowID {
        name(&random, TariffRowID.init, 1...96, [UInt8]("0123456789ABCXYZ/_.+-".utf8))
    }

    /// Words with accents, quotes, escapes and characters beyond the first plane, in normal form C.
    fileprivate static func words(_ random: inout Seeded) -> String {
        let pieces = ["Pléiade", "T1 20 m²", " ", "\"", "\\", "\n", "\u{1}", "€", "😀", "/", "’", "œ", "\u{7F}"]
        return (0..<Int.random(in: 0...6, using: &random)).compactMap { _ in pieces.randomElement(using: &random) }
            .joined()
    }

    fileprivate static func text(_ length: ClosedRange<Int>, _ bytes: [UInt8], _ random: inout Seeded) -> String {
        let count = Int.random(in: length, using: &random)
        return String(decoding: (0..<count).compactMap { _ in bytes.randomElement(using: &random) }, as: UTF8.self)
    }

    /// A name that `make` accepts: it refuses what is written like a student's number.
    fileprivate static func name<Name>(
        _ random: inout Seeded, _ make: (String) -> Name?, _ length: ClosedRange<Int>, _ bytes: [UInt8]
    ) -> Name {
        while true {
            if let name = make(text(length, bytes, &random)) { return name }
        }
    }
}

extension SundryCharge {
    /// What the cancellation of a charge repeats of it.
    fileprivate var withoutQuantity: SundryCharge {
        SundryCharge(kind: kind, net: net, vat: vat, dueOn: dueOn, item: item, reference: reference)
    }
}
