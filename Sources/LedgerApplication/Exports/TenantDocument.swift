import EventLog
public import Exports
public import LedgerValues
import Projections
import ResidenceRules

/// A page that a tenant is given.
public enum TenantDocument: String, CaseIterable, Sendable {
    /// Of every month paid, or of one.
    case receipts
    case account
    /// What falls due next.
    case notice

    /// What the page depends on beside the position, and, with names, on the person store.
    public func settings(
        _ contract: ContractID, asOf day: CalendarDate, month: Month?, withNames: Bool
    ) -> ExportSettings {
        ExportSettings(
            form: rawValue, contract: contract, through: day,
            ["month": month?.description, "with_names": withNames ? "true" : nil])
    }

    /// What the journal of readings says a name was read for.
    public var purpose: Code {
        guard let code = Code(rawValue) else { preconditionFailure("the name of a document is a code") }
        return code
    }
}

extension LedgerService {
    /// A page for a tenant, in French; nil when there is nothing to give.
    ///
    /// - Parameters:
    ///   - month: the month of a receipt; nil for every month paid.
    ///   - addressee: nil leaves every identity out.
    public func page(
        _ document: TenantDocument, of contract: ContractID, asOf day: CalendarDate, month: Month?, knownAt: KnownAt,
        for addressee: Addressee? = nil
    ) async throws -> String? {
        let answer = try statement(of: contract, asOf: day, knownAt: knownAt)
        let statement = answer.value.statement
        let sheet = Sheet(
            crous: crous?.text ?? "", contract: contract, tenantCode: statement.tenure.tenantCode,
            unit: answer.value.unit, addressee: addressee, asOf: day, position: answer.knowledge.position.number,
            recordedOn: ParisTime.day(of: answer.knowledge.recordedAt))
        switch document {
        case .receipts:
            return ReceiptPages.html(
                statement.receipts.filter { month == nil || $0.period.month == month }, on: sheet)
        case .account:
            return AccountPages.statement(
                statement,
                answer.value.movements.map {
                    AccountRow(
                        on: $0.effectiveOn, position: $0.position, label: $0.label, amount: $0.amount,
                        balance: $0.balance)
                }, on: sheet)
        case .notice: return AccountPages.notice(statement, on: sheet)
        }
    }
}
