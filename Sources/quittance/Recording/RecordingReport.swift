import EventLog
import LedgerApplication
import LedgerValues
import ResidenceRules

/// What became of the lines of a command file; problems are said as they come.
struct RecordingReport {
    let json: Bool
    private(set) var lines = 0
    private(set) var recorded = 0
    private(set) var events = 0
    /// Lines whose key was used before for the same request.
    private(set) var repeated = 0
    /// Money recorded although a rule refuses its use.
    private(set) var unallocated = 0
    private(set) var refused = 0
    /// Lines that are no command.
    private(set) var unreadable = 0

    init(json: Bool) { self.json = json }

    /// What became of a line that was not simply recorded.
    private enum Outcome: String {
        case refused
        case unallocated
        case unreadable

        var french: String {
            switch self {
            case .refused: "refusée"
            case .unallocated: "à classer"
            case .unreadable: "illisible"
            }
        }
    }

    /// Why a line was refused, or what was noted about it.
    private struct Problem {
        let line: Int
        let outcome: Outcome
        let code: String
        let rule: String
        let field: String?
        /// Where in the file the fault shows; nil for money, which is no fault of its line.
        let place: TextPlace?
        let detail: String
        let remedy: String

        private var placeMembers: JSONValue {
            guard let place else { return .null }
            return .members([
                "offset": .count(place.offset), "line": .count(place.line), "column": .count(place.column),
            ])
        }

        var members: [JSONObject.Member] {
            [
                .init(name: "code", value: .string(code)), .init(name: "rule", value: .string(rule)),
                .init(name: "field", value: .text(field)), .init(name: "place", value: placeMembers),
                .init(name: "detail", value: .string(detail)),
                .init(name: "remedy", value: .string(remedy)),
            ]
        }
    }

    /// Counts a line that is no command.
    mutating func add(_ error: RequestError, line: Int) throws {
        lines += 1
        unreadable += 1
        let words = error.explanation(in: Speech.language)
        try say(
            Problem(
                line: line, outcome: .unreadable, code: error.code.rawValue, rule: error.rule, field: error.field,
                place: error.place?.onLine(line), detail: words.sentence, remedy: words.remedy))
    }

    /// Counts what a command came to.
    ///
    /// - Parameter text: the line, in which the place of a refusal is looked up.
    /// - Throws: ``Diagnosis`` when the log is not durable any more.
    mutating func add(_ result: Result<CommandAnswer, any Error>, line: Int, _ text: [UInt8]) throws {
        lines += 1
        switch result {
        case .success(let answer):
            if answer.repeated {
                repeated += 1
            } else {
                recorded += 1
                events += answer.events.count
                if answer.refusal != nil { unallocated += 1 }
            }
            try say(answer, line: line)
        case .failure(let rejection as Rejection):
            refused += 1
            try say(problem(rejection, .refused, line: line, rejection.member(in: text)))
        case .failure(CommandError.keyReused(let position)):
            refused += 1
            try say(problem(.keyReused, line: line, .key(in: text), "position \(position)"))
        case .failure(CommandError.eventTooLarge):
            refused += 1
            try say(problem(.eventTooLarge, line: line, nil, nil))
        case .failure(let error): throw Diagnosis(error)
        }
    }

    /// A line for each command in JSON, with its receipts; otherwise only money kept unallocated is worth a line.
    private func say(_ answer: CommandAnswer, line: Int) throws {
        let problem = answer.refusal.map { self.problem($0, .unallocated, line: line) }
        guard json else {
            if !answer.repeated, let problem { try say(problem) }
            return
        }
        let outcome = answer.repeated ? "repeated" : problem?.outcome.rawValue ?? "recorded"
        try Console.write(
            json: .members(
                [
                    "line": .count(line), "outcome": .string(outcome), "contract": .text(answer.contract),
                    "version": answer.version.map { .count($0) } ?? .null, "recorded_at": .text(answer.recordedAt),
                ], and: [answer.receipts] + (problem?.members ?? [])))
    }

    private func problem(
        _ rejection: Rejection, _ outcome: Outcome, line: Int, _ member: RefusedMember? = nil
    ) -> Problem {
        let words = rejection.explanation(in: Speech.language)
        return Problem(
            line: line, outcome: outcome, code: rejection.code.rawValue, rule: rejection.code.rule,
            field: member?.field, place: member?.place?.onLine(line), detail: words.sentence, remedy: words.remedy)
    }

    private func problem(
        _ code: CommandErrorCode, line: Int, _ member: RefusedMember?, _ found: String?
    ) -> Problem {
        let words = code.explanation(in: Speech.language)
        return Problem(
            line: line, outcome: .refused, code: code.rawValue, rule: code.rule, field: member?.field,
            place: member?.place?.onLine(line), detail: words.sentence + (found.map { " (\($0))" } ?? ""),
            remedy: words.remedy)
    }

    private func say(_ problem: Problem) throws {
        if json {
            return try Console.write(
                json: .members(
                    ["line": .count(problem.line), "outcome": .string(problem.outcome.rawValue)], and: problem.members))
        }
        let (english, place) = (Speech.language == .english, problem.place)
        let column = place.map { english ? ", column \($0.column)" : ", colonne \($0.column)" } ?? ""
        let field = problem.field.map { english ? " in \($0)" : " dans \($0)" } ?? ""
        let start =
            english
            ? "line \(problem.line)\(column): \(problem.outcome.rawValue), \(problem.code) (\(problem.rule))\(field): "
            : "ligne \(problem.line)\(column) : \(problem.outcome.french), \(problem.code) (\(problem.rule))\(field) : "
        Console.write(start + "\(problem.detail)\n  \(problem.remedy)\n")
    }

    /// The sums.
    func summarise(dryRun: Bool, head: TreeHead) throws {
        if json {
            return try Console.write(
                json: .members([
                    "dry_run": .bool(dryRun), "lines": .count(lines), "recorded": .count(recorded),
                    "events": .count(events), "repeated": .count(repeated), "unallocated": .count(unallocated),
                    "refused": .count(refused), "unreadable": .count(unreadable), "size": .integer(head.size),
                ]))
        }
        Console.write(
            """
            \(Counted.text(lines, "line")): \(recorded) \(dryRun ? "would be recorded" : "recorded") as \(Counted.text(events, "event")), \
            \(repeated) recorded before, \(refused) refused, \(unreadable) unreadable.

            """)
        if unallocated > 0 { Console.write("\(unallocated) of them are money kept unallocated.\n") }
        if dryRun { Console.write("This was a rehearsal: the ledger is as it was.\n") }
    }

    /// How the command ends.
    var status: ExitStatus {
        if unreadable > 0 { return .badInput }
        return refused > 0 ? .found : .done
    }
}
