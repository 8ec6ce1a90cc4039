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

    private static func letters(_ state: ContractState, asOf day: CalendarDate) throws -> [Lettering.Part] {
        Lettering(state, try ContractAccount(state, asOf: day, Fixtures.context)).parts
    }

    /// The letters in words, such as `A 35867, A -35867`, in the order of the entries.
    private static func words(_ parts: [Lettering.Part]) -> String {
        parts.map { "\($0.mark.code) \($0.amount.cents)" }.joined(separator: ", ")
    }

    @Test func `a rent and the two payments that settle it carry one letter, on the day of the last`() throws {
        var story = try Story.housed()
        try story.tell("2026-09-01", .record(.paymentReceived(Money(cents: 20_000))))
        try story.tell("2026-09-10", .record(.paymentReceived(Money(cents: 15_867))))
        try story.bill(through: "2026-10-31")
        let parts = try Self.letters(story.state, asOf: Fixtures.day("2026-10-31"))
        #expect(Self.words(parts) == "A -20000, A -15867, A 35867")
        #expect(Set(parts.map(\.mark.on)) == [Fixtures.day("2026-09-10")])
        #expect(try Self.letters(story.state, asOf: Fixtures.day("2026-09-09")).isEmpty)
    }

    @Test func `round sums letter each rent that they pay whole, and the rest has no letter`() throws {
        var story = try Story.housed()
        try story.tell("2026-09-05", .record(.paymentReceived(Money(cents: 40_000))))
        try story.tell("2026-10-05", .record(.paymentReceived(Money(cents: 36_000))))
        try story.tell("2026-11-05", .record(.paymentReceived(Money(cents: 36_000))))
        try story.bill(through: "2026-11-30")
        let parts = try Self.letters(story.state, asOf: Fixtures.day("2026-11-30"))
        // Of the 1,120.00 € three rents take 1,076.01 €; 43.99 € stay in hand.
        #expect(
            Self.words(parts)
                == "A -35867, B -4133, B -31734, C -4266, C -31601, A 35867, B 35867, C 35867")
        #expect(Set(parts.filter { $0.mark.index == 1 }.map(\.mark.on)) == [Fixtures.day("2026-10-31")])
    }

    @Test func `a late entry is lettered on its accounting day, and what lies before a day is known`() throws {
        var story = try Story.housed()
        try story.tell("2026-12-20", .record(.paymentReceived(Money(cents: 35_867))))
        let paid = try #require(story.state.facts.last?.position)
        try story.bill(through: "2026-12-31")
        let statement = try ContractStatement(story.state, asOf: Fixtures.day("2027-01-31"), Fixtures.context)
        let year = Fixtures.day("2027-01-01")
        #expect(Lettering(story.state, statement.account).carried(before: year).isEmpty)
        let late = Lettering(story.state, statement.account, late: [paid: year])
        #expect(late.parts.allSatisfy { $0.mark.on == year })
        #expect(late.carried(before: year).map(\.amount) == [Money(cents: 35_867)])
    }

    @Test func `a payment that went back is lettered with its return, and the rent is open again`() throws {
        var story = try Story.housed()
        try story.tell("2026-09-01", .record(.paymentReceived(Money(cents: 35_867))))
        let paid = try #require(story.state.facts.last?.position)
        try story.tell(
            "2026-09-20",
            .returnMoney(receipt: paid, amount: Money(cents: 35_867), reason: .returnedDirectDebit))
        try story.bill(through: "2026-09-30")
        let parts = try Self.letters(story.state, asOf: Fixtures.day("2026-09-30"))
        #expect(Set(parts.map(\.position)) == [paid, paid + 1])
    }

    @Test func `letters go from A to Z and on with AA`() {
        let day = Fixtures.day("2026-09-01")
        #expect(
            [0, 25, 26, 51, 52, 701, 702].map { Lettering.Mark(index: $0, on: day).code }
                == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"])
    }

    /// Every letter sums to zero, takes no more of an entry than there is, and is dated by its last entry; every charged
    /// line that nothing is open of is lettered whole once the books are complete.
    private static func check(
        _ parts: [Lettering.Part], _ state: ContractState, _ statement: ContractStatement, _ label: Comment
    ) throws -> [Int64] {
        let amounts = Self.amounts(state, asOf: statement.asOf)
        for group in Dictionary(grouping: parts, by: \.mark).values {
            try #require(group.map(\.amount).total() == .zero && group.count > 1, label)
            try #require(group.map(\.bookedOn).max() == group[0].mark.on, label)
            try #require(Set(group.map(\.position)).count == group.count, label)
        }
        try #require(Set(parts.map(\.mark.index)).count == Set(parts.map(\.mark)).count, label)
        try #require(parts.map(\.mark.index).max().map { $0 + 1 } ?? 0 == Set(parts.map(\.mark)).count, label)
        let takeover = statement.tenure.takeover?.position
        var rests = amounts
        for (position, parts) in Dictionary(grouping: parts, by: \.position) {
            let amount = try #require(amounts[position], label)
            let taken = parts.map(\.amount).total()
            // What was taken over is a debt and a credit in one entry.
            if position != takeover {
                try #require(parts.allSatisfy { ($0.amount > .zero) == (amount > .zero) }, label)
                try #require(taken.cents.magnitude <= amount.cents.magnitude, label)
            }
            try #require(parts.allSatisfy { $0.account == .tenants }, label)
            rests[position] = amount - taken
        }
        return rests.filter { $0.value != .zero }.keys.sorted()
    }

    @Test(arguments: [UInt64(20_260_911), 42])
    func `every letter sums to zero, and what nothing is open of is lettered whole`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var (whole, settled) = (0, 0)
        for index in 0..<2_000 {
            let history =
                random.chance(15) ? RandomHistory(takenOverUsing: &random) : RandomHistory(using: &random)
            let state = try ConvergenceTests.recordShuffled(
                history.acceptedFacts(Fixtures.context), using: &random)
            let last = state.postings.map(\.effectiveOn).max() ?? Fixtures.day("2027-12-31")
            let end = max(last, Fixtures.day("2027-12-31"))
            for day in [Fixtures.day("2026-10-20"), Fixtures.day("2027-02-28"), end] {
                let statement = try ContractStatement(state, asOf: day, Fixtures.context)
                let parts = Lettering(state, statement.account).parts
                let label: Comment = "seed \(seed), history \(index), \(day)"
                let rests = try Self.check(parts, state, statement, label)
                guard statement.missingPostings == 0 else { continue }
                for line in statement.lines where line.open == .zero && line.charge.amount != .zero {
                    guard let position = line.position, position != statement.tenure.takeover?.position else {
                        continue
                    }
                    settled += 1
                    try #require(!rests.contains(position), "\(label), line of \(position)")
                }
                let open = statement.lines.map(\.open).total()
                guard open == .zero, statement.balances.credit == .zero,
                    statement.lines.allSatisfy({ $0.position != nil })
                else { continue }
                whole += 1
                try #require(rests.isEmpty, "\(label): \(rests)")
            }
        }
        #expect(whole > 20 && settled > 10_000)
    }
}
