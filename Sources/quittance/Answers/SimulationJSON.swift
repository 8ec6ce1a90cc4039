import EventLog
import LedgerApplication
import LedgerValues
import Projections
import ResidenceRules

/// A tenancy that might be, for a program.
enum SimulationJSON {
    static func value(_ simulated: SimulatedTenancy) -> JSONValue {
        let scenario = simulated.scenario
        let statement = simulated.answer.value.statement
        let explanation = simulated.answer.value.explanation
        return .members([
            "row": .text(scenario.row), "programme": .string(scenario.programme.rawValue),
            "effect_on": .day(scenario.effectiveOn), "end_on": .day(scenario.endsOn),
            "keys_on": .day(scenario.arrivesOn), "notice_on": .day(scenario.noticeOn),
            "returned_on": .day(statement.tenure.returned?.on), "right_end_on": .day(statement.tenure.rightEnd),
            "settled_on": .day(simulated.settledOn), "advance_cents": .cents(simulated.advance),
            "deposit_cents": .cents(simulated.deposit), "charged_cents": .cents(statement.balances.charged),
            "paid_cents": .cents(statement.balances.paid),
            "deposit_offset_cents": .cents(statement.balances.depositOffset),
            "remaining_debt_cents": .cents(statement.remainingDebt),
            "lines": .list(Array(zip(statement.lines, explanation.lines))) {
                StatementJSON.line($0, explained: $1)
            },
            "housing_aid": .list(statement.housingAid) { .members($0.members) },
            "refunds": .list(Array(zip(statement.refunds, explanation.refunds))) {
                $0.json(wired: .zero, explained: $1)
            },
        ])
    }
}
