import LedgerValues
import Projections
import ResidenceRules
import Testing

/// However facts are recorded and whenever billing runs, the books end where the pure schedule does (design 4).
@Suite struct ConvergenceTests {
    static let histories = 2_000

    static let through = Fixtures.day("2027-12-31")

    /// The day through which a history is billed: some time after its last fact, while there is a tariff.
    private static func lastDay(_ facts: [FiledFact]) -> CalendarDate {
        let last = facts.last?.moment.day ?? .latest
        return min(max(through, last.adding(days: 70)), Fixtures.day("2030-08-31"))
    }

    @Test(arguments: [UInt64(20_260_901), 42])
    func `facts recorded in any order with billing in between give the schedule's figures`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for index in 0..<Self.histories {
            let history =
                random.chance(15) ? RandomHistory(takenOverUsing: &random) : RandomHistory(using: &random)
            let accepted = history.acceptedFacts(Fixtures.context)
            let state = try Self.recordShuffled(accepted, using: &random)
            let through = Self.lastDay(state.facts)
            try Self.checkEveryDay(state, "seed \(seed), history \(index)", through: through)
            try Self.checkConservation(state, "seed \(seed), history \(index)", through: through)
            try state.checkEveryPosition("seed \(seed), history \(index)")
        }
    }

    @Test(arguments: [UInt64(20_260_902), 43])
    func `corrected facts give the figures of facts that were right from the start`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var corrections = 0
        for index in 0..<Self.histories {
            let label = "seed \(seed), history \(index)"
            let history = RandomHistory(using: &random)
            var state = try Self.recordShuffled(history.acceptedFacts(Fixtures.context), using: &random)
            var position = Int64(state.version)
            var through = Self.lastDay(state.facts)
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                corrections += Self.correct(&state, position: &position, using: &random) ? 1 : 0
                if random.chance(40) {
                    let day = Fixtures.day("2026-08-01").adding(days: Int.random(in: 0...500, using: &random))
                    try Self.bill(&state, through: day, position: &position)
                }
            }
            through = max(through, Self.lastDay(state.facts))
            try Self.bill(&state, through: through, position: &position)
            try Self.checkEveryDay(state, label, through: through)
            try Self.checkConservation(state, label, through: through)
            try state.checkEveryPosition(label)
            try Self.checkAgainstRightFromTheStart(state, label)
        }
        #expect(corrections > Self.histories / 2, "many corrections are accepted, or nothing is tested")
    }

    /// Redates or voids a fact, or cancels a charge, of those that the rules let go; whether it was done.
    private static func correct(
        _ state: inout ContractState, position: inout Int64, using random: inout SeededGenerator
    ) -> Bool {
        guard let fact = state.facts.randomElement(using: &random) else { return false }
        let moment = EffectiveMoment(day: fact.moment.day.adding(days: Int.random(in: -20...20, using: &random)))
        // No tariff of the tests is in force before.
        if case .keysHandedOver = fact.fact, moment.day < Fixtures.day("2026-09-01") { return false }
        if case .sundryCharged = fact.fact {
            let command = ContractCommand.cancelCharge(position: fact.position)
            guard
                let decision = try? ContractDecider.decide(
                    command, at: moment, given: state.facts, in: Fixtures.context)
            else { return false }
            for cancellation in decision.facts {
                position += 1
                state.file(cancellation, at: moment, position: position)
            }
            return true
        }
        let correction: FactCorrection =
            random.chance(60)
            ? .redated(position: fact.position) : .voided(position: fact.position, ground: Fixtures.code)
        do { try ContractDecider.judge(correction, at: moment, given: state, in: Fixtures.context) } catch {
            return false
        }
        position += 1
        state.correct(correction, at: moment, position: position)
        return true
    }

    /// The same facts, never wrong and billed once, give the same statement on every day.
    private static func checkAgainstRightFromTheStart(_ state: ContractState, _ label: String) throws {
        var right = ContractState()
        for fact in state.facts { right.file(fact.fact, at: fact.moment, position: fact.position) }
        var position = state.facts.map(\.position).max() ?? 0
        try bill(&right, through: through, position: &position)
        for text in ["2026-08-15", "2026-10-07", "2026-12-31", "2027-04-01", "2027-12-31"] {
            let corrected = try ContractStatement(state, asOf: Fixtures.day(text), Fixtures.context)
            let expected = try ContractStatement(right, asOf: Fixtures.day(text), Fixtures.context)
            try #require(
                corrected.lines.map(\.charge.amount) == expected.lines.map(\.charge.amount), "\(label), \(text)")
            try #require(corrected.lines.map(\.charge.from) == expected.lines.map(\.charge.from), "\(label), \(text)")
            try #require(corrected.lines.map(\.charge.to) == expected.lines.map(\.charge.to), "\(label), \(text)")
            try #require(
                corrected.lines.map(\.charge.dueOn) == expected.lines.map(\.charge.dueOn), "\(label), \(text)")
            try #require(corrected.lines.map(\.open) == expected.lines.map(\.open), "\(label), \(text)")
            try #require(corrected.balances == expected.balances, "\(label), \(text)")
            try #require(corrected.refunds == expected.refunds, "\(label), \(text)")
            try #require(corrected.status == expected.status, "\(label), \(text)")
        }
    }

    /// Records the facts in a random order, billing through random days in between, and through the last day at the end.
    static func recordShuffled(
        _ facts: [FiledFact], using random: inout SeededGenerator
    ) throws -> ContractState {
        var state = ContractState()
        var position: Int64 = 0
        // Facts of one moment keep their order: it is their only order.
        var groups = Dictionary(grouping: facts, by: \.moment).sorted { $0.key < $1.key }.map(\.value)
        for index in groups.indices where random.chance(40) {
            groups.swapAt(index, Int.random(in: groups.indices, using: &random))
        }
        var positions: [Int64: Int64] = [:]
        for fact in Self.inOrderOfNames(groups) {
            let named = fact.fact.naming(positions)
            state.record(named, at: fact.moment, position: &position)
            positions[fact.position] = position
            // Whatever is known and billed so far, nothing is answered that holds less than nothing.
            let known = try ContractStatement(state, asOf: lastDay(facts), Fixtures.context).balances
            try #require(known.advanceHeld >= .zero && known.depositHeld >= .zero, "position \(position)")
            if random.chance(15) {
                let start = Fixtures.day("2026-06-01")
                let span = max(0, lastDay(facts).days(since: start))
                let day = start.adding(days: Int.random(in: 0...span, using: &random))
                try bill(&state, through: day, position: &position)
            }
        }
        try bill(&state, through: lastDay(facts), position: &position)
        return state
    }

    /// What names another fact is recorded after it, whatever the order of the rest.
    private static func inOrderOfNames(_ groups: [[FiledFact]]) -> [FiledFact] {
        var recorded: [FiledFact] = []
        var known: Set<Int64> = []
        var waiting = groups
        while !waiting.isEmpty {
            let index = waiting.firstIndex { group in
                let own = known.union(group.map(\.position))
                return group.allSatisfy { $0.fact.named.allSatisfy(own.contains) }
            }
            let group = waiting.remove(at: index ?? 0)
            recorded += group
            known.formUnion(group.map(\.position))
        }
        return recorded
    }

    private static func bill(_ state: inout ContractState, through: CalendarDate, position: inout Int64) throws {
        let missing = try Billing.missing(
            facts: state.facts, postings: state.postings, through: through, nextPosition: position + 1,
            Fixtures.context)
        for posting in missing {
            position += 1
            state.post(posting.posting, on: posting.effectiveOn, position: position)
        }
        let again = try Billing.missing(
            facts: state.facts, postings: state.postings, through: through, nextPosition: position + 1,
            Fixtures.context)
        #expect(again.isEmpty, "billing twice records nothing twice")
    }

    /// For every day the recorded postings are what the schedule of that day says.
    static func checkEveryDay(
        _ state: ContractState, _ label: String, from first: CalendarDate = Fixtures.day("2026-06-01"),
        through: CalendarDate = through, step: Int = 3
    ) throws {
        var day = first
        while day <= through {
            let tenure = Tenure(state.facts, asOf: day)
            let schedule = try Schedule(tenure, state.facts, asOf: day, horizon: day, Fixtures.context)
            let posted = PostedState(state.postings, asOf: day)
            let differences = Billing.differences(schedule, posted, on: day)
            try #require(differences.isEmpty, "\(label), \(day): \(differences)")
            day = day.adding(days: step)
        }
    }

    /// At every position debits equal credits, and at every day nothing held is negative.
    static func checkConservation(
        _ state: ContractState, _ label: String, through: CalendarDate = through
    ) throws {
        var balance = TrialBalance()
        for fact in state.facts where fact.moment.day <= through { balance.add(Bookkeeping.movements(of: fact.fact)) }
        for posting in state.postings {
            balance.add(Bookkeeping.movements(of: posting.posting))
            try #require(balance.isBalanced, "\(label), position \(posting.position)")
            if case .charged(let line) = posting.posting, case .rent(let breakdown, _, _) = line.composition {
                #expect(breakdown.total == line.amount, "components sum to the line")
            }
        }
        let statement = try ContractStatement(state, asOf: through, Fixtures.context)
        #expect(statement.missingPostings == 0)
        #expect(statement.balances.advanceHeld >= .zero && statement.balances.depositHeld >= .zero, "\(label)")
        #expect(balance[.advancesHeld].balance == -statement.balances.advanceHeld, "\(label)")
        #expect(balance[.depositsHeld].balance == -statement.balances.depositHeld, "\(label)")
        #expect(balance[.refundsPayable].balance == -statement.balances.refundPayable, "\(label)")
        #expect(balance[.forfeitedAdvances].balance == -statement.balances.forfeited, "\(label)")
        if statement.status == .settled {
            #expect(statement.balances.advanceHeld == .zero && statement.balances.depositHeld == .zero, "\(label)")
        }
        // What the tenant's account says is what the open items say, scheduled lines aside.
        let charged = statement.lines.filter { $0.position == nil }.map(\.payable).total()
        let open = statement.lines.map(\.open).total() - statement.balances.credit - charged
        #expect(balance[.tenants].balance == open, "\(label)")
        let aged = AgedRow(Fixtures.contract, statement)?.balance ?? .zero
        #expect(balance[.tenants].balance == aged, "\(label)")
        let lost = balance[.irrecoverableDebts].balance + balance[.extinguishedDebts].balance
        #expect(lost == statement.lines.map(\.relieved).total(), "\(label)")
        // Nobody gets a deposit back who owes rent, unless a guarantor's payment was freed after the settlement.
        let unwired = statement.refunds.filter { $0.kind == .deposit }.map(\.amount).total()
        let freed = state.facts.contains { fact in
            if case .guaranteeRegistered = fact.fact {
                fact.moment.day > statement.tenure.settledOn ?? .latest
            } else {
                false
            }
        }
        if statement.tenure.settledOn != nil, unwired > statement.tenure.wired[.deposit] ?? .zero, !freed {
            #expect(statement.lines.filter(\.charge.isRent).map(\.open).total() == .zero, "\(label)")
        }
        try checkSettlements(statement, "\(label)")
    }

    /// What was paid of each line came from somewhere, and no money served twice.
    private static func checkSettlements(_ statement: ContractStatement, _ label: String) throws {
        var used: [Settlement.Source: Money] = [:]
        for line in statement.lines {
            let settled = line.settlements.map(\.amount).total()
            let paid = line.payable - line.open - line.relieved
            try #require(settled == paid, "\(label), line from \(line.charge.from)")
            for settlement in line.settlements { used[settlement.source, default: .zero] += settlement.amount }
        }
        for (source, amount) in used {
            switch source {
            case .receipt(let position):
                let receipt = try #require(statement.tenure.receipts.first { $0.position == position }, "\(label)")
                try #require(amount <= receipt.kept, "\(label), receipt \(position)")
            case .deposit: try #require(amount <= statement.balances.depositOffset, "\(label)")
            case .takenOver, .advanceCredited: break
            }
        }
    }
}
