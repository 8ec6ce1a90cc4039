import ArgumentParser
import LedgerApplication
import LedgerValues
import Projections
import ResidenceRules

/// `quittance caf`
struct HousingAidCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "caf",
        abstract: "Give the figures to declare to the CAF for a month: bare rent only.",
        discussion: """
            The figures are those known at the end of the month, unless --as-of says otherwise. A flat-rate unit has \
            no published bare rent, hence no figure.

            EXAMPLE
              quittance caf 2026-10 --json

            EXIT CODES  0 listed; 1 contracts had to be left out; 2 bad usage; 3 the ledger is unusable
            """)

    @Argument(help: "The month, YYYY-MM.")
    var month: String

    @OptionGroup var shown: LimitOptions

    @OptionGroup var question: QuestionOptions
    @OptionGroup var place: FolderOptions

    func run() async throws {
        let month = try Month.argument(month)
        let knownAt = try question.knowledge()
        let day = try question.day(or: month.last)
        let list = try await place.folder.reading { ledger in
            try await WholeList(of: ledger, asOf: day, knownAt: knownAt) { id, statement in
                HousingAidRow.rows(id, statement, month: month)
            }
        }
        if question.json {
            try Console.write(json: list.value(\.json))
        } else {
            show(list, month)
        }
        try list.requireComplete()
    }

    private func show(_ list: WholeList<HousingAidRow>, _ month: Month) {
        var sums = TextTable(("Figure", .left), ("Rows", .right), ("Bare rent", .right))
        for status in HousingAidFigure.Status.allCases {
            let rows = list.rows.filter { $0.figure.status == status }
            if rows.isEmpty { continue }
            let bare = rows.compactMap(\.figure.bare)
            sums.add(status.rawValue, String(rows.count), bare.isEmpty ? "none" : FrenchText.amount(bare.total()))
        }
        sums.close(
            "all", String(list.rows.count), FrenchText.amount(list.rows.compactMap(\.figure.bare).total()))
        var table = TextTable(
            ("Contract", .left), ("Tenant code", .left), ("Tariff row", .left), ("Keys", .left), ("Returned", .left),
            ("Bare rent", .right), ("Figure", .left))
        for row in list.rows.prefix(shown.limit ?? .max) {
            table.add(
                row.contract.text, row.tenantCode?.text ?? "", row.row?.text ?? "", FrenchText.day(row.keysOn),
                FrenchText.day(row.returnedOn), row.figure.bare.map(FrenchText.amount) ?? "none",
                row.figure.status.rawValue)
        }
        Console.write("CAF figures of \(FrenchText.month(month)) \(list.moment)\n\n" + sums.text + "\n" + table.text)
        shown.sayHowManyMore(of: list.rows.count)
    }
}
