import EventCodecs
import EventLog
import LedgerApplication
import LedgerValues
import Projections
import Testing

extension TestLedger {
    /// At every position of the log, and for every day as it was then known, no contract's advance or deposit is below
    /// zero in the books: by the day of effect, and by the day on which the books take it (design 4).
    func checkNothingHeldBelowZero(_ label: String) async throws {
        let size = Int(try await ledger.treeHead().size)
        let events = try await ledger.events(after: 0, limit: size).map { try DecodedEvent($0) }
        try #require(events.count == size)
        for account in [Account.advancesHeld, .depositsHeld] {
            for reckoned in [\DecodedEvent.effectiveOn, \DecodedEvent.accountingOn] {
                var changes: [ContractID: [CalendarDate: Money]] = [:]
                for event in events {
                    guard let contract = event.contract else { continue }
                    let moved = event.event.movements.filter { $0.account == account }.map(\.amount).total()
                    guard moved != .zero else { continue }
                    changes[contract, default: [:]][event[keyPath: reckoned], default: .zero] -= moved
                    var held = Money.zero
                    for (day, change) in (changes[contract] ?? [:]).sorted(by: { $0.key < $1.key }) {
                        held += change
                        try #require(
                            held >= .zero, "\(label), position \(event.position), \(contract) on \(day): \(account)")
                    }
                }
            }
        }
    }
}
