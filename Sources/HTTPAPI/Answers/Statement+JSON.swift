import LedgerApplication
import LedgerValues
import Projections
import ResidenceRules

extension StatementAnswer {
    /// Writes the members of a statement, after those of the clocks.
    func write(to writer: inout JSONWriter, of contract: ContractID) {
        writer.member("version", version)
        ContractRow(contract: contract, statement: statement).writeMembers(to: &writer)
        writer.array("lines", zip(statement.lines, explanation.lines)) { $1.0.write(to: &$0, explained: $1.1) }
        writer.array("refunds", zip(statement.refunds, explanation.refunds)) { writer, refund in
            refund.0.write(
                to: &writer, wired: statement.tenure.wired[refund.0.kind] ?? .zero, explained: refund.1)
        }
        writer.array("receipts", statement.tenure.receipts) { $1.write(to: &$0) }
        writer.array("guarantees", statement.guarantees) { $1.write(to: &$0) }
        writer.key("report")
        if let report = statement.report { report.write(to: &writer) } else { writer.null() }
        writer.member("forfeit_explanation", explanation.forfeit)
        writer.array("housing_aid", statement.housingAid) { writer, figure in
            writer.object { figure.writeMembers(to: &$0) }
        }
        writer.array("movements", movements) { writer, movement in
            writer.object { writer in
                writer.member("effective_on", movement.effectiveOn)
                writer.member("position", movement.position)
                writer.member("event", movement.event)
                writer.member("amount_cents", movement.amount)
                writer.member("balance_cents", movement.balance)
            }
        }
        writer.member("billing_end_on", statement.billingEnd)
        writer.member("remaining_debt_cents", statement.remainingDebt)
        writer.member("overdue_cents", overdue)
        writer.member("billed_through", billedThrough)
        writer.member("missing_postings", statement.missingPostings)
        writer.key("incomplete")
        if let error = statement.incomplete {
            writer.object { $0.members(of: error) }
        } else {
            writer.null()
        }
    }
}

extension ContractStatement.Line {
    func write(to writer: inout JSONWriter, explained reasons: [Reason]) {
        writer.object { writer in
            writer.member("kind", kind)
            writer.member("period", charge.from.month)
            writer.member("from_on", charge.from)
            writer.member("to_on", charge.to)
            writer.member("due_on", charge.dueOn)
            writer.member("amount_cents", charge.amount)
            writer.member("advance_cents", advance)
            writer.member("payable_cents", payable)
            writer.member("aid_cents", aid)
            writer.member("relieved_cents", relieved)
            writer.member("enforced_by", enforcedBy?.text)
            writer.member("open_cents", open)
            switch charge.composition {
            case .rent(let breakdown, let thirtieths, let row):
                writer.member("row", row.text)
                writer.member("thirtieths", thirtieths.count)
                writer.object("components") { breakdown.writeMembers(to: &$0) }
            case .indemnity(let base, let surcharge, let thirtieths):
                writer.member("thirtieths", thirtieths.count)
                writer.object("components") { writer in
                    writer.member("base_cents", base)
                    writer.member("surcharge_cents", surcharge)
                }
            case .shortStay(let stay):
                writer.member("part", stay.part.rawValue)
                writer.member("nights", Int(stay.nights))
                writer.member("rate_cents", stay.rate)
                writer.object("components") { writer in
                    writer.member("net_cents", stay.net)
                    writer.member("vat_cents", stay.vat)
                }
            case .sundry(let sundry, _):
                writer.member("item", sundry.item.text)
                writer.object("components") { writer in
                    writer.member("net_cents", sundry.net)
                    writer.member("vat_cents", sundry.vat)
                }
            case .carriedOver(let item, _, _):
                writer.member("item", item.item.text)
                writer.object("components") { $0.member("carried_cents", item.amount) }
            case .reclaim(let kind, let amount):
                writer.member("item", kind.rawValue)
                writer.object("components") { $0.member("refund_cents", amount) }
            }
            writer.member("position", position)
            writer.member("scheduled", position == nil)
            writer.member("explanation", reasons)
        }
    }

    private var kind: String {
        switch charge.composition {
        case .rent: "rent"
        case .indemnity: "indemnity"
        case .shortStay: "short_stay"
        case .sundry(let sundry, _): sundry.kind.rawValue
        case .carriedOver(let item, _, _): "carried_" + item.kind.rawValue
        case .reclaim: "reclaim"
        }
    }
}

extension RentBreakdown {
    fileprivate func writeMembers(to writer: inout JSONWriter) {
        switch self {
        case .decomposed(let bare, let charges, let furniture):
            writer.member("bare_cents", bare)
            writer.member("charges_cents", charges)
            writer.member("furniture_cents", furniture)
        case .flat(let amount): writer.member("flat_cents", amount)
        }
    }
}
