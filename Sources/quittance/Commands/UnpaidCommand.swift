import ArgumentParser
import LedgerApplication
import LedgerValues
import Projections
import ResidenceRules

/// `quittance unpaid`
struct UnpaidCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unpaid",
        abstract: "List what is owed late, the largest sum first.",
        discussion: """
            A sum is late from the day after its due day. "> 1 month" marks a rent that is late by more than one \
            month; "reportable" marks it when the right of occupation has ended besides.

            EXAMPLE
              quittance unpaid --as-of 2026-12-31 --limit 20

            EXIT CODES  0 listed; 1 contracts had to be left out; 2 bad usage; 3 the ledger is unusable
            """)

    @OptionGroup var shown: LimitOptions

    @OptionGroup var question: QuestionOptions
    @OptionGroup var place: FolderOptions

    func run() async throws {
        let knownAt = try question.knowledge()
        let list = try await place.folder.reading { ledger in
            try await WholeList(of: ledger, asOf: question.day(or: ledger.today), knownAt: knownAt) { id, statement in
                UnpaidRow(id, statement).map { [$0] } ?? []
            }
        }
        if question.json {
            try Console.write(json: list.value(\.json))
        } else {
            show(list)
        }
        try list.requireComplete()
    }

    private func show(_ list: WholeList<UnpaidRow>) {
        let rows = list.rows.sorted { ($1.arrears.amount, $0.contract) < ($0.arrears.amount, $1.contract) }
        var table = TextTable(
            ("Contract", .left), ("Tenant code", .left), ("Tariff row", .left), ("Status", .left), ("Owed", .right),
            ("Since", .left), ("Days", .right), ("", .left))
        for row in rows.prefix(shown.limit ?? .max) {
            let mark = row.arrears.reportable ? "reportable" : row.arrears.overOneMonth ? "> 1 month" : ""
            table.add(
                row.contract.text, row.tenantCode?.text ?? "", row.row?.text ?? "", row.status.rawValue,
                FrenchText.amount(row.arrears.amount), FrenchText.day(row.arrears.oldestDue),
                row.arrears.oldestDue.map { String(list.asOf.days(since: $0)) } ?? "", mark)
        }
        table.close(
            Counted.text(rows.count, "contract"), "", "", "", FrenchText.amount(rows.map(\.arrears.amount).total()))
        Console.write("Unpaid \(list.moment)\n\n" + table.text)
        shown.sayHowManyMore(of: rows.count)
    }
}
