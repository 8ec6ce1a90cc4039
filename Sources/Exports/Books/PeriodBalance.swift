public import LedgerValues
public import Projections

/// *Balance générale* of a period: what each account held before it, moved by in it and holds after it, in cents, under
/// the numbers and labels of the charts that were adopted. Income of the years before is in the result (decision 0086).
public struct PeriodBalance: Sendable, Hashable {
    public struct Row: Sendable, Hashable {
        /// What the ledger calls the account, such as `tenants` or `profit`.
        public let role: String
        public let number: String
        public let label: String
        /// Debit less credit before the period.
        public fileprivate(set) var opening = Money.zero
        public fileprivate(set) var debit = Money.zero
        public fileprivate(set) var credit = Money.zero

        /// Debit less credit after the period.
        public var closing: Money { opening + debit - credit }
    }

    /// The first accounting day.
    public let from: CalendarDate
    /// The last one.
    public let through: CalendarDate
    private var byNumber: [String: Row] = [:]

    public init(from: CalendarDate, through: CalendarDate) {
        self.from = from
        self.through = through
    }

    /// By number.
    public var rows: [Row] { byNumber.values.sorted { $0.number < $1.number } }
    public var openings: Money { byNumber.values.map(\.opening).total() }
    public var debits: Money { byNumber.values.map(\.debit).total() }
    public var credits: Money { byNumber.values.map(\.credit).total() }
    public var isBalanced: Bool { debits == credits && openings == .zero }

    /// Adds an entry that stands before those of the log: balances carried forward on the first day, or over to another
    /// chart within the period.
    ///
    /// - Parameter charts: those that its accounts are taken from.
    public mutating func add(_ entry: BookEntry, _ charts: [ChartOfAccounts]) {
        let isOpening = entry.accountingOn == from
        for line in entry.lines {
            let role = charts.lazy.compactMap { $0.role(of: line.account) }.first ?? ""
            change(line.account, role: role) { row in
                if isOpening {
                    row.opening += line.amount
                } else if line.amount > .zero {
                    row.debit += line.amount
                } else {
                    row.credit -= line.amount
                }
            }
        }
    }

    /// Adds the movements of days that have one chart.
    public mutating func add(_ movements: TrialBalance, _ chart: ChartOfAccounts) {
        for (account, sums) in movements.moved {
            change(chart[account], role: account.rawValue) { row in
                row.debit += sums.debit
                row.credit += sums.credit
            }
        }
    }

    private mutating func change(_ account: ChartOfAccounts.Entry, role: String, _ body: (inout Row) -> Void) {
        body(&byNumber[account.number, default: Row(role: role, number: account.number, label: account.label)])
    }
}

extension PeriodBalance {
    public static var columns: [String] {
        ["account", "number", "label", "opening_cents", "debit_cents", "credit_cents", "balance_cents"]
    }

    public var cells: [[Cell]] {
        rows.map { row in
            [
                .text(row.role), .text(row.number), .text(row.label), .amount(row.opening), .amount(row.debit),
                .amount(row.credit), .amount(row.closing),
            ]
        }
    }
}

extension ChartOfAccounts {
    /// What the ledger calls an account of the chart; nil for one of another chart.
    func role(of account: Entry) -> String? {
        Account.allCases.first { self[$0].number == account.number }?.rawValue
            ?? ResultAccount.allCases.first { self[$0].number == account.number }?.rawValue
    }
}
