import LedgerValues
import ResidenceRules
import Testing

/// What the bank sends back is recorded in any order, on any day: the same money goes back once (decision 0051).
@Suite struct MoneyGoingBackTests {
    @Test(arguments: [UInt64(20_261_129), 7])
    func `on no day has more gone back than had come or had been wired`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var (accepted, refused, backdated) = (0, 0, 0)
        for index in 0..<500 {
            var state = ContractState()
            var position: Int64 = 0
            func tell(_ command: ContractCommand, _ moment: EffectiveMoment) -> Bool {
                guard
                    let decision = try? ContractDecider.decide(
                        command, at: moment, given: state.facts, in: Fixtures.context)
                else { return false }
                for fact in decision.facts { state.record(fact, at: moment, position: &position) }
                return true
            }
            for (moment, command) in RandomHistory(using: &random).commands {
                _ = tell(command, moment)
                if random.chance(60) { _ = tell(Self.money(at: moment, using: &random), moment) }
            }
            for attempt in 0..<40 {
                guard let fact = state.facts.randomElement(using: &random) else { break }
                let moment = EffectiveMoment(day: fact.moment.day.adding(days: Int.random(in: -3...60, using: &random)))
                let isBackdated = state.facts.contains { MoneyMoved.isReturn($0.fact) && $0.moment > moment }
                guard tell(Self.back(state.facts, using: &random), moment) else {
                    refused += 1
                    continue
                }
                accepted += 1
                backdated += isBackdated ? 1 : 0
                var moved = MoneyMoved()
                for known in state.facts {
                    moved.apply(known)
                    try #require(!moved.isOverdrawn, "seed \(seed), history \(index), return \(attempt), \(known)")
                }
            }
        }
        #expect(accepted > 2_000 && refused > 5_000 && backdated > 300, "\(accepted), \(refused), \(backdated)")
    }

    /// Housing aid, or a refund that leaves the bank where one was decided.
    private static func money(at moment: EffectiveMoment, using random: inout SeededGenerator) -> ContractCommand {
        let amount = Money(cents: Int64.random(in: 1...30_000, using: &random))
        if random.chance(50) {
            let month = moment.day.month.adding(Int.random(in: -2...1, using: &random))
            return .record(.housingAidReceived(amount, month: month, means: .transfer))
        }
        return .record(.refundWired(RefundKind.allCases.randomElement(using: &random) ?? .deposit, amount))
    }

    /// Part or all of some money that moved, or of another.
    private static func back(_ facts: [FiledFact], using random: inout SeededGenerator) -> ContractCommand {
        let some = Money(cents: Int64.random(in: 1...40_000, using: &random))
        let isWhole = random.chance(50)
        let moved = facts.filter { $0.fact.receipt != nil || MoneyMoved.isWire($0.fact) }.randomElement(using: &random)
        switch moved?.fact {
        case .refundWired(let kind, let amount):
            let wire = random.chance(50) ? moved?.position : nil
            return .record(.refundReturned(kind, isWhole ? amount : some, wire: wire))
        case .housingAidReceived(let amount, let month, _) where random.chance(60):
            let clawback = AidClawback(month: month, amount: isWhole ? amount : some, settlement: .paid)
            return .record(.housingAidClawedBack(clawback))
        case let fact:
            return .returnMoney(
                receipt: moved?.position ?? 1, amount: isWhole ? fact?.receipt?.amount ?? some : some,
                reason: .returnedDirectDebit)
        }
    }
}

/// What is left of each sum that moved, counted from the facts alone.
private struct MoneyMoved {
    private enum Sum: Hashable {
        case receipt(Int64)
        case aid(Month)
        case wired(RefundKind)
        case wire(Int64)
    }

    private var left: [Sum: Int64] = [:]
    private var months: [Int64: Month] = [:]

    var isOverdrawn: Bool { left.values.contains { $0 < 0 } }

    static func isWire(_ fact: ContractFact) -> Bool {
        if case .refundWired = fact { true } else { false }
    }

    static func isReturn(_ fact: ContractFact) -> Bool {
        switch fact {
        case .moneyReturned, .refundReturned, .housingAidClawedBack: true
        default: false
        }
    }

    mutating func apply(_ filed: FiledFact) {
        func add(_ cents: Int64, to sums: Sum...) {
            for sum in sums { left[sum, default: 0] += cents }
        }
        switch filed.fact {
        case .housingAidReceived(let amount, let month, _):
            months[filed.position] = month
            add(amount.cents, to: .receipt(filed.position), .aid(month))
        case .receiptUnallocated(let receipt): add(receipt.amount.cents, to: .receipt(filed.position))
        case .refundWired(let kind, let amount): add(amount.cents, to: .wired(kind), .wire(filed.position))
        case .refundReturned(let kind, let amount, let wire):
            add(-amount.cents, to: .wired(kind))
            if let wire { add(-amount.cents, to: .wire(wire)) }
        case .housingAidClawedBack(let clawback): add(-clawback.amount.cents, to: .aid(clawback.month))
        case .moneyReturned(let back):
            add(-back.amount.cents, to: .receipt(back.receipt))
            if let month = months[back.receipt] { add(-back.amount.cents, to: .aid(month)) }
        case let fact: if let receipt = fact.receipt { add(receipt.amount.cents, to: .receipt(filed.position)) }
        }
    }
}
