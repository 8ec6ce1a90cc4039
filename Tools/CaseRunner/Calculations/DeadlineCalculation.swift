import LedgerValues
import ResidenceRules

/// When a delay ends.
enum DeadlineCalculation {
    /// Each named delay from its day or instant.
    static func deadlines(_ inputs: CaseObject, _ context: RuleContext) throws -> [String: Any] {
        var answer: [String: Any] = [:]
        for (name, start) in inputs.object("of")?.members ?? [:] {
            guard let deadline = Deadline(rawValue: name), let start = start as? String else {
                throw CaseError(message: "UNKNOWN deadline \(name)")
            }
            answer[name] = try end(of: deadline, from: start)
        }
        return answer
    }

    private static func end(of deadline: Deadline, from start: String) throws -> String {
        if let day = CalendarDate(start) {
            return deadline.end(from: day).map(ParisTime.wallClock) ?? deadline.lastDay(from: day).description
        }
        guard let instant = ParisTime.instant(start, repeated: .later) else {
            throw CaseError(message: "INVALID_INSTANT \(start)")
        }
        return deadline.end(from: instant).map(ParisTime.wallClock)
            ?? deadline.lastDay(from: ParisTime.day(of: instant)).description
    }

    /// Until when the advance may be paid, how much it is, and whether a payment was in time.
    static func advanceWindow(_ inputs: CaseObject, _ context: RuleContext) throws -> [String: Any] {
        let programme = inputs.text("programme").flatMap(Programme.init(rawValue:)) ?? .standard
        let notified = try instant("notified_at", inputs, repeated: .later)
        let paid = try instant("paid_at", inputs, repeated: .earlier)
        let proposed = EffectiveMoment(notified)
        do {
            let decision = try ContractDecider.decide(
                .proposeAllocation(effectiveOn: nil, programme: programme, notifiedAt: notified, expiresAt: nil),
                at: proposed, given: [], in: context)
            guard case .allocationProposed(let proposal)? = decision.facts.first else {
                throw CaseError(message: "NO_PROPOSAL")
            }
            let facts = [FiledFact(moment: proposed, position: 1, fact: .allocationProposed(proposal))]
            let payment = try ContractDecider.decide(
                .record(.advancePaid(proposal.advance)), at: EffectiveMoment(paid), given: facts, in: context)
            return [
                "limit": ParisTime.wallClock(of: proposal.expiresAt), "amount": proposal.advance.cents,
                "in_time": payment.refusal == nil,
            ]
        } catch let rejection as Rejection {
            throw CaseError(message: rejection.code.rawValue)
        }
    }

    private static func instant(
        _ name: String, _ inputs: CaseObject, repeated: ParisTime.RepeatedHour
    ) throws -> Instant {
        guard let instant = inputs.text(name).flatMap({ ParisTime.instant($0, repeated: repeated) }) else {
            throw CaseError(message: "INVALID_INSTANT \(name)")
        }
        return instant
    }
}
