public import LedgerValues
import ResidenceRules

/// *Balance âgée* of one contract: what is open by the days since it fell due, in cents.
public struct AgedRow: Sendable {
    public let contract: ContractID
    public let tenantCode: TenantCode?
    public let row: TariffRowID?
    /// Charged in the books and not due yet, such as the rent of December on its last day.
    public private(set) var notDue = Money.zero
    /// Due today, or for at most 30 days.
    public private(set) var upTo30 = Money.zero
    public private(set) var upTo60 = Money.zero
    public private(set) var upTo90 = Money.zero
    public private(set) var older = Money.zero
    /// Money that no charged line takes: it waits for lines to come, or for none.
    public private(set) var credit: Money

    public var open: Money { notDue + upTo30 + upTo60 + upTo90 + older }
    /// The balance of the tenant's account once everything is billed.
    public var balance: Money { open - credit }

    /// Nil when nothing is open and there is no credit.
    public init?(_ contract: ContractID, _ statement: ContractStatement) {
        self.contract = contract
        tenantCode = statement.tenure.tenantCode
        row = statement.tenure.row(on: statement.asOf)
        credit = statement.balances.credit
        for line in statement.lines {
            guard let due = line.charge.dueOn, due <= statement.asOf else {
                // Nothing of a line that is not charged stands on the account, but what came in for it does.
                if line.position != nil { notDue += line.open } else { credit += line.payable - line.open }
                continue
            }
            switch statement.asOf.days(since: due) {
            case ...30: upTo30 += line.open
            case ...60: upTo60 += line.open
            case ...90: upTo90 += line.open
            default: older += line.open
            }
        }
        if open == .zero, credit == .zero { return nil }
    }
}
