import ArgumentParser
import EventLog
import LedgerApplication
import LedgerValues
import Projections
import ResidenceRules

/// `quittance close`
struct CloseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "close",
        abstract: "Close the books of a month and of every month before it.",
        discussion: """
            The month must be billed through its last day. What is recorded later with an effective day in a closed \
            month keeps that day, and is posted in the first open month. Beside a running `quittance serve`, the command \
            close-month over POST /v1/commands does the same.

            --year closes December, hence the whole year: its income accounts leave a result, and what the others hold \
            is carried forward when a file of the next year is written. It says what is earned and not due on \
            31 December, which the tenants' accounts hold already, and what was charged for days to come; `quittance \
            export table --of accruals` lists both, charge by charge.

            EXAMPLE
              quittance close --month 2026-09
              quittance close --year 2026

            EXIT CODES  0 closed; 1 refused, or closed and contracts lack a tariff; 2 bad usage; 3 the ledger is unusable
            """)

    @Option(help: ArgumentHelp("The month, YYYY-MM.", valueName: "month"))
    var month: String?

    @Option(help: ArgumentHelp("The year, YYYY, in the place of a month.", valueName: "year"))
    var year: Int?

    @Flag(help: "Answer in JSON.")
    var json = false

    @OptionGroup var place: FolderOptions
    @OptionGroup var author: ActorOptions

    func run() async throws {
        let actor = try author.parsed()
        let month = try last()
        let (answer, accruals) = try await place.folder.writing { ledger in
            let answer = try await ledger.execute(
                CommandRequest(
                    actor: actor, key: nil, requestHash: SHA256.hash(Array("close-month \(month)".utf8)),
                    command: .closeMonth(month), moment: EffectiveMoment(day: ledger.today)))
            guard year != nil else { return (answer, WholeList<AccrualRow>?.none) }
            return (answer, try await WholeList(of: ledger, asOf: month.last, knownAt: .head, AccrualRow.rows))
        }
        if json {
            try Console.write(
                json: .members(
                    [
                        "month": .text(month),
                        "position": answer.events.first?.position.map { .integer($0.number) } ?? .null,
                    ], and: [answer.receipts] + (accruals.map { Self.members(of: $0.rows) } ?? [])))
        } else {
            Console.write("Closed the books through \(FrenchText.month(month)).\n")
            if let accruals { Console.write(Self.text(accruals.rows, on: month.last)) }
        }
        try accruals?.requireComplete()
    }

    /// What the last day of the year divides, in cents.
    private static func members(of rows: [AccrualRow]) -> [JSONObject.Member] {
        [
            .init(name: "earned_not_due_cents", value: .cents(rows.map(\.earnedNotDue).total())),
            .init(name: "earned_not_charged_cents", value: .cents(rows.map(\.notCharged).total())),
            .init(name: "deferred_cents", value: .cents(rows.map(\.deferred).total())),
        ]
    }

    private static func text(_ rows: [AccrualRow], on day: CalendarDate) -> String {
        var table = TextTable(("On \(FrenchText.day(day))", .left), ("Amount", .right))
        table.add("earned and not due", FrenchText.amount(rows.map(\.earnedNotDue).total()))
        table.add("earned and not charged", FrenchText.amount(rows.map(\.notCharged).total()))
        table.add("charged for days to come", FrenchText.amount(rows.map(\.deferred).total()))
        return table.text
            + "\(Counted.text(rows.count, "charge")): quittance export table --of accruals --as-of \(day)\n"
    }

    /// The last month to close.
    private func last() throws -> Month {
        switch (month, year) {
        case (let month?, nil): return try Month.argument(month)
        case (nil, let year?):
            guard (2000...2099).contains(year) else { throw ValidationError("A year lies from 2000 to 2099.") }
            return Month(year: year, month: 12)
        case (nil, nil), (.some, .some): throw ValidationError("Give either --month or --year.")
        }
    }
}
