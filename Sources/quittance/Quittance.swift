import ArgumentParser
import Foundation
import Glibc

/// The command line of Quittance, and the only composition root: clock, randomness and environment come from here.
@main
struct Quittance: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quittance",
        abstract: "The ledger of a Crous: rents, advances and deposits of student residences.",
        discussion: """
            A folder holds one ledger, and a ledger belongs to one Crous. One process writes it at a time; questions \
            are answered beside it. Refusals are said in English; --lang fr, or a French locale, says them in French.

            EXIT CODES
              0  done, and nothing to complain of
              1  a rule refused a command, or something was found
              2  the command line or an input cannot be understood
              3  the ledger cannot be used: absent, locked or corrupt

            EXAMPLE
              quittance init --crous normandie
              quittance publish-tariff Tools/Tariffs/tariffs_2026.csv
              quittance record commands.ndjson
              quittance bill --through 2026-09-30
              quittance trial-balance
            """,
        version: "0.2.0-dev",
        subcommands: [
            InitCommand.self, PublishTariffCommand.self, ServeCommand.self, RecordCommand.self, BillCommand.self,
            CloseCommand.self, ChartCommand.self, SimulateCommand.self, StatementCommand.self, ReceiptsCommand.self,
            ContractsCommand.self,
            UnpaidCommand.self,
            HousingAidCommand.self, DepositsCommand.self, UnallocatedCommand.self, TrialBalanceCommand.self,
            ExportCommand.self,
            EventsCommand.self,
            VerifyCommand.self, CheckpointCommand.self, ProofCommand.self, AuditBundleCommand.self,
            ReplayCommand.self, DiffCommand.self, SealCommand.self,
            VerifyBundleCommand.self, VerifyProofCommand.self,
            PersonCommand.self, ErasePersonCommand.self, ExportPersonCommand.self,
            KeyCommand.self, BackupCommand.self, RestoreCommand.self, RebuildCommand.self, WitnessCommand.self,
            TimestampCommand.self,
            TilesCommand.self,
            SampleCommand.self,
        ])

    static func main() async {
        // Whatever a ledger's folder gets is for its owner alone.
        umask(0o077)
        do {
            let (language, arguments) = try Speech.choose(
                Array(CommandLine.arguments.dropFirst()), environment: ProcessInfo.processInfo.environment)
            await Speech.$language.withValue(language) { await run(arguments) }
        } catch {
            leave(over: error)
        }
    }

    private static func run(_ arguments: [String]) async {
        var command: any ParsableCommand
        do { command = try parseAsRoot(arguments) } catch { leave(over: error) }
        do {
            if var waiting = command as? any AsyncParsableCommand {
                try await waiting.run()
            } else {
                try command.run()
            }
        } catch let error as ValidationError {
            // The program's own usage lists the commands, and says nothing of this one's options.
            Console.complain("Error: \(error.message)\nUsage: \(usageString(for: type(of: command)))")
            ExitStatus.badInput.leave()
        } catch {
            leave(over: error)
        }
    }

    /// Says why the process ends and ends it with the status that fits.
    private static func leave(over error: any Error) -> Never {
        switch exitCode(for: error) {
        case .success:
            Console.write(fullMessage(for: error) + "\n")
            ExitStatus.done.leave()
        case .validationFailure:
            Console.complain(fullMessage(for: error))
            ExitStatus.badInput.leave()
        default:
            let diagnosis = Diagnosis(error)
            if !diagnosis.message.isEmpty { Console.complain("quittance: " + diagnosis.message) }
            diagnosis.status.leave()
        }
    }
}
