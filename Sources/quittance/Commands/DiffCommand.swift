import ArgumentParser
import EventLog
import LedgerApplication
import LedgerValues
import Projections
import ResidenceRules

/// `quittance diff`
struct DiffCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Show every figure of a day that moved between two moments of knowledge, and why.",
        discussion: """
            Compares what the log said of a day at --from and at --to: the trial balance, and the balances of every \
            contract. Below each contract stand its events that were recorded in between. A moment is a position, or \
            an instant.

            EXAMPLE
              quittance diff --from 15482 --to 15510 --as-of 2026-12-31

            EXIT CODES  0 nothing moved; 1 figures moved, and are shown; 2 bad usage; 3 the ledger is unusable
            """)

    @Option(help: ArgumentHelp("The earlier moment: a position, or an instant.", valueName: "moment"))
    var from: String

    @Option(help: ArgumentHelp("The later moment; default: everything recorded.", valueName: "moment"))
    var to: String?

    @Option(help: ArgumentHelp("The day asked about, YYYY-MM-DD; default: today.", valueName: "day"))
    var asOf: String?

    @Flag(help: "Answer in JSON.")
    var json = false

    @OptionGroup var place: FolderOptions

    func run() async throws {
        let early = try KnownAt.argument(from)
        let late = try to.map(KnownAt.argument) ?? .head
        let diff = try await place.folder.reading { ledger in
            let day = try asOf.map(CalendarDate.argument) ?? ledger.today
            return try await ledger.diff(from: early, to: late, asOf: day)
        }
        if json { try Console.write(json: diff.json) } else { show(diff) }
        if !diff.isEmpty { throw Diagnosis.silent(.found) }
    }

    private func show(_ diff: KnowledgeDiff) {
        let title = "As of \(FrenchText.day(diff.asOf)), \(diff.from.sentence), then \(diff.to.sentence)"
        guard !diff.isEmpty else { return Console.write("\(title): nothing moved.\n") }
        Console.write(title + "\n\n")
        if !diff.accounts.isEmpty { Console.write(accounts(diff) + "\n") }
        if !diff.contracts.isEmpty { Console.write(contracts(diff)) }
        for cause in diff.ledger { Console.write("whole ledger: \(cause.sentence)\n") }
        for failure in diff.failures { Console.write("not compared: \(failure.contract), \(failure.error.message)\n") }
    }

    private func accounts(_ diff: KnowledgeDiff) -> String {
        var table = TextTable(
            ("Account", .left), ("Label", .left), ("Balance before", .right), ("Balance after", .right),
            ("Change", .right), ("Events", .right))
        for change in diff.accounts.sorted(by: { $0.account.number < $1.account.number }) {
            table.add(
                change.account.number, change.account.label, FrenchText.amount(change.before.balance),
                FrenchText.amount(change.after.balance),
                FrenchText.amount(change.after.balance - change.before.balance), String(change.positions.count))
        }
        return table.text
    }

    private func contracts(_ diff: KnowledgeDiff) -> String {
        var table = TextTable(
            ("Contract", .left), ("Figure", .left), ("Before", .right), ("After", .right), ("Change", .right),
            ("Because of", .left))
        for change in diff.contracts {
            let count = max(change.figures.count, change.causes.count)
            for index in 0..<count {
                let figure = index < change.figures.count ? change.figures[index] : nil
                table.add(
                    index == 0 ? change.contract.text : "",
                    figure.map { String($0.name.dropLast("_cents".count)) } ?? "",
                    figure.map { FrenchText.amount($0.before) } ?? "", figure.map { FrenchText.amount($0.after) } ?? "",
                    figure.map { FrenchText.amount($0.after - $0.before) } ?? "",
                    index < change.causes.count ? change.causes[index].sentence : "")
            }
        }
        return table.text
    }
}

extension KnowledgeDiff.Cause {
    /// `12 payment-received of 05/12/2026`, and the day of the books where it is another.
    fileprivate var sentence: String {
        let books = accountingOn == effectiveOn ? "" : ", in the books on \(FrenchText.day(accountingOn))"
        return "\(position) \(event) of \(FrenchText.day(effectiveOn))\(books)"
    }

    fileprivate var json: JSONValue {
        .members([
            "position": .integer(position), "event": .string(event), "effective_on": .day(effectiveOn),
            "accounting_on": .day(accountingOn),
        ])
    }
}

extension KnowledgeDiff {
    fileprivate var json: JSONValue {
        .members([
            "as_of": .day(asOf), "from": from.json, "to": to.json,
            "accounts": .list(accounts) { change in
                .members([
                    "account": .string(change.account.rawValue), "number": .string(change.account.number),
                    "before": Self.row(change.before), "after": Self.row(change.after),
                    "positions": .list(change.positions) { .integer($0) },
                ])
            },
            "contracts": .list(contracts) { change in
                .members([
                    "contract": .text(change.contract),
                    "figures": .list(change.figures) {
                        .members(["name": .string($0.name), "before": .cents($0.before), "after": .cents($0.after)])
                    },
                    "events": .list(change.causes) { $0.json },
                ])
            },
            "ledger_events": .list(ledger) { $0.json },
            "failures": .list(failures) {
                .members(["contract": .text($0.contract), "problem": $0.error.json])
            },
        ])
    }

    private static func row(_ row: TrialBalance.Row) -> JSONValue {
        .members([
            "debit_cents": .cents(row.debit), "credit_cents": .cents(row.credit), "balance_cents": .cents(row.balance),
        ])
    }
}
