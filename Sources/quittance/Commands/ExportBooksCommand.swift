import ArgumentParser
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

    enum Form: String, ExpressibleByArgument, CaseIterable {
        case hledger, beancount, csv, ndjson, balances
    }

    @Option(help: ArgumentHelp("hledger, beancount, csv, ndjson or balances (as csv, or --ndjson).", valueName: "form"))
    var form: Form

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
    @OptionGroup var place: FolderOptions

    func run() async throws {
        let chart = try settings.parsed()
        let knownAt = try knowledge.parsed()
        let from = try from.map(CalendarDate.argument)
        let last = try through.map(CalendarDate.argument)
        if let from, let last, last < from { throw ValidationError("The last day lies before the first.") }
        let file = try OutputFile(output.output)
        let summary = try await place.folder.reading { ledger in
            let request = BooksRequest(
                from: from, through: last ?? ledger.today, chart: chart, isLettered: form != .balances)
            let progress = Progress("positions")
            defer { progress.end() }
            return try await ledger.books(
                request, knownAt: knownAt, as: form.writer(chart, french: french, ndjson: ndjson),
                progress: { progress.reach($0) }, { try file.add($0) })
        }
        try file.finish()
        try summary.value.report()
    }
}

extension ExportBooksCommand.Form {
    /// What writes the file.
    func writer(_ chart: ChartOfAccounts, french: Bool, ndjson: Bool) -> any BookWriter & Sendable {
        let table = TableWriter.Form.delimited(french ? .french : .standard)
        return switch self {
        case .hledger: LedgerWriter(chart)
        case .beancount: BeancountWriter(chart)
        case .csv: JournalTable(table, chart)
        case .ndjson: JournalTable(.ndjson, chart)
        case .balances: MonthlyBalances(ndjson ? .ndjson : table)
        }
    }
}
