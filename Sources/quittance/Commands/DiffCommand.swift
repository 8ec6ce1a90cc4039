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
            Compares what the log said of a day at --from and at --to: the trial balance, and the figures of every \
            contract, the bare rents for the CAF month by month among them. Beside each figure stand the events that \
            moved it, found by making the account again after each of them. A moment is a position, or an instant.

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
            ("Account", .left), ("Label", .left), ("Balance before", .right), ("Debits", .right), ("Credits", .right),
            ("Balance after", .right), ("Positions", .left))
        for change in diff.accounts.sorted(by: { $0.account.number < $1.account.number }) {
            table.add(
                change.account.number, change.account.label, FrenchText.amount(change.before.balance),
                FrenchText.amount(change.after.debit - change.before.debit),
                FrenchText.amount(change.after.credit - change.before.credit),
                FrenchText.amount(change.after.balance), Self.ranges(change.positions))
        }
        return table.text
    }

    private func contracts(_ diff: KnowledgeDiff) -> String {
        var table = TextTable(
            ("Contract", .left), ("Figure", .left), ("Before", .right), ("After", .right), ("Change", .right),
            ("Because of", .left))
        for change in diff.contracts {
            for (index, figure) in change.figures.enumerated() {
                table.add(
                    index == 0 ? change.contract.text : "",
                    String(figure.name.dropLast("_cents".count)) + (figure.month.map { " \($0)" } ?? ""),
                    FrenchText.amount(figure.before), FrenchText.amount(figure.after),
                    FrenchText.amount(figure.after - figure.before), Self.ranges(figure.positions))
            }
            for cause in change.causes { table.add("", "", "", "", "", cause.sentence) }
        }
        return table.text
    }

    /// `12-15, 20`.
    private static func ranges(_ positions: [Int64]) -> String {
        var ranges: [ClosedRange<Int64>] = []
        for position in Set(positions).sorted() {
            if let last = ranges.last, last.upperBound + 1 == position {
                ranges[ranges.count - 1] = last.lowerBound...position
            } else {
                ranges.append(position...position)
            }
        }
        return ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
            .joined(separator: ", ")
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
                        .members([
                            "name": .string($0.name), "month": .text($0.month), "before": .cents($0.before),
                            "after": .cents($0.after), "positions": .list($0.positions) { .integer($0) },
                        ])
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
