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

    /// What the page depends on beside the position, and, with names, on the person store; without a contract it is the
    /// pages of all of them.
    public func settings(
        _ contract: ContractID?, asOf day: CalendarDate, month: Month?, withNames: Bool
    ) -> ExportSettings {
        ExportSettings(
            form: rawValue, contract: contract, through: day,
            ["month": month?.description, "with_names": withNames ? "true" : nil])
    }

    /// What it is called in French.
    fileprivate var title: String {
        switch self {
        case .receipts: ReceiptPages.title
        case .account: AccountPages.statementTitle
        case .notice: AccountPages.noticeTitle
        }
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
        guard
            let (sheets, title, sheet) = try sheets(
                document, of: contract, asOf: day, month: month, knownAt: knownAt, for: addressee)
        else { return nil }
        return HTML.document(title: title, sheets, on: sheet)
    }

    /// The pages of every contract that has any, in the order of their identifiers, as one document to print.
    ///
    /// - Parameters:
    ///   - isNamed: whether any page may carry a name.
    ///   - addressee: asked for each contract that has a page; nil leaves the identity out.
    ///   - progress: called with the number of contracts read.
    /// - Returns: how many contracts have pages, and those whose account cannot be made.
    public func pages(
        _ document: TenantDocument, asOf day: CalendarDate, month: Month?, knownAt: KnownAt, isNamed: Bool,
        addressee: (ContractID) async throws -> Addressee?, progress: (Int64) -> Void,
        _ sink: (ArraySlice<UInt8>) throws -> Void
    ) async throws -> (contracts: Int, failures: [BillingReport.Failure]) {
        let title = document.title + (month.map { ", \(FrenchText.writtenMonth($0))" } ?? "")
        try sink(Array(HTML.opening(title: title, isNamed: isNamed).utf8)[...])
        var (read, written): (Int64, Int) = (0, 0)
        var failures: [BillingReport.Failure] = []
        var after: ContractID?
        while true {
            let page = try await contracts(after: after, limit: 500)
            for id in page.map(\.id) {
                read += 1
                progress(read)
                do {
                    let bare = try sheets(document, of: id, asOf: day, month: month, knownAt: knownAt, for: nil)
                    guard var sheets = bare?.sheets else { continue }
                    if let addressee = try await addressee(id) {
                        let named = try self.sheets(
                            document, of: id, asOf: day, month: month, knownAt: knownAt, for: addressee)
                        sheets = named?.sheets ?? sheets
                    }
                    written += 1
                    try sink(Array(HTML.articles(sheets).utf8)[...])
                } catch let error as ScheduleError {
                    failures.append(BillingReport.Failure(contract: id, error: error))
                } catch QueryError.unknownContract {
                    // Opened after what is known.
                    continue
                }
            }
            guard let last = page.last?.id else { break }
            after = last
        }
        try sink(Array(HTML.closing.utf8)[...])
        return (written, failures)
    }

    /// The sheets about one contract, with the title of their document; nil when there is nothing to give.
    private func sheets(
        _ document: TenantDocument, of contract: ContractID, asOf day: CalendarDate, month: Month?, knownAt: KnownAt,
        for addressee: Addressee?
    ) throws -> (sheets: [HTML], title: String, sheet: Sheet)? {
        let answer = try statement(of: contract, asOf: day, knownAt: knownAt)
        let statement = answer.value.statement
        let sheet = Sheet(
            crous: crous?.text ?? "", contract: contract, tenantCode: statement.tenure.tenantCode,
            unit: answer.value.unit, names: answer.value.names, addressee: addressee, asOf: day,
            position: answer.knowledge.position.number,
            recordedOn: ParisTime.day(of: answer.knowledge.recordedAt))
        let sheets: [HTML]
        switch document {
        case .receipts:
            let receipts = statement.receipts.filter { month == nil || $0.period.month == month }
            sheets = ReceiptPages.sheets(receipts, on: sheet)
        case .account:
            let rows = answer.value.movements.map {
                AccountRow(
                    on: $0.effectiveOn, position: $0.position, label: $0.label, amount: $0.amount, balance: $0.balance)
            }
            sheets = [AccountPages.statementSheet(statement, rows, on: sheet)]
        case .notice: sheets = AccountPages.noticeSheet(statement, on: sheet).map { [$0] } ?? []
        }
        return sheets.isEmpty ? nil : (sheets, "\(document.title), contrat \(contract)", sheet)
    }
}
