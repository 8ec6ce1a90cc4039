public import LedgerValues

/// Which entries a file of the accounts holds.
public struct BooksRequest: Sendable {
    /// First accounting day; nil begins with the log, and carries nothing forward.
    public let from: CalendarDate?
    /// Last accounting day, included; letters are those of its end.
    public let through: CalendarDate
    /// The chart of every day; nil takes those that were adopted.
    public let chart: ChartOfAccounts?
    /// Whether lines of the tenants' account carry their letters; it costs a fold of every contract.
    public let isLettered: Bool
    /// Whether entries say which tariff row they are about.
    public let isPlaced: Bool

    public init(
        from: CalendarDate?, through: CalendarDate, chart: ChartOfAccounts?, isLettered: Bool = true,
        isPlaced: Bool = false
    ) {
        self.from = from
        self.through = through
        self.chart = chart
        self.isLettered = isLettered
        self.isPlaced = isPlaced
    }

    /// The books of a calendar year.
    public init(year: Int, chart: ChartOfAccounts?) {
        let month = Month(year: year, month: 1)
        self.init(from: month.first, through: month.adding(11).last, chart: chart)
    }
}

/// What a file of the accounts turned out to hold.
public struct BooksSummary: Sendable {
    public var entries: Int64 = 0
    public var lines: Int64 = 0
    public var debits = Money.zero
    public var credits = Money.zero
    /// Contracts whose lines carry no letters, because a tariff is missing.
    public var unlettered: [ContractID] = []

    public init() {}

    public mutating func add(_ entry: BookEntry) {
        entries += 1
        for line in entry.lines {
            lines += 1
            if line.amount > .zero { debits += line.amount } else { credits -= line.amount }
        }
    }

    /// Adds what other entries come to.
    public mutating func add(_ other: BooksSummary) {
        entries += other.entries
        lines += other.lines
        debits += other.debits
        credits += other.credits
        unlettered += other.unlettered
    }
}
