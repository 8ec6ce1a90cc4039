import ArgumentParser
import EventLog
import LedgerApplication

/// `quittance checkpoint`
struct CheckpointCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "checkpoint",
        abstract: "Print the last signed checkpoint: how long the log is, and its root.",
        discussion: """
            A C2SP signed note. Whoever keeps one outside the folder can show later that the log was cut or \
            rewritten. Before it is printed, its signature is checked, and that the log begins with what it signs.

            EXAMPLE
              quittance checkpoint > 2026-12-31.checkpoint

            EXIT CODES  0 printed; 1 the log is not a continuation of it; 2 bad usage; 3 the ledger is unusable
            """)

    @OptionGroup var place: FolderOptions

    func run() async throws {
        let signed = try await place.folder.reading { ledger in
            let signed = try await ledger.checkpoint()
            try await ledger.check(signed.checkpoint)
            return signed
        }
        Console.write(signed.note.bytes)
    }
}
