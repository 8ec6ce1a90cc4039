import ArgumentParser
import EventCodecs
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

            EXIT CODES  0 written; 1 there is nothing to give, a tariff is missing, or it could not be recorded; 2 bad usage or unknown \
            contract; 3 the ledger is unusable
            """)

    @Option(help: ArgumentHelp("The contract's identifier, or a tenant code.", valueName: "contract"))
    var contract: String

    @Option(help: ArgumentHelp("receipts, account or notice.", valueName: "document"))
    var document = TenantDocument.receipts

    @Option(help: ArgumentHelp("Receipts of this month alone, YYYY-MM; default: every month paid.", valueName: "month"))
    var month: String?

    @OptionGroup var moment: MomentOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var recording: RecordingOptions
    @OptionGroup var place: FolderOptions

    func run() async throws {
        let actor = try recording.parsed()
        let asked = try moment.knowledge()
        let month = try month.map(Month.argument)
        let (page, known, settings) = try await place.folder.reading { ledger in
            let id = try await ledger.identifier(named: contract)
            let day = try moment.day(or: ledger.today)
            let known = try await ledger.exportMoment(asked).position
            let page = try await ledger.page(
                document, of: id, asOf: day, month: month, knownAt: .position(known.number))
            guard let page else { throw Diagnosis(.found, nothing(month, day)) }
            return (page, known, document.settings(id, asOf: day, month: month))
        }
        let file = try OutputFile(output.output)
        try file.add(Array(page.utf8)[...])
        try await place.folder.record(BooksExport(settings, knownAt: known, file: try file.finish()), by: actor)
    }

    private func nothing(_ month: Month?, _ day: CalendarDate) -> String {
        switch document {
        case .receipts:
            let period = month.map { " for \(FrenchText.month($0))" } ?? ""
            return "nothing was paid\(period) by \(FrenchText.day(day))"
        case .account, .notice: return "nothing falls due after \(FrenchText.day(day))"
        }
    }
}
