import ArgumentParser
import Foundation
import LedgerValues

/// `quittance sample`
struct SampleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sample",
        abstract: "Write the commands of a made-up academic year.",
        discussion: """
            Writes what the people of a Crous would record from June 2026 to August 2027: proposals and advances (a \
            few late or wrong), admissions, files, deposits, keys (a few late arrivals, a few that nobody collects), \
            tenant codes, payments (most on time, some late, partial or missing), notices, inventories, settlements \
            and refunds. The same number, seed and tariff give the same bytes. Nothing in it is about a real person.

            EXAMPLE
              quittance sample --tenancies 500 Tools/Tariffs/tariffs_2026.csv > year.ndjson
              quittance record year.ndjson

            EXIT CODES  0 written; 2 bad usage, or a tariff file with faults
            """)

    @Argument(help: "The tariff, as a CSV file; the ledger must hold the same rows.")
    var tariff: String

    @Option(help: ArgumentHelp("How many tenancies are proposed.", valueName: "count"))
    var tenancies: Int

    @Option(help: ArgumentHelp("Another seed gives another year.", valueName: "number"))
    var seed: UInt64 = 1

    @Option(name: .shortAndLong, help: ArgumentHelp("The file to write; default: standard output.", valueName: "file"))
    var output: String?

    func validate() throws {
        if !(1...1_000_000).contains(tenancies) { throw ValidationError("The count lies from 1 to 1,000,000.") }
    }

    func run() async throws {
        let file = try PublishTariffCommand.read(tariff, TariffFile.init)
        let progress = Progress("tenancies made up", of: Int64(tenancies))
        let year = try SampleYear(tenancies: tenancies, seed: seed, tariffs: file.rows) { progress.reach(Int64($0)) }
        progress.end()
        guard let output else {
            _ = try year.write { Console.write($0) }
            return
        }
        guard FileManager.default.createFile(atPath: output, contents: nil),
            let target = FileHandle(forWritingAtPath: output)
        else { throw Diagnosis(.badInput, "\(output) cannot be written") }
        let count = try year.write { try target.write(contentsOf: Data($0)) }
        try target.close()
        Console.complain("\(count) commands of \(tenancies) tenancies in \(output)")
    }
}
