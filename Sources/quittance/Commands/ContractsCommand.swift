import ArgumentParser
import EventLog
import LedgerApplication
import LedgerValues
import Projections
import ResidenceRules

/// `quittance contracts`
struct ContractsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "contracts",
        abstract: "List the contracts by identifier, with what each owes.",
        discussion: """
            EXAMPLE
              quittance contracts --as-of 2026-12-31 --limit 20

            EXIT CODES  0 listed; 1 contracts had to be left out; 2 bad usage; 3 the ledger is unusable
            """)

    @OptionGroup var shown: LimitOptions

    @OptionGroup var question: QuestionOptions
    @OptionGroup var place: FolderOptions

    func run() async throws {
        let knownAt = try question.knowledge()
        let list = try await place.folder.reading { ledger in
            try await WholeList(of: ledger, asOf: question.day(or: ledger.today), knownAt: knownAt) { id, statement in
                [ContractRow(contract: id, statement: statement)]
            }
        }
        if question.json {
            try Console.write(json: list.value { .members($0.members) })
        } else {
            show(list)
        }
        try list.requireComplete()
    }

    private func show(_ list: WholeList<ContractRow>) {
        var table = TextTable(
            ("Contract", .left), ("Tenant code", .left), ("Tariff row", .left), ("Status", .left), ("From", .left),
            ("To", .left), ("Keys", .left), ("Returned", .left), ("Owes", .right), ("Deposit", .right))
        for row in list.rows.prefix(shown.limit ?? .max) {
            let (statement, tenure) = (row.statement, row.statement.tenure)
            table.add(
                row.contract.text, tenure.tenantCode?.text ?? "", tenure.row(on: list.asOf)?.text ?? "",
                statement.status.rawValue, FrenchText.day(tenure.effectiveOn), FrenchText.day(tenure.termEnd),
                FrenchText.day(tenure.keysOn), FrenchText.day(tenure.returned?.on),
                FrenchText.amountUnlessZero(statement.balances.outstanding),
                FrenchText.amountUnlessZero(statement.balances.depositHeld))
        }
        let balances = list.rows.map(\.statement.balances)
        table.close(
            Counted.text(list.rows.count, "contract"), "", "", "", "", "", "", "",
            FrenchText.amount(balances.map(\.outstanding).total()),
            FrenchText.amount(balances.map(\.depositHeld).total()))
        Console.write("Contracts \(list.moment)\n\n" + table.text)
        shown.sayHowManyMore(of: list.rows.count)
    }
}
