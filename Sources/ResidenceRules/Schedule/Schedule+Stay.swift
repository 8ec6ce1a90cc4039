public import LedgerValues

extension Schedule {
    /// The rent of a stay from its first to its last day, both included, on one row.
    ///
    /// - Throws: ``ScheduleError`` when a tariff is missing.
    public init(
        stayOn row: TariffRowID, from: CalendarDate, to: CalendarDate, _ context: RuleContext
    ) throws(ScheduleError) {
        let decision = AdmissionDecision(
            term: Term(effectiveOn: from, endsOn: to, row: row), programme: .standard, assignedOn: from,
            deposit: .zero)
        let moment = EffectiveMoment(day: from)
        let facts = [
            FiledFact(moment: moment, position: 1, fact: .admissionDecided(decision)),
            FiledFact(moment: moment, position: 2, fact: .keysHandedOver),
            FiledFact(moment: EffectiveMoment(day: to), position: 3, fact: .keysReturned(.conforming)),
        ]
        try self.init(Tenure(facts, asOf: to), facts, asOf: to, context)
    }

    /// The rent of the schedule: thirtieths, amount and make-up summed over its rent lines.
    ///
    /// Nil when no line is rent, or when the lines mix rows with components and flat-rate rows.
    public var rent: (thirtieths: Int, breakdown: RentBreakdown)? {
        var sum: (thirtieths: Int, breakdown: RentBreakdown)?
        for line in lines {
            guard case .rent(let breakdown, let thirtieths, _) = line.composition else { continue }
            guard let known = sum else {
                sum = (thirtieths.count, breakdown)
                continue
            }
            guard let both = known.breakdown.adding(breakdown) else { return nil }
            sum = (known.thirtieths + thirtieths.count, both)
        }
        return sum
    }
}
