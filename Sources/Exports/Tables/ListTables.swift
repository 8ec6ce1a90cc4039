public import LedgerValues
public import Projections
import ResidenceRules

/// A row that a table can hold: its columns, and its cells in their order.
public protocol TableRow {
    static var columns: [String] { get }
    var cells: [Cell] { get }
}

extension UnpaidRow: TableRow {
    public static var columns: [String] {
        [
            "contract", "tenant_code", "tariff_row", "status", "arrears_cents", "oldest_due_on", "over_one_month",
            "over_two_months", "reportable",
        ]
    }

    public var cells: [Cell] {
        [
            .text(contract.text), .text(ifAny: tenantCode?.text), .text(ifAny: row?.text), .text(status.rawValue),
            .amount(arrears.amount), .day(ifAny: arrears.oldestDue), .flag(arrears.overOneMonth),
            .flag(arrears.overTwoMonths), .flag(arrears.reportable),
        ]
    }
}

extension DepositRow: TableRow {
    public static var columns: [String] {
        [
            "contract", "tenant_code", "status", "held_cents", "set_off_cents", "refund_cents", "wired_cents",
            "refund_due_on", "blocked_by",
        ]
    }

    public var cells: [Cell] {
        [
            .text(contract.text), .text(ifAny: tenantCode?.text), .text(status.rawValue), .amount(balances.depositHeld),
            .amount(balances.depositOffset), .amount(ifAny: refund?.amount), .amount(wired),
            .day(ifAny: dueOn), .text(obstacle.rawValue),
        ]
    }
}

extension AgedRow: TableRow {
    public static var columns: [String] {
        [
            "contract", "tenant_code", "tariff_row", "not_due_cents", "due_0_30_cents", "due_31_60_cents",
            "due_61_90_cents", "older_cents", "credit_cents", "balance_cents",
        ]
    }

    public var cells: [Cell] {
        [
            .text(contract.text), .text(ifAny: tenantCode?.text), .text(ifAny: row?.text), .amount(notDue),
            .amount(upTo30), .amount(upTo60), .amount(upTo90), .amount(older), .amount(credit), .amount(balance),
        ]
    }
}

/// One line of the file for the CAF: bare rent or the reason why there is none, days of entry and exit, months lost, and
/// the rent that is late in months, of which two make the CAF's threshold.
public struct HousingAidFileRow: Sendable, TableRow {
    private let figure: HousingAidRow
    /// Months up to this one for which the contract has no right to the aid, this one included.
    private let monthsLost: Int
    private let arrears: Arrears

    /// The rows of a contract for a month.
    public static func rows(_ id: ContractID, _ statement: ContractStatement, month: Month) -> [HousingAidFileRow] {
        let lost = Set(statement.housingAid.filter { $0.isLost && $0.month <= month }.map(\.month))
        return HousingAidRow.rows(id, statement, month: month).map {
            HousingAidFileRow(figure: $0, monthsLost: lost.count, arrears: statement.arrears)
        }
    }

    public static var columns: [String] {
        [
            "month", "contract", "tenant_code", "residence", "tariff_row", "bare_rent_cents", "reason", "entry_on",
            "exit_on", "month_lost", "months_lost", "arrears_cents", "rent_arrears_cents", "other_arrears_cents",
            "threshold_cents", "months_of_arrears", "over_threshold",
        ]
    }

    public var cells: [Cell] {
        [
            .text(figure.figure.month.description), .text(figure.contract.text),
            .text(ifAny: figure.tenantCode?.text), .text(ifAny: figure.row?.residence),
            .text(ifAny: figure.row?.text), .amount(ifAny: figure.figure.bare), .text(figure.figure.status.rawValue),
            .day(ifAny: figure.keysOn), .day(ifAny: figure.returnedOn), .flag(figure.figure.isLost),
            .number(Int64(monthsLost)), .amount(arrears.amount), .amount(arrears.rentAmount),
            .amount(arrears.amount - arrears.rentAmount), .amount(ifAny: arrears.aidThreshold),
            arrears.rentMonths.map { .number($0) } ?? .none, .flag(arrears.overTwoMonths),
        ]
    }
}
