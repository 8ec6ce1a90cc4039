import LedgerValues

/// Stays of one to three months need a row that prices them, and such a row prices nothing else.
enum StayLength {
    /// Checks an occupation from `first` to `last`, both included, on `row`.
    static func check(
        _ row: TariffRow, from first: CalendarDate, to last: CalendarDate, _ programme: Programme
    ) throws(Rejection) {
        switch row.stay {
        case .universityYear:
            if programme == .otherPublic { throw Rejection(.stayWithoutTariff, row.id.text) }
        case .oneToThreeMonths:
            let next = last.adding(days: 1)
            if next < first.adding(months: 1) || next > first.adding(months: 3) {
                throw Rejection(.stayLength, "\(first) to \(last)")
            }
        }
    }

    /// Checks the whole occupation that a renewal, a prolongation, a move or a takeover makes of a tenancy.
    static func check(_ fact: ContractFact, _ tenure: Tenure, _ context: RuleContext) throws(Rejection) {
        let begun = tenure.admission?.term.effectiveOn
        func check(
            _ id: TariffRowID?, on day: CalendarDate, from first: CalendarDate?, to last: CalendarDate?,
            _ programme: Programme
        ) throws(Rejection) {
            guard let id, let first, let last, let row = context.tariffs.rowInForce(id, on: day) else { return }
            try self.check(row, from: first, to: last, programme)
        }
        if case .renewalGranted(let term) = fact {
            try check(term.row, on: term.effectiveOn, from: begun, to: term.endsOn, tenure.programme)
        }
        if case .prolongationGranted(let longer) = fact {
            try check(
                tenure.row(on: longer.endsOn), on: longer.endsOn, from: begun, to: longer.endsOn, tenure.programme)
        }
        if case .unitChanged(let change) = fact {
            try check(change.row, on: change.billedFrom, from: begun, to: tenure.termEnd, tenure.programme)
        }
        if case .contractTakenOver(let value) = fact {
            let term = value.term
            try check(term.row, on: term.endsOn, from: term.effectiveOn, to: term.endsOn, value.programme)
        }
    }
}
