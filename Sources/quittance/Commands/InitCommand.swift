import ArgumentParser
import EventLog
import HTTPAPI
import LedgerApplication
import LedgerValues
import SQLiteStore

/// `quittance init`
struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Found the ledger of a Crous in a new folder.",
        discussion: """
            Makes the folder (0700), an empty log, a key that signs its checkpoints, and a bearer token for the HTTP \
            API with every scope. The log opens with the Crous, the schemas and a value for every policy. The token is \
            shown once and kept in the file `token` (0600); `tokens.json` (0600) holds only its hash. The signing key \
            stays in the file `signing-key` (0600); the verifier key is what auditors need. A folder that holds a \
            ledger is refused.

            EXAMPLE
              quittance init --crous normandie --data /srv/quittance/normandie

            EXIT CODES  0 founded; 1 a ledger is there already; 2 bad usage; 3 the folder cannot be used
            """)

    @Option(
        help: ArgumentHelp(
            "The Crous, as a code of 1 to 48 characters of [0-9A-Za-z_.-].", valueName: "code"))
    var crous: String

    @Flag(help: "Answer in JSON, the token included.")
    var json = false

    @OptionGroup var place: FolderOptions
    @OptionGroup var author: ActorOptions

    /// Who the first token stands for; other tokens are added to the file with an actor each.
    private static func firstActor() -> Actor {
        guard let actor = Actor("api") else { preconditionFailure("a valid name") }
        return actor
    }

    func run() throws {
        try StudentNumber.refuse(crous, at: "--crous")
        guard let code = Code(crous) else {
            throw ValidationError("'\(crous)' is no code: use 1 to 48 characters of [0-9A-Za-z_.-], such as normandie.")
        }
        let actor = try author.parsed()
        let folder = place.folder
        try folder.make()
        let store = try SQLiteStore.open(folder: folder.path)
        guard try store.makeReader().size() == 0 else {
            throw Diagnosis(.found, "\(folder.path) holds a ledger already: name another folder with --data")
        }
        // Tokens and key come first: once the log is founded, nothing is missing.
        let token = AccessToken.random()
        try AccessTokens([token.granted(to: Self.firstActor(), Set(Scope.allCases))])
            .write(to: folder.tokensPath)
        try PrivateFile.write(Array((token.text + "\n").utf8), to: folder.firstTokenPath)
        let verifier = try folder.makeSigningKey(for: code, store)
        try Founding.found(store, crous: code, key: verifier, by: actor, clock: SystemClock.now)
        try folder.signHead(of: store)
        let head = try store.makeReader().treeHead()
        if json {
            return try Console.write(
                json: .members([
                    "crous": .text(code), "folder": .string(folder.path), "size": .integer(head.size),
                    "root": .text(head.root), "verifier_key": .string(verifier.text), "token": .string(token.text),
                    "token_file": .string(folder.firstTokenPath),
                ]))
        }
        Console.write(
            """
            Founded the ledger of \(code) in \(folder.path): \(head.size) events, root \(head.root).
            Verifier key of its checkpoints, for auditors: \(verifier.text)
            Bearer token, shown once and kept in \(folder.firstTokenPath): \(token.text)

            """)
    }
}
