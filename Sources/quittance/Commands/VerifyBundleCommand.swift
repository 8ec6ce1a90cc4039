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
            let bundle = try AuditBundle(verifying: Array(content), by: verifier())
            Console.write(
                """
                Sound: \(Counted.text(bundle.count, "event")) of contract \(bundle.contract), in the log \
                \(bundle.signed.verifier.name) of \(bundle.signed.checkpoint.size) events; the account stands at \
                \(bundle.balance.cents) cents.

                """)
        } catch let fault as BundleFault {
            throw Diagnosis(.found, "REFUSED: \(fault)")
        } catch let fault as CheckpointFault {
            throw Diagnosis(.found, "REFUSED: \(fault)")
        }
    }

    private func verifier() throws -> NoteVerifier {
        var text = key
        if !key.contains("+") {
            guard let content = FileManager.default.contents(atPath: key) else {
                throw ValidationError("'\(key)' cannot be read.")
            }
            text = String(decoding: content, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        }
        guard let verifier = NoteVerifier(text) else {
            throw ValidationError("There is no verifier key NAME+ID+KEY in --key.")
        }
        return verifier
    }
}
