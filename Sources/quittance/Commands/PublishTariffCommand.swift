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
            and, where they are needed, \(TariffFile.furtherColumns.suffix(2).joined(separator: ",")).
            Services: \(PublishedTable.serviceColumns.joined(separator: ","))
            Short stays: \(PublishedTable.nightColumns.joined(separator: ","))
            A row with flat_rate 1 has only a total. The printed thirtieth and deposit are taken as they are and never \
            computed. Every fault of the file is listed at once, and nothing is published while there is one. Rows \
            that are in force as they are record nothing. With a key, sending the same file again publishes nothing \
            twice.

            A newly voted row counts from the day of its publication on, never on days that had elapsed by then. With \
            --correction the rows correct clerical errors: what was billed at the rows they correct is reversed and \
            billed again by the next `quittance bill`.

            EXAMPLES
              quittance publish-tariff Tools/Tariffs/tariffs_2026.csv --key tariffs-2026
              quittance publish-tariff misprint.csv --correction MISPRINT --dry-run

            EXIT CODES  0 published; 1 the ledger's rules refuse a row, or the key was used for another file;
            2 the file has faults; 3 the ledger is unusable
            """)

    @Argument(help: "The CSV file.")
    var file: String

    @Option(help: ArgumentHelp("The publication's own key; the same when it is sent again.", valueName: "key"))
    var key: String?

    @Option(help: ArgumentHelp("The day of the publication, YYYY-MM-DD; default: today.", valueName: "day"))
    var on: String?

    @Option(
        help: ArgumentHelp(
            "The rows correct clerical errors in published rows, for this reason (a code).", valueName: "reason"))
    var correction: String?

    @Flag(help: "Check the file, show what would change, and publish nothing.")
    var dryRun = false

    @Flag(help: "Answer in JSON.")
    var json = false

    @OptionGroup var place: FolderOptions
    @OptionGroup var author: ActorOptions

    func run() async throws {
        let table = try Self.read(file, PublishedTable.init)
        let actor = try author.parsed()
        let key = try key.map { text in
            try StudentNumber.refuse(text, at: "--key")
            guard let key = IdempotencyKey(text) else {
                throw ValidationError("A key is 1 to 128 printable ASCII characters, and no student number.")
            }
            return key
        }
        let day = try on.map(CalendarDate.argument)
        func request(_ command: LedgerCommand, _ today: CalendarDate) -> CommandRequest {
            CommandRequest(
                actor: actor, key: key, requestHash: table.hash, command: command,
                moment: EffectiveMoment(day: day ?? today), dryRun: dryRun)
        }
        switch table.content {
        case .tariff(let tariff): try await publish(tariff, on: day, correcting: reason(), request)
        case .prices(let command):
            if correction != nil {
                throw ValidationError("--correction is for rents; newer prices replace older ones.")
            }
            let answer = try await place.folder.writing { try await $0.execute(request(command, $0.today)) }
            try show(answer, of: table)
        }
    }

    private func reason() throws -> Code? {
        try correction.map { text in
            try StudentNumber.refuse(text, at: "--correction")
            guard let reason = Code(text) else {
                throw ValidationError("A reason is a code: 1 to 48 letters, digits and characters of _ . -.")
            }
            return reason
        }
    }

    private func publish(
        _ tariff: TariffFile, on day: CalendarDate?, correcting reason: Code?,
        _ request: (LedgerCommand, CalendarDate) -> CommandRequest
    ) async throws {
        if dryRun {
            let changes = try await place.folder.reading { ledger in
                try await ledger.preview(tariff.rows, correcting: reason, on: day ?? ledger.today)
            }
            try refuse(changes, tariff)
            return try show(TariffPreview(changes), repeated: false, first: nil)
        }
        let (answer, changes) = try await place.folder.writing { ledger in
            let changes = try await ledger.preview(tariff.rows, correcting: reason, on: day ?? ledger.today)
            do {
                let command = LedgerCommand.publishTariff(tariff.rows, correcting: reason)
                return (try await ledger.execute(request(command, ledger.today)), changes)
            } catch let rejection as Rejection {
                try refuse(changes, tariff)
                throw rejection
            }
        }
        try show(TariffPreview(changes), repeated: answer.repeated, first: answer.events.first?.position)
    }

    private func show(_ answer: CommandAnswer, of table: PublishedTable) throws {
        if json {
            return try Console.write(
                json: .members([
                    "dry_run": .bool(dryRun), "repeated": .bool(answer.repeated), "rows": .count(table.count),
                    "first_position": .text(answer.events.first?.position),
                ]))
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

    private func show(_ preview: TariffPreview, repeated: Bool, first: Position?) throws {
        if json {
            try Console.write(
                json: .members(
                    [
                        "dry_run": .bool(dryRun), "repeated": .bool(repeated), "first_position": .text(first),
                    ], and: preview.members))
        } else if dryRun {
            Console.write(preview.text)
        } else if repeated {
            Console.write("This file was published before under this key; nothing was recorded.\n")
        } else {
            Console.write(preview.summary)
        }
    }

    /// Lists every row that the ledger's rules refuse.
    private func refuse(_ changes: [TariffChange], _ tariff: TariffFile) throws {
        var count = 0
        for (change, line) in zip(changes, tariff.lines) {
            guard case .refused(let rejection) = change.outcome else { continue }
            count += 1
            Console.complain("\(file), line \(line): \(Diagnosis.sentence(rejection))")
        }
        if count > 0 { throw Diagnosis(.found, "\(Counted.text(count, "row")) refused; nothing was published") }
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
                Console.complain(
                    "\(path), line \(fault.line)\(column): \(fault.code.rawValue): \(fault.text)\n  \(fault.code.remedy)"
                )
            }
            let count = Counted.text(faults.list.count, "fault")
            throw Diagnosis(.badInput, "\(path) has \(count); nothing was published")
        }
    }
}
