import EventLog
import HTTPTypes
import LedgerApplication
import LedgerValues
import PersonStore
import ResidenceRules

extension Problem {
    /// What a caller is told of an error of any kind.
    init(_ error: any Error) {
        switch error {
        case let problem as Problem: self = problem
        case let error as RequestError: self.init(error)
        case let rejection as Rejection: self.init(rejection)
        case let error as CommandError: self.init(error)
        case let error as QueryError: self.init(error)
        case let error as ScheduleError: self.init(error)
        case let error as LedgerError: self.init(error)
        case let error as PersonStoreError: self.init(error)
        case is EventStoreError, is CheckpointFault:
            self.init(
                .serviceUnavailable, "STORAGE_FAILED", detail: "The log cannot be read.",
                remedy: "Have the service verified and restored before asking again.")
        case is TemporaryFileError, is SpoolError:
            self.init(
                .serviceUnavailable, "STORAGE_FAILED", detail: "A temporary file cannot be written.",
                remedy: "Have room made in the service's TMPDIR before asking again.")
        default:
            self.init(
                .internalServerError, "INTERNAL_ERROR", detail: "The service met an error it does not know.",
                remedy: "Report the request's identifier to whoever runs the service.")
        }
    }

    /// The form of a request: 400, and 413 for its length.
    init(_ error: RequestError) {
        self.init(
            error.code == .tooLarge ? .contentTooLarge : .badRequest, error.code.rawValue, field: error.field,
            detail: error.detail, remedy: error.remedy, rule: error.rule)
        place = error.place
        explanation = { error.code.explanation(in: $0) }
    }

    /// What a caller is told of an error that the command in `text` met: where a rule looked, that place is named.
    ///
    /// - Parameter keyInBody: whether the command's key is a member of it, as in a line of a bulk request.
    static func placed(_ error: any Error, in text: [UInt8], keyInBody: Bool = false) -> any Error {
        let member: RefusedMember
        switch error {
        case let rejection as Rejection: member = rejection.member(in: text)
        case CommandError.keyReused where keyInBody: member = .key(in: text)
        default: return error
        }
        var problem = Problem(error)
        problem.field = member.field
        problem.place = member.place
        return problem
    }

    /// A rule says no: 422.
    init(_ rejection: Rejection) {
        self.init(
            .unprocessableContent, rejection.code.rawValue,
            detail: rejection.explanation(in: .english).sentence, remedy: rejection.code.remedy,
            rule: rejection.code.rule)
        explanation = { rejection.code.explanation(in: $0) }
        details = { rejection.explanation(in: $0).sentence }
    }

    init(_ error: ScheduleError) {
        switch error {
        case .noTariff: self.init(Rejection(.noTariff, error.message))
        }
    }

    private init(
        _ status: HTTPResponse.Status, _ code: CommandErrorCode, field: String? = nil, detail: String
    ) {
        self.init(
            status, code.rawValue, field: field, detail: detail, remedy: code.explanation(in: .english).remedy,
            rule: code.rule)
        explanation = { code.explanation(in: $0) }
    }

    private init(_ error: CommandError) {
        switch error {
        case .versionConflict(let expected, let actual, let since):
            self.init(
                .conflict, .versionConflict, field: "If-Match",
                detail: "The contract is at version \(actual), not \(expected).")
            extras = [
                ("expected_version", .number(Int64(expected))), ("current_version", .number(Int64(actual))),
                ("positions", .numbers(since.map(\.number))),
            ]
            headers[.eTag] = "\"\(actual)\""
        case .keyReused(let position):
            self.init(
                .conflict, .keyReused, field: "Idempotency-Key",
                detail: "The key was used for another request, recorded at position \(position).")
            extras = [("position", .number(position.number))]
        case .eventTooLarge:
            self.init(.contentTooLarge, .eventTooLarge, detail: "An event would have more than 65,535 bytes.")
        case .storageFailed:
            self.init(
                .serviceUnavailable, "STORAGE_FAILED",
                detail: "The log could not be made durable; the service takes no further command.",
                remedy: "Send the command again, with the same key, once the service is back.")
        }
    }

    private init(_ error: QueryError) {
        switch error {
        case .nothingKnown:
            self.init(
                .unprocessableContent, "NOTHING_KNOWN", field: "known_at",
                detail: "The log held no event at that point.", remedy: "Ask for a later point.")
        case .futureKnowledge(let asked, let head):
            self.init(
                .unprocessableContent, "FUTURE_KNOWLEDGE", field: "known_at",
                detail: "The log ends at position \(head.position), recorded \(head.recordedAt), before \(asked).",
                remedy: "Ask for a point that is not after the head of the log, or leave known_at out.")
            extras = [("head_position", .number(head.position.number))]
        case .beyondHead(let asked, let last):
            self.init(
                .unprocessableContent, "BEYOND_HEAD", field: "after",
                detail: "The log ends at position \(last), before \(asked).",
                remedy: "Ask for what comes after a position of the log; after the last one the page is empty.")
            extras = [("head_position", .number(last))]
        case .unknownContract:
            self.init(
                .notFound, "UNKNOWN_CONTRACT", field: "contract", detail: "No contract of that identifier was known.",
                remedy: "Correct the identifier, or ask for a later known_at.")
        case .unknownTenantCode:
            self.init(
                .notFound, "UNKNOWN_TENANT_CODE", field: "tenant_code", detail: "No such tenant code was known.",
                remedy: "Correct the code, or ask for a later known_at.", rule: "R-021")
        case .unknownPerson:
            self.init(
                .notFound, "UNKNOWN_PERSON", field: "person", detail: "No such person is registered.",
                remedy: "Correct the identifier or the number, or register the person.", rule: "R-039")
        case .personErased:
            self.init(
                .gone, "PERSON_ERASED", field: "person", detail: "What was kept about the person was erased.",
                remedy: "Register the person anew; what was erased does not come back.", rule: "R-039")
        case .momentsInDisorder(let from, let to):
            self = .invalidParameter(
                "from", "Give a moment that is not after `to`: position \(from) comes after position \(to).")
        case .outsideTree(let asked, let size):
            self.init(
                .unprocessableContent, "OUTSIDE_TREE", detail: "A tree of \(size) events has no \(asked).",
                remedy: "Name an earlier position or size; what was recorded just now is signed within a second.")
            extras = [("size", .number(size))]
        }
    }

    private init(_ error: PersonStoreError) {
        switch error {
        case .unreadable, .notCommitted:
            self.init(
                .internalServerError, "PERSON_RECORD_DAMAGED",
                detail: "A section is not what the log commits to, or cannot be decrypted.",
                remedy: "Write the section again from its source.")
        case .absent, .keysMissing, .keysExposed, .keysOfAnotherStore, .foreign, .notDurable:
            self.init(
                .serviceUnavailable, "PERSON_STORE_UNUSABLE", detail: "The person store cannot be used.",
                remedy: "Have whoever runs the service put the store and its key file right.")
        }
    }

    private init(_ error: LedgerError) {
        switch error {
        case .unsigned:
            self.init(
                .notFound, "NO_CHECKPOINT", detail: "The ledger signs no checkpoints.",
                remedy: "Have the service run on a ledger with a signing key.")
        case .stopped, .notFounded, .alreadyFounded:
            self.init(
                .serviceUnavailable, "SERVICE_STOPPED", detail: "The ledger takes no request now.",
                remedy: "Send the request again, with the same key, once the service is back.")
        }
    }
}
