import ArgumentParser
import EventLog
import Exports
import LedgerApplication
import LedgerValues
import Projections
import ResidenceRules

/// `quittance export table`
struct ExportTableCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "table",
        abstract: "Write a list of contracts as a table for a spreadsheet, or as NDJSON.",
        discussion: """
            unpaid, deposits (each with its deadline and what blocks it), aged (the aged balance: not due, 0 to 30, \
            31 to 60, 61 to 90 days, older) and caf (the file of a month for the CAF). Tables are RFC 4180, amounts \
            in euros; NDJSON holds cents.

            EXAMPLE
              quittance export table --of aged --as-of 2026-12-31 --french --output aged.csv
              quittance export table --of caf --month 2026-10 --ndjson --output caf.ndjson

            EXIT CODES  0 written; 1 contracts had to be left out; 2 bad usage; 3 the ledger or the file is unusable
            """)

    enum List: String, ExpressibleByArgument, CaseIterable {
        case unpaid, deposits, aged, caf
    }

    @Option(name: .customLong("of"), help: ArgumentHelp("unpaid, deposits, aged or caf.", valueName: "list"))
    var list: List

    @Option(help: ArgumentHelp("The month of the CAF's file, YYYY-MM.", valueName: "month"))
    var month: String?

    @Flag(help: "For French spreadsheets: semicolons between fields, commas before decimals.")
    var french = false

    @Flag(help: "NDJSON in cents.")
    var ndjson = false

    @OptionGroup var moment: MomentOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var place: FolderOptions

    func run() async throws {
        let month = try month.map(Month.argument)
        switch (list, month) {
        case (.unpaid, nil): try await write { UnpaidRow($0, $1).map { [$0] } ?? [] }
        case (.deposits, nil): try await write { DepositRow($0, $1).map { [$0] } ?? [] }
        case (.aged, nil): try await write { AgedRow($0, $1).map { [$0] } ?? [] }
        case (.caf, let month?):
            try await write(month.last) { HousingAidFileRow.rows($0, $1, month: month) }
        case (.caf, nil): throw ValidationError("The CAF's file wants --month.")
        case (.unpaid, _), (.deposits, _), (.aged, _): throw ValidationError("--month goes with --of caf alone.")
        }
    }

    /// Writes the pages of a list as they come.
    ///
    /// - Parameter usual: the day asked about when none is given; nil for today.
    private func write<Row: TableRow & Sendable>(
        _ usual: CalendarDate? = nil, _ rows: @escaping @Sendable (ContractID, ContractStatement) -> [Row]
    ) async throws {
        let form: TableWriter.Form = ndjson ? .ndjson : .delimited(french ? .french : .standard)
        let table = TableWriter(form, Row.columns)
        let file = try OutputFile(output.output)
        var knownAt = try moment.knowledge()
        let failures = try await place.folder.reading { ledger in
            let day = try moment.day(or: usual ?? ledger.today)
            var failures: [BillingReport.Failure] = []
            var after: ContractID?
            var bytes: [UInt8] = []
            table.begin(&bytes)
            repeat {
                let answer = try await ledger.list(asOf: day, knownAt: knownAt, after: after, limit: 1_000, rows)
                // Later pages see what the first one saw.
                knownAt = .position(answer.knowledge.position.number)
                for row in answer.value.rows { table.write(row.cells, &bytes) }
                failures += answer.value.failures
                after = answer.value.next
                try file.add(bytes[...])
                bytes.removeAll(keepingCapacity: true)
            } while after != nil
            return failures
        }
        try file.finish()
        guard !failures.isEmpty else { return }
        for failure in failures { Console.complain("left out: \(failure.contract), \(failure.error.message)") }
        throw Diagnosis(.found, "the table leaves out \(Counted.text(failures.count, "contract"))")
    }
}
