import EventLog
import Foundation
import LedgerApplication
import LedgerValues
import Projections
import ResidenceRules

extension CaseRun {
    /// Charges the items of a case to an account and answers its lines.
    func services(_ inputs: CaseObject) async throws -> [String: Any] {
        try await charge(
            inputs.objects("items").map { item in
                CaseItem(
                    code: item.text("code") ?? "", quantity: item.number("qty"),
                    price: try item.moneyIfPresent("price"),
                    points: item.integer("vat_bp"))
            })
    }

    /// The units booked are billed as booked.
    func temporary(_ inputs: CaseObject) async throws -> [String: Any] {
        let units = inputs.object("units")
        return try await charge(
            ["night", "week", "month"].compactMap { name in
                guard let quantity = units?.number(name), quantity.hundredths > 0 else { return nil }
                return CaseItem(
                    code: "TEMPORARY_\(name.uppercased())", quantity: quantity, price: nil, points: nil)
            })
    }

    private func charge(_ items: [CaseItem]) async throws -> [String: Any] {
        guard let id = ContractID("case") else { preconditionFailure("a valid name") }
        let ledger = try newLedger()
        defer { ledger.stop() }
        let moment = EffectiveMoment(day: prices.inForceOn)
        try await publishPrices(ledger)
        try await execute(
            .contract(
                .id(id),
                .proposeAllocation(
                    effectiveOn: nil, programme: .standard, notifiedAt: moment.instant, expiresAt: nil)),
            at: moment, ledger)
        var reason: String?
        for item in items {
            do {
                try await adopt(item.points, for: item.code, ledger)
                let order = ChargeOrder(
                    kind: .service, item: try Self.code(item.code), price: item.price, quantity: item.quantity,
                    vat: nil, dueOn: nil)
                try await execute(.contract(.id(id), .charge(order)), at: moment, ledger)
            } catch let rejection as Rejection {
                reason = "\(rejection.code.rawValue) \(rejection.detail)"
                break
            }
        }
        let statement = try await billed(id, through: moment.day, ledger)
        let lines = statement.lines.compactMap { line -> [String: Any]? in
            guard case .sundry(let charge, _) = line.charge.composition else { return nil }
            return [
                "code": charge.item.text, "ht": CaseAnswer.cents(charge.net), "vat": CaseAnswer.cents(charge.vat),
                "amount": CaseAnswer.cents(line.charge.amount),
            ]
        }
        return [
            "accepted": reason == nil, "reason": reason ?? NSNull(), "lines": lines,
            "total": CaseAnswer.cents(statement.balances.charged),
        ]
    }
}

/// An item of a case.
private struct CaseItem {
    let code: String
    let quantity: Quantity?
    let price: Money?
    /// The rate of tax in basis points; a case without one has adopted "exempt".
    let points: Int64?
}
