import LedgerValues

extension GivenFacts {
    /// The clocks of the lapse grounds, tested in the order of.
    func judgeLapse(_ ground: LapseGround, on day: CalendarDate) throws(Rejection) {
        guard let admission = tenure.admission else { throw Rejection(.noAdmission) }
        // A withdrawal recorded before bars the decision (section 16 on ).
        if tenure.endedBeforeKeys { throw Rejection(.contractEnded) }
        switch ground {
        case .fileLate:
            let opening = UniversityYear.opening(containing: admission.term.endsOn)
            let august15 = Month(year: opening.month.year, month: 8).first.adding(days: 14)
            if admission.assignedOn >= august15 { throw Rejection(.assignedFrom15August) }
            let week = Deadline.file.lastDay(from: admission.assignedOn)
            let limit = max(week, tenure.fileExtendedUntil ?? week)
            if let completed = tenure.fileCompletedOn, completed <= limit { throw Rejection(.fileInTime) }
            try require(day, after: limit)
            if tenure.keysOn != nil { throw Rejection(.keysHandedOver) }
        case .noShow:
            try require(day, after: try Deadline.noShow.lastDay(from: clockStart()))
            if tenure.keysOn != nil { throw Rejection(.keysHandedOver) }
            if let until = tenure.lateArrivalUntil, day <= until {
                throw Rejection(.lateArrivalAuthorised, "until \(until)")
            }
        case .lateArrival30:
            try require(day, after: try Deadline.lateArrival.lastDay(from: clockStart()))
            if tenure.keysOn != nil { throw Rejection(.keysHandedOver) }
        case .renewalNotice:
            // 31 August, or the earlier end of the term that the renewal follows.
            let end = tenure.endBeforeRenewal ?? admission.term.endsOn
            guard let expiry = tenure.noticeExpiry, expiry < end else { throw Rejection(.noNoticeBeforeEnd) }
            if tenure.renewals.isEmpty { throw Rejection(.noRenewal) }
        case .renewalUnpaid:
            guard let (decided, effect) = tenure.decisionTestedForDebts else { throw Rejection(.noRenewal) }
            // Whether a debt is settled before the effect date is known on that day.
            try require(day, after: effect.adding(days: -1))
            // After a readmission the debts of the contract left count too (section 16 on R-096).
            let owed =
                try debt(of: facts, decidedOn: decided, effectiveOn: effect)
                + debt(of: context.earlier[...], decidedOn: decided, effectiveOn: effect)
            if owed == .zero { throw Rejection(.renewalNoDebt) }
        }
    }

    /// While a deferral by the Crous gives no new date, the clocks stand still (section 16 on R-051).
    private func clockStart() throws(Rejection) -> CalendarDate {
        guard let start = tenure.countedFrom else { throw Rejection(.delayNotExpired, "effect deferred") }
        return start
    }

    private func require(_ day: CalendarDate, after limit: CalendarDate) throws(Rejection) {
        if day <= limit { throw Rejection(.delayNotExpired, "last day in time \(limit)") }
    }

    /// What `facts` leave open at the start of `effect` of lines due strictly between the two days.
    private func debt(
        of facts: ArraySlice<FiledFact>, decidedOn decided: CalendarDate, effectiveOn effect: CalendarDate
    ) throws(Rejection) -> Money {
        let eve = effect.adding(days: -1)
        let schedule: Schedule
        let then = Tenure(facts, asOf: eve)
        do { schedule = try Schedule(then, Array(facts), asOf: eve, context) } catch {
            throw Rejection(.noTariff, error.place)
        }
        return RenewalDebt.amount(
            decidedOn: decided, effectiveOn: effect,
            items: zip(schedule.lines, schedule.items.open).compactMap { line, open in line.dueOn.map { ($0, open) } })
    }
}
