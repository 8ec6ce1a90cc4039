import LedgerApplication
import LedgerValues
import Projections
import ResidenceRules

/// The rules behind the lines of a statement, for people.
enum ExplanationText {
    static func text(_ answer: StatementAnswer, _ language: Language) -> String {
        let statement = answer.statement
        var text = language == .french ? "Pourquoi\n" : "Why\n"
        func tell(_ title: String, _ reasons: [Reason]) {
            text += "  \(title)\n" + reasons.map { "    \($0.sentence(language))\n" }.joined()
        }
        for (line, reasons) in zip(statement.lines, answer.explanation.lines) {
            let charge = line.charge
            let title = language == .french ? frenchName(charge) : name(charge)
            tell("\(title) \(FrenchText.day(charge.from)), \(FrenchText.amount(charge.amount))", reasons)
        }
        for (refund, reasons) in zip(statement.refunds, answer.explanation.refunds) {
            let title = language == .french ? "remboursement" : "refund \(refund.kind.rawValue)"
            tell("\(title), \(FrenchText.amount(refund.amount))", reasons)
        }
        if !answer.explanation.forfeit.isEmpty {
            tell(language == .french ? "avance conservée" : "forfeit", answer.explanation.forfeit)
        }
        return text
    }

    /// What a charge is called in tables.
    static func name(_ charge: ChargeLine) -> String {
        switch charge.composition {
        case .rent: "rent"
        case .indemnity: "indemnity"
        case .shortStay(let stay):
            switch stay.part {
            case .booked: "\(stay.nights) nights"
            case .extended: "\(stay.nights) nights added"
            case .retained: "retained"
            }
        case .sundry(let sundry, _): "\(sundry.kind.rawValue) \(sundry.item)"
        case .carriedOver(let item, _, _): "carried \(item.kind.rawValue) \(item.item)"
        case .reclaim(let kind, _): "reclaim \(kind.rawValue)"
        }
    }

    private static func frenchName(_ charge: ChargeLine) -> String {
        switch charge.composition {
        case .rent: "loyer"
        case .indemnity: "indemnité d'occupation"
        case .shortStay: "court séjour"
        case .sundry(let sundry, _): "\(sundry.item)"
        case .carriedOver(let item, _, _): "reprise \(item.item)"
        case .reclaim: "somme à rembourser"
        }
    }

    /// The thirtieths of a charge, where it has any.
    static func days(_ charge: ChargeLine) -> String {
        switch charge.composition {
        case .rent(_, let thirtieths, _), .indemnity(_, _, let thirtieths): String(thirtieths.count)
        case .shortStay, .sundry, .carriedOver, .reclaim: ""
        }
    }
}
