import ArgumentParser
import EventLog
import Exports
import LedgerApplication
import LedgerValues

/// `quittance trial-balance`
struct TrialBalanceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trial-balance",
        abstract: "Sum what each account held, moved by and holds.",
        discussion: """
            Of an accounting year up to a day, of a whole --year, or of any days (--from, --as-of): balances carried \
            forward, the entries whose accounting day lies in between, and what is left. Income and expenses begin a \
            year with nothing, and their balance of before is in the result; accounts are those of the chart that was \
            adopted. The figures are those of the general ledger and of the FEC of the same days. What the tenants' \
            accounts hold that is earned and not due yet is in `quittance export table --of accruals`, and `quittance \
            close --year` sums it.

            EXAMPLE
              quittance trial-balance --as-of 2026-12-31
              quittance trial-balance --year 2026 --json

            EXIT CODES  0 debits equal credits; 1 they do not; 2 bad usage; 3 the ledger is unusable
            """)

    @Option(
        help: ArgumentHelp(
            "First accounting day, YYYY-MM-DD; default: the first of January of the day asked about.", valueName: "day")
    )
    var from: String?

    @Option(help: ArgumentHelp("A whole accounting year.", valueName: "year"))
    var year: Int?

    @OptionGroup var question: QuestionOptions
    @OptionGroup var place: FolderOptions

    func run() async throws {
        let knownAt = try question.knowledge()
        let from = try from.map(CalendarDate.argument)
        let year = try year.map(AccountingYear.argument)
        if year != nil, from != nil || question.moment.asOf != nil {
            throw ValidationError("--year stands for both --from and --as-of.")
        }
        let answer = try await place.folder.reading { ledger in
            let day = try year?.last ?? question.day(or: ledger.today)
            if let from, day < from { throw ValidationError("The last day lies before the first.") }
            return try await ledger.trialBalance(from: from, through: day, knownAt: knownAt)
        }
        if question.json {
            try Console.write(json: value(answer))
        } else {
            show(answer)
        }
        if !answer.value.isBalanced { throw Diagnosis(.found, "debits and credits differ") }
    }

    private func show(_ answer: Answered<PeriodBalance>) {
        var table = TextTable(
            ("Account", .left), ("Label", .left), ("Opening", .right), ("Debits", .right), ("Credits", .right),
            ("Debit balance", .right), ("Credit balance", .right))
        let balance = answer.value
        for row in balance.rows {
            let closing = row.closing
            table.add(
                row.number, row.label, FrenchText.amountUnlessZero(row.opening), FrenchText.amount(row.debit),
                FrenchText.amount(row.credit), closing > .zero ? FrenchText.amount(closing) : "",
                closing < .zero ? FrenchText.amount(-closing) : "")
        }
        let closings = balance.rows.map(\.closing)
        table.close(
            "", balance.isBalanced ? "debits = credits" : "DEBITS AND CREDITS DIFFER",
            FrenchText.amountUnlessZero(balance.openings), FrenchText.amount(balance.debits),
            FrenchText.amount(balance.credits), FrenchText.amount(closings.filter { $0 > .zero }.total()),
            FrenchText.amount(-closings.filter { $0 < .zero }.total()))
        Console.write(
            "Trial balance from \(FrenchText.day(balance.from)) to \(FrenchText.day(balance.through)), "
                + "\(answer.knowledge.sentence)\n\n" + table.text)
    }

    private func value(_ answer: Answered<PeriodBalance>) -> JSONValue {
        .members([
            "as_of": .day(answer.value.through), "known_at": answer.knowledge.json, "from_on": .day(answer.value.from),
            "accounts": .list(answer.value.rows) { row in
                .members([
                    "account": .string(row.role), "number": .string(row.number), "label": .string(row.label),
                    "opening_cents": .cents(row.opening), "debit_cents": .cents(row.debit),
                    "credit_cents": .cents(row.credit), "balance_cents": .cents(row.closing),
                ])
            },
            "debit_cents": .cents(answer.value.debits), "credit_cents": .cents(answer.value.credits),
            "balanced": .bool(answer.value.isBalanced),
        ])
    }
}
