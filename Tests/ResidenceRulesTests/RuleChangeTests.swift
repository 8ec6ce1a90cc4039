import LedgerValues
import Projections
import ResidenceRules
import Testing

/// Tariffs corrected and voted anew and policies adopted between billings end where the pure schedule does (design 4).
@Suite struct RuleChangeTests {
    private static let through = Fixtures.day("2027-12-31")

    @Test(arguments: [UInt64(11_2026), 7])
    func `the order of billing and of changed rules leaves no trace in the figures`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for index in 0..<1_000 {
            let facts = RandomHistory(using: &random).acceptedFacts(Fixtures.context)
            let changes = RandomRuleChanges(using: &random)
            let one = try Self.record(facts, changes, using: &random)
            let other = try Self.record(facts, changes, using: &random)
            try Self.checkSame(one, other, "seed \(seed), history \(index)", changes.context)
        }
    }

    /// Records facts in their order, each change of rules at some moment, and bills with what is known in between.
    private static func record(
        _ facts: [FiledFact], _ changes: RandomRuleChanges, using random: inout SeededGenerator
    ) throws -> ContractState {
        var state = ContractState()
        var position: Int64 = 0
        var context = Fixtures.context
        var waiting = changes.all
        var positions: [Int64: Int64] = [:]
        for fact in facts {
            state.record(fact.fact.naming(positions), at: fact.moment, position: &position)
            positions[fact.position] = position
            while !waiting.isEmpty, random.chance(20) { waiting.removeFirst().apply(to: &context) }
            if random.chance(15) {
                let day = Fixtures.day("2026-06-01").adding(days: Int.random(in: 0...500, using: &random))
                try bill(&state, through: min(day, through), position: &position, context)
            }
        }
        for change in waiting { change.apply(to: &context) }
        try bill(&state, through: through, position: &position, context)
        return state
    }

    private static func bill(
        _ state: inout ContractState, through: CalendarDate, position: inout Int64, _ context: RuleContext
    ) throws {
        let missing = try Billing.missing(
            facts: state.facts, postings: state.postings, through: through, nextPosition: position + 1, context)
        for posting in missing {
            position += 1
            state.post(posting.posting, on: posting.effectiveOn, position: position)
        }
    }

    /// Two ledgers that know the same say the same of every day, with nothing left to post and their books balanced.
    private static func checkSame(
        _ left: ContractState, _ right: ContractState, _ label: String, _ context: RuleContext
    ) throws {
        var day = Fixtures.day("2026-06-15")
        while day <= through {
            let one = try ContractStatement(left, asOf: day, context)
            let other = try ContractStatement(right, asOf: day, context)
            try #require(one.missingPostings == 0 && other.missingPostings == 0, "\(label), \(day)")
            try #require(one.balances == other.balances, "\(label), \(day)")
            try #require(one.lines.map(shown) == other.lines.map(shown), "\(label), \(day)")
            try #require(one.refunds == other.refunds && one.arrears == other.arrears, "\(label), \(day)")
            day = day.adding(days: 31)
        }
        for state in [left, right] { try state.checkEveryPosition(label) }
    }

    /// What a statement shows of a line: not its place in the log.
    private static func shown(_ line: ContractStatement.Line) -> String {
        "\(line.charge.from) \(line.charge.to) \(line.charge.amount) \(line.advance) \(line.open) "
            + "\(line.charge.dueOn?.description ?? "") \(line.position != nil)"
    }
}
