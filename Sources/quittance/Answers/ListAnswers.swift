import EventLog
import LedgerApplication
import LedgerValues
import Projections
import ResidenceRules

extension WholeList {
    /// The list as JSON, with the moment it speaks of.
    func value(_ row: (Row) -> JSONValue) -> JSONValue {
        .members([
            "as_of": .day(asOf), "known_at": .integer(knowledge.position.number),
            "recorded_at": .text(knowledge.recordedAt), "rows": .list(rows, row),
            "failures": .list(failures) {
                .members(["contract": .text($0.contract), "error": .string($0.error.message)])
            },
        ])
    }
}

extension UnpaidRow {
    /// The row for a program.
    var json: JSONValue {
        .members([
            "contract": .text(contract), "tenant_code": .text(tenantCode), "row": .text(row),
            "status": .string(status.rawValue), "unpaid_cents": .cents(arrears.amount),
            "oldest_due_on": .day(arrears.oldestDue), "over_one_month": .bool(arrears.overOneMonth),
            "reportable": .bool(arrears.reportable),
        ])
    }
}

extension DepositRow {
    /// The row for a program.
    var json: JSONValue {
        .members([
            "contract": .text(contract), "tenant_code": .text(tenantCode), "status": .string(status.rawValue),
            "deposit_held_cents": .cents(balances.depositHeld), "refund_cents": .cents(refund?.amount),
            "refund_due_on": .day(refund?.dueOn), "blocked": .bool(refund?.blocked ?? false),
            "wired_cents": .cents(wired),
        ])
    }
}

extension HousingAidRow {
    /// The row for a program.
    var json: JSONValue {
        .members([
            "contract": .text(contract), "tenant_code": .text(tenantCode), "row": .text(row),
            "month": .text(figure.month), "bare_cents": .cents(figure.bare),
            "status": .string(figure.status.rawValue), "keys_on": .day(keysOn), "returned_on": .day(returnedOn),
        ])
    }
}
