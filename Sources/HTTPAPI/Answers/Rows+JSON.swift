import LedgerValues
import Projections
import ResidenceRules

/// One contract in a list of contracts.
struct ContractRow: Sendable {
    let contract: ContractID
    let statement: ContractStatement

    func write(to writer: inout JSONWriter) { writer.object { writeMembers(to: &$0) } }

    func writeMembers(to writer: inout JSONWriter) {
        let tenure = statement.tenure
        writer.member("contract", contract.text)
        writer.member("tenant_code", tenure.tenantCode?.text)
        writer.array("former_tenant_codes", tenure.formerTenantCodes) { $0.value($1.text) }
        writer.member("status", statement.status.rawValue)
        writer.member("row", tenure.row(on: statement.asOf)?.text)
        writer.member("effective_on", tenure.effectiveOn)
        writer.member("ends_on", tenure.termEnd)
        writer.member("keys_on", tenure.keysOn)
        writer.member("returned_on", tenure.returned?.on)
        writer.member("settled_on", tenure.settledOn)
        writer.member("required_deposit_cents", tenure.requiredDeposit)
        writer.object("balances") { statement.balances.writeMembers(to: &$0) }
        writer.object("arrears") { statement.arrears.writeMembers(to: &$0) }
    }
}

extension ContractStatement.Balances {
    func writeMembers(to writer: inout JSONWriter) {
        writer.member("charged_cents", charged)
        writer.member("due_cents", due)
        writer.member("paid_cents", paid)
        writer.member("deposit_offset_cents", depositOffset)
        writer.member("outstanding_cents", outstanding)
        writer.member("credit_cents", credit)
        writer.member("advance_held_cents", advanceHeld)
        writer.member("deposit_held_cents", depositHeld)
        writer.member("forfeited_cents", forfeited)
        writer.member("refund_payable_cents", refundPayable)
        writer.member("unallocated_cents", unallocated)
    }
}

extension Arrears {
    func writeMembers(to writer: inout JSONWriter) {
        writer.member("amount_cents", amount)
        writer.member("oldest_due_on", oldestDue)
        writer.member("unpaid", unpaid)
        writer.member("over_one_month", overOneMonth)
        writer.member("reportable", reportable)
        writer.member("over_two_months", overTwoMonths)
        writer.member("aid_threshold_cents", aidThreshold)
    }
}

extension RefundDue {
    /// - Parameter wired: the part of it that left the bank.
    /// - Parameter reasons: the rules behind it, where a statement explains it.
    func write(to writer: inout JSONWriter, wired: Money, explained reasons: [Reason]? = nil) {
        writer.object { writer in
            writer.member("kind", kind.rawValue)
            writer.member("payee", payee.rawValue)
            writer.member("mandate", payee == .mandate ? mandate?.text : nil)
            writer.member("amount_cents", amount)
            writer.member("wired_cents", wired)
            writer.member("decided_due_on", decidedDueOn)
            writer.member("due_on", dueOn)
            writer.member("blocked", blocked)
            writer.member("bank_details_on", bankDetailsOn)
            if let reasons { writer.member("explanation", reasons) }
        }
    }
}

extension GuaranteeAccount {
    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("kind", guarantee.kind.rawValue)
            writer.member("from_on", guarantee.from)
            writer.member("to_on", guarantee.to)
            writer.member("cap_cents", guarantee.cap)
            writer.member("paid_cents", paid)
            writer.member("left_cents", left)
        }
    }
}

extension UnpaidReport {
    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("reported_on", on)
            writer.member("told_on", toldOn)
            writer.member("lifted_on", liftedOn)
            writer.member("lifted_because", end?.rawValue)
        }
    }
}

extension MoneyReceived {
    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("position", position)
            writer.member("on", on)
            writer.member("purpose", purpose.rawValue)
            writer.member("amount_cents", amount)
            writer.member("returned_cents", returned)
            writer.member("used_cents", used)
            writer.member("left_cents", kept)
            writer.member("payer", remittance.payer.rawValue)
            writer.member("means", remittance.means.rawValue)
            writer.member("month", month?.description)
            writer.array("lines", lines) { $0.value($1.text) }
        }
    }
}

extension UnallocatedRow {
    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("contract", contract.text)
            writer.member("tenant_code", tenantCode?.text)
            writer.key("receipt")
            receipt.write(to: &writer)
        }
    }
}

extension ParkedReceipts.Parked {
    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("position", position)
            writer.member("on", moment.day)
            writer.member("named", named.text)
            writer.member("purpose", receipt.purpose.rawValue)
            writer.member("amount_cents", receipt.amount)
            writer.member("left_cents", left)
            writer.member("refund_payable_cents", refundPayable)
            writer.member("payer", receipt.remittance.payer.rawValue)
            writer.member("means", receipt.remittance.means.rawValue)
        }
    }
}

extension HousingAidFigure {
    func writeMembers(to writer: inout JSONWriter) {
        writer.member("month", month)
        writer.member("bare_cents", bare)
        writer.member("figure_status", status.rawValue)
    }
}

extension UnpaidRow {
    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("contract", contract.text)
            writer.member("tenant_code", tenantCode?.text)
            writer.member("row", row?.text)
            writer.member("status", status.rawValue)
            arrears.writeMembers(to: &writer)
        }
    }
}

extension DepositRow {
    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("contract", contract.text)
            writer.member("tenant_code", tenantCode?.text)
            writer.member("status", status.rawValue)
            writer.member("deposit_held_cents", balances.depositHeld)
            writer.member("due_on", dueOn)
            writer.member("blocked_by", obstacle.rawValue)
            writer.key("refund")
            if let refund { refund.write(to: &writer, wired: wired) } else { writer.null() }
        }
    }
}

extension HousingAidRow {
    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("contract", contract.text)
            writer.member("tenant_code", tenantCode?.text)
            writer.member("row", row?.text)
            writer.member("keys_on", keysOn)
            writer.member("returned_on", returnedOn)
            figure.writeMembers(to: &writer)
        }
    }
}

extension JournalEntry {
    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("position", position)
            writer.member("effective_on", effectiveOn)
            writer.member("accounting_on", accountingOn)
            writer.member("event", event)
            writer.member("contract", contract?.text)
            writer.array("movements", movements) { writer, movement in
                writer.object { writer in
                    writer.member("account", movement.account.rawValue)
                    writer.member("number", movement.account.number)
                    writer.member("debit_cents", max(movement.amount, .zero))
                    writer.member("credit_cents", max(-movement.amount, .zero))
                }
            }
        }
    }
}
