import ArgumentParser
import EventLog
import LedgerApplication
import LedgerValues
import Projections

/// `quittance contracts`
struct ContractsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "contracts",
        abstract: "List the contracts as they stand at the head of the log.",
        discussion: """
            EXAMPLE
              quittance contracts --limit 20

            EXIT CODES  0 listed; 2 bad usage; 3 the ledger is unusable
            """)

    @Option(help: ArgumentHelp("List the contracts after this identifier.", valueName: "contract"))
    var after: String?

    @Option(help: ArgumentHelp("The most contracts listed; default: all.", valueName: "count"))
    var limit: Int?

    @Flag(help: "Answer in JSON, one object a line.")
    var json = false

    @OptionGroup var place: FolderOptions

    func run() async throws {
        let start = try after.map { text in
            guard let id = ContractID(text) else { throw ValidationError("'\(text)' is no contract's identifier.") }
            return id
        }
        let contracts = try await place.folder.reading { try await page(of: $0, after: start) }
        if json {
            for contract in contracts { try Console.write(json: Self.value(contract)) }
            return
        }
        var table = TextTable(
            ("Contract", .left), ("Tenant code", .left), ("Tariff row", .left), ("From", .left), ("To", .left),
            ("Keys", .left), ("Returned", .left), ("Owes", .right), ("Deposit", .right))
        for contract in contracts {
            let head = contract.head
            table.add(
                contract.id.text, head.tenantCode?.text ?? "", head.row?.text ?? "", FrenchText.day(head.effectiveOn),
                FrenchText.day(head.endsOn), FrenchText.day(head.keysOn), FrenchText.day(head.returnedOn),
                FrenchText.amountUnlessZero(head.receivable), FrenchText.amountUnlessZero(head.depositHeld))
        }
        table.close(
            "\(contracts.count) contracts", "", "", "", "", "", "",
            FrenchText.amount(contracts.map(\.head.receivable).total()),
            FrenchText.amount(contracts.map(\.head.depositHeld).total()))
        Console.write(table.text)
    }

    private func page(of ledger: any LedgerService, after start: ContractID?) async throws -> [ContractSummary] {
        var found: [ContractSummary] = []
        var cursor = start
        while found.count < limit ?? .max {
            let page = try await ledger.contracts(after: cursor, limit: min((limit ?? .max) - found.count, 1_000))
            guard let last = page.last else { break }
            found += page
            cursor = last.id
        }
        return found
    }

    private static func value(_ contract: ContractSummary) -> JSONValue {
        let head = contract.head
        return .members([
            "contract": .text(contract.id), "version": .count(contract.version),
            "last_position": .integer(contract.lastPosition.number), "tenant_code": .text(head.tenantCode),
            "row": .text(head.row), "effect_on": .day(head.effectiveOn), "end_on": .day(head.endsOn),
            "keys_on": .day(head.keysOn), "returned_on": .day(head.returnedOn), "settled_on": .day(head.settledOn),
            "receivable_cents": .cents(head.receivable), "advance_held_cents": .cents(head.advanceHeld),
            "deposit_held_cents": .cents(head.depositHeld), "refund_payable_cents": .cents(head.refundPayable),
            "unallocated_cents": .cents(head.unallocated), "received_cents": .cents(head.received),
        ])
    }
}
