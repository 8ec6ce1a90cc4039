import LedgerValues
import ResidenceRules

/// What an identifier looks like.
enum IdentifierCalculation {
    /// Whether a text is written like a national student number.
    static func identifier(_ inputs: CaseObject, _ context: RuleContext) -> [String: Any] {
        ["ine": StudentNumber.looksLike(inputs.text("ine") ?? "")]
    }
}
