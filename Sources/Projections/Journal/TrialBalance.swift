public import LedgerValues

/// Debits and credits by account, in cents; they are equal at every position of the log.
public struct TrialBalance: Hashable, Sendable {
    public struct Row: Hashable, Sendable {
        public var debit = Money.zero
        public var credit = Money.zero

        /// Debit less credit, in cents.
        public var balance: Money { debit - credit }
    }

    private var rows = [Row](repeating: Row(), count: Account.allCases.count)

    public init() {}

    /// Adds the movements of one event.
    public mutating func add(_ movements: Movements) {
        for movement in movements {
            let index = movement.account.place
            if movement.amount > .zero {
                rows[index].debit += movement.amount
            } else {
                rows[index].credit -= movement.amount
            }
        }
    }

    /// Adds the figures of another stretch of the log.
    public mutating func add(_ other: TrialBalance) {
        for index in rows.indices {
            rows[index].debit += other.rows[index].debit
            rows[index].credit += other.rows[index].credit
        }
    }

    /// The figures of an account.
    public subscript(account: Account) -> Row { rows[account.place] }

    /// Every account that moved, in the order of the chart.
    public var moved: [(account: Account, row: Row)] {
        zip(Account.allCases, rows).filter { $0.1 != Row() }.map { (account: $0.0, row: $0.1) }
    }

    public var debits: Money { rows.map(\.debit).total() }
    public var credits: Money { rows.map(\.credit).total() }
    public var isBalanced: Bool { debits == credits }
}
