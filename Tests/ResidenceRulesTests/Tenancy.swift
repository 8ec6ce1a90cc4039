import LedgerValues
import ResidenceRules

/// A tenancy told fact by fact, each judged by the rules as a command would be.
struct Tenancy {
    private(set) var state = ContractState()
    private var position: Int64 = 0

    /// Admitted from 1 September 2026, to 31 August 2027 unless told otherwise; advance and deposit paid, the file complete unless told not.
    init(fileComplete: Bool = true, endsOn: String = "2027-08-31") throws {
        let sent = ParisTime.instant(day: Fixtures.day("2026-06-29"), secondOfDay: 36_000, repeated: .later)
        try decide(
            .proposeAllocation(
                effectiveOn: Fixtures.day("2026-09-01"), programme: .standard, notifiedAt: sent, expiresAt: nil),
            at: EffectiveMoment(sent))
        try decide(.record(.advancePaid(Money(cents: 7_000))), at: EffectiveMoment(sent.adding(hours: 2)))
        try decide(
            .decideAdmission(
                effectiveOn: Fixtures.day("2026-09-01"), endsOn: Fixtures.day(endsOn), row: Fixtures.row,
                assignedOn: nil, programme: nil),
            at: EffectiveMoment(day: Fixtures.day("2026-07-01")))
        if fileComplete { try record(.fileCompleted, on: "2026-07-04") }
        try record(.depositPaid(Money(cents: 35_900)), on: "2026-07-05")
    }

    /// - Throws: ``Rejection`` when a rule says no.
    @discardableResult
    mutating func record(_ fact: ContractFact, on text: String) throws -> Int64 {
        try decide(.record(fact), at: EffectiveMoment(day: Fixtures.day(text)))
    }

    /// Why the fact would be refused; nil when it would not.
    func refusal(_ fact: ContractFact, on text: String) -> RejectionCode? {
        var copy = self
        do {
            try copy.record(fact, on: text)
            return nil
        } catch { return (error as? Rejection)?.code }
    }

    mutating func void(_ position: Int64, on text: String) throws {
        let moment = EffectiveMoment(day: Fixtures.day(text))
        let correction = FactCorrection.voided(position: position, ground: Fixtures.code)
        try ContractDecider.judge(correction, at: moment, given: state, in: Fixtures.context)
        self.position += 1
        state.correct(correction, at: moment, position: self.position)
    }

    func tenure(_ text: String) -> Tenure { Tenure(state.facts, asOf: Fixtures.day(text)) }

    func schedule(_ text: String) throws -> Schedule {
        let day = Fixtures.day(text)
        return try Schedule(tenure(text), state.facts, asOf: day, Fixtures.context)
    }

    func status(_ text: String) -> Tenure.Status {
        tenure(text).status(asOf: Fixtures.day(text), Fixtures.context.policies)
    }

    /// The lines as `kind from to cents`: rent, indemnity, and what was charged beside them.
    func lines(_ text: String) throws -> [String] {
        try schedule(text).lines.map { line in
            var kind = line.isRent ? "rent" : "indemnity"
            if case .sundry(let charge, _) = line.composition { kind = charge.kind.rawValue }
            return "\(kind) \(line.from) to \(line.to) \(line.amount.cents)"
        }
    }

    @discardableResult
    private mutating func decide(_ command: ContractCommand, at moment: EffectiveMoment) throws -> Int64 {
        let decision = try ContractDecider.decide(command, at: moment, given: state.facts, in: Fixtures.context)
        if let refusal = decision.refusal { throw refusal }
        for fact in decision.facts {
            position += 1
            state.file(fact, at: moment, position: position)
        }
        return position
    }
}
