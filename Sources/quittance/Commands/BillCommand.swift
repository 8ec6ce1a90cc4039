import ArgumentParser
import EventLog
import LedgerApplication
import LedgerValues
import ResidenceRules

/// `quittance bill`
struct BillCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bill",
        abstract: "Charge what is due through a day.",
        discussion: """
            Records rents, advances applied, forfeitures, offsets and refunds owed, each dated the day on which it \
            takes effect. Running it twice records nothing twice. What is billed beyond today stands in the books \
            before its accounting day and is undone by reversals alone; standard error says so. A contract that \
            cannot be billed, such as for want of a tariff, is listed and never stops the others. Postings whose only \
            cause is changed rule code are listed, and recorded only with --rule-change. Beside a running \
            `quittance serve`, POST /v1/billing does the same.

            EXAMPLE
              quittance bill --through 2026-09-30

            EXIT CODES  0 billed; 1 contracts are listed; 2 bad usage; 3 the ledger is unusable
            """)

    @Option(help: ArgumentHelp("The last day to bill, YYYY-MM-DD.", valueName: "day"))
    var through: String

    @Option(help: ArgumentHelp("Why differences from changed rule code are to be posted.", valueName: "code"))
    var ruleChange: String?

    @Flag(help: "Rehearse on a copy and record nothing.")
    var dryRun = false

    @Flag(help: "Answer in JSON.")
    var json = false

    @OptionGroup var place: FolderOptions
    @OptionGroup var author: ActorOptions

    func run() async throws {
        let actor = try author.parsed()
        let day = try CalendarDate.argument(through)
        let reason = try ruleChange.map { text in
            try StudentNumber.refuse(text, at: "--rule-change")
            guard let code = Code(text) else {
                throw ValidationError("A reason is a code of 1 to 48 characters of [0-9A-Za-z_.-].")
            }
            return code
        }
        let progress = Progress("contracts billed")
        let bill = { @Sendable (ledger: any LedgerService) in
            guard day <= ledger.lastBillableDay else {
                throw Diagnosis(.badInput, "\(day) is more than two years ahead; nothing was billed.")
            }
            if day > ledger.today {
                Console.complain("\(day) lies ahead: what is billed is validated before its accounting day")
            }
            return try await ledger.bill(through: day, ruleChange: reason, by: actor) { progress.reach(Int64($0)) }
        }
        let report = try await dryRun ? place.folder.rehearsing(bill) : place.folder.writing(bill)
        progress.end()
        try answer(report)
        if !report.failures.isEmpty || (reason == nil && !report.ruleChanges.isEmpty) {
            throw Diagnosis.silent(.found)
        }
    }

    private func answer(_ report: BillingReport) throws {
        if json {
            return try Console.write(
                json: .members([
                    "through_on": .day(report.through), "dry_run": .bool(dryRun),
                    "contracts": .count(report.contracts), "postings": .count(report.postings),
                    "recorded_nothing": .bool(report.recordedNothing),
                    "events": .list(report.record.map { [$0] } ?? [], \.json),
                    "failures": .list(report.failures) {
                        .members(["contract": .text($0.contract), "problem": $0.error.json])
                    },
                    "rule_changes": .list(report.ruleChanges) { .text($0) },
                ]))
        }
        let contracts = Counted.text(report.contracts, "contract")
        let postings = Counted.text(report.postings, "posting")
        let verb = dryRun ? "would be recorded" : "recorded"
        Console.write(
            report.recordedNothing
                ? "Billed through \(report.through): nothing was left to record on \(contracts).\n"
                : "Billed through \(report.through): \(postings) \(verb) on \(contracts).\n")
        for failure in report.failures { Console.write("not billed: \(failure.contract), \(failure.error.message)\n") }
        for contract in report.ruleChanges {
            Console.write("\(contract): the rules' code now says otherwise; bill with --rule-change to post it\n")
        }
    }
}
