import Foundation
import LedgerValues
import Projections
import ResidenceRules

/// A statement in the words of the case format.
enum CaseAnswer {
    static func answer(
        _ statement: ContractStatement, rejected: [[String: Any]], _ labels: CaseLabels
    ) -> [String: Any] {
        let balances = statement.balances
        return [
            "status": statement.status.rawValue,
            "rejected": rejected,
            "lines": statement.lines.map { line($0, labels) },
            "billing_end": day(statement.billingEnd),
            "balances": [
                "charged": cents(balances.charged), "due": cents(balances.due), "paid": cents(balances.paid),
                "deposit_offset": cents(balances.depositOffset), "outstanding": cents(balances.outstanding),
                "credit": cents(balances.credit), "advance_held": cents(balances.advanceHeld),
                "deposit_held": cents(balances.depositHeld), "forfeited": cents(balances.forfeited),
            ] as [String: Any],
            "refunds": statement.refunds.map { refund -> [String: Any] in
                [
                    "kind": refund.kind.rawValue, "amount": cents(refund.amount), "due": day(refund.dueOn),
                    "blocked": refund.blocked,
                ]
            },
            "flags": [
                "unpaid": statement.arrears.unpaid, "unpaid_amount": cents(statement.arrears.amount),
                "oldest_due": day(statement.arrears.oldestDue), "over_one_month": statement.arrears.overOneMonth,
                "reportable": statement.arrears.reportable,
            ] as [String: Any],
            "caf": statement.housingAid.map { figure -> [String: Any] in
                ["month": figure.month.description, "bare": cents(figure.bare), "status": figure.status.rawValue]
            },
            "remaining_debt": cents(statement.remainingDebt),
        ]
    }

    private static func line(_ line: ContractStatement.Line, _ labels: CaseLabels) -> [String: Any] {
        let charge = line.charge
        var answer: [String: Any] = [
            "amount": cents(charge.amount), "advance": cents(line.advance), "payable": cents(line.payable),
            "due": day(charge.dueOn), "open": cents(line.open), "label": NSNull(),
            "period": charge.from.month.description, "from": day(charge.from), "to": day(charge.to),
        ]
        for name in ["days", "bare", "charges", "furniture", "flat", "base", "surcharge", "vat"] {
            answer[name] = NSNull()
        }
        switch charge.composition {
        case .rent(let breakdown, let thirtieths, _):
            answer["kind"] = "rent"
            answer["days"] = thirtieths.count
            switch breakdown {
            case .decomposed(let bare, let charges, let furniture):
                answer["bare"] = cents(bare)
                answer["charges"] = cents(charges)
                answer["furniture"] = cents(furniture)
            case .flat(let flat): answer["flat"] = cents(flat)
            }
        case .indemnity(let base, let surcharge, let thirtieths):
            answer["kind"] = "indemnity"
            answer["days"] = thirtieths.count
            answer["base"] = cents(base)
            answer["surcharge"] = cents(surcharge)
        // An account of a contract has no nights.
        case .shortStay: answer["kind"] = "short_stay"
        case .sundry(let sundry, _):
            answer["kind"] = sundry.kind.rawValue
            answer["vat"] = cents(sundry.vat)
            for name in ["period", "from", "to"] { answer[name] = NSNull() }
            answer["label"] = labels.text(sundry.item) ?? NSNull()
        case .carriedOver(let item, _, _):
            answer["kind"] = item.kind.rawValue
            for name in ["period", "from", "to"] { answer[name] = NSNull() }
            answer["label"] = item.item.text
        case .reclaim(let kind, _):
            answer["kind"] = "reclaim"
            answer["label"] = kind.rawValue
        }
        return answer
    }

    static func cents(_ amount: Money?) -> Any { amount.map { NSNumber(value: $0.cents) } ?? NSNull() }

    static func day(_ day: CalendarDate?) -> Any { day?.description ?? NSNull() }
}
