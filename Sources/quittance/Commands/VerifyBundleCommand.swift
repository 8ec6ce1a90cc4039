import ArgumentParser
import EventLog
import Foundation
import LedgerApplication
import LedgerValues

/// `quittance verify-bundle`
struct VerifyBundleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify-bundle",
        abstract: "Check an audit bundle with nothing but the verifier key.",
        discussion: """
            Checks the signature, the proof of every event, that the contract's stream has no gap, and that schemas, \
            entries and account are those of the events. No ledger is needed. A bundle cannot show that the contract \
            has no later events than those it holds.

            EXAMPLE
              quittance verify-bundle 7f3a.bundle --key normandie.key

            EXIT CODES  0 sound; 1 refused, with the reason; 2 bad usage
            """)

    @Argument(help: "What `quittance audit-bundle` wrote.")
    var file: String

    @Option(help: ArgumentHelp("The verifier key, or a file that holds it.", valueName: "key"))
    var key: String

    func run() throws {
        guard let content = FileManager.default.contents(atPath: file) else {
            throw ValidationError("'\(file)' cannot be read.")
        }
        do {
            let bundle = try AuditBundle(verifying: Array(content), by: NoteVerifier.argument(key))
            Console.write(
                """
                Sound: \(Counted.text(bundle.count, "event")) of contract \(bundle.contract), in the log \
                \(bundle.signed.verifier.name) of \(bundle.signed.checkpoint.size) events; the account stands at \
                \(bundle.balance.cents) cents. \(Self.naming(bundle.keyPosition))

                """)
        } catch let fault as BundleFault {
            throw Diagnosis(.found, "REFUSED: \(fault)")
        } catch let fault as CheckpointFault {
            throw Diagnosis(.found, "REFUSED: \(fault)")
        }
    }

    private static func naming(_ position: Position?) -> String {
        position.map { "The log names the key at position \($0)." } ?? "The log does not name the key."
    }
}
