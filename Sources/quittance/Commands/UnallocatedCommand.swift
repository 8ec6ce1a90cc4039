import ArgumentParser
import EventLog
import LedgerApplication
import LedgerValues
import Projections
import ResidenceRules

/// `quittance unallocated`
struct UnallocatedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unallocated",
        abstract: "List the money that came in and serves nothing yet.",
        discussion: """
            Money that a rule refused to use waits in its contract; money that names nobody known waits apart. \
            allocate-receipt gives it a use, refund-receipt or refund-parked-receipt sends it back.

            EXAMPLE
              quittance unallocated --as-of 2026-12-31

            EXIT CODES  0 listed; 1 contracts had to be left out; 2 bad usage; 3 the ledger is unusable
            """)

    @OptionGroup var question: QuestionOptions
    @OptionGroup var place: FolderOptions

    func run() async throws {
        let asked = try question.knowledge()
        let (list, parked) = try await place.folder.reading { ledger in
            let day = try question.day(or: ledger.today)
            let list = try await WholeList(of: ledger, asOf: day, knownAt: asked, UnallocatedRow.rows)
            let known = KnownAt.position(list.knowledge.position.number)
            return (list, try await ledger.parkedReceipts(asOf: day, knownAt: known).value)
        }
        if question.json {
            try Console.write(json: value(list, parked))
        } else {
            show(list, parked)
        }
        try list.requireComplete()
    }

    private func show(_ list: WholeList<UnallocatedRow>, _ parked: [ParkedReceipts.Parked]) {
        var table = TextTable(
            ("Position", .right), ("Day", .left), ("Contract or name", .left), ("Payer", .left), ("Means", .left),
            ("Received", .right), ("Left", .right), ("", .left))
        for row in list.rows {
            let receipt = row.receipt
            table.add(
                String(receipt.position), FrenchText.day(receipt.on), row.contract.text,
                receipt.remittance.payer.rawValue, receipt.remittance.means.rawValue, FrenchText.amount(receipt.amount),
                FrenchText.amount(receipt.kept), "")
        }
        for receipt in parked {
            table.add(
                String(receipt.position), FrenchText.day(receipt.moment.day), receipt.named.text,
                receipt.receipt.remittance.payer.rawValue, receipt.receipt.remittance.means.rawValue,
                FrenchText.amount(receipt.receipt.amount), FrenchText.amount(receipt.left), "names nobody known")
        }
        let left = list.rows.map(\.receipt.kept).total() + parked.map(\.left).total()
        table.close(
            Counted.text(list.rows.count + parked.count, "receipt"), "", "", "", "", "", FrenchText.amount(left), "")
        Console.write("Unallocated money \(list.moment)\n\n" + table.text)
    }

    private func value(_ list: WholeList<UnallocatedRow>, _ parked: [ParkedReceipts.Parked]) -> JSONValue {
        list.value(\.json, and: [JSONObject.Member(name: "parked", value: .list(parked, \.json))])
    }
}
