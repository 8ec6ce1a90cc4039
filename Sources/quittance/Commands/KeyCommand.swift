import ArgumentParser
import EventLog

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
            one, and is signed by both.

            EXAMPLE
              quittance key > normandie.key

            EXIT CODES  0 printed; 1 there is a key already; 2 bad usage; 3 the ledger is unusable
            """)

    @Flag(help: "Make a key for a ledger that has none.")
    var make = false

    @Flag(help: "Exchange the key for a new one, and record it.")
    var rotate = false

    @OptionGroup var place: FolderOptions
    @OptionGroup var author: ActorOptions

    func validate() throws {
        if make, rotate { throw ValidationError("Give --make or --rotate.") }
    }

    func run() async throws {
        let actor = try author.parsed()
        let folder = place.folder
        let verifier =
            if rotate { try await folder.rotateSigningKey(by: actor) } else if make {
                try folder.makeMissingSigningKey()
            } else { try folder.verifier() }
        Console.write(verifier.text + "\n")
    }
}
