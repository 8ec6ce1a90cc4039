import LedgerValues
import Projections
import ResidenceRules
import Testing

extension ContractState {
    /// Records a fact as a ledger does, with the postings that must stand before it; `position` is then that of the fact.
    mutating func record(_ fact: ContractFact, at moment: EffectiveMoment, position: inout Int64) {
        for released in Billing.released(by: [fact], at: moment, known: facts, postings: postings) {
            position += 1
            post(released.posting, on: released.effectiveOn, position: position)
        }
        position += 1
        file(fact, at: moment, position: position)
    }

    /// At every position debits equal credits, and for every day as it was then known the advance and the deposit in the
    /// books are not below zero (design 4).
    func checkEveryPosition(_ label: String) throws {
        var events = facts.map {
            (position: $0.position, day: $0.moment.day, movements: Bookkeeping.movements(of: $0.fact))
        }
        events += postings.map { ($0.position, $0.effectiveOn, Bookkeeping.movements(of: $0.posting)) }
        events.sort { $0.position < $1.position }
        for event in events {
            try #require(event.movements.map(\.amount).total() == .zero, "\(label), position \(event.position)")
        }
        for account in [Account.advancesHeld, .depositsHeld] {
            var changes: [CalendarDate: Money] = [:]
            for event in events {
                let moved = event.movements.filter { $0.account == account }.map(\.amount).total()
                guard moved != .zero else { continue }
                changes[event.day, default: .zero] -= moved
                var held = Money.zero
                for (day, change) in changes.sorted(by: { $0.key < $1.key }) {
                    held += change
                    try #require(held >= .zero, "\(label), position \(event.position), \(day), \(account)")
                }
            }
        }
    }
}
