import EventLog
import LedgerApplication
import LedgerValues
import Projections
import ResidenceRules
import Testing

@Suite struct `The life of a contract` {
    private static func readmit(after earlier: String) -> ContractCommand {
        .readmit(
            earlier: contract(earlier), effectiveOn: day("2027-07-01"), endsOn: day("2027-08-31"),
            row: TestLedger.row, assignedOn: nil, programme: nil)
    }

    @Test func `a Crous that begins in January takes its tenancies over and goes on`() async throws {
        let books = try await TestLedger()
        defer { books.ledger.stop() }
        let takeover = Takeover(
            term: Term(effectiveOn: day("2026-09-01"), endsOn: day("2027-08-31"), row: TestLedger.row),
            programme: .standard, keysOn: day("2026-09-03"), deposit: Money(cents: 35_900),
            advance: .zero, credit: Money(cents: 1_000),
            items: [
                CarriedItem(
                    kind: .rent, dueOn: day("2027-01-01"), amount: Money(cents: 35_867), item: code("RENT-2026-12"))
            ])
        try await books.execute(.record(.contractTakenOver(takeover)), "a", on: "2027-01-11")
        try await books.execute(.record(.tenantCodeIssued(tenant("TL0000007"))), "a", on: "2027-01-11")
        try await books.bill(through: "2027-02-28")
        try await books.execute(
            .contract(.tenantCode(tenant("TL0000007")), .record(.paymentReceived(Money(cents: 34_867)))),
            on: "2027-02-02")
        var statement = try await books.statement("a", asOf: "2027-02-28").statement
        // December is settled by the credit and the payment; twenty thirtieths of January are late since 1 February.
        #expect(statement.lines.prefix(2).map(\.open.cents) == [0, 20 * 1_196])
        #expect(statement.arrears.oldestDue == day("2027-02-01"))
        #expect(statement.missingPostings == 0)
        var balance = try await books.ledger.trialBalance(asOf: day("2027-02-28"), knownAt: .head).value
        #expect(balance.isBalanced)
        #expect(balance[.openingBalance].balance == Money(cents: 35_900 + 1_000 - 35_867))
        #expect(balance[.depositsHeld].balance == Money(cents: -35_900))

        try await books.execute(.record(.noticeGiven(departure: nil)), "a", on: "2027-03-10")
        try await books.execute(.record(.bankDetailsProvided), "a", on: "2027-03-10")
        try await books.execute(.record(.paymentReceived(Money(cents: 20 * 1_196 + 35_867))), "a", on: "2027-03-12")
        try await books.execute(.record(.keysReturned(.conforming)), "a", on: "2027-04-10")
        try await books.execute(.record(.contractSettled), "a", on: "2027-04-12")
        try await books.bill(through: "2027-05-31")
        statement = try await books.statement("a", asOf: "2027-05-31").statement
        // March and ten days of April exceed what is left to pay by the deposit.
        #expect(statement.balances.depositOffset == Money(cents: 35_900))
        #expect(statement.remainingDebt == Money(cents: 35_867 + 11_960 - 35_900))
        balance = try await books.ledger.trialBalance(asOf: day("2027-05-31"), knownAt: .head).value
        #expect(balance.isBalanced && balance[.depositsHeld].balance == .zero)
        #expect(try await books.ledger.verify(progress: nil).isSound)
    }

    @Test func `a readmission calls a new deposit, and names the contract left`() async throws {
        let books = try await TestLedger()
        defer { books.ledger.stop() }
        try await books.houseStudent("a")
        try await books.execute(Self.readmit(after: "a"), "b", on: "2027-06-10")
        let statement = try await books.statement("b", asOf: "2027-06-10").statement
        #expect(statement.tenure.readmission?.earlier == contract("a"))
        #expect(statement.tenure.readmission?.deposit == .new)
        #expect(statement.tenure.requiredDeposit == Money(cents: 35_900))
        #expect(statement.balances.depositHeld == .zero)
        #expect(try await books.statement("a", asOf: "2027-06-10").statement.balances.depositHeld.cents == 35_900)
        #expect(
            try await books.refusal { try await books.execute(Self.readmit(after: "c"), "d", on: "2027-06-10") }
                == .unknownContract)
        #expect(
            try await books.refusal { try await books.execute(Self.readmit(after: "d"), "d", on: "2027-06-10") }
                == .readmissionOfItself)
    }

    @Test func `a deposit goes over in one append, and the books net to zero`() async throws {
        let books = try await TestLedger()
        defer { books.ledger.stop() }
        try await books.execute(
            .adoptPolicy(.readmissionDeposit, .code("transfer"), from: day("2027-01-01")), on: "2026-12-01")
        try await books.houseStudent("a")
        let before = try await books.ledger.treeHead().size
        let answer = try await books.execute(Self.readmit(after: "a"), "b", on: "2027-06-10")
        #expect(answer.events.map(\.type) == ["deposit-transferred", "readmission-granted", "deposit-kept"])
        #expect(answer.contract == contract("b") && answer.version == 2)
        #expect(try await books.ledger.treeHead().size == before + 3)
        let left = try await books.statement("a", asOf: "2027-06-10").statement
        let opened = try await books.statement("b", asOf: "2027-06-10").statement
        #expect(left.balances.depositHeld == .zero && opened.balances.depositHeld == Money(cents: 35_900))
        #expect(
            try await books.refusal { try await books.execute(.record(.fileCompleted), "b", on: "2027-06-20") } == nil)
        #expect(
            try await books.refusal { try await books.execute(.record(.keysHandedOver), "b", on: "2027-07-01") } == nil)
        let balance = try await books.ledger.trialBalance(asOf: day("2027-08-31"), knownAt: .head).value
        #expect(balance.isBalanced)
        #expect(balance[.depositsInTransit].balance == .zero)
        #expect(balance[.depositsHeld].balance == Money(cents: -35_900))
        // A second readmission finds nothing to take over.
        let again = try await books.execute(Self.readmit(after: "a"), "c", on: "2027-06-11")
        #expect(again.events.map(\.type) == ["readmission-granted"])
        #expect(try await books.ledger.verify(progress: nil).isSound)
    }

    @Test func `R-067 a deposit whose refund was decided goes over to no other contract`() async throws {
        let books = try await TestLedger()
        defer { books.ledger.stop() }
        try await books.execute(
            .adoptPolicy(.readmissionDeposit, .code("transfer"), from: day("2027-01-01")), on: "2026-12-01")
        try await books.houseStudent("a")
        try await books.execute(.record(.noticeGiven(departure: nil)), "a", on: "2026-10-01")
        try await books.execute(.record(.keysReturned(.conforming)), "a", on: "2026-11-01")
        try await books.execute(.record(.contractSettled), "a", on: "2026-11-02")
        let answer = try await books.execute(Self.readmit(after: "a"), "b", on: "2027-06-10")
        #expect(answer.events.map(\.type) == ["readmission-granted"])
    }

    @Test func `a deposit that goes back after it went over is due from the tenant who left`() async throws {
        let books = try await TestLedger()
        defer { books.ledger.stop() }
        try await books.execute(
            .adoptPolicy(.readmissionDeposit, .code("transfer"), from: day("2027-01-01")), on: "2026-12-01")
        try await books.houseStudent("a")
        try await books.execute(Self.readmit(after: "a"), "b", on: "2027-06-10")
        let deposit = try await books.position(of: "deposit-paid")
        try await books.execute(
            .returnMoney(receipt: deposit, amount: Money(cents: 35_900), reason: .disputedCard), "a", on: "2027-06-20")
        try await books.checkNothingHeldBelowZero("after the return")
        try await books.bill(through: "2027-06-30")
        try await books.checkNothingHeldBelowZero("after billing")
        let left = try await books.statement("a", asOf: "2027-06-30").statement
        let claim = try #require(left.lines.first { $0.charge.composition == .reclaim(.deposit, Money(cents: 35_900)) })
        #expect(claim.charge.dueOn == day("2027-06-20") && claim.open == Money(cents: 35_900))
        #expect(left.balances.depositHeld == .zero && left.balances.refundPayable == .zero)
        #expect(left.missingPostings == 0)
        let kept = try await books.statement("b", asOf: "2027-06-30").statement
        #expect(kept.balances.depositHeld == Money(cents: 35_900))
        let balance = try await books.balance("2027-06-30")
        #expect(balance[.depositsHeld].balance == Money(cents: -35_900) && balance[.refundsPayable].balance == .zero)
        #expect(try await books.ledger.verify(progress: nil).isSound)
    }

    @Test func `a dry run of a readmission leaves both contracts as they were`() async throws {
        let books = try await TestLedger()
        defer { books.ledger.stop() }
        try await books.houseStudent("a")
        let head = try await books.ledger.treeHead()
        let answer = try await books.ledger.execute(
            CommandRequest(
                actor: actor, key: nil, requestHash: head.root,
                command: .contract(.id(contract("b")), Self.readmit(after: "a")),
                moment: EffectiveMoment(day: day("2027-06-10")), dryRun: true))
        #expect(answer.dryRun && answer.events.map(\.type) == ["readmission-granted"])
        #expect(try await books.ledger.treeHead() == head)
        #expect(try await books.execute(.record(.noticeGiven(departure: nil)), "a", on: "2027-06-12").version != nil)
    }

    @Test func `debts of the contract left take a readmission back, and count in what is overdue`() async throws {
        let books = try await TestLedger()
        defer { books.ledger.stop() }
        try await books.houseStudent("a")
        try await books.execute(.record(.paymentReceived(Money(cents: 35_867 * 8))), "a", on: "2027-05-02")
        try await books.execute(.record(.noticeGiven(departure: nil)), "a", on: "2027-05-20")
        try await books.execute(Self.readmit(after: "a"), "b", on: "2027-05-25")
        try await books.execute(.record(.keysReturned(.conforming)), "a", on: "2027-06-20")
        // Of the rent of May, due on 1 June, a part is open on 30 June.
        let lapse = ContractCommand.record(.admissionLapsed(.renewalUnpaid))
        #expect(try await books.statement("b", asOf: "2027-06-30").overdue == Money(cents: 35_867 - 7_000))
        #expect(try await books.refusal { try await books.execute(lapse, "a", on: "2027-07-01") } == .noRenewal)
        #expect(try await books.refusal { try await books.execute(lapse, "b", on: "2027-07-01") } == nil)
        #expect(try await books.statement("b", asOf: "2027-07-01").statement.status == .caduque)
        #expect(
            try await books.refusal { try await books.execute(.record(.keysHandedOver), "b", on: "2027-07-02") }
                == .contractEnded)
    }

    @Test func `a code that was replaced still leads to its contract`() async throws {
        let books = try await TestLedger()
        defer { books.ledger.stop() }
        try await books.houseStudent("a")
        try await books.houseStudent("b")
        let replace = ContractCommand.record(.tenantCodeReplaced(tenant("NEW1")))
        #expect(try await books.refusal { try await books.execute(replace, "a", on: "2027-02-01") } == .noTenantCode)
        try await books.execute(.record(.tenantCodeIssued(tenant("OLD1"))), "a", on: "2026-09-01")
        try await books.execute(replace, "a", on: "2027-02-01")
        #expect(try await books.refusal { try await books.execute(replace, "b", on: "2027-02-01") } == .tenantCodeTaken)
        for text in ["OLD1", "NEW1"] {
            #expect(try await books.ledger.contract(of: tenant(text)) == contract("a"))
        }
        let tenure = try await books.statement("a", asOf: "2027-02-01").statement.tenure
        #expect(tenure.tenantCode == tenant("NEW1") && tenure.formerTenantCodes == [tenant("OLD1")])
        #expect(try await books.ledger.contract(contract("a")).head.tenantCode == tenant("NEW1"))
    }
}
