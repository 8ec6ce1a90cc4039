import ArgumentParser
import EventLog
import Exports
import LedgerApplication
import LedgerValues
import Projections
import ResidenceRules

/// `quittance receipts`
struct ReceiptsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "receipts",
        abstract: "Write what a tenant is given: receipts, the account, the notice before a due day.",
        discussion: """
            A page of HTML in French, for the screen and for A4 paper. A month paid in full has a quittance; a month \
            paid in part has a reçu and never a quittance; an indemnity is no rent and only ever has a reçu. No \
            identity stands on them, only codes.

            EXAMPLE
              quittance receipts --contract 7f3a --month 2026-09 --output quittance.html
              quittance receipts --contract L001 --document notice --as-of 2026-10-20

            EXIT CODES  0 written; 1 there is nothing to give, or a tariff is missing; 2 bad usage or unknown \
            contract; 3 the ledger is unusable
            """)

    enum Document: String, ExpressibleByArgument, CaseIterable {
        case receipts, account, notice
    }

    @Option(help: ArgumentHelp("The contract's identifier, or a tenant code.", valueName: "contract"))
    var contract: String

    @Option(help: ArgumentHelp("receipts, account or notice.", valueName: "document"))
    var document = Document.receipts

    @Option(help: ArgumentHelp("Receipts of this month alone, YYYY-MM; default: every month paid.", valueName: "month"))
    var month: String?

    @OptionGroup var moment: MomentOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var place: FolderOptions

    func run() async throws {
        let knownAt = try moment.knowledge()
        let month = try month.map(Month.argument)
        let page = try await place.folder.reading { ledger in
            let id = try await ledger.identifier(named: contract)
            let answer = try await ledger.statement(
                of: id, asOf: moment.day(or: ledger.today), knownAt: knownAt)
            let sheet = Sheet(
                crous: ledger.crous?.text ?? "", contract: id, tenantCode: answer.value.statement.tenure.tenantCode,
                unit: answer.value.unit, asOf: answer.value.statement.asOf,
                position: answer.knowledge.position.number,
                recordedOn: ParisTime.day(of: answer.knowledge.recordedAt))
            return try html(answer.value, sheet, month)
        }
        try output.write(page)
    }

    private func html(_ answer: StatementAnswer, _ sheet: Sheet, _ month: Month?) throws -> String {
        let statement = answer.statement
        switch document {
        case .receipts:
            let receipts = statement.receipts.filter { month == nil || $0.period.month == month }
            guard let page = ReceiptPages.html(receipts, on: sheet) else {
                let period = month.map { " for \(FrenchText.month($0))" } ?? ""
                throw Diagnosis(.found, "nothing was paid\(period) by \(FrenchText.day(sheet.asOf))")
            }
            return page
        case .account:
            return AccountPages.statement(
                statement,
                answer.movements.map {
                    AccountRow(
                        on: $0.effectiveOn, position: $0.position, label: $0.label, amount: $0.amount,
                        balance: $0.balance)
                }, on: sheet)
        case .notice:
            guard let page = AccountPages.notice(statement, on: sheet) else {
                throw Diagnosis(.found, "nothing falls due after \(FrenchText.day(sheet.asOf))")
            }
            return page
        }
    }
}
