import LedgerApplication
import LedgerValues
import Projections
import ResidenceRules

/// A tenancy that might be, as a page of plain text.
struct SimulationPage {
    private let simulated: SimulatedTenancy
    private let explained: Language?

    init(_ simulated: SimulatedTenancy, explained: Language?) {
        self.simulated = simulated
        self.explained = explained
    }

    private var statement: ContractStatement { simulated.answer.value.statement }

    /// The page, each line ended.
    var text: String {
        var parts = [head, lines]
        if let explained { parts.append(ExplanationText.text(simulated.answer.value, explained)) }
        parts.append(money)
        return parts.joined(separator: "\n")
    }

    private var head: String {
        let scenario = simulated.scenario
        let tenure = statement.tenure
        let days: [(String, CalendarDate?)] = [
            ("effect", scenario.effectiveOn), ("keys", scenario.arrivesOn), ("notice", scenario.noticeOn),
            ("right ends", tenure.rightEnd), ("returned", tenure.returned?.on), ("settled", simulated.settledOn),
        ]
        return "Simulation, nothing is recorded: \(scenario.row), \(scenario.programme.rawValue)\n"
            + days.compactMap { name, day in day.map { "\(name) \(FrenchText.day($0))" } }.joined(separator: ", ")
            + "\n"
    }

    private var lines: String {
        var table = TextTable(
            ("Charge", .left), ("From", .left), ("To", .left), ("Days", .right), ("Amount", .right),
            ("Advance", .right), ("To pay", .right), ("Due", .left), ("CAF", .right), ("", .left))
        var figures = statement.housingAid[...]
        for line in statement.lines {
            let charge = line.charge
            var figure: HousingAidFigure?
            switch charge.composition {
            case .rent, .indemnity: figure = figures.popFirst()
            case .shortStay, .sundry, .carriedOver, .reclaim: break
            }
            table.add(
                ExplanationText.name(charge), FrenchText.day(charge.from), FrenchText.day(charge.to),
                ExplanationText.days(charge), FrenchText.amount(charge.amount),
                FrenchText.amountUnlessZero(line.advance), FrenchText.amount(line.payable),
                FrenchText.day(charge.dueOn), figure?.bare.map { FrenchText.amount($0) } ?? "",
                figure?.status.rawValue ?? "")
        }
        table.close(
            "", "", "", "", FrenchText.amount(statement.balances.charged),
            FrenchText.amountUnlessZero(statement.lines.map(\.advance).total()),
            FrenchText.amount(statement.lines.map(\.payable).total()))
        return table.text
    }

    private var money: String {
        var table = TextTable(("Money", .left), ("Amount", .right), ("By", .left))
        table.add("advance paid", FrenchText.amount(simulated.advance))
        table.add("deposit paid", FrenchText.amount(simulated.deposit))
        table.add("rents paid on their days", FrenchText.amount(statement.balances.paid))
        let offset = statement.balances.depositOffset
        if offset > .zero { table.add("deposit set off against what is owed", FrenchText.amount(offset)) }
        for refund in statement.refunds {
            table.add(
                "\(refund.kind.rawValue) refunded", FrenchText.amount(refund.amount), FrenchText.day(refund.dueOn))
        }
        if let debt = statement.remainingDebt, debt > .zero { table.add("still owed", FrenchText.amount(debt)) }
        return table.text
    }
}
