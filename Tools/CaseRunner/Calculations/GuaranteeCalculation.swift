import Foundation
import LedgerValues
import ResidenceRules

/// What a guarantor answers for, and whether he may.
enum GuaranteeCalculation {
    static func cap(_ inputs: CaseObject, _ context: RuleContext) throws -> [String: Any] {
        let cap = Guarantee.cap(monthly: try total(inputs, context))
        var answer: [String: Any] = ["cap": NSNumber(value: cap.cents)]
        if inputs.integer("claim") != nil {
            let claim = try inputs.money("claim")
            let covered = min(claim, cap)
            answer["covered"] = NSNumber(value: covered.cents)
            answer["uncovered"] = NSNumber(value: (claim - covered).cents)
        }
        return answer
    }

    static func solvency(_ inputs: CaseObject, _ context: RuleContext) throws -> [String: Any] {
        let threshold = Guarantee.threshold(monthly: try total(inputs, context))
        return [
            "threshold": NSNumber(value: threshold.cents), "accepted": try inputs.money("income") >= threshold,
        ]
    }

    private static func total(_ inputs: CaseObject, _ context: RuleContext) throws -> Money {
        do { return try context.tariffs.row(try inputs.row("row"), on: try inputs.day("on")).monthly.total } catch let
            error as ScheduleError
        {
            throw CaseError(message: error.message)
        }
    }
}
