import Foundation
import LedgerValues
import ResidenceRules

/// What a stay costs, and which unit may stand for another.
enum RentCalculation {
    /// The rent of some days of a month on a row.
    static func prorata(_ inputs: CaseObject, _ context: RuleContext) throws -> [String: Any] {
        let (row, from, to) = (try inputs.row("row"), try inputs.day("from"), try inputs.day("to"))
        do {
            guard let rent = try Schedule(stayOn: row, from: from, to: to, context).rent else {
                throw CaseError(message: "NO_RENT \(from) to \(to)")
            }
            var answer: [String: Any] = [
                "days": rent.thirtieths, "amount": NSNumber(value: rent.breakdown.total.cents), "bare": NSNull(),
                "charges": NSNull(), "furniture": NSNull(), "flat": NSNull(),
            ]
            switch rent.breakdown {
            case .decomposed(let bare, let charges, let furniture):
                answer["bare"] = NSNumber(value: bare.cents)
                answer["charges"] = NSNumber(value: charges.cents)
                answer["furniture"] = NSNumber(value: furniture.cents)
            case .flat(let flat): answer["flat"] = NSNumber(value: flat.cents)
            }
            return answer
        } catch let error as ScheduleError {
            throw CaseError(message: error.message)
        }
    }

    /// Whether a unit may be offered in place of the one chosen.
    static func alternativeOffer(_ inputs: CaseObject, _ context: RuleContext) throws -> [String: Any] {
        let day = try inputs.day("on")
        do {
            let choice = try context.tariffs.row(try inputs.row("choice"), on: day)
            let offer = try context.tariffs.row(try inputs.row("offer"), on: day)
            return [
                "choice": NSNumber(value: choice.monthly.total.cents),
                "offer": NSNumber(value: offer.monthly.total.cents),
                "within": SubstituteOffer.isWithinBounds(choice: choice, offer: offer),
            ]
        } catch let error as ScheduleError {
            throw CaseError(message: error.message)
        }
    }
}
