import ArgumentParser
import EventLog
import LedgerApplication
import LedgerValues
import Projections

/// `quittance trial-balance`
struct TrialBalanceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trial-balance",
        abstract: "Sum debits and credits by account.",
        discussion: """
            Counts the entries whose accounting day is not after the day asked about. Income belongs to the month of \
            occupation: what the tenants' accounts hold that is earned and not due yet is in `quittance export table \
            --of accruals`, and `quittance close --year` sums it.

            EXAMPLE
              quittance trial-balance --as-of 2026-12-31

            EXIT CODES  0 debits equal credits; 1 they do not; 2 bad usage; 3 the ledger is unusable
            """)

    @OptionGroup var question: QuestionOptions
    @OptionGroup var place: FolderOptions

    func run() async throws {
        let knownAt = try question.knowledge()
        let (day, answer) = try await place.folder.reading { ledger in
            let day = try question.day(or: ledger.today)
            return (day, try await ledger.trialBalance(asOf: day, knownAt: knownAt))
        }
        if question.json {
            try Console.write(json: value(answer, day))
        } else {
            show(answer, day)
        }
        if !answer.value.isBalanced { throw Diagnosis(.found, "debits and credits differ") }
    }

    private func show(_ answer: Answered<TrialBalance>, _ day: CalendarDate) {
        var table = TextTable(
            ("Account", .left), ("Label", .left), ("Debits", .right), ("Credits", .right), ("Debit balance", .right),
            ("Credit balance", .right))
        let moved = answer.value.moved.sorted { $0.account.number < $1.account.number }
        for (account, row) in moved {
            let balance = row.balance
            table.add(
                account.number, account.label, FrenchText.amount(row.debit), FrenchText.amount(row.credit),
                balance > .zero ? FrenchText.amount(balance) : "", balance < .zero ? FrenchText.amount(-balance) : "")
        }
        let balances = moved.map(\.row.balance)
        table.close(
            "", answer.value.isBalanced ? "debits = credits" : "DEBITS AND CREDITS DIFFER",
            FrenchText.amount(answer.value.debits), FrenchText.amount(answer.value.credits),
            FrenchText.amount(balances.filter { $0 > .zero }.total()),
            FrenchText.amount(-balances.filter { $0 < .zero }.total()))
        Console.write("Trial balance as of \(FrenchText.day(day)), \(answer.knowledge.sentence)\n\n" + table.text)
    }

    private func value(_ answer: Answered<TrialBalance>, _ day: CalendarDate) -> JSONValue {
        .members([
            "as_of": .day(day), "known_at": answer.knowledge.json,
            "accounts": .list(answer.value.moved) { account, row in
                .members([
                    "account": .string(account.rawValue), "number": .string(account.number),
                    "label": .string(account.label), "debit_cents": .cents(row.debit),
                    "credit_cents": .cents(row.credit), "balance_cents": .cents(row.balance),
                ])
            },
            "debit_cents": .cents(answer.value.debits), "credit_cents": .cents(answer.value.credits),
            "balanced": .bool(answer.value.isBalanced),
        ])
    }
}
