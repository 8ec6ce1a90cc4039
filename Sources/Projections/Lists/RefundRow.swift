public import LedgerValues
public import ResidenceRules

/// A refund that was decided and of which something is still to be wired.
public struct RefundRow: Sendable {
    /// Why it cannot be wired.
    public enum Obstacle: String, Sendable, CaseIterable {
        /// The books do not say what the rules say; `bill` has to run first.
        case notBilled = "not_billed"
        case noBankDetails = "no_bank_details"
    }

    public let contract: ContractID
    /// Log position of the contract's first event.
    public let opened: Int64
    public let tenantCode: TenantCode?
    public let refund: RefundDue
    /// Still to be wired, in cents.
    public let left: Money
    /// Log position of the event that moved it last: its decision, a wire, or a wire that came back.
    public let position: Int64
    /// Nil when it can be wired.
    public let obstacle: Obstacle?

    /// One row for each kind of refund of which something is left, as the books decided it.
    public static func rows(_ contract: ContractID, _ statement: ContractStatement) -> [RefundRow] {
        statement.refunds.compactMap { refund in
            let left = refund.amount - (statement.tenure.wired[refund.kind] ?? .zero)
            guard left > .zero, let decided = statement.decidedRefunds[refund.kind] else { return nil }
            let obstacle: Obstacle? =
                decided.amount != refund.amount ? .notBilled : refund.blocked ? .noBankDetails : nil
            return RefundRow(
                contract: contract, opened: statement.openedAt, tenantCode: statement.tenure.tenantCode,
                refund: refund, left: left, position: decided.position, obstacle: obstacle)
        }
    }
}
