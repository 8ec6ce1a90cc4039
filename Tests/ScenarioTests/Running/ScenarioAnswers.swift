import LedgerApplication
import LedgerValues
import Projections
import ResidenceRules

/// Answers of the ledger as indented lines that line up.
enum ScenarioAnswers {
    /// What `question` asks of a statement; nil when it is no question.
    static func about(_ question: String, _ statement: ContractStatement) -> [String]? {
        switch question {
        case "statement":
            lines(statement) { line in
                let from = line.charge.takesEffectOn ?? line.charge.dueOn
                return line.position != nil || from.map { $0 <= statement.asOf } ?? false
            } + standing(statement)
        case "schedule": lines(statement) { _ in true }
        case "balances": balances(statement.balances)
        case "refunds": refunds(statement.refunds)
        case "arrears": arrears(statement.arrears)
        case "CAF figures": housingAid(statement)
        case "status": standing(statement)
        default: nil
        }
    }

    private static func lines(
        _ statement: ContractStatement, where shown: (ContractStatement.Line) -> Bool
    ) -> [String] {
        var table = PlainTable(["line", "from", "to", "days", "amount", "advance", "due", "open", ""])
        for line in statement.lines where shown(line) {
            let charge = line.charge
            var name = String(describing: charge.key).prefix { $0 != "(" }.description
            if case .carriedOver = charge.composition { name = "carried over" }
            var days = "-"
            if case .rent(_, let thirtieths, _) = charge.composition { days = "\(thirtieths.count)/30" }
            if case .indemnity(_, _, let thirtieths) = charge.composition { days = "\(thirtieths.count)/30" }
            if case .shortStay(let stay) = charge.composition { name = "short stay \(stay.part.rawValue)" }
            if case .sundry(let sundry, _) = charge.composition { name = "\(sundry.kind.rawValue) \(sundry.item)" }
            table.add([
                name, PlainText.write(charge.from), PlainText.write(charge.to), days, PlainText.write(charge.amount),
                PlainText.write(line.advance), PlainText.write(charge.dueOn), PlainText.write(line.open),
                line.position == nil ? "to come" : "",
            ])
        }
        return table.lines()
    }

    private static func standing(_ statement: ContractStatement) -> [String] {
        let owed = statement.balances.outstanding
        let money = owed < .zero ? "has \(PlainText.write(-owed)) to his credit" : "owes \(PlainText.write(owed))"
        return ["  \(statement.status.rawValue), \(money)"]
    }

    /// The rules behind each line and each refund, in English.
    static func reasons(_ account: StatementAnswer) -> [String] {
        let (statement, explanation) = (account.statement, account.explanation)
        let lines = zip(statement.lines, explanation.lines).map { line, reasons in
            (title: "\(PlainText.write(line.charge.from)), \(PlainText.write(line.charge.amount))", reasons: reasons)
        }
        let refunds = zip(statement.refunds, explanation.refunds).map { refund, reasons in
            (title: "refund of \(refund.kind.rawValue), \(PlainText.write(refund.amount))", reasons: reasons)
        }
        return (lines + refunds).flatMap { title, reasons in
            ["  " + title] + reasons.map { "    " + $0.sentence(.english).replacing("\u{A0}", with: " ") }
        }
    }

    private static func balances(_ sums: ContractStatement.Balances) -> [String] {
        let named: [(String, Money)] = [
            ("charged", sums.charged), ("due", sums.due), ("paid", sums.paid), ("deposit set off", sums.depositOffset),
            ("outstanding", sums.outstanding), ("credit", sums.credit), ("advance held", sums.advanceHeld),
            ("deposit held", sums.depositHeld), ("forfeited", sums.forfeited),
            ("refunds payable", sums.refundPayable), ("unallocated", sums.unallocated),
        ]
        var table = PlainTable(["", ""])
        for (name, amount) in named where amount != .zero { table.add([name, PlainText.write(amount)]) }
        return table.lines(titled: false)
    }

    private static func refunds(_ refunds: [RefundDue]) -> [String] {
        var table = PlainTable(["refund of", "amount", "due", ""])
        for refund in refunds {
            table.add([
                refund.kind.rawValue, PlainText.write(refund.amount), PlainText.write(refund.dueOn),
                refund.blocked ? "blocked: no bank details (RIB)" : "",
            ])
        }
        return table.lines()
    }

    private static func arrears(_ arrears: Arrears) -> [String] {
        guard arrears.unpaid else { return ["  nothing"] }
        return [
            "  \(PlainText.write(arrears.amount)) late, the oldest due \(PlainText.write(arrears.oldestDue))",
            "  more than one month: \(arrears.overOneMonth ? "yes" : "no")",
            "  may be reported: \(arrears.reportable ? "yes" : "no")",
        ]
    }

    private static func housingAid(_ statement: ContractStatement) -> [String] {
        var table = PlainTable(["month", "bare rent", ""])
        for figure in statement.housingAid where figure.month.first <= statement.asOf {
            table.add([
                figure.month.description, figure.bare.map(PlainText.write) ?? "none", figure.status.rawValue,
            ])
        }
        return table.lines()
    }

    static func trialBalance(_ balance: TrialBalance) -> [String] {
        var table = PlainTable(["account", "", "debit", "credit"])
        for (account, row) in balance.moved {
            table.add([account.number, account.label, PlainText.write(row.debit), PlainText.write(row.credit)])
        }
        table.add(["", "total", PlainText.write(balance.debits), PlainText.write(balance.credits)])
        return table.lines()
    }

    static func entries(_ entries: [JournalEntry]) -> [String] {
        var table = PlainTable(["effective", "entry", "account", "", "debit", "credit"])
        for entry in entries {
            for movement in entry.movements {
                let isDebit = movement.amount > .zero
                table.add([
                    PlainText.write(entry.effectiveOn), entry.event, movement.account.number, movement.account.label,
                    isDebit ? PlainText.write(movement.amount) : "", isDebit ? "" : PlainText.write(-movement.amount),
                ])
            }
        }
        return table.lines()
    }
}
