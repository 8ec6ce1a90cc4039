import EventLog
import LedgerApplication
import PersonStore
import ResidenceRules
import SQLiteStore

/// Why a command ends early, in a sentence for a person and a status for a program.
struct Diagnosis: Error {
    let status: ExitStatus
    /// Empty when everything was said already.
    let message: String

    init(_ status: ExitStatus, _ message: String) {
        self.status = status
        self.message = message
    }

    /// Ends with a status after the answer itself said why.
    static func silent(_ status: ExitStatus) -> Diagnosis { Diagnosis(status, "") }

    /// Sorts any error into the three failures that are kept apart (design 4).
    init(_ error: any Error) {
        switch error {
        case let error as Diagnosis: self = error
        case let error as Rejection: self.init(.found, Self.sentence(error))
        case let error as ScheduleError: self.init(.found, error.message)
        case let error as CommandError: self.init(error)
        case let error as QueryError: self.init(.badInput, Self.sentence(error))
        case let error as RequestError:
            let words = error.explanation(in: Speech.language)
            let field = error.field.map { " at \($0)" } ?? ""
            self.init(
                .badInput,
                "\(error.code.rawValue) (\(error.rule))\(field): \(words.sentence)\n  \(words.remedy)")
        case let error as PersonStoreError:
            if case .absent = error {
                self.init(.badInput, error.description)
            } else {
                self.init(.unusable, error.description)
            }
        case let error as LedgerError: self.init(.unusable, Self.sentence(error))
        case let fault as CheckpointFault: self.init(.unusable, "\(fault)\n  \(Self.remedy(fault))")
        case SQLiteStoreError.folderInUse(let folder, let process):
            let holder = process.map { "process \($0)" } ?? "another process"
            self.init(
                .unusable,
                "the ledger in \(folder) is being written by \(holder): send commands to its HTTP API, or stop it first"
            )
        default: self.init(.unusable, String(describing: error))
        }
    }

    private init(_ error: CommandError) {
        switch error {
        case .versionConflict(let expected, let actual, _):
            self.init(.found, "the contract is at version \(actual), not \(expected)")
        case .keyReused(let position):
            self.init(.found, "the key was used for another request, which begins at position \(position)")
        case .eventTooLarge: self.init(.badInput, "an event would be larger than 65,535 bytes")
        case .storageFailed(let text): self.init(.unusable, "the log could not be made durable: \(text)")
        }
    }

    /// The code, the rule, what was found and what to do, in the language of the run.
    static func sentence(_ rejection: Rejection) -> String {
        let words = rejection.explanation(in: Speech.language)
        return "\(rejection.code.rawValue) (\(rejection.code.rule)): \(words.sentence)\n  \(words.remedy)"
    }

    private static func sentence(_ error: QueryError) -> String {
        switch error {
        case .nothingKnown: "the log held no event at that position or instant"
        case .futureKnowledge(let asked, let head):
            "\(asked) lies after the head of the log, position \(head.position) of \(head.recordedAt)"
        case .beyondHead(let asked, let last): "the log ends at position \(last), before \(asked)"
        case .unknownContract(let text): "no contract and no tenant code is called \(text)"
        case .unknownTenantCode(let text): "no tenant code is called \(text)"
        case .unknownPerson: "no such person is registered"
        case .personErased(let person): "what was kept about person \(person) was erased"
        case .momentsInDisorder(let from, let to):
            "--from must not be after --to: position \(from) comes after position \(to)"
        case .outsideTree(let asked, let size): "a tree of \(size) events has no \(asked)"
        }
    }

    private static func sentence(_ error: LedgerError) -> String {
        switch error {
        case .notFounded: "the log is empty: run `quittance init` first"
        case .alreadyFounded: "the ledger was founded before"
        case .stopped: "the ledger's store could not be read"
        case .unsigned: "the ledger signs no checkpoints yet: run `quittance key --make` once"
        }
    }

    private static let lastResort =
        "Nothing is recorded before; where there is none, `quittance restore --accept-loss` goes on."

    private static func remedy(_ fault: CheckpointFault) -> String {
        switch fault {
        case .verifierMissing:
            "Put the file `verifier-key` back: the auditors have it. The next command that writes makes it again."
        case .missing, .unreadable, .foreign:
            "Put the file `checkpoint` back as anybody who asked for it last has it. \(lastResort)"
        case .logShrank(_, let signed):
            "Put back a copy of the log with at least \(signed) events. \(lastResort)"
        case .logForked: "Put back a copy of the log that continues what was signed. \(lastResort)"
        }
    }
}
