import LedgerValues
import ResidenceRules

/// Answers the small questions of kind `calc` by the functions that the ledger itself uses.
enum CaseCalculation {
    typealias Calculation = @Sendable (CaseObject, RuleContext) throws -> [String: Any]

    /// One entry a question, grouped by the file that answers it.
    private static let calculations: [String: Calculation] = [
        "prorata": RentCalculation.prorata, "alternative_offer": RentCalculation.alternativeOffer,
        "deadlines": DeadlineCalculation.deadlines, "advance_window": DeadlineCalculation.advanceWindow,
        "identifier": IdentifierCalculation.identifier, "prolongation": RenewalCalculation.prolongation,
        "readmission": RenewalCalculation.readmission, "renewal_unpaid": RenewalCalculation.unpaid,
        "guarantor_cap": GuaranteeCalculation.cap, "guarantor_solvency": GuaranteeCalculation.solvency,
    ]

    static func answer(_ inputs: CaseObject, _ context: RuleContext) throws -> [String: Any] {
        let name = inputs.text("calc") ?? ""
        guard let calculation = calculations[name] else { throw CaseError(message: "CALC_NOT_ANSWERED \(name)") }
        return try calculation(inputs, context)
    }
}
