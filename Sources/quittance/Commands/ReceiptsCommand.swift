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
            paid in part has a reçu and never a quittance; an indemnity is no rent and only ever has a reçu.

            No identity stands on them, only codes. With --with-names the person who holds the contract stands on them \
            with name and postal address, as far as the person store has them, which notes who read them; the log gets \
            the digest of the page without them.

            EXAMPLE
              quittance receipts --contract 7f3a --month 2026-09 --output quittance.html
              quittance receipts --contract L001 --document notice --as-of 2026-10-20
              quittance receipts --contract L001 --document account --with-names --output account.html

            EXIT CODES  0 written; 1 there is nothing to give, a tariff is missing, or it could not be recorded; 2 bad usage or unknown \
            contract; 3 the ledger is unusable
            """)

    @Option(help: ArgumentHelp("The contract's identifier, or a tenant code.", valueName: "contract"))
    var contract: String

    @Option(help: ArgumentHelp("receipts, account or notice.", valueName: "document"))
    var document = TenantDocument.receipts

    @Option(help: ArgumentHelp("Receipts of this month alone, YYYY-MM; default: every month paid.", valueName: "month"))
    var month: String?

    @Flag(help: "Name the tenant, from the person store.")
    var withNames = false

    @OptionGroup var moment: MomentOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var recording: RecordingOptions
    @OptionGroup var place: FolderOptions

    func run() async throws {
        let actor = try recording.parsed()
        let asked = try moment.knowledge()
        let month = try month.map(Month.argument)
        let reader = try recording.author.parsed()
        let (page, bare, known, settings) = try await place.folder.reading { ledger in
            let id = try await ledger.identifier(named: contract)
            let day = try moment.day(or: ledger.today)
            let known = try await ledger.exportMoment(asked).position
            func page(for addressee: Addressee?) async throws -> [UInt8] {
                let page = try await ledger.page(
                    document, of: id, asOf: day, month: month, knownAt: .position(known.number), for: addressee)
                guard let page else { throw Diagnosis(.found, nothing(month, day)) }
                return Array(page.utf8)
            }
            let bare = try await page(for: nil)
            var named = bare
            if withNames {
                let addressee = try await place.folder.addressee(of: id, for: document, beside: ledger, by: reader)
                named = try await page(for: addressee)
            }
            return (named, bare, known, document.settings(id, asOf: day, month: month, withNames: withNames))
        }
        let file = try OutputFile(output.output)
        try file.add(page[...])
        _ = try file.finish()
        // A digest of a name could be guessed, and would outlive an erased person.
        try await place.folder.record(BooksExport(settings, knownAt: known, file: SHA256.hash(bare)), by: actor)
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
