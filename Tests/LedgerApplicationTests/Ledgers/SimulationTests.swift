import LedgerApplication
import LedgerValues
import Projections
import ResidenceRules
import Testing

@Suite struct `Simulating a tenancy` {
    private func rules() async throws -> RuleContext {
        let books = try await TestLedger()
        defer { books.ledger.stop() }
        return try await books.ledger.rules()
    }

    @Test func `a whole year is paid, and the deposit comes back`() async throws {
        let scenario = TenancyScenario(row: TestLedger.row, effectiveOn: day("2026-09-01"))
        let simulated = try await Simulation.play(scenario, by: try await rules())
        let statement = simulated.answer.value.statement
        #expect(simulated.deposit == Money(cents: 35_900) && simulated.advance == Money(cents: 7_000))
        #expect(statement.lines.count == 12)
        #expect(statement.balances.charged == Money(cents: 12 * 35_867))
        #expect(statement.balances.paid == Money(cents: 12 * 35_867 - 7_000))
        #expect(statement.refunds.map(\.amount) == [Money(cents: 35_900)])
        #expect(statement.remainingDebt == .zero && statement.missingPostings == 0)
    }

    @Test func `a notice ends the rents with its expiry`() async throws {
        var scenario = TenancyScenario(row: TestLedger.row, effectiveOn: day("2026-09-01"))
        scenario.arrivesOn = day("2026-09-24")
        scenario.noticeOn = day("2026-11-10")
        scenario.paysAdvance = false
        let simulated = try await Simulation.play(scenario, by: try await rules())
        let statement = simulated.answer.value.statement
        #expect(statement.lines.map(\.charge.amount.cents) == [35_867, 35_867, 35_867, 10 * 1_196])
        #expect(statement.lines.first?.charge.dueOn == day("2026-09-24"))
        #expect(statement.tenure.returned?.on == day("2026-12-10"))
        #expect(simulated.advance == .zero && statement.refunds.map(\.kind) == [.deposit])
    }

    @Test func `what a rule refuses and a missing tariff are said`() async throws {
        let rules = try await rules()
        var scenario = TenancyScenario(row: TestLedger.row, effectiveOn: day("2026-09-10"))
        scenario.endsOn = day("2028-08-31")
        await #expect { try await Simulation.play(scenario, by: rules) } throws: {
            ($0 as? Rejection)?.code == .endAfter31August
        }
        let short = TenancyScenario(row: TestLedger.shortRow, effectiveOn: day("2026-09-01"))
        await #expect(throws: ScheduleError.noTariff(TestLedger.shortRow, on: day("2026-11-01"))) {
            try await Simulation.play(short, by: rules)
        }
    }
}
