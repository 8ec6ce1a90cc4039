public import LedgerValues

/// What is still unpaid on the lines of a contract once its money has settled the oldest debts.
/// What is open never grows by itself: no rate of late interest exists.
public struct OpenItems: Sendable {
    /// Still unpaid on each line, in cents, in the order of the lines given.
    public private(set) var open: [Money]
    /// Money that no line takes, in cents.
    public private(set) var credit: Money

    /// Matches `money` with what `payable` leaves of each line, the oldest due day first, then the order of the lines.
    ///
    /// A line without a due day takes no money: nothing is owed before the keys.
    public init(payable: [Money], dueOn: [CalendarDate?], money: Money) {
        open = payable
        var rest = money
        let order = dueOn.indices.compactMap { index in dueOn[index].map { (due: $0, index: index) } }
            .sorted { ($0.due, $0.index) < ($1.due, $1.index) }
        for (_, index) in order where rest > .zero {
            let taken = min(rest, open[index])
            open[index] -= taken
            rest -= taken
        }
        credit = rest
    }
}

/// How the advance is taken off the rent lines of a contract.
enum AdvanceApplication {
    /// The part of `advance` that each line takes, and what is left of it.
    ///
    /// - Parameter reach: the last due day that takes part; nil at a settlement, which makes every line payable.
    static func apply(
        _ advance: Money, to lines: [ChargeLine], from first: CalendarDate?, reach: CalendarDate?
    ) -> (applied: [Money], left: Money) {
        var applied = [Money](repeating: .zero, count: lines.count)
        var left = advance
        guard left > .zero else { return (applied, left) }
        // The first rent waits for the keys, and the advance waits with it.
        if lines.contains(where: { $0.isRent && $0.dueOn == nil }) { return (applied, left) }
        let order = lines.indices.filter { lines[$0].isRent }
            .sorted { (lines[$0].dueOn ?? .latest, $0) < (lines[$1].dueOn ?? .latest, $1) }
        for index in order where left > .zero {
            guard let due = lines[index].dueOn else { continue }
            if let reach, due > reach { continue }
            if let first, lines[index].to.month < first.month { continue }
            applied[index] = min(left, lines[index].amount)
            left -= applied[index]
        }
        return (applied, left)
    }
}
