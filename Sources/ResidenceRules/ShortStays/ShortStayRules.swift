import LedgerValues

extension GivenFacts {
    /// Refuses on a short stay what only a decision has: advance, deposit, file, notice, end by the Crous.
    func judgeAsStay(_ fact: ContractFact) throws(Rejection) {
        switch fact {
        case .contractOpened, .unitChanged, .temporarilyRehoused, .contractTakenOver, .prolongationGranted,
            .readmissionGranted, .depositTransferred, .allocationProposed, .advancePaid, .admissionDecided,
            .renewalGranted, .fileCompleted, .depositWaived, .depositPaid, .depositKept, .effectDeferred,
            .lateArrivalAuthorised, .noticeGiven, .withdrawalRequested, .exceptionGranted, .forceMajeureAccepted,
            .admissionRepealed, .admissionLapsed, .fileExtended, .regularisationRequested, .insuranceRegistered,
            .tenantDied, .recoveryOffered:
            throw Rejection(.notForShortStays)
        case .keysHandedOver, .keysReturned, .paymentReceived, .bankDetailsProvided, .sundryCharged, .indemnityBaseSet,
            .contractSettled, .refundWired, .receiptUnallocated, .tenantCodeIssued, .tenantCodeReplaced,
            .shortStayBooked, .shortStayExtended, .shortStayCancelled, .shortStayMissed, .housingAidReceived,
            .housingAidClawedBack, .moneyReturned, .refundReturned, .receiptAllocated, .allocationUndone,
            .receiptHandedOver, .receiptHandedBack, .receiptRefundDecided, .possessionRecovered, .formalNoticeServed,
            .defectDeclared, .chargeCancelled, .debtRelieved, .creditEnded, .creditRefundDecided, .reliefRevoked,
            .creditEndRevoked, .mandateRegistered,
            .enforcementTitleIssued, .guaranteeRegistered, .unpaidReported, .reportLifted:
            break
        }
    }

    /// less than one month, date to date; an account of its own.
    func judgeBooking(_ booking: ShortStayBooking) throws(Rejection) {
        if tenure.proposal != nil || tenure.admission != nil || tenure.stay != nil { throw Rejection(.alreadyProposed) }
        try requireUnderAMonth(arrival: booking.arrivalOn, departure: booking.departureOn)
    }

    /// more nights of a stay that still runs; staying on after it is no extension.
    func judgeExtension(nights: Int64, departure: CalendarDate, on day: CalendarDate) throws(Rejection) {
        guard let stay = tenure.stay else { throw Rejection(.noShortStay) }
        if stay.ending != nil { throw Rejection(.contractEnded) }
        if tenure.returned != nil { throw Rejection(.keysAlreadyReturned) }
        if day > stay.departureOn { throw Rejection(.contractEnded, "departure \(stay.departureOn)") }
        if departure != stay.departureOn.adding(days: Int(nights)) {
            throw Rejection(.contractEnded, "departure \(stay.departureOn), \(nights) nights more")
        }
        try requireUnderAMonth(arrival: stay.booking.arrivalOn, departure: departure)
    }

    /// a stay ends before it begins, once.
    func judgeStayEnd(missed: Bool, on day: CalendarDate) throws(Rejection) {
        guard let stay = tenure.stay else { throw Rejection(.noShortStay) }
        if stay.ending != nil { throw Rejection(.contractEnded) }
        if tenure.keysOn != nil { throw Rejection(.stayBegun) }
        if missed, day < stay.booking.arrivalOn {
            throw Rejection(.delayNotExpired, "arrival \(stay.booking.arrivalOn)")
        }
    }

    /// from the arrival day on, and not before everything due is paid.
    func judgeStayKeys(_ stay: ShortStay, on day: CalendarDate) throws(Rejection) {
        if tenure.keysOn != nil { throw Rejection(.keysAlreadyHandedOver) }
        if stay.ending != nil { throw Rejection(.contractEnded) }
        let arrival = stay.booking.arrivalOn
        if day < arrival { throw Rejection(.keysBeforeArrival, "arrival \(arrival)") }
        let lines: [ChargeLine]
        do { lines = try tenure.lines(asOf: day, horizon: day, context) } catch {
            throw Rejection(.noTariff, error.message)
        }
        var funds = Funds(tenure, asOf: day, context.policies)
        funds.withdraw(min(tenure.creditGone, funds.total))
        let items = OpenItems(lines, payable: lines.map(\.amount), funds: funds)
        let open = zip(lines, items.open).filter { line, _ in line.dueOn.map { $0 <= day } ?? false }
            .map { $1 }.total()
        if open > .zero { throw Rejection(.keysBeforePayment, "open \(open.cents)") }
    }

    private func requireUnderAMonth(arrival: CalendarDate, departure: CalendarDate) throws(Rejection) {
        if departure <= arrival { throw Rejection(.endBeforeEffect, "arrival \(arrival), departure \(departure)") }
        if departure >= arrival.adding(months: 1) {
            throw Rejection(.notLessThanOneMonth, "arrival \(arrival), departure \(departure)")
        }
    }
}

extension PriceList {
    /// The booking of `nights` nights at the prices and the tax of the arrival day.
    ///
    /// - Throws: `NO_TARIFF` when no price is published, `VAT_RATE_MISSING` when no rate is adopted.
    func booking(
        _ unit: ShortStayUnit, arrivalOn arrival: CalendarDate, nights: Int64
    ) throws(Rejection) -> ShortStayBooking {
        guard let prices = self.nights(unit, on: arrival) else {
            throw Rejection(.noTariff, "\(unit.name) on \(arrival)")
        }
        guard let adoption = vat(VATAdoption.shortStay, on: arrival) else {
            throw Rejection(.vatRateMissing, "\(VATAdoption.shortStay) on \(arrival)")
        }
        return ShortStayBooking(unit: unit, arrivalOn: arrival, nights: nights, prices: prices, vat: adoption.rate)
    }
}
