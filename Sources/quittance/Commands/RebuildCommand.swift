import ArgumentParser
import EventLog
import LedgerApplication

/// `quittance rebuild`
struct RebuildCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rebuild",
        abstract: "Make the read rows of every contract anew.",
        discussion: """
            The rows are made beside the old ones and take their place in one transaction, so that a crash leaves the old \
            or the new ones. Rows that another version of the program wrote are made anew without being asked, when a \
            ledger is opened for commands; nobody sees them before.

            EXAMPLE
              quittance rebuild

            EXIT CODES  0 done; 2 bad usage; 3 the ledger is unusable
            """)

    @OptionGroup var place: FolderOptions

    func run() async throws {
        let ledger = try place.folder.openForWriting()
        defer { ledger.stop() }
        let contracts = try await place.folder.rebuild(ledger)
        try await place.folder.applyErasures(beside: ledger)
        Console.write("Made the read rows of \(Counted.text(contracts, "contract")) anew.\n")
    }
}
