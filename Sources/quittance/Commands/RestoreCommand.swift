import ArgumentParser
import EventCodecs
import EventLog
import LedgerApplication

/// `quittance restore`
struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Go on with a log that is not what was signed last, and record what was lost.",
        discussion: """
            When the database was put back from an older copy, or was damaged, the log contradicts its last checkpoint \
            and takes no command. Put back a better copy if there is one. If there is none, --accept-loss begins a log \
            of another origin on what is left: its first event names the positions that were signed and are gone, a new \
            key signs it, and the checkpoint that it contradicts stays in `checkpoint.lost`. Tell the auditors, and \
            give them the new verifier key. Positions that were lost are given out again. The next command that writes \
            deletes what is kept about persons whose registration was lost: register them anew.

            EXAMPLE
              quittance restore --accept-loss

            EXIT CODES  0 the log goes on; 1 nothing is lost; 2 bad usage; 3 the ledger is unusable
            """)

    @Flag(help: "Go on without what was signed and is gone.")
    var acceptLoss = false

    @OptionGroup var place: FolderOptions
    @OptionGroup var author: ActorOptions

    func validate() throws {
        if !acceptLoss {
            throw ValidationError("Put back a better copy of ledger.db, or give --accept-loss to go on without one.")
        }
    }

    func run() async throws {
        let adoption = try await place.folder.acceptLoss(by: author.parsed())
        let through = adoption.lostThrough.map { " through \($0)" } ?? " on"
        Console.write(
            """
            The log goes on as \(adoption.key.origin). Signed and gone, at least: positions \(adoption.lostFrom ?? 1)\(through).
            That the events before are those that were signed, only an earlier checkpoint shows.
            Verifier key of its checkpoints, for auditors: \(try place.folder.verifier().text)

            """)
    }
}
