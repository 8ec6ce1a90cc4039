public import LedgerValues
public import Projections
import ResidenceRules

extension RefundRow: TableRow {
    public static var columns: [String] {
        [
            "contract", "tenant_code", "kind", "payee", "amount_cents", "left_cents", "due_on", "blocked_by",
            "end_to_end_id",
        ]
    }

    public var cells: [Cell] {
        [
            .text(contract.text), .text(ifAny: tenantCode?.text), .text(refund.kind.rawValue),
            .text(refund.payee.rawValue), .amount(refund.amount), .amount(left), .day(refund.dueOn),
            .text(ifAny: obstacle?.rawValue), .text(endToEndID),
        ]
    }
}

extension AccrualRow: TableRow {
    public static var columns: [String] {
        [
            "contract", "tenant_code", "residence", "tariff_row", "kind", "from_on", "to_on", "due_on", "amount_cents",
            "earned_cents", "charged_cents", "earned_not_due_cents", "earned_not_charged_cents", "deferred_cents",
        ]
    }

    public var cells: [Cell] {
        [
            .text(contract.text), .text(ifAny: tenantCode?.text), .text(ifAny: row?.residence), .text(ifAny: row?.text),
            .text(charge.kindName), .day(charge.from), .day(charge.to), .day(ifAny: charge.dueOn),
            .amount(charge.amount), .amount(earned), .amount(charged), .amount(earnedNotDue), .amount(notCharged),
            .amount(deferred),
        ]
    }
}

extension UnallocatedRow: TableRow {
    public static var columns: [String] {
        ["contract", "tenant_code", "position", "on", "amount_cents", "left_cents", "payer", "means"]
    }

    public var cells: [Cell] {
        [
            .text(contract.text), .text(ifAny: tenantCode?.text), .number(receipt.position), .day(receipt.on),
            .amount(receipt.amount), .amount(receipt.kept), .text(receipt.remittance.payer.rawValue),
            .text(receipt.remittance.means.rawValue),
        ]
    }
}

/// Where a contract stands, with its balances.
public struct ContractStandingRow: Sendable, TableRow {
    private let contract: ContractID
    private let statement: ContractStatement

    public init(_ contract: ContractID, _ statement: ContractStatement) {
        self.contract = contract
        self.statement = statement
    }

    public static var columns: [String] {
        [
            "contract", "tenant_code", "status", "tariff_row", "effective_on", "ends_on", "keys_on", "returned_on",
            "settled_on", "charged_cents", "due_cents", "paid_cents", "deposit_offset_cents", "outstanding_cents",
            "credit_cents", "advance_held_cents", "deposit_held_cents", "forfeited_cents", "refund_payable_cents",
            "unallocated_cents", "arrears_cents",
        ]
    }

    public var cells: [Cell] {
        let (tenure, balances) = (statement.tenure, statement.balances)
        return [
            .text(contract.text), .text(ifAny: tenure.tenantCode?.text), .text(statement.status.rawValue),
            .text(ifAny: tenure.row(on: statement.asOf)?.text), .day(ifAny: tenure.effectiveOn),
            .day(ifAny: tenure.termEnd), .day(ifAny: tenure.keysOn), .day(ifAny: tenure.returned?.on),
            .day(ifAny: tenure.settledOn), .amount(balances.charged), .amount(balances.due), .amount(balances.paid),
            .amount(balances.depositOffset), .amount(balances.outstanding), .amount(balances.credit),
            .amount(balances.advanceHeld), .amount(balances.depositHeld), .amount(balances.forfeited),
            .amount(balances.refundPayable), .amount(balances.unallocated), .amount(statement.arrears.amount),
        ]
    }
}

extension ExpectedCash {
    public static var columns: [String] { ["month", "lines", "receipts_cents", "refunds_cents", "net_cents"] }

    /// What fell due before, in a row `overdue`, then each month.
    public var rows: [[Cell]] {
        func row(_ name: String, _ sum: Sum) -> [Cell] {
            [
                .text(name), .number(sum.lines), .amount(sum.receipts), .amount(sum.refunds),
                .amount(sum.receipts - sum.refunds),
            ]
        }
        return [row("overdue", overdue)]
            + months.sorted { $0.key < $1.key }.map { row($0.key.description, $0.value) }
    }
}

extension TariffRowID {
    /// The second part of its name: `ATHENA/PLEIADE/T1/SINGLE`.
    var residence: String? {
        let parts = text.split(separator: "/")
        return parts.count > 1 ? String(parts[1]) : nil
    }
}

extension ChargeLine {
    var kindName: String {
        switch composition {
        case .rent: "rent"
        case .indemnity: "indemnity"
        case .shortStay: "short_stay"
        case .sundry(let charge, _): charge.kind.rawValue
        case .carriedOver(let item, _, _): item.kind.rawValue
        case .reclaim: "reclaim"
        }
    }
}
