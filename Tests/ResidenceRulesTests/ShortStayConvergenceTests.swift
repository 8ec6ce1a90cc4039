import LedgerValues
import Projections
import ResidenceRules
import Testing

/// However a short stay is recorded and whenever billing runs, the books end where its schedule does.
@Suite struct ShortStayConvergenceTests {
    @Test(arguments: [UInt64(20_261_010), 7])
    func `short stays recorded in any order converge, balance and keep no more than was paid`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var seen: [String: Int] = [:]
        for index in 0..<1_500 {
            let label = "seed \(seed), stay \(index)"
            let facts = RandomStay(using: &random).acceptedFacts()
            let state = try ConvergenceTests.recordShuffled(facts, using: &random)
            try ConvergenceTests.checkEveryDay(state, label, from: Fixtures.day("2026-08-25"), step: 1)
            try ConvergenceTests.checkConservation(state, label)
            try state.checkEveryPosition(label)
            let statement = try ContractStatement(state, asOf: ConvergenceTests.through, Fixtures.context)
            try Self.checkEnd(statement, label)
            seen[statement.stayOutcome?.rawValue ?? statement.status.rawValue, default: 0] += 1
        }
        for kind in ["full_refund", "first_night_retained", "no_show", "booked", "left", "settled", "without_right"] {
            #expect(seen[kind, default: 0] > 0, "no history came to \(kind)")
        }
    }

    private static func checkEnd(_ statement: ContractStatement, _ label: String) throws {
        #expect(statement.housingAid.isEmpty && statement.balances.depositHeld == .zero, "\(label)")
        guard let outcome = statement.stayOutcome, let ending = statement.tenure.stay?.ending else { return }
        let kept = statement.lines.filter { line in
            if case .shortStay = line.charge.composition { true } else { false }
        }
        let retained = kept.map(\.charge.amount).total()
        #expect(kept.count <= 1 && retained <= ending.paid, "\(label)")
        if outcome == .fullRefund { #expect(retained == .zero, "\(label)") }
        // What was paid is kept, owed for something else, or goes back.
        let refund = statement.refunds.first { $0.kind == .credit }?.amount ?? .zero
        let charged = statement.lines.map(\.charge.amount).total()
        let open = statement.lines.map(\.open).total()
        #expect(statement.balances.paid == charged - open + refund, "\(label)")
        #expect(statement.balances.credit == .zero, "\(label)")
    }
}
