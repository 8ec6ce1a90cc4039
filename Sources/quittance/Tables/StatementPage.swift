import LedgerApplication
import LedgerValues
import Projections
import ResidenceRules

/// The account of one contract as a page of plain text.
struct StatementPage {
    private let contract: ContractID
    private let answer: StatementAnswer
    private let knowledge: Knowledge
    /// The language in which each line is explained; nil when none is.
    private let explained: Language?

    init(_ contract: ContractID, _ answered: Answered<StatementAnswer>, explained: Language? = nil) {
        self.contract = contract
        self.explained = explained
        answer = answered.value
        knowledge = answered.knowledge
    }

    private var statement: ContractStatement { answer.statement }

    /// The page, each line ended.
    var text: String {
        var parts = [head, lines]
        if let explained { parts.append(ExplanationText.text(answer, explained)) }
        if !answer.movements.isEmpty { parts.append(movements) }
        parts.append(balances)
        if !statement.refunds.isEmpty { parts.append(refunds) }
        let remarks = self.remarks
        if !remarks.isEmpty { parts.append(remarks.joined(separator: "\n") + "\n") }
        return parts.joined(separator: "\n")
    }

    private var head: String {
        let tenure = statement.tenure
        var text = "Contract \(contract)"
        if let code = tenure.tenantCode { text += ", tenant code \(code)" }
        text += "\nAs of \(FrenchText.day(statement.asOf)), \(knowledge.sentence)\n"
        text += "Status: \(statement.status.rawValue)"
        if let row = tenure.row(on: statement.asOf) { text += ", \(row)" }
        let days: [(String, CalendarDate?)] = [
            ("effect", tenure.effectiveOn), ("keys", tenure.keysOn), ("notice", tenure.notice?.givenOn),
            ("returned", tenure.returned?.on), ("settled", tenure.settledOn), ("right ends", tenure.rightEnd),
        ]
        let known = days.compactMap { name, day in day.map { "\(name) \(FrenchText.day($0))" } }
        return text + "\n" + (known.isEmpty ? "" : known.joined(separator: ", ") + "\n")
    }

    private var lines: String {
        var table = TextTable(
            ("Charge", .left), ("From", .left), ("To", .left), ("Days", .right), ("Amount", .right),
            ("Advance", .right), ("To pay", .right), ("Due", .left), ("Open", .right), ("", .left))
        for line in statement.lines {
            let charge = line.charge
            table.add(
                ExplanationText.name(charge), FrenchText.day(charge.from), FrenchText.day(charge.to),
                ExplanationText.days(charge),
                FrenchText.amount(charge.amount), FrenchText.amountUnlessZero(line.advance),
                FrenchText.amount(line.payable), charge.dueOn.map { FrenchText.day($0) } ?? "at the keys",
                FrenchText.amountUnlessZero(line.open), line.position == nil ? "scheduled" : "")
        }
        table.close(
            "", "", "", "", FrenchText.amount(statement.balances.charged),
            FrenchText.amountUnlessZero(statement.lines.map(\.advance).total()),
            FrenchText.amount(statement.lines.map(\.payable).total()), "",
            FrenchText.amountUnlessZero(statement.lines.map(\.open).total()))
        return table.text
    }

    private var movements: String {
        var table = TextTable(
            ("Day", .left), ("Position", .right), ("Movement of the tenant's account", .left), ("Amount", .right),
            ("Owed", .right))
        for movement in answer.movements {
            table.add(
                FrenchText.day(movement.effectiveOn), String(movement.position), movement.event,
                FrenchText.amount(movement.amount), FrenchText.amount(movement.balance))
        }
        return table.text
    }

    private var balances: String {
        let sums = statement.balances
        let all: [(String, Money)] = [
            ("due", sums.due), ("paid", sums.paid), ("outstanding", sums.outstanding), ("credit", sums.credit),
            ("advance held", sums.advanceHeld), ("deposit held", sums.depositHeld),
            ("deposit set off", sums.depositOffset), ("advance forfeited", sums.forfeited),
            ("refunds to wire", sums.refundPayable), ("unallocated", sums.unallocated),
        ]
        let always: Set = ["due", "paid", "outstanding"]
        var table = TextTable(("Balance", .left), ("Amount", .right))
        for (name, amount) in all where amount != .zero || always.contains(name) {
            table.add(name, FrenchText.amount(amount))
        }
        return table.text
    }

    private var refunds: String {
        var table = TextTable(("Refund", .left), ("Amount", .right), ("By", .left), ("", .left))
        for refund in statement.refunds {
            table.add(
                refund.kind.rawValue, FrenchText.amount(refund.amount), FrenchText.day(refund.dueOn),
                refund.blocked ? "blocked: no bank details" : "")
        }
        return table.text
    }

    private var remarks: [String] {
        let arrears = statement.arrears
        var remarks: [String] = []
        if arrears.unpaid {
            let age = arrears.overOneMonth ? ", more than one month" : ""
            remarks.append(
                "Unpaid: \(FrenchText.amount(arrears.amount)) since \(FrenchText.day(arrears.oldestDue))\(age).")
        }
        if statement.missingPostings > 0 {
            remarks.append(
                "Still to be recorded: \(Counted.text(statement.missingPostings, "posting")); run `quittance bill`.")
        }
        if let incomplete = statement.incomplete { remarks.append("Later lines are left out: \(incomplete.message).") }
        return remarks
    }
}
