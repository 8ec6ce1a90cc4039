import EventLog
import LedgerApplication
import LedgerValues
import Projections
import ResidenceRules

// The JSON of answers has the members of the HTTP API's answers, in canonical order.

extension WholeList {
    /// The list with the two clocks it speaks of.
    func value(_ row: (Row) -> JSONValue, and others: [JSONObject.Member] = []) -> JSONValue {
        .members(
            [
                "as_of": .day(asOf), "known_at": knowledge.json, "rows": .list(rows, row),
                "failures": .list(failures) {
                    .members(["contract": .text($0.contract), "problem": $0.error.json])
                },
            ], and: others)
    }
}

extension Knowledge {
    /// What the log knew.
    var json: JSONValue {
        .members(["position": .integer(position.number), "recorded_at": .text(recordedAt)])
    }
}

extension ScheduleError {
    /// Why a schedule cannot be computed, in the words of a refusal.
    var json: JSONValue {
        switch self {
        case .noTariff(let row, let day):
            .members([
                "code": .string(RejectionCode.noTariff.rawValue), "detail": .string(message), "row": .text(row),
                "on": .day(day), "rule": .string(RejectionCode.noTariff.rule),
                "remedy": .string(RejectionCode.noTariff.remedy),
            ])
        }
    }
}

/// One contract in a list of contracts.
struct ContractRow: Sendable {
    let contract: ContractID
    let statement: ContractStatement

    /// The members of the row, which a statement has too.
    var members: [JSONObject.Member] {
        let tenure = statement.tenure
        let pairs: KeyValuePairs<String, JSONValue> = [
            "contract": .text(contract), "tenant_code": .text(tenure.tenantCode),
            "former_tenant_codes": .list(tenure.formerTenantCodes) { .string($0.text) },
            "status": .string(statement.status.rawValue), "row": .text(tenure.row(on: statement.asOf)),
            "effective_on": .day(tenure.effectiveOn), "ends_on": .day(tenure.termEnd), "keys_on": .day(tenure.keysOn),
            "returned_on": .day(tenure.returned?.on), "settled_on": .day(tenure.settledOn),
            "required_deposit_cents": .cents(tenure.requiredDeposit), "balances": statement.balances.json,
            "arrears": .members(statement.arrears.members),
        ]
        return pairs.map { JSONObject.Member(name: $0.key, value: $0.value) }
    }
}

extension ContractStatement.Balances {
    /// All in cents.
    var json: JSONValue {
        .members([
            "charged_cents": .cents(charged), "due_cents": .cents(due), "paid_cents": .cents(paid),
            "deposit_offset_cents": .cents(depositOffset), "outstanding_cents": .cents(outstanding),
            "credit_cents": .cents(credit), "advance_held_cents": .cents(advanceHeld),
            "deposit_held_cents": .cents(depositHeld), "forfeited_cents": .cents(forfeited),
            "refund_payable_cents": .cents(refundPayable), "unallocated_cents": .cents(unallocated),
        ])
    }
}

extension Arrears {
    /// The members of what is late.
    var members: [JSONObject.Member] {
        [
            JSONObject.Member(name: "amount_cents", value: .cents(amount)),
            JSONObject.Member(name: "oldest_due_on", value: .day(oldestDue)),
            JSONObject.Member(name: "unpaid", value: .bool(unpaid)),
            JSONObject.Member(name: "over_one_month", value: .bool(overOneMonth)),
            JSONObject.Member(name: "reportable", value: .bool(reportable)),
            JSONObject.Member(name: "over_two_months", value: .bool(overTwoMonths)),
            JSONObject.Member(name: "aid_threshold_cents", value: .cents(aidThreshold)),
        ]
    }
}

extension RefundDue {
    /// - Parameter wired: the part of it that left the bank.
    /// - Parameter reasons: the rules behind it, where a statement explains it.
    func json(wired: Money, explained reasons: [Reason]? = nil) -> JSONValue {
        .members(
            [
                "kind": .string(kind.rawValue), "payee": .string(payee.rawValue),
                "mandate": .text(payee == .mandate ? mandate : nil),
                "amount_cents": .cents(amount), "wired_cents": .cents(wired),
                "decided_due_on": .day(decidedDueOn), "due_on": .day(dueOn), "blocked": .bool(blocked),
                "bank_details_on": .day(bankDetailsOn),
            ], and: reasons.map { [JSONObject.Member(name: "explanation", value: .list($0, \.json))] } ?? [])
    }
}

extension GuaranteeAccount {
    /// The guarantee for a program.
    var json: JSONValue {
        .members([
            "kind": .string(guarantee.kind.rawValue), "from_on": .day(guarantee.from), "to_on": .day(guarantee.to),
            "cap_cents": .cents(guarantee.cap), "paid_cents": .cents(paid), "left_cents": .cents(left),
        ])
    }
}

extension UnpaidReport {
    /// The report for a program.
    var json: JSONValue {
        .members([
            "reported_on": .day(on), "told_on": .day(toldOn), "lifted_on": .day(liftedOn),
            "lifted_because": .text(end?.rawValue),
        ])
    }
}

extension MoneyReceived {
    /// The receipt for a program.
    var json: JSONValue {
        .members([
            "position": .integer(position), "on": .day(on), "purpose": .string(purpose.rawValue),
            "amount_cents": .cents(amount), "returned_cents": .cents(returned),
            "used_cents": .cents(used), "left_cents": .cents(kept),
            "payer": .string(remittance.payer.rawValue), "means": .string(remittance.means.rawValue),
            "month": .text(month), "lines": .list(lines) { .string($0.text) },
        ])
    }
}

extension HousingAidFigure {
    /// The members of a figure.
    var members: [JSONObject.Member] {
        [
            JSONObject.Member(name: "month", value: .text(month)),
            JSONObject.Member(name: "bare_cents", value: .cents(bare)),
            JSONObject.Member(name: "figure_status", value: .string(status.rawValue)),
        ]
    }
}

extension UnpaidRow {
    /// The row for a program.
    var json: JSONValue {
        .members(
            [
                "contract": .text(contract), "tenant_code": .text(tenantCode), "row": .text(row),
                "status": .string(status.rawValue),
            ], and: arrears.members)
    }
}

extension UnallocatedRow {
    /// The row for a program.
    var json: JSONValue {
        .members(["contract": .text(contract), "tenant_code": .text(tenantCode), "receipt": receipt.json])
    }
}

extension ParkedReceipts.Parked {
    /// The row for a program.
    var json: JSONValue {
        .members([
            "position": .integer(position), "on": .day(moment.day), "named": .text(named),
            "purpose": .string(receipt.purpose.rawValue), "amount_cents": .cents(receipt.amount),
            "left_cents": .cents(left), "refund_payable_cents": .cents(refundPayable),
            "payer": .string(receipt.remittance.payer.rawValue), "means": .string(receipt.remittance.means.rawValue),
        ])
    }
}

extension DepositRow {
    /// The row for a program.
    var json: JSONValue {
        .members([
            "contract": .text(contract), "tenant_code": .text(tenantCode), "status": .string(status.rawValue),
            "deposit_held_cents": .cents(balances.depositHeld), "due_on": .day(dueOn),
            "blocked_by": .string(obstacle.rawValue), "refund": refund?.json(wired: wired) ?? .null,
        ])
    }
}

extension HousingAidRow {
    /// The row for a program.
    var json: JSONValue {
        .members(
            [
                "contract": .text(contract), "tenant_code": .text(tenantCode), "row": .text(row),
                "keys_on": .day(keysOn), "returned_on": .day(returnedOn),
            ], and: figure.members)
    }
}
