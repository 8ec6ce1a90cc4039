import EventLog
import LedgerApplication
import LedgerValues
import Projections
import ResidenceRules

/// The account of one contract for a program, with the members of the HTTP API's answer.
enum StatementJSON {
    /// The whole answer.
    static func value(_ contract: ContractID, _ answered: Answered<StatementAnswer>) -> JSONValue {
        let answer = answered.value
        let statement = answer.statement
        return .members(
            [
                "version": .count(answer.version), "as_of": .day(statement.asOf),
                "known_at": answered.knowledge.json,
                "lines": .list(Array(zip(statement.lines, answer.explanation.lines))) { line($0, explained: $1) },
                "refunds": .list(Array(zip(statement.refunds, answer.explanation.refunds))) { refund, reasons in
                    refund.json(wired: statement.tenure.wired[refund.kind] ?? .zero, explained: reasons)
                }, "forfeit_explanation": .list(answer.explanation.forfeit, \.json),
                "guarantees": .list(statement.guarantees) { $0.json }, "report": statement.report?.json ?? .null,
                "receipts": .list(statement.tenure.receipts) { $0.json },
                "housing_aid": .list(statement.housingAid) { .members($0.members) },
                "movements": .list(answer.movements, movement), "billing_end_on": .day(statement.billingEnd),
                "remaining_debt_cents": .cents(statement.remainingDebt), "billed_through": .day(answer.billedThrough),
                "overdue_cents": .cents(answer.overdue),
                "missing_postings": .count(statement.missingPostings),
                "incomplete": statement.incomplete?.json ?? .null,
            ], and: ContractRow(contract: contract, statement: statement).members)
    }

    /// A line with the rules behind it.
    static func line(_ line: ContractStatement.Line, explained reasons: [Reason]) -> JSONValue {
        let charge = line.charge
        let (kind, own): (String, [JSONObject.Member]) =
            switch charge.composition {
            case .rent(let breakdown, let thirtieths, let row):
                (
                    "rent",
                    [
                        JSONObject.Member(name: "row", value: .text(row)),
                        JSONObject.Member(name: "thirtieths", value: .count(thirtieths.count)),
                        JSONObject.Member(name: "components", value: breakdown.json),
                    ]
                )
            case .indemnity(let base, let surcharge, let thirtieths):
                (
                    "indemnity",
                    [
                        JSONObject.Member(name: "thirtieths", value: .count(thirtieths.count)),
                        JSONObject.Member(
                            name: "components",
                            value: .members(["base_cents": .cents(base), "surcharge_cents": .cents(surcharge)])),
                    ]
                )
            case .shortStay(let stay):
                (
                    "short_stay",
                    [
                        JSONObject.Member(name: "part", value: .string(stay.part.rawValue)),
                        JSONObject.Member(name: "nights", value: .integer(stay.nights)),
                        JSONObject.Member(name: "rate_cents", value: .cents(stay.rate)),
                        JSONObject.Member(
                            name: "components",
                            value: .members(["net_cents": .cents(stay.net), "vat_cents": .cents(stay.vat)])),
                    ]
                )
            case .sundry(let sundry, _):
                (
                    sundry.kind.rawValue,
                    [
                        JSONObject.Member(name: "item", value: .text(sundry.item)),
                        JSONObject.Member(
                            name: "components",
                            value: .members(["net_cents": .cents(sundry.net), "vat_cents": .cents(sundry.vat)])),
                    ]
                )
            case .carriedOver(let item, _, _):
                (
                    "carried_" + item.kind.rawValue,
                    [
                        JSONObject.Member(name: "item", value: .text(item.item)),
                        JSONObject.Member(
                            name: "components", value: .members(["carried_cents": .cents(item.amount)])),
                    ]
                )
            case .reclaim(let kind, let amount):
                (
                    "reclaim",
                    [
                        JSONObject.Member(name: "item", value: .string(kind.rawValue)),
                        JSONObject.Member(
                            name: "components", value: .members(["refund_cents": .cents(amount)])),
                    ]
                )
            }
        return .members(
            [
                "kind": .string(kind), "period": .text(charge.from.month), "from_on": .day(charge.from),
                "to_on": .day(charge.to), "due_on": .day(charge.dueOn), "amount_cents": .cents(charge.amount),
                "advance_cents": .cents(line.advance), "payable_cents": .cents(line.payable),
                "aid_cents": .cents(line.aid), "relieved_cents": .cents(line.relieved),
                "enforced_by": .text(line.enforcedBy), "open_cents": .cents(line.open),
                "position": line.position.map { .integer($0) } ?? .null,
                "scheduled": .bool(line.position == nil), "explanation": .list(reasons, \.json),
            ], and: own)
    }

    private static func movement(_ movement: AccountMovement) -> JSONValue {
        .members([
            "effective_on": .day(movement.effectiveOn), "position": .integer(movement.position),
            "event": .string(movement.event), "amount_cents": .cents(movement.amount),
            "balance_cents": .cents(movement.balance),
        ])
    }
}

extension RentBreakdown {
    /// What a rent is made of, in cents.
    fileprivate var json: JSONValue {
        switch self {
        case .decomposed(let bare, let charges, let furniture):
            .members([
                "bare_cents": .cents(bare), "charges_cents": .cents(charges), "furniture_cents": .cents(furniture),
            ])
        case .flat(let amount): .members(["flat_cents": .cents(amount)])
        }
    }
}

extension Reason {
    /// The step: rules and figures for programs, a phrase in each language for people.
    var json: JSONValue {
        .members(
            [
                "reason": .string(name), "rules": .list(rules) { .string($0) },
                "figures": .members(
                    figures.map { name, figure in
                        switch figure {
                        case .cents(let amount): JSONObject.Member(name: name, value: .cents(amount))
                        case .number(let number): JSONObject.Member(name: name, value: .integer(number))
                        case .day(let day): JSONObject.Member(name: name, value: .day(day))
                        case .name(let text): JSONObject.Member(name: name, value: .string(text))
                        }
                    }),
            ], and: Language.allCases.map { JSONObject.Member(name: $0.rawValue, value: .string(text($0))) })
    }
}
