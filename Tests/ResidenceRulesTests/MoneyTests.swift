import LedgerValues
import ResidenceRules
import Testing

/// Cents, thirtieths and the way a rent is split.
@Suite struct MoneyTests {
    @Test func `a split sums to the amount and gives ties to the earlier part`() {
        let parts = Money(cents: 1_173).split(inProportionTo: [19_739, 13_900, 1_550])
        #expect(parts.map(\.cents) == [658, 463, 52])
        #expect(Money(cents: 1).split(inProportionTo: [1, 1, 1]).map(\.cents) == [1, 0, 0])
        var random = SeededGenerator(seed: 7)
        for _ in 0..<10_000 {
            let amount = Money(cents: Int64.random(in: 0...100_000, using: &random))
            let weights = (0..<3).map { _ in Int64.random(in: 0...90_000, using: &random) }
            if weights.allSatisfy({ $0 == 0 }) { continue }
            #expect(amount.split(inProportionTo: weights).total() == amount)
        }
    }

    @Test func `sums whose product has more than 64 bits are split too`() {
        let dear = Money(cents: 366_000_000_000)
        #expect(
            dear.split(inProportionTo: [366_000_000_000, 36_600_000_000]).map(\.cents)
                == [332_727_272_727, 33_272_727_273])
        #expect(Money(cents: .max).split(inProportionTo: [1, .max - 1]).total() == Money(cents: .max))
    }

    @Test func `half a cent goes up, away from zero`() {
        #expect(Money(cents: 5_000).scaledHalfUp(5, over: 30).cents == 833)
        #expect(Money(cents: 1).scaledHalfUp(1, over: 2).cents == 1)
        #expect(Money(cents: -1).scaledHalfUp(1, over: 2).cents == -1)
        #expect(Money(cents: 70).scaledHalfUp(500, over: 10_000).cents == 4)
    }

    @Test func `the oldest due day is paid first, and a line without one takes nothing`() {
        let day = Fixtures.day
        let lines = [nil, day("2026-12-01"), day("2026-11-01")].map { due in
            ChargeLine(
                composition: .indemnity(base: .zero, surcharge: .zero, thirtieths: .wholeMonth),
                from: day("2026-10-01"), to: day("2026-10-31"), dueOn: due, takesEffectOn: nil)
        }
        let items = OpenItems(
            lines, payable: [100, 200, 300].map(Money.init(cents:)), funds: Funds(general: Money(cents: 350)))
        #expect(items.open.map(\.cents) == [100, 150, 0])
        #expect(items.credit == .zero)
    }
}
