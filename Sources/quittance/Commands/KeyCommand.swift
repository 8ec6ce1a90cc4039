import ArgumentParser
import EventLog

/// `quittance key`
struct KeyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key",
        abstract: "Print the verifier key of the ledger's checkpoints.",
        discussion: """
            Whoever checks a checkpoint, a proof or a bundle needs this key, and needs it from somebody he trusts: \
            hand it to auditors once, before they need it. The signing key stays in its file (0600) and is never \
            printed. --make makes a key for a ledger that was founded before there were keys, or has lost its own.

            EXAMPLE
              quittance key > normandie.key

            EXIT CODES  0 printed; 1 there is a key already; 2 bad usage; 3 the ledger is unusable
            """)

    @Flag(help: "Make a key for a ledger that has none.")
    var make = false

    @OptionGroup var place: FolderOptions

    func run() throws {
        let verifier = try make ? place.folder.makeMissingSigningKey() : place.folder.verifier()
        Console.write(verifier.text + "\n")
    }
}
