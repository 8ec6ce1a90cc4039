import ArgumentParser
import EventCodecs
import EventLog
import Exports
import LedgerApplication
import LedgerValues
import Projections
import ResidenceRules
import SQLiteStore

/// `quittance receipts`
struct ReceiptsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "receipts",
        abstract: "Write what a tenant is given: receipts, the account, the notice before a due day.",
        discussion: """
            A page of HTML in French, for the screen and for A4 paper. A month paid in full has a quittance; a month \
            paid in part has a reçu and never a quittance; an indemnity is no rent and only ever has a reçu. With \
            --all the pages of every contract that has any are one document to print.

            No identity stands on them, only codes. With --with-names the person who holds the contract stands on them \
            with name and postal address, as far as the person store has them, which notes who read them. Such a page \
            has a mark at its foot that nobody can guess, so that its digest in the log tells no name.

            EXAMPLE
              quittance receipts --contract 7f3a --month 2026-09 --output quittance.html
              quittance receipts --contract L001 --document notice --as-of 2026-10-20
              quittance receipts --contract L001 --document account --with-names --output account.html
              quittance receipts --all --month 2026-09 --output quittances-2026-09.html

            EXIT CODES  0 written; 1 there is nothing to give, contracts were left out for want of a tariff, or it could \
            not be recorded; 2 bad usage or unknown contract; 3 the ledger is unusable
            """)

    @Option(help: ArgumentHelp("The contract's identifier, or a tenant code.", valueName: "contract"))
    var contract: String?

    @Flag(help: "Every contract, in one document.")
    var all = false

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
        guard all == (contract == nil) else { throw ValidationError("Give one of --contract and --all.") }
        guard month == nil || document == .receipts else {
            throw ValidationError("--month goes with --document receipts alone.")
        }
        let file = try OutputFile(output.output)
        let (settings, known, failures) = try await place.folder.reading { ledger in
            let id = if let contract { try await ledger.identifier(named: contract) } else { ContractID?.none }
            let day = try moment.day(or: ledger.today)
            let known = try await ledger.exportMoment(asked).position
            let pages = Pages(
                document: document, day: day, month: month, known: known,
                settings: document.settings(id, asOf: day, month: month, withNames: withNames))
            let failures = try await place.folder.withPersonsIfAny(beside: withNames ? ledger : nil) { persons in
                if let id { return try await write(pages, of: id, ledger, persons, to: file) }
                return try await writeAll(pages, ledger, persons, to: file)
            }
            return (pages.settings, known, failures)
        }
        let export = BooksExport(settings, knownAt: known, file: try file.finish())
        try await place.folder.record(export, by: actor)
        guard !failures.isEmpty else { return }
        for failure in failures { Console.complain("left out: \(failure.contract), \(failure.error.message)") }
        throw Diagnosis(.found, "the document leaves out \(Counted.text(failures.count, "contract"))")
    }

    /// What is asked for.
    private struct Pages {
        let document: TenantDocument
        let day: CalendarDate
        let month: Month?
        let known: Position
        let settings: ExportSettings
    }

    private func write(
        _ pages: Pages, of id: ContractID, _ ledger: any LedgerService, _ persons: PersonRegister?, to file: OutputFile
    ) async throws -> [BillingReport.Failure] {
        func page(for addressee: Addressee?) async throws -> [UInt8] {
            let page = try await ledger.page(
                pages.document, of: id, asOf: pages.day, month: pages.month, knownAt: .position(pages.known.number),
                for: addressee)
            guard let page else { throw Diagnosis(.found, nothing(pages)) }
            return Array(page.utf8)
        }
        // Nobody's name is read for a page that there is none of.
        let bare = try await page(for: nil)
        let addressee = try await addressee(of: id, pages, persons)
        try file.add(addressee == nil ? bare[...] : try await page(for: addressee)[...])
        return []
    }

    private func writeAll(
        _ pages: Pages, _ ledger: any LedgerService, _ persons: PersonRegister?, to file: OutputFile
    ) async throws -> [BillingReport.Failure] {
        let progress = Progress("contracts read")
        defer { progress.end() }
        let (written, failures) = try await ledger.pages(
            pages.document, asOf: pages.day, month: pages.month, knownAt: .position(pages.known.number),
            isNamed: withNames, addressee: { try await addressee(of: $0, pages, persons) },
            progress: { progress.reach($0) }, { try file.add($0) })
        guard written > 0 else { throw Diagnosis(.found, nothing(pages)) }
        return failures
    }

    private func addressee(
        of id: ContractID, _ pages: Pages, _ persons: PersonRegister?
    ) async throws -> Addressee? {
        try await persons?.addressee(
            of: id, for: pages.document.purpose, on: pages.settings.marked(pages.known), by: recording.author.parsed())
    }

    private func nothing(_ pages: Pages) -> String {
        switch document {
        case .receipts:
            let period = pages.month.map { " for \(FrenchText.month($0))" } ?? ""
            return "nothing was paid\(period) by \(FrenchText.day(pages.day))"
        case .account: return "there is no contract"
        case .notice: return "nothing falls due after \(FrenchText.day(pages.day))"
        }
    }
}
