import ArgumentParser
import EventCodecs
import EventLog
import Exports
import LedgerApplication
import LedgerValues

/// `quittance export books`
struct ExportBooksCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "books",
        abstract: "Write the journal, or its monthly balances, for other software.",
        discussion: """
            hledger and beancount are journals of plain text; csv and ndjson are the journal line by line; balances \
            are what each account moved by in each month, contract by contract. Without --from a file begins with \
            the log; with it, balances are carried forward first.

            EXAMPLE
              quittance export books --form hledger --through 2027-08-31 --output year.journal
              quittance export books --form csv --french --from 2027-01-01 --through 2027-12-31 --output 2027.csv

            EXIT CODES  0 written; 1 contracts carry no letters for want of a tariff; 2 bad usage; 3 the ledger or \
            the file is unusable
            """)

    @Option(help: ArgumentHelp("hledger, beancount, csv, ndjson or balances (as csv, or --ndjson).", valueName: "form"))
    var form: BooksForm

    @Option(help: ArgumentHelp("First accounting day, YYYY-MM-DD; default: the beginning.", valueName: "day"))
    var from: String?

    @Option(help: ArgumentHelp("Last accounting day, YYYY-MM-DD; default: today.", valueName: "day"))
    var through: String?

    @Flag(help: "Tables for French spreadsheets: semicolons between fields, commas before decimals.")
    var french = false

    @Flag(help: "Balances as NDJSON in cents.")
    var ndjson = false

    @OptionGroup var settings: ChartOptions
    @OptionGroup var knowledge: KnowledgeOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var recording: RecordingOptions
    @OptionGroup var place: FolderOptions

    func validate() throws {
        if french, !form.isTable || ndjson {
            throw ValidationError("--french goes with tables: csv, or balances as csv.")
        }
        if ndjson, form != .balances { throw ValidationError("--ndjson goes with --form balances alone.") }
    }

    func run() async throws {
        let actor = try recording.parsed()
        let chart = try settings.parsed()
        let knownAt = try knowledge.parsed()
        let from = try from.map(CalendarDate.argument)
        let last = try through.map(CalendarDate.argument)
        if let from, let last, last < from { throw ValidationError("The last day lies before the first.") }
        let file = try OutputFile(output.output)
        let (summary, settings) = try await place.folder.reading { ledger in
            let request = BooksRequest(
                from: from, through: last ?? ledger.today, chart: chart, isLettered: form != .balances)
            let progress = Progress("events read, folded and written")
            defer { progress.end() }
            let known = try await ledger.exportMoment(knownAt)
            let summary = try await ledger.books(
                request, knownAt: .position(known.position.number), as: form.writer(french: french, ndjson: ndjson),
                progress: { progress.reach($0, of: $1) }, { try file.add($0) })
            let settings = ExportSettings(
                form: form.rawValue, from: from, through: request.through,
                ["chart": chart?.text, "french": french ? "true" : nil, "ndjson": ndjson ? "true" : nil])
            return (summary, settings)
        }
        let export = BooksExport(settings, knownAt: summary.knowledge.position, file: try file.finish())
        try await place.folder.record(export, by: actor)
        try summary.value.report()
    }
}
