import EventLog
import LedgerApplication
import LedgerValues
import Projections
import ResidenceRules

/// The account of one contract for a program: amounts in cents, ISO days.
enum StatementAnswerJSON {
    /// The whole answer.
    static func value(_ contract: ContractID, _ answered: Answered<StatementAnswer>) -> JSONValue {
        let answer = answered.value
        let statement = answer.statement
        return .members([
            "contract": .text(contract), "version": .count(answer.version), "as_of": .day(statement.asOf),
            "known_at": .integer(answered.knowledge.position.number),
            "recorded_at": .text(answered.knowledge.recordedAt), "billed_through_on": .day(answer.billedThrough),
            "status": .string(statement.status.rawValue), "tenant_code": .text(statement.tenure.tenantCode),
            "row": .text(statement.tenure.row(on: statement.asOf)),
            "effect_on": .day(statement.tenure.effectiveOn), "keys_on": .day(statement.tenure.keysOn),
            "returned_on": .day(statement.tenure.returned?.on), "settled_on": .day(statement.tenure.settledOn),
            "right_ends_on": .day(statement.tenure.rightEnd), "billing_ends_on": .day(statement.billingEnd),
            "lines": .list(statement.lines, line), "movements": .list(answer.movements, movement),
            "balances": balances(statement.balances), "refunds": .list(statement.refunds, refund),
            "arrears": arrears(statement.arrears),
            "caf": .list(statement.housingAid) {
                .members([
                    "month": .text($0.month), "bare_cents": .cents($0.bare), "status": .string($0.status.rawValue),
                ])
            },
            "remaining_debt_cents": .cents(statement.remainingDebt),
            "missing_postings": .count(statement.missingPostings), "incomplete": .text(statement.incomplete?.message),
        ])
    }

    private static func line(_ line: ContractStatement.Line) -> JSONValue {
        let charge = line.charge
        let (kind, days, row, item): (String, Int?, TariffRowID?, Code?) =
            switch charge.composition {
            case .rent(_, let thirtieths, let row): ("rent", thirtieths.count, row, nil)
            case .indemnity(_, _, let thirtieths): ("indemnity", thirtieths.count, nil, nil)
            case .sundry(let sundry, _): (sundry.kind.rawValue, nil, nil, sundry.item)
            }
        return .members([
            "kind": .string(kind), "from_on": .day(charge.from), "to_on": .day(charge.to),
            "thirtieths": days.map { .count($0) } ?? .null, "row": .text(row), "item": .text(item),
            "amount_cents": .cents(charge.amount), "advance_cents": .cents(line.advance),
            "payable_cents": .cents(line.payable), "due_on": .day(charge.dueOn), "open_cents": .cents(line.open),
            "position": line.position.map { .integer($0) } ?? .null,
            "state": .string(line.position == nil ? "scheduled" : "charged"),
        ])
    }

    private static func movement(_ movement: AccountMovement) -> JSONValue {
        .members([
            "effective_on": .day(movement.effectiveOn), "position": .integer(movement.position),
            "event": .string(movement.event), "amount_cents": .cents(movement.amount),
            "balance_cents": .cents(movement.balance),
        ])
    }

    private static func balances(_ sums: ContractStatement.Balances) -> JSONValue {
        .members([
            "charged_cents": .cents(sums.charged), "due_cents": .cents(sums.due), "paid_cents": .cents(sums.paid),
            "deposit_offset_cents": .cents(sums.depositOffset), "outstanding_cents": .cents(sums.outstanding),
            "credit_cents": .cents(sums.credit), "advance_held_cents": .cents(sums.advanceHeld),
            "deposit_held_cents": .cents(sums.depositHeld), "forfeited_cents": .cents(sums.forfeited),
            "refund_payable_cents": .cents(sums.refundPayable), "unallocated_cents": .cents(sums.unallocated),
        ])
    }

    private static func refund(_ refund: RefundDue) -> JSONValue {
        .members([
            "kind": .string(refund.kind.rawValue), "amount_cents": .cents(refund.amount),
            "due_on": .day(refund.dueOn), "blocked": .bool(refund.blocked),
        ])
    }

    private static func arrears(_ arrears: Arrears) -> JSONValue {
        .members([
            "unpaid_cents": .cents(arrears.amount), "oldest_due_on": .day(arrears.oldestDue),
            "over_one_month": .bool(arrears.overOneMonth), "reportable": .bool(arrears.reportable),
        ])
    }
}
