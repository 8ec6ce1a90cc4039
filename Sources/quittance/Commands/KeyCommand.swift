import ArgumentParser
import EventCodecs
import EventLog
import LedgerApplication

/// `quittance key`
struct KeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key",
        abstract: "Print the verifier key of the ledger's checkpoints.",
        discussion: """
            Whoever checks a checkpoint, a proof or a bundle needs this key, and needs it from somebody he trusts: \
            hand it to auditors once, before they need it. The signing key stays in its file (0600) and is never \
            printed. --make makes a key for a ledger that was founded before there were keys, or has lost its own. --rotate \
            draws another key and records it: the last checkpoint under the old key holds the event that names the new \
            one, and is signed by both. --history lists the keys that the log itself names: that of its founding (which \
            the first release did not record) and every later one, with the position from which on it signs.

            EXAMPLE
              quittance key > normandie.key
              quittance key --history

            EXIT CODES  0 printed; 1 there is a key already; 2 bad usage; 3 the ledger is unusable
            """)

    @Flag(help: "Make a key for a ledger that has none.")
    var make = false

    @Flag(help: "Exchange the key for a new one, and record it.")
    var rotate = false

    @Flag(help: "List the keys that the log names.")
    var history = false

    @OptionGroup var place: FolderOptions
    @OptionGroup var author: ActorOptions

    func validate() throws {
        if [make, rotate, history].count(where: { $0 }) > 1 {
            throw ValidationError("Give one of --make, --rotate and --history.")
        }
    }

    func run() async throws {
        let actor = try author.parsed()
        let folder = place.folder
        if history { return try await list(folder) }
        let verifier =
            if rotate { try await folder.rotateSigningKey(by: actor) } else if make {
                try await folder.makeMissingSigningKey(by: actor)
            } else { try folder.verifier() }
        Console.write(verifier.text + "\n")
    }

    private func list(_ folder: LedgerFolder) async throws {
        var table = TextTable(("Position", .right), ("Verifier key", .left))
        for (position, key) in try await folder.reading({ try await $0.checkpointKeys() }) {
            table.add(String(position.number), key?.verifier?.text ?? "not recorded")
        }
        Console.write(table.text)
    }
}
