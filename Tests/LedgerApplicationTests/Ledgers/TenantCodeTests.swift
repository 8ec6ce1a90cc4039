import LedgerApplication
import LedgerValues
import Projections
import ResidenceRules
import Testing

@Suite struct `Tenant codes and receipts` {
    @Test func `a tenant code belongs to one contract`() async throws {
        let books = try await TestLedger()
        defer { books.ledger.stop() }
        try await books.houseStudent("a")
        try await books.houseStudent("b")
        let issue = ContractCommand.record(.tenantCodeIssued(tenant("TL0009417")))
        #expect(try await books.refusal { try await books.execute(issue, "a", on: "2026-09-01") } == nil)
        let head = try await books.ledger.treeHead()
        #expect(try await books.refusal { try await books.execute(issue, "b", on: "2026-09-01") } == .tenantCodeTaken)
        #expect(try await books.refusal { try await books.execute(issue, "a", on: "2026-09-02") } == .tenantCodeTaken)
        #expect(try await books.ledger.treeHead() == head)
        #expect(try await books.ledger.contract(of: tenant("TL0009417")) == contract("a"))
        await #expect(throws: QueryError.unknownTenantCode("TL0009418")) {
            try await books.ledger.contract(of: tenant("TL0009418"))
        }
    }

    @Test func `a payment that names a tenant code reaches its contract`() async throws {
        let books = try await TestLedger()
        defer { books.ledger.stop() }
        try await books.houseStudent("a")
        try await books.execute(.record(.tenantCodeIssued(tenant("TL0009417"))), "a", on: "2026-09-01")
        let answer = try await books.execute(
            .contract(.tenantCode(tenant("TL0009417")), .record(.paymentReceived(Money(cents: 28_867)))),
            on: "2026-10-07")
        #expect(answer.contract == contract("a") && answer.refusal == nil)
        #expect(try await books.statement("a", asOf: "2026-10-07").statement.balances.paid == Money(cents: 28_867))
    }

    @Test func `money that names no known contract is recorded and parked`() async throws {
        let books = try await TestLedger()
        defer { books.ledger.stop() }
        let byCode = try await books.execute(
            .contract(.tenantCode(tenant("TL0009999")), .record(.paymentReceived(Money(cents: 28_867)))),
            on: "2026-10-07")
        let byName = try await books.execute(.record(.depositPaid(Money(cents: 35_900))), "nobody", on: "2026-10-08")
        for answer in [byCode, byName] {
            #expect(answer.events.map(\.type) == ["receipt-parked"])
            #expect(answer.refusal?.code == .unknownContract)
            #expect(answer.contract == nil)
        }
        let balance = try await books.ledger.trialBalance(asOf: day("2026-10-31"), knownAt: .head).value
        #expect(balance[.unallocatedReceipts].credit == Money(cents: 64_767))
        #expect(balance[.treasury].debit == Money(cents: 64_767))
        #expect(try await books.ledger.contracts(after: nil, limit: 10).isEmpty)
    }

    @Test func `whatever brings no money needs a known contract`() async throws {
        let books = try await TestLedger()
        defer { books.ledger.stop() }
        let head = try await books.ledger.treeHead()
        let unknown = LedgerCommand.contract(.tenantCode(tenant("TL0009999")), .record(.keysHandedOver))
        #expect(try await books.refusal { try await books.execute(unknown, on: "2026-10-07") } == .unknownContract)
        #expect(try await books.ledger.treeHead() == head)
    }
}
