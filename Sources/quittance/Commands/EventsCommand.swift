import ArgumentParser
import EventLog
import LedgerApplication

/// `quittance events`
struct EventsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "events",
        abstract: "Print events, one a line, as the exact bytes that were hashed.",
        discussion: """
            Each line is the canonical JSON of one event; SHA-256 of a zero byte and the line (without its line feed) \
            is the leaf of the tree.

            EXAMPLE
              quittance events --after 120 --limit 10

            EXIT CODES  0 printed; 2 bad usage; 3 the ledger is unusable
            """)

    @Option(help: ArgumentHelp("Print the events after this position.", valueName: "position"))
    var after: Int64 = 0

    @Option(help: ArgumentHelp("The most events printed; default: all.", valueName: "count"))
    var limit: Int?

    @OptionGroup var place: FolderOptions

    func validate() throws {
        if after < 0 { throw ValidationError("A position is not negative.") }
        if let limit, limit < 1 { throw ValidationError("A limit is at least 1.") }
    }

    func run() async throws {
        try await place.folder.reading { ledger in
            var position = after
            var left = limit ?? .max
            while left > 0 {
                let events = try await ledger.events(after: position, limit: min(left, 1_000))
                guard let last = events.last else { break }
                var bytes: [UInt8] = []
                for event in events { bytes += event.bytes + [0x0A] }
                Console.write(bytes)
                position = last.position.number
                left -= events.count
            }
        }
    }
}
