public import LedgerValues
public import ResidenceRules

/// The lines of one contract at the end of a day and the money that settled them: what its statement and the letters of its
/// entries are read from. A file of the accounts makes one of every contract, so nothing is in it that only one of the two
/// wants.
public struct ContractAccount: Sendable {
    public let asOf: CalendarDate
    public let tenure: Tenure
    public let lines: [ContractStatement.Line]
    /// Why lines still to come are left out, when a tariff for them is not published yet.
    public let incomplete: ScheduleError?
    /// The months whose housing aid is owed back to the CAF, in whole or in part.
    public let aidOwedBack: Set<Month>
    let schedule: Schedule
    let posted: PostedState

    /// The money that was refunded as a credit, latest first.
    public var givenBack: [Settlement] { schedule.items.givenBack }

    /// The account of `state` at the end of `asOf`.
    ///
    /// Charged lines are the recorded ones; only lines still to come are taken from the schedule.
    /// - Throws: ``ScheduleError`` when a tariff is missing for a day billed by `asOf`.
    public init(_ state: ContractState, asOf: CalendarDate, _ context: RuleContext) throws(ScheduleError) {
        let tenure = Tenure(state.facts, asOf: asOf)
        let schedule: Schedule
        do {
            schedule = try Schedule(tenure, state.facts, asOf: asOf, context)
            incomplete = nil
        } catch {
            schedule = try Schedule(tenure, state.facts, asOf: asOf, horizon: asOf, context)
            incomplete = error
        }
        let posted = PostedState(state.postings, asOf: asOf)
        lines = Self.charges(schedule, posted).enumerated().map { index, charge in
            ContractStatement.Line(
                charge: charge.line, position: charge.position, advance: schedule.advance[index],
                open: schedule.items.open[index], aid: schedule.items.aid[index],
                relieved: schedule.items.relieved[index], losses: schedule.items.losses[index] ?? [:],
                enforcedBy: schedule.items.open[index] > .zero
                    ? tenure.enforcement(ofDebtDueOn: charge.line.dueOn) : nil,
                settlements: schedule.items.settlements[index])
        }
        aidOwedBack = Set(schedule.items.aidExcess.keys)
        self.asOf = asOf
        self.tenure = tenure
        self.schedule = schedule
        self.posted = posted
    }

    /// The recorded charges that the schedule still wants, and the scheduled lines that are not recorded.
    private static func charges(
        _ schedule: Schedule, _ posted: PostedState
    ) -> [(line: ChargeLine, position: Int64?)] {
        // Both are in the order of a statement: what is found is mostly at the end.
        var recorded = Array(posted.lines.reversed())
        return schedule.lines.map { line in
            switch line.composition {
            case .sundry(_, let position), .carriedOver(_, let position, _): return (line, position)
            case .rent, .indemnity, .shortStay, .reclaim: break
            }
            guard let index = recorded.lastIndex(where: { $0.line.chargesTheSame(as: line) }) else {
                return (line, nil)
            }
            let found = recorded.remove(at: index)
            return (found.line, found.position)
        }
    }
}
