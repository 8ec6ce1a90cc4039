public import LedgerValues
import Projections

/// The charts of accounts by the accounting day from which each is used.
public struct ChartTimeline: Sendable, Hashable {
    private struct Change: Sendable, Hashable {
        let from: CalendarDate
        let chart: ChartOfAccounts
    }

    private let first: ChartOfAccounts
    /// By day.
    private var changes: [Change] = []

    /// One chart for every day.
    public init(_ chart: ChartOfAccounts = .standard) { first = chart }

    /// Uses `chart` from `day` on; nothing changes after the last day given before.
    public mutating func adopt(_ chart: ChartOfAccounts, from day: CalendarDate) {
        changes.removeAll { $0.from >= day }
        changes.append(Change(from: day, chart: chart))
    }

    /// The chart of an accounting day.
    public subscript(day: CalendarDate) -> ChartOfAccounts { changes.last { $0.from <= day }?.chart ?? first }

    /// The same charts with texts of their own: threads that count the users of one text wait for each other.
    public var unshared: ChartTimeline {
        var copy = ChartTimeline(first.unshared)
        copy.changes = changes.map { Change(from: $0.from, chart: $0.chart.unshared) }
        return copy
    }

    /// Whether contracts share an account, in any of the charts, that each could have for itself.
    public var hasSharedAccounts: Bool {
        ([first] + changes.map(\.chart)).contains { chart in
            Account.allCases.contains { $0.mayBeAuxiliary && !chart[$0].isAuxiliary }
        }
    }

    /// The days on which another chart begins, in order.
    public var days: [CalendarDate] { changes.map(\.from) }
}
