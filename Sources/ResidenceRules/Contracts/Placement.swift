public import LedgerValues

/// *Renouvellement*: a further term, with the day of its decision.
public struct Renewal: Hashable, Sendable {
    public let term: Term
    public let decidedOn: CalendarDate
    /// Its last day, prolongations included.
    public internal(set) var endsOn: CalendarDate
}

/// *Changement d'unité ou de mode d'occupation* (R-036, R-048, A-38).
public struct UnitChange: Hashable, Sendable {
    /// The row of the new unit or mode.
    public let row: TariffRowID
    /// First day billed on it: the day of the change, or the first of the next month (policy `mode_change_date`).
    public let billedFrom: CalendarDate

    public init(row: TariffRowID, billedFrom: CalendarDate) {
        self.row = row
        self.billedFrom = billedFrom
    }
}

/// A row from a day on, as a renewal or a move set it; of those begun, the one decided last holds.
struct Placement: Sendable {
    let from: CalendarDate
    let row: TariffRowID
    /// Whether it goes when the renewal lapses.
    let ofRenewal: Bool
}

extension Tenure {
    /// The tariff row of the unit on `day`.
    public func row(on day: CalendarDate) -> TariffRowID? {
        for placement in placements.reversed() where placement.from <= day { return placement.row }
        return admission?.term.row
    }

    /// The last day from `day` on, at most `limit`, on which the unit is billed on `row`.
    func lastDay(on row: TariffRowID, from day: CalendarDate, limit: CalendarDate) -> CalendarDate {
        var end = limit
        for placement in placements where placement.from > day && placement.from <= end {
            if self.row(on: placement.from) != row { end = placement.from.adding(days: -1) }
        }
        return end
    }

    /// The last day of the term before the last one granted; of the first when there is no other.
    var endBeforeRenewal: CalendarDate? {
        renewals.count > 1 ? renewals[renewals.count - 2].endsOn : prolongedTo ?? admission?.term.endsOn
    }

    /// The last term granted, as decided and with the last day that prolongations gave it.
    var lastTerm: (decided: Term, endsOn: CalendarDate)? {
        if let renewal = renewals.last { return (renewal.term, renewal.endsOn) }
        guard let term = admission?.term, !firstTermAnnulled else { return nil }
        return (term, prolongedTo ?? term.endsOn)
    }

    /// The decision that debts may take back: of the last renewal, or of the readmission.
    var decisionTestedForDebts: (decidedOn: CalendarDate, effectiveOn: CalendarDate)? {
        if let renewal = renewals.last { return (renewal.decidedOn, renewal.term.effectiveOn) }
        guard readmission != nil, !firstTermAnnulled, let admittedOn, let term = admission?.term else { return nil }
        return (admittedOn, term.effectiveOn)
    }

    /// The lapse that took the whole contract back; nil when it only took a renewal.
    var endingLapse: Lapse? {
        guard let lapse, firstTermAnnulled || !lapse.ground.concernsRenewal else { return nil }
        return lapse
    }
}
