public import LedgerValues
public import Projections
public import ResidenceRules

/// *Lettrage* of the accounts that hold money of a contract beside the tenant's own: deposits, advances, refunds to wire and
/// receipts to be classed.
///
/// No rule matches entries there, as R-122 does on the tenant's account. An entry is lettered with the oldest open one of the
/// opposite amount; without one, with all that is open once that sums to zero. Refunds to wire are told apart by what is
/// refunded. Entries come in the order of the log, so what was lettered once stays so.
public struct HeldMoneyLettering: Sendable {
    private struct Entry {
        let position: Int64
        let bookedOn: CalendarDate
        let account: Account
        let refund: RefundKind?
        let amount: Money
        var mark: Lettering.Mark?
    }

    private var entries: [Entry] = []
    /// The places of the entries without a letter.
    private var open: [Int] = []
    /// The number of letters of each account.
    private var counts: [Account: Int] = [:]

    public init() {}

    /// By rising log position.
    var parts: [Lettering.Part] {
        entries.compactMap { entry in
            entry.mark.map {
                Lettering.Part(
                    position: entry.position, account: entry.account, bookedOn: entry.bookedOn, amount: entry.amount,
                    mark: $0)
            }
        }
    }

    /// Adds the next entry of the contract.
    ///
    /// - Parameters:
    ///   - position: log position of its event.
    ///   - bookedOn: the day on which the books take it.
    ///   - refund: what is refunded, by an entry of refunds to wire.
    public mutating func add(
        _ movements: Movements, at position: Int64, bookedOn: CalendarDate, refund: @autoclosure () -> RefundKind?
    ) {
        for movement in movements where movement.account.holdsMoney {
            let refund = movement.account == .refundsPayable ? refund() : nil
            open.append(entries.count)
            entries.append(
                Entry(
                    position: position, bookedOn: bookedOn, account: movement.account, refund: refund,
                    amount: movement.amount))
            settle(entries.count - 1)
        }
    }

    /// Letters the latest entry, if it settles others.
    private mutating func settle(_ place: Int) {
        let (account, refund) = (entries[place].account, entries[place].refund)
        func isKin(_ other: Int) -> Bool { entries[other].account == account && entries[other].refund == refund }
        var sum = Money.zero
        for other in open where isKin(other) {
            if entries[other].amount == -entries[place].amount { return letter([other, place]) }
            sum += entries[other].amount
        }
        if sum == .zero { letter(open.filter(isKin)) }
    }

    private mutating func letter(_ group: [Int]) {
        let days = group.map { entries[$0].bookedOn }
        guard let account = group.first.map({ entries[$0].account }), let day = days.max() else { return }
        let mark = Lettering.Mark(index: counts[account, default: 0], on: day)
        counts[account, default: 0] += 1
        for place in group { entries[place].mark = mark }
        open.removeAll { entries[$0].mark != nil }
    }
}

extension Account {
    /// Whether its entries are lettered by their amounts.
    fileprivate var holdsMoney: Bool { mayBeAuxiliary && self != .tenants }
}
