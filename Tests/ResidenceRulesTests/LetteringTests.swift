import Exports
import LedgerValues
import Projections
import ResidenceRules
import Testing

/// Letters tie what settles each other on a tenant's account, and nothing else.
@Suite struct LetteringTests {
    /// The amounts of the tenant's account by log position.
    private static func amounts(_ state: ContractState, asOf day: CalendarDate) -> [Int64: Money] {
        var amounts: [Int64: Money] = [:]
        func add(_ position: Int64, _ on: CalendarDate, _ movements: Movements) {
            let amount = movements.filter { $0.account == .tenants }.map(\.amount).total()
            if on <= day, amount != .zero { amounts[position] = amount }
        }
        for fact in state.facts { add(fact.position, fact.moment.day, Bookkeeping.movements(of: fact.fact)) }
        for posting in state.postings {
            add(posting.position, posting.effectiveOn, Bookkeeping.movements(of: posting.posting))
        }
        return amounts
    }

    private static func letters(_ state: ContractState, asOf day: CalendarDate) throws -> [Int64: Lettering.Mark] {
        Lettering(state, try ContractAccount(state, asOf: day, Fixtures.context)).byPosition
    }

    @Test func `a rent and the two payments that settle it carry one letter, on the day of the last`() throws {
        var story = try Story.housed()
        try story.tell("2026-09-01", .record(.paymentReceived(Money(cents: 20_000))))
        try story.tell("2026-09-10", .record(.paymentReceived(Money(cents: 15_867))))
        try story.bill(through: "2026-10-31")
        let marks = try Self.letters(story.state, asOf: Fixtures.day("2026-10-31"))
        #expect(marks.count == 3 && Set(marks.values.map(\.code)) == ["A"])
        #expect(Set(marks.values.map(\.on)) == [Fixtures.day("2026-09-10")])
        #expect(try Self.letters(story.state, asOf: Fixtures.day("2026-09-09")).isEmpty)
    }

    @Test func `a payment that went back is lettered with its return, and the rent is open again`() throws {
        var story = try Story.housed()
        try story.tell("2026-09-01", .record(.paymentReceived(Money(cents: 35_867))))
        let paid = try #require(story.state.facts.last?.position)
        try story.tell(
            "2026-09-20",
            .returnMoney(receipt: paid, amount: Money(cents: 35_867), reason: .returnedDirectDebit))
        try story.bill(through: "2026-09-30")
        let marks = try Self.letters(story.state, asOf: Fixtures.day("2026-09-30"))
        #expect(Set(marks.keys) == [paid, paid + 1])
    }

    @Test func `letters go from A to Z and on with AA`() {
        let day = Fixtures.day("2026-09-01")
        #expect(
            [0, 25, 26, 51, 52, 701, 702].map { Lettering.Mark(index: $0, on: day).code }
                == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"])
    }

    @Test(arguments: [UInt64(20_260_911)])
    func `every group sums to zero, and an account that owes nothing is lettered whole`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var whole = 0
        for index in 0..<1_000 {
            let history =
                random.chance(15) ? RandomHistory(takenOverUsing: &random) : RandomHistory(using: &random)
            let state = try ConvergenceTests.recordShuffled(
                history.acceptedFacts(Fixtures.context), using: &random)
            let last = state.postings.map(\.effectiveOn).max() ?? Fixtures.day("2027-12-31")
            let day = max(last, Fixtures.day("2027-12-31"))
            let amounts = Self.amounts(state, asOf: day)
            let statement = try ContractStatement(state, asOf: day, Fixtures.context)
            let marks = Lettering(state, statement.account).byPosition
            for group in Dictionary(grouping: marks, by: \.value.index).values {
                let sum = group.map { amounts[$0.key] ?? .zero }.total()
                try #require(sum == .zero && group.count > 1, "seed \(seed), history \(index)")
            }
            let open = statement.lines.map(\.open).total()
            guard open == .zero, statement.balances.credit == .zero, statement.missingPostings == 0 else { continue }
            whole += 1
            let bare = amounts.keys.filter { marks[$0] == nil }.sorted()
            try #require(bare.isEmpty, "seed \(seed), history \(index): \(bare)")
        }
        #expect(whole > 10)
    }
}

extension Lettering {
    fileprivate var byPosition: [Int64: Mark] { Dictionary(uniqueKeysWithValues: marks.map { ($0.position, $0.mark) }) }
}
