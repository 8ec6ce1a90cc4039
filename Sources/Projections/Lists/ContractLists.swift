public import LedgerValues
public import ResidenceRules

/// One contract that owes money late.
public struct UnpaidRow: Sendable {
    public let contract: ContractID
    public let tenantCode: TenantCode?
    public let row: TariffRowID?
    public let status: Tenure.Status
    public let arrears: Arrears

    /// Nil when nothing is late.
    public init?(_ contract: ContractID, _ statement: ContractStatement) {
        guard statement.arrears.unpaid else { return nil }
        self.contract = contract
        tenantCode = statement.tenure.tenantCode
        row = statement.tenure.row(on: statement.asOf)
        status = statement.status
        arrears = statement.arrears
    }
}

/// Money of a contract that a rule refused to use, and that waits (section 16 on R-012).
public struct UnallocatedRow: Sendable {
    public let contract: ContractID
    public let tenantCode: TenantCode?
    public let receipt: MoneyReceived

    /// One row for each receipt of which something is left.
    public static func rows(_ contract: ContractID, _ statement: ContractStatement) -> [UnallocatedRow] {
        statement.tenure.receipts.filter { $0.purpose == .unallocated && $0.kept > .zero }.map {
            UnallocatedRow(contract: contract, tenantCode: statement.tenure.tenantCode, receipt: $0)
        }
    }
}

/// One contract whose deposit is held, or is on its way back.
public struct DepositRow: Sendable {
    public let contract: ContractID
    public let tenantCode: TenantCode?
    public let status: Tenure.Status
    public let balances: ContractStatement.Balances
    /// The refund of the deposit, once the rules decide one.
    public let refund: RefundDue?
    /// Part of the refund already wired, in cents.
    public let wired: Money
    /// The last day to give the deposit back; nil while no delay runs.
    public let dueOn: CalendarDate?
    /// What has to be done next for it to go back.
    public let obstacle: Obstacle

    /// What stands between a deposit and whoever it goes back to, in the order in which it is cleared away.
    public enum Obstacle: String, Sendable, CaseIterable {
        /// No keys were handed over, and no decision says that none will be.
        case notBegun = "not_begun"
        /// The keys are out; the exit inventory is recorded with their return.
        case keysNotReturned = "keys_not_returned"
        /// The delay runs, and the contract was not settled.
        case notSettled = "not_settled"
        /// The books do not say what the rules say: `bill` has to run first.
        case notBilled = "not_billed"
        case noBankDetails = "no_bank_details"
        /// Nothing but the wire is missing.
        case notWired = "not_wired"
    }

    /// Nil when no deposit is held and none is owed back.
    public init?(_ contract: ContractID, _ statement: ContractStatement) {
        let refund = statement.refunds.first { $0.kind == .deposit }
        let wired = statement.tenure.wired[.deposit] ?? .zero
        guard statement.balances.depositHeld > .zero || wired < refund?.amount ?? .zero else { return nil }
        self.contract = contract
        tenantCode = statement.tenure.tenantCode
        status = statement.status
        balances = statement.balances
        self.refund = refund
        self.wired = wired
        let tenure = statement.tenure
        if let refund, wired < refund.amount {
            dueOn = refund.dueOn
            obstacle =
                statement.decidedRefunds[.deposit]?.amount != refund.amount
                ? .notBilled : refund.blocked ? .noBankDetails : .notWired
        } else {
            dueOn = tenure.depositDueOn.map { max($0, tenure.bankDetailsOn ?? $0) }
            obstacle = tenure.keysOn == nil ? .notBegun : tenure.returned == nil ? .keysNotReturned : .notSettled
        }
    }
}

/// The housing-aid figures of one contract for one month.
public struct HousingAidRow: Sendable {
    public let contract: ContractID
    public let tenantCode: TenantCode?
    public let row: TariffRowID?
    public let keysOn: CalendarDate?
    public let returnedOn: CalendarDate?
    public let figure: HousingAidFigure

    /// One row for each line that bills a part of `month`.
    public static func rows(
        _ contract: ContractID, _ statement: ContractStatement, month: Month
    ) -> [HousingAidRow] {
        statement.housingAid.filter { $0.month == month }.map { figure in
            HousingAidRow(
                contract: contract, tenantCode: statement.tenure.tenantCode,
                row: figure.row ?? statement.tenure.row(on: month.last), keysOn: statement.tenure.keysOn,
                returnedOn: statement.tenure.returned?.on, figure: figure)
        }
    }
}
