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
    /// The refund of the deposit, with what blocks it.
    public let refund: RefundDue?
    /// Part of the refund already wired, in cents.
    public let wired: Money

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
                row: statement.tenure.row(on: month.last), keysOn: statement.tenure.keysOn,
                returnedOn: statement.tenure.returned?.on, figure: figure)
        }
    }
}
