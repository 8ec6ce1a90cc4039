import ArgumentParser
import EventCodecs
import EventLog
import Exports
import Foundation
import LedgerApplication
import LedgerValues

/// `quittance export`
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write the accounts as files for other software.",
        discussion: """
            A file is a function of the log position, the period and the settings: the same bytes every time. Its \
            SHA-256 is said on standard error, and recorded in the log with who asked; once the same actor has had \
            the same bytes, nothing is recorded again. A file that fails is not there. Beside a running `quittance \
            serve` the file is made here and recorded by the server. While any other process writes the ledger, the file \
            is written and not recorded, and the exit code is 1: export again, or say --no-record.

            EXAMPLE
              quittance export fec --year 2026 --siren 123456782 --folder exports

            EXIT CODES  0 written; 1 written, but something was left out or it could not be recorded; 2 bad usage; \
            3 the ledger or the file is unusable
            """,
        subcommands: [
            ExportFECCommand.self, ExportBooksCommand.self, ExportTableCommand.self, ExportSEPACommand.self,
            ExportChartCommand.self,
        ])
}

/// The chart of accounts that a file is written with.
struct ChartOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A chart of accounts and journals; default: the one adopted (`quittance chart adopt`).",
            valueName: "file"))
    var chart: String?

    /// Nil for the charts that the ledger adopted.
    func parsed() throws -> ChartOfAccounts? { try chart.map { try ChartFile($0).chart } }
}

/// A chart of accounts and journals in a file.
struct ChartFile {
    let chart: ChartOfAccounts
    let digest: Digest

    init(_ path: String) throws {
        guard let data = FileManager.default.contents(atPath: path), let text = String(data: data, encoding: .utf8)
        else { throw Diagnosis(.badInput, "\(path) cannot be read as text in UTF-8") }
        digest = SHA256.hash(Array(data))
        do throws(ChartOfAccounts.Defect) { chart = try ChartOfAccounts(text) } catch {
            let place = error.line > 0 ? ":\(error.line)" : ""
            throw Diagnosis(.badInput, "\(path)\(place): \(error.reason)")
        }
    }
}

/// `quittance export chart`
struct ExportChartCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chart",
        abstract: "Show a chart of accounts and journals as a file: the default, or that of a year of the books.",
        discussion: """
            EXAMPLE
              quittance export chart > chart.tsv
              quittance export chart --year 2027

            EXIT CODES  0 shown; 2 bad usage; 3 the ledger is unusable
            """)

    @Option(
        help: ArgumentHelp(
            "The chart that the books of this year are written with; default: the one to begin from, without a ledger.",
            valueName: "year"))
    var year: Int?

    @OptionGroup var knowledge: KnowledgeOptions
    @OptionGroup var place: FolderOptions

    func run() async throws {
        let knownAt = try knowledge.parsed()
        guard let year = try year.map(AccountingYear.argument) else {
            return Console.write(ChartOfAccounts.standardText)
        }
        let chart = try await place.folder.reading { try await $0.chart(on: year.first, knownAt: knownAt) }
        Console.write("# Plan de comptes et journaux de l'exercice \(year.number).\n" + chart.text)
    }
}

/// `quittance export fec`
struct ExportFECCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fec",
        abstract: "Write the fichier des écritures comptables of a year (article A. 47 A-1 LPF).",
        discussion: """
            Writes SIRENFECAAAA1231.txt, and beside it the document that describes its fields. Balances carried \
            forward come first, then entries in the order of their recording.

            EXAMPLE
              quittance export fec --year 2026 --siren 123456782 --folder exports

            EXIT CODES  0 written; 1 contracts carry no letters for want of a tariff, or the year has no entry and \
            nothing was written; 2 bad usage; 3 the ledger or the file is unusable
            """)

    @Option(help: ArgumentHelp("The year of the books.", valueName: "year"))
    var year: Int

    @Option(help: ArgumentHelp("The SIREN of the Crous, nine digits.", valueName: "siren"))
    var siren: String

    @Option(help: ArgumentHelp("The folder the files go into; it must exist.", valueName: "folder"))
    var folder = "."

    @OptionGroup var settings: ChartOptions
    @OptionGroup var knowledge: KnowledgeOptions
    @OptionGroup var recording: RecordingOptions
    @OptionGroup var place: FolderOptions

    func run() async throws {
        let actor = try recording.parsed()
        let year = try AccountingYear.argument(year).number
        guard let siren = SIREN(siren) else {
            throw ValidationError("'\(siren)' is no SIREN: nine digits, the last of them a check digit.")
        }
        let chart = try settings.parsed()
        let knownAt = try knowledge.parsed()
        let (files, summary) = try await place.folder.reading { ledger in
            let file = try OutputFile(folder + "/" + FECWriter.fileName(siren, year: year))
            let description = try OutputFile(folder + "/" + FECWriter.descriptionFileName(siren, year: year))
            let progress = Progress("events read, folded and written")
            defer { progress.end() }
            let known = try await ledger.exportMoment(knownAt)
            let summary = try await ledger.books(
                BooksRequest(year: year, chart: chart), knownAt: .position(known.position.number), as: FECWriter(),
                progress: { progress.reach($0, of: $1) }, { try file.add($0) })
            guard summary.value.entries > 0 else {
                throw Diagnosis(.found, "the books of \(year) hold no entry: nothing was written")
            }
            let words = FECWriter.description(siren, year: year, crous: ledger.crous?.text ?? "")
            try description.add(Array(words.utf8)[...])
            return ([file, description], summary)
        }
        let export = BooksExport(
            FECWriter.settings(siren, year: year, chart: chart), knownAt: summary.knowledge.position,
            file: try OutputFile.finish(files)[0])
        try await place.folder.record(export, by: actor)
        try summary.value.report()
    }
}

extension BooksSummary {
    /// Says what was written, and ends with the status for contracts without letters.
    func report() throws {
        Console.complain(
            "\(entries) entries of \(Counted.text(lines, "line")); debits \(FrenchText.amount(debits)), credits "
                + "\(FrenchText.amount(credits))")
        guard !unlettered.isEmpty else { return }
        for id in unlettered { Console.complain("no letters: \(id), a tariff is missing") }
        throw Diagnosis(.found, "\(Counted.text(unlettered.count, "contract")) carried no letters")
    }
}
