import Foundation
import LedgerValues
import ResidenceRules

/// What becomes of a tenancy at its end: prolonged, lost by debt, or begun again.
enum RenewalCalculation {
    /// Until when a prolongation is asked for, and whether it wants a new file.
    static func prolongation(_ inputs: CaseObject, _ context: RuleContext) throws -> [String: Any] {
        let end = try inputs.day("end")
        let limit = Prolongation.lastDayToAsk(end: end, shortStay: inputs.text("initial") != "over_one_month")
        let added = (try inputs.day("new_end")).days(since: end) + Int(inputs.integer("earlier_days") ?? 0)
        return [
            "limit": limit.description, "in_time": try inputs.day("asked") <= limit, "days": added,
            "new_file": Prolongation.needsNewFile(addedDays: added),
        ]
    }

    /// Whether debts take a renewal back, and how much of them there is at the start of its effect date.
    static func unpaid(_ inputs: CaseObject, _ context: RuleContext) throws -> [String: Any] {
        let effect = try inputs.day("effect")
        let items = try inputs.objects("items").map { item in
            let paid = try item.dayIfPresent("paid_on").map { $0 < effect } ?? false
            return (dueOn: try item.day("due"), open: paid ? Money.zero : try item.money("amount"))
        }
        let debt = RenewalDebt.amount(decidedOn: try inputs.day("decided"), effectiveOn: effect, items: items)
        return ["caduque": debt > .zero, "amount": NSNumber(value: debt.cents)]
    }

    /// What a readmission calls, carries over and leaves to refund.
    static func readmission(_ inputs: CaseObject, _ context: RuleContext) throws -> [String: Any] {
        let (row, effect) = (try inputs.row("row"), try inputs.day("effect"))
        guard let earlier = ContractID("earlier") else { preconditionFailure("a valid name") }
        let held = try inputs.money("old_deposit")
        let moment = EffectiveMoment(day: effect)
        let left = Tenure(
            [FiledFact(moment: moment, position: 1, fact: .depositPaid(held))], asOf: effect)
        do {
            let decision = try ContractDecider.decide(
                .readmit(
                    earlier: earlier, effectiveOn: effect, endsOn: effect, row: row, assignedOn: nil, programme: nil),
                at: moment, given: [], in: context)
            guard case .readmissionGranted(let readmission)? = decision.facts.first else {
                throw CaseError(message: "NO_READMISSION")
            }
            let carried = readmission.deposit == .transfer ? left.transferableDeposit : .zero
            var facts = [FiledFact(moment: moment, position: 2, fact: .readmissionGranted(readmission))]
            if carried > .zero {
                facts.append(FiledFact(moment: moment, position: 3, fact: .depositKept(carried, from: earlier)))
            }
            let opened = Tenure(facts, asOf: effect)
            return [
                "deposit_called": NSNumber(value: (opened.requiredDeposit - opened.deposit).cents),
                "deposit_transferred": NSNumber(value: carried.cents),
                "old_deposit_refundable": NSNumber(value: (held - carried).cents),
            ]
        } catch let rejection as Rejection {
            let unknown = rejection.code == .unknownTariffRow
            throw CaseError(
                message: unknown ? "NO_TARIFF \(row) on \(effect)" : "\(rejection.code.rawValue) \(rejection.detail)")
        }
    }
}
