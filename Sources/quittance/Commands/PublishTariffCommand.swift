import ArgumentParser
import EventLog
import Foundation
import LedgerApplication
import LedgerValues
import ResidenceRules

/// `quittance publish-tariff`
struct PublishTariffCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "publish-tariff",
        abstract: "Publish the voted tariffs or prices of a CSV file, all or none.",
        discussion: """
            The first line names the columns, in any order, and tells what the file publishes; amounts are in cents. \
            Rents:
              \(TariffFile.columns.prefix(7).joined(separator: ","))
              \(TariffFile.columns.dropFirst(7).joined(separator: ","))
            Services: \(PublishedTable.serviceColumns.joined(separator: ","))
            Short stays: \(PublishedTable.nightColumns.joined(separator: ","))
            A row with flat_rate 1 has only a total. The printed thirtieth and deposit are taken as they are and never \
            computed. Every fault of the file is listed at once, and nothing is published while there is one. With a \
            key, sending the same file again publishes nothing twice.

            EXAMPLE
              quittance publish-tariff Tools/Tariffs/tariffs_2026.csv --key tariffs-2026
              quittance publish-tariff Tools/Tariffs/services_2026.csv --key services-2026

            EXIT CODES  0 published; 1 the key was used for another file; 2 the file has faults; 3 the ledger is unusable
            """)

    @Argument(help: "The CSV file.")
    var file: String

    @Option(help: ArgumentHelp("The publication's own key; the same when it is sent again.", valueName: "key"))
    var key: String?

    @Option(help: ArgumentHelp("The day of the publication, YYYY-MM-DD; default: today.", valueName: "day"))
    var on: String?

    @Flag(help: "Check the file and publish nothing.")
    var dryRun = false

    @Flag(help: "Answer in JSON.")
    var json = false

    @OptionGroup var place: FolderOptions
    @OptionGroup var author: ActorOptions

    func run() async throws {
        let table = try Self.read(file, PublishedTable.init)
        let actor = try author.parsed()
        let day = try on.map(CalendarDate.argument)
        let key = try key.map { text in
            guard let key = IdempotencyKey(text) else {
                throw ValidationError("A key is 1 to 128 printable ASCII characters, and no student number.")
            }
            return key
        }
        let answer = try await place.folder.writing { ledger in
            try await ledger.execute(
                CommandRequest(
                    actor: actor, key: key, requestHash: table.hash, command: table.command,
                    moment: EffectiveMoment(day: day ?? ledger.today), dryRun: dryRun))
        }
        if json {
            try Console.write(
                json: .members([
                    "dry_run": .bool(dryRun), "repeated": .bool(answer.repeated), "rows": .count(table.count),
                    "first_position": .text(answer.events.first?.position),
                ]))
            return
        }
        let count = Counted.text(table.count, table.noun)
        if dryRun {
            Console.write("\(count) can be published; nothing was.\n")
        } else if answer.repeated {
            Console.write("\(count) were published before under this key; nothing was recorded.\n")
        } else {
            Console.write("Published \(count).\n")
        }
    }

    /// The content of a file, or every fault of it on standard error.
    static func read<Content>(_ path: String, _ parse: ([UInt8]) throws -> Content) throws -> Content {
        guard let content = FileManager.default.contents(atPath: path) else {
            throw Diagnosis(.badInput, "\(path) cannot be read")
        }
        do {
            return try parse(Array(content))
        } catch let faults as TariffFile.Faults {
            for fault in faults.list {
                let column = fault.column.map { ", \($0)" } ?? ""
                Console.complain("\(path), line \(fault.line)\(column): \(fault.text)")
            }
            let count = Counted.text(faults.list.count, "fault")
            throw Diagnosis(.badInput, "\(path) has \(count); nothing was published")
        }
    }
}
