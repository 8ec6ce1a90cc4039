import EventLog
import Foundation
import LedgerApplication
import LedgerValues
import Projections
import ResidenceRules

// What the cases of services and short stays have in common.
extension CaseRun {
    func publishPrices(_ ledger: Ledger<InMemoryStore>) async throws {
        let moment = EffectiveMoment(day: Founding.policiesFrom)
        try await execute(.publishServicePrices(prices.services), at: moment, ledger)
        try await execute(.publishShortStayRates(prices.nights), at: moment, ledger)
    }

    /// Adopts the rate of tax that a case gives for an item, on top of its price; without one the item is exempt.
    func adopt(_ points: Int64?, for item: String, _ ledger: Ledger<InMemoryStore>) async throws {
        let adoption = VATAdoption(
            item: try Self.code(item), rate: points.map(VATRate.basisPoints) ?? .exempt, from: Founding.policiesFrom,
            raisesFinalPrice: points != nil)
        try await execute(.adoptVATRate(adoption), at: EffectiveMoment(day: Founding.policiesFrom), ledger)
    }

    static func code(_ text: String) throws -> Code {
        guard let code = Code(text) else { throw CaseError(message: "INVALID code \(text)") }
        return code
    }

    /// The statement of a contract at the end of `day`, billed through it.
    func billed(
        _ id: ContractID, through day: CalendarDate, _ ledger: Ledger<InMemoryStore>
    ) async throws -> ContractStatement {
        let report = try await ledger.bill(through: day, ruleChange: nil, by: .system, progress: nil)
        if let failure = report.failures.first { throw CaseError(message: failure.error.message) }
        let statement = try ledger.statement(of: id, asOf: day, knownAt: .head).value.statement
        guard statement.missingPostings == 0 else { throw CaseError(message: "BILLING_INCOMPLETE") }
        return statement
    }
}

extension CaseObject {
    /// A quantity, whole or with decimals.
    func number(_ name: String) -> Quantity? {
        (members[name] as? NSNumber).flatMap { Int64(exactly: ($0.doubleValue * 100).rounded()) }
            .map(Quantity.init(hundredths:))
    }

    func moneyIfPresent(_ name: String) throws -> Money? { integer(name) == nil ? nil : try money(name) }
}
