import ArgumentParser
import EventLog
import LedgerApplication
import LedgerValues

/// `quittance audit-bundle`
struct AuditBundleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit-bundle",
        abstract: "Write one file that proves the account of a contract.",
        discussion: """
            The contract's events byte by byte, the proof that each is in the log that was signed last, the checkpoint, \
            the schemas, the entries and the account. Whoever has the verifier key checks it without the ledger: with \
            `quittance verify-bundle`, or with Tools/verify-bundle.py and nothing else of ours.

            EXAMPLE
              quittance audit-bundle --contract 7f3a --out 7f3a.bundle

            EXIT CODES  0 written; 2 bad usage or unknown contract; 3 the ledger is unusable
            """)

    @Option(help: ArgumentHelp("The contract's identifier, or a tenant code.", valueName: "contract"))
    var contract: String

    @Option(help: ArgumentHelp("The file that is written; default: standard output.", valueName: "file"))
    var out: String?

    @OptionGroup var place: FolderOptions

    func run() async throws {
        let bundle = try await place.folder.reading { ledger in
            try await ledger.auditBundle(of: ledger.identifier(named: contract))
        }
        let bytes = try bundle.bytes
        guard let out else { return Console.write(bytes) }
        try PrivateFile.write(bytes, to: out)
        Console.write(
            """
            Wrote \(out): \(Counted.text(bundle.count, "event")) of contract \(bundle.contract), proven in the log of \
            \(bundle.signed.checkpoint.size) events; the account stands at \(FrenchText.amount(bundle.balance)).

            """)
    }
}
