import ArgumentParser
import LedgerApplication
import LedgerValues
import Projections
import ResidenceRules

/// `quittance deposits`
struct DepositsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deposits",
        abstract: "List the deposits held, and those on their way back.",
        discussion: """
            Each with the last day to give it back, once the keys are back, and what blocks it: not_begun, \
            keys_not_returned (the exit inventory comes with them), not_settled, not_billed (`bill` has to run), \
            no_bank_details, or not_wired: nothing but the wire is missing.

            EXAMPLE
              quittance deposits --as-of 2027-08-31

            EXIT CODES  0 listed; 1 contracts had to be left out; 2 bad usage; 3 the ledger is unusable
            """)

    @OptionGroup var shown: LimitOptions

    @OptionGroup var question: QuestionOptions
    @OptionGroup var place: FolderOptions

    func run() async throws {
        let knownAt = try question.knowledge()
        let list = try await place.folder.reading { ledger in
            try await WholeList(of: ledger, asOf: question.day(or: ledger.today), knownAt: knownAt) { id, statement in
                DepositRow(id, statement).map { [$0] } ?? []
            }
        }
        if question.json {
            try Console.write(json: list.value(\.json))
        } else {
            show(list)
        }
        try list.requireComplete()
    }

    private func show(_ list: WholeList<DepositRow>) {
        var table = TextTable(
            ("Contract", .left), ("Tenant code", .left), ("Status", .left), ("Held", .right), ("To refund", .right),
            ("By", .left), ("Wired", .right), ("Blocked by", .left))
        for row in list.rows.prefix(shown.limit ?? .max) {
            table.add(
                row.contract.text, row.tenantCode?.text ?? "", row.status.rawValue,
                FrenchText.amountUnlessZero(row.balances.depositHeld),
                FrenchText.amountUnlessZero(row.refund?.amount ?? .zero), FrenchText.day(row.dueOn),
                FrenchText.amountUnlessZero(row.wired), row.obstacle.rawValue)
        }
        table.close(
            Counted.text(list.rows.count, "contract"), "", "",
            FrenchText.amount(list.rows.map(\.balances.depositHeld).total()),
            FrenchText.amount(list.rows.map { $0.refund?.amount ?? .zero }.total()), "",
            FrenchText.amount(list.rows.map(\.wired).total()))
        Console.write("Deposits \(list.moment)\n\n" + table.text)
        shown.sayHowManyMore(of: list.rows.count)
    }
}
