import ArgumentParser
import EventCodecs
import EventLog
import LedgerApplication
import LedgerValues

/// `quittance replay`
struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Read the log again up to a moment, and say what the books of a day were.",
        discussion: """
            Starts at the first event and uses no stored figure. --as-of names the day, --known-at up to where the log \
            may speak; together they ask what was known then of that day. The digests are those that `quittance seal` \
            records; `statement`, `unpaid`, `trial-balance` and the others answer in detail for the same two clocks.

            EXAMPLE
              quittance replay --as-of 2026-12-31 --known-at 2027-01-15T00:00:00Z

            EXIT CODES  0 replayed; 2 bad usage; 3 the ledger is unusable
            """)

    @OptionGroup var question: QuestionOptions
    @OptionGroup var place: FolderOptions

    func run() async throws {
        let knownAt = try question.knowledge()
        let (day, answer, proof) = try await place.folder.reading { ledger in
            let day = try question.day(or: ledger.today)
            let answer = try await ledger.booksSaid(through: day, knownAt: knownAt)
            let position = answer.knowledge.position
            return (day, answer, try await ledger.inclusion(of: position, size: position.number))
        }
        if question.json {
            try Console.write(
                json: .members(
                    ["as_of": .day(day), "known_at": answer.knowledge.json, "root": .text(proof.root)],
                    and: answer.value.members))
        } else {
            Console.write(
                "Replayed \(Counted.text(proof.size, "event")), root \(proof.root): the books of "
                    + "\(FrenchText.day(day)), \(answer.knowledge.sentence)\n\(answer.value.page)")
        }
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
            found there. What the digests are of stands in docs/log-format.md.

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
        let (books, position) = try await place.folder.writing { try await $0.seal(through: day, by: actor) }
        if json {
            try Console.write(
                json: .members(["position": .integer(position.number)], and: books.value.members))
        } else {
            Console.write(
                "Sealed at position \(position): the books of \(FrenchText.day(day)), \(books.knowledge.sentence)\n"
                    + books.value.page)
        }
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
