import ArgumentParser
import EventCodecs
import EventLog
import Exports
import LedgerApplication
import LedgerValues
import ResidenceRules

/// `quittance export table`
struct ExportTableCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "table",
        abstract: "Write a list or an account of the ledger as a table for a spreadsheet, or as NDJSON.",
        discussion: """
            Of contracts on a day (--as-of): contracts, unpaid, deposits (each with its deadline and what blocks it), \
            aged (the aged balance: not due, 0 to 30, 31 to 60, 61 to 90 days, older), refunds (decided and not yet \
            wired), unallocated, parked-receipts, accruals (what is earned and not due, or charged for days to come), \
            doubtful (what is pursued or reported), lines (each charge with what settled it), receipts (each receipt \
            with what it settled), periods (months of rent or indemnity, with what was paid), guarantees, \
            expected-cash (by month, from the schedule) and caf (the file of a --month for the CAF, with months lost \
            and whole months of rent late). Of the books (--from, --as-of as the last day): trial-balance (of the year \
            without --from), general-ledger (by account and day), subsidiary-ledger (by contract) and revenue (by \
            month, residence and account). Tables are RFC 4180, amounts in euros; JSON and NDJSON hold cents.

            EXAMPLE
              quittance export table --of aged --as-of 2026-12-31 --french --output aged.csv
              quittance export table --of caf --month 2026-10 --json --output caf.json
              quittance export table --of general-ledger --from 2026-01-01 --as-of 2026-12-31 --output grand-livre.csv

            EXIT CODES  0 written; 1 contracts had to be left out, or it could not be recorded; 2 bad usage; 3 the \
            ledger or the file is unusable
            """)

    @Option(name: .customLong("of"), help: ArgumentHelp("Which table.", valueName: "name"))
    var name: TableName

    @Option(
        help: ArgumentHelp(
            "First accounting day of the books, YYYY-MM-DD; default: the beginning, or of the year (trial-balance).",
            valueName: "day"))
    var from: String?

    @Option(help: ArgumentHelp("The month of the CAF's file, YYYY-MM.", valueName: "month"))
    var month: String?

    @Flag(help: "For French spreadsheets: semicolons between fields, commas before decimals.")
    var french = false

    @Flag(help: "NDJSON in cents: an object a line.")
    var ndjson = false

    @Flag(help: "JSON in cents: one array of the same objects.")
    var json = false

    @OptionGroup var moment: MomentOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var recording: RecordingOptions
    @OptionGroup var place: FolderOptions

    func run() async throws {
        let actor = try recording.parsed()
        let asked = try moment.knowledge()
        let month = try month.map(Month.argument)
        let from = try from.map(CalendarDate.argument)
        guard (month != nil) == name.isOfMonth else {
            throw ValidationError(
                name.isOfMonth ? "The CAF's file wants --month." : "--month goes with --of caf alone.")
        }
        guard from == nil || name.isOfPeriod else {
            throw ValidationError("--from goes with trial-balance, general-ledger, subsidiary-ledger, revenue alone.")
        }
        guard [french, ndjson, json].count(where: { $0 }) < 2 else {
            throw ValidationError("--french, --ndjson and --json exclude each other.")
        }
        let file = try OutputFile(output.output)
        let (failures, known, settings) = try await place.folder.reading { ledger in
            let last = try moment.day(or: month?.last ?? ledger.today)
            if let from, last < from { throw ValidationError("The last day lies before the first.") }
            let request = TableRequest(
                name, from: from, asOf: last, month: month,
                form: ndjson || json ? .ndjson : .delimited(french ? .french : .standard), isArray: json)
            let progress = Progress(name.isOfPeriod ? "events read, folded and written" : "contracts read")
            defer { progress.end() }
            // Later pages see what the first one saw.
            let known = try await ledger.exportMoment(asked).position
            let failures = try await ledger.write(
                request, knownAt: known, progress: { progress.reach($0, of: $1) }, { try file.add($0) })
            return (failures, known, request.settings)
        }
        try await place.folder.record(BooksExport(settings, knownAt: known, file: try file.finish()), by: actor)
        guard !failures.isEmpty else { return }
        for failure in failures { Console.complain("left out: \(failure.contract), \(failure.error.message)") }
        throw Diagnosis(.found, "the table leaves out \(Counted.text(failures.count, "contract"))")
    }
}
