public import LedgerValues
import ResidenceRules

/// *Prévision de trésorerie*: what is expected to come in and to go out, by the month in which it falls due, in cents.
public struct ExpectedCash: Sendable {
    public struct Sum: Sendable, Hashable {
        /// Lines of which something is open.
        public var lines: Int64 = 0
        /// Open on them, the part of the housing aid included.
        public var receipts = Money.zero
        /// Refunds still to be wired.
        public var refunds = Money.zero
    }

    /// What fell due by the day asked about.
    public private(set) var overdue = Sum()
    /// What falls due later, by month.
    public private(set) var months: [Month: Sum] = [:]

    public init() {}

    /// What one contract adds.
    public init(_ contract: ContractID, _ statement: ContractStatement) {
        for line in statement.lines where line.open > .zero {
            // A first rent without a due day waits for the keys.
            guard let due = line.charge.dueOn else { continue }
            add(due, after: statement.asOf) {
                $0.lines += 1
                $0.receipts += line.open
            }
        }
        for refund in RefundRow.rows(contract, statement) {
            add(refund.refund.dueOn, after: statement.asOf) { $0.refunds += refund.left }
        }
    }

    private mutating func add(_ due: CalendarDate, after day: CalendarDate, _ change: (inout Sum) -> Void) {
        if due <= day { change(&overdue) } else { change(&months[due.month, default: Sum()]) }
    }

    public mutating func merge(_ other: ExpectedCash) {
        func sum(_ left: inout Sum, _ right: Sum) {
            left.lines += right.lines
            left.receipts += right.receipts
            left.refunds += right.refunds
        }
        sum(&overdue, other.overdue)
        for (month, more) in other.months { sum(&months[month, default: Sum()], more) }
    }
}
