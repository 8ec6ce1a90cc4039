import ArgumentParser
import EventCodecs
import EventLog
import LedgerApplication
import LedgerValues
import Projections
import ResidenceRules

/// `quittance replay`
struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Read the log again up to a moment, and say what the books of a day were.",
        discussion: """
            Starts at the first event and uses no stored figure. Every seal recorded up to the moment is computed again, \
            and must say what it said then. --as-of names the day, --known-at up to where the log \
            may speak; together they ask what was known then of that day. The digests are those that `quittance seal` \
            records; `statement`, `unpaid`, `trial-balance` and the others answer in detail for the same two clocks.

            EXAMPLE
              quittance replay --as-of 2026-12-31 --known-at 2027-01-15T00:00:00Z

            EXIT CODES  0 replayed; 1 a seal does not hold; 2 bad usage; 3 the ledger is unusable
            """)

    @OptionGroup var question: QuestionOptions
    @OptionGroup var place: FolderOptions

    func run() async throws {
        let knownAt = try question.knowledge()
        let (day, answer, proof) = try await place.folder.reading { ledger in
            let day = try question.day(or: ledger.today)
            let answer = try await ledger.replay(asOf: day, knownAt: knownAt)
            let position = answer.knowledge.position
            return (day, answer, try await ledger.inclusion(of: position, size: position.number))
        }
        if question.json {
            try Console.write(
                json: .members(
                    [
                        "as_of": .day(day), "known_at": answer.knowledge.json, "root": .text(proof.root),
                        "seals": .count(answer.value.seals),
                        "broken_seals": .list(answer.value.broken) { .integer($0.position.number) },
                    ], and: answer.value.books.members))
        } else {
            Console.write(
                "Replayed \(Counted.text(proof.size, "event")), root \(proof.root): the books of "
                    + "\(FrenchText.day(day)), \(answer.knowledge.sentence)\n\(answer.value.books.page)")
            Console.write(Self.sentences(answer.value))
        }
        if !answer.value.broken.isEmpty { throw Diagnosis.silent(.found) }
    }

    private static func sentences(_ replayed: ReplayedBooks) -> String {
        let holding = replayed.seals - replayed.broken.count
        let found = replayed.broken.map { recorded in
            "NOT SOUND: the books of \(FrenchText.day(recorded.seal.through)) are not those sealed at position "
                + "\(recorded.position)\n"
        }
        return found.joined() + "\(Counted.text(holding, "seal")) \(holding == 1 ? "holds" : "hold").\n"
    }
}

/// `quittance seal`
struct SealCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "seal",
        abstract: "Record what the books of a day say now, so that a replay can check it.",
        discussion: """
            Records an event with the digests of the trial balance and of the open items, and the position up to which \
            they were read. `quittance verify` computes every seal again: changed code that changes old figures is \
            found there. A contract of which a line lacks a tariff, as those of days to come may, is sealed without that \
            line, and named. What the digests are of stands in docs/log-format.md.

            EXAMPLE
              quittance seal --through 2026-12-31

            EXIT CODES  0 recorded; 2 bad usage; 3 the ledger is unusable
            """)

    @Option(help: ArgumentHelp("The last day of the books, YYYY-MM-DD.", valueName: "day"))
    var through: String

    @Flag(help: "Answer in JSON.")
    var json = false

    @OptionGroup var place: FolderOptions
    @OptionGroup var author: ActorOptions

    func run() async throws {
        let actor = try author.parsed()
        let day = try CalendarDate.argument(through)
        let (sealed, incomplete) = try await place.folder.writing { ledger in
            let sealed = try await ledger.seal(through: day, by: actor)
            let known = KnownAt.position(sealed.books.value.knownAt)
            return (sealed, try await Self.incomplete(in: ledger, on: day, known))
        }
        let books = sealed.books
        if json {
            try Console.write(
                json: .members(
                    [
                        "position": .integer(sealed.at.number), "leaf_hash": .text(sealed.leafHash),
                        "incomplete": .list(incomplete) { .text($0.contract) },
                    ], and: books.value.members))
        } else {
            Console.write(
                "Sealed at position \(sealed.at): the books of \(FrenchText.day(day)), \(books.knowledge.sentence)\n"
                    + books.value.page)
            for (contract, error) in incomplete {
                Console.write("sealed without lines to come: \(contract), \(error.message)\n")
            }
        }
    }

    /// The contracts of which the day has lines that cannot be computed yet, with the reason.
    private static func incomplete(
        in ledger: any LedgerService, on day: CalendarDate, _ known: KnownAt
    ) async throws -> [(contract: ContractID, error: ScheduleError)] {
        let list = try await WholeList(of: ledger, asOf: day, knownAt: known) { id, statement in
            statement.incomplete.map { [(id, $0)] } ?? []
        }
        return list.rows.map { ($0.0, $0.1) } + list.failures.map { ($0.contract, $0.error) }
    }
}

extension BooksSeal {
    fileprivate var members: [JSONObject.Member] {
        [
            JSONObject.Member(name: "through_on", value: .day(through)),
            JSONObject.Member(name: "debit_cents", value: .cents(debits)),
            JSONObject.Member(name: "trial_balance_hash", value: .text(trialBalance)),
            JSONObject.Member(name: "open_items", value: .integer(items)),
            JSONObject.Member(name: "open_cents", value: .cents(open)),
            JSONObject.Member(name: "open_items_hash", value: .text(openItems)),
        ]
    }

    fileprivate var page: String {
        """
        Trial balance: \(FrenchText.amount(debits)) on each side, digest \(trialBalance)
        Open items: \(items) for \(FrenchText.amount(self.open)), digest \(openItems)

        """
    }
}
