import ArgumentParser
import LedgerApplication
import LedgerValues

/// `quittance chart`
struct ChartCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chart",
        abstract: "Say with which accounts and journals the books are written.",
        discussion: """
            EXAMPLE
              quittance export chart > chart.tsv
              quittance chart adopt chart.tsv --from 2027-01-01

            EXIT CODES  0 done; 1 refused; 2 bad usage; 3 the ledger is unusable
            """,
        subcommands: [ChartAdoptCommand.self])
}

/// `quittance chart adopt`
struct ChartAdoptCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "adopt",
        abstract: "Write the books with a chart of one's own from a year on.",
        discussion: """
            The chart is recorded whole, with the digest of its file. Entries from that accounting day on take its \
            numbers, labels and journals; balances are carried from the old accounts to the new. What was known \
            before (--known-at) is written as it was.

            EXAMPLE
              quittance chart adopt chart.tsv --from 2027-01-01

            EXIT CODES  0 adopted; 1 refused; 2 the chart cannot be used; 3 the ledger is unusable
            """)

    @Argument(help: ArgumentHelp("The chart; `quittance export chart` shows the form.", valueName: "file"))
    var chart: String

    @Option(help: ArgumentHelp("The first day: a first of January, YYYY-MM-DD.", valueName: "day"))
    var from: String

    @OptionGroup var place: FolderOptions
    @OptionGroup var author: ActorOptions

    func run() async throws {
        let actor = try author.parsed()
        let day = try CalendarDate.argument(from)
        let file = try ChartFile(chart)
        let position = try await place.folder.writing { ledger in
            try await ledger.adopt(file.chart, file: file.digest, from: day, by: actor)
        }
        Console.write("Adopted from \(FrenchText.day(day)) on, at position \(position).\n")
    }
}
