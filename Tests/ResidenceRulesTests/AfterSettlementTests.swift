import LedgerValues
import Projections
import ResidenceRules
import Testing

/// What goes back after a settlement, when refunds were wired or were not (decision 0051).
@Suite struct AfterSettlementTests {
    /// Two rents of 430.43 €, a deposit of 359.00 €, settled on 7 October 2026.
    private struct Settled {
        var story: Story
        var receipts: [Int64] = []

        init(paying receipts: [ContractFact], charging charge: ContractFact? = nil) throws {
            story = try .housed()
            try story.tell("2026-09-05", .record(.bankDetailsProvided))
            for receipt in receipts {
                try story.tell("2026-09-10", .record(receipt))
                self.receipts.append(story.state.facts.map(\.position).max() ?? 0)
            }
            try story.tell("2026-09-06", .record(.noticeGiven(departure: nil)))
            try story.tell("2026-10-06", .record(.keysReturned(.conforming)))
            if let charge { try story.tell("2026-10-06", .record(charge)) }
            try story.tell("2026-10-07", .record(.contractSettled))
            try story.bill(through: "2026-10-07")
        }

        mutating func wire(_ kind: RefundKind, _ cents: Int64, on day: String = "2026-10-08") throws {
            try story.tell(day, .record(.refundWired(kind, Money(cents: cents))))
        }

        mutating func giveBack(_ index: Int, _ cents: Int64) throws {
            try story.tell(
                "2026-10-15",
                .returnMoney(receipt: receipts[index], amount: Money(cents: cents), reason: .returnedDirectDebit))
        }

        /// What is decided of each refund, and what is owed, in cents, once everything is billed.
        mutating func end() throws -> (refunds: [RefundKind: Int64], open: Int64) {
            try story.bill(through: "2026-11-20")
            let statement = try story.statement(asOf: "2026-11-20")
            #expect(statement.missingPostings == 0)
            return (
                Dictionary(uniqueKeysWithValues: statement.refunds.map { ($0.kind, $0.amount.cents) }),
                statement.lines.map(\.open).total().cents
            )
        }
    }

    private static func cost(_ cents: Int64, dueOn day: String = "2026-11-30") -> ContractFact {
        .sundryCharged(
            SundryCharge(
                kind: .cost, net: Money(cents: cents), vat: .zero, dueOn: Fixtures.day(day), item: Fixtures.code))
    }

    private static func payment(_ cents: Int64, _ payer: Payer = .tenant) -> ContractFact {
        .paymentReceived(Money(cents: cents), Remittance(payer: payer))
    }

    private static let september = Fixtures.day("2026-09-01").month

    @Test(arguments: AidClawback.Settlement.allCases)
    func `aid that the CAF takes back is set off against the deposit`(settlement: AidClawback.Settlement) throws {
        let aid = ContractFact.housingAidReceived(Money(cents: 30_000), month: Self.september, means: .transfer)
        var settled = try Settled(paying: [aid, Self.payment(13_043)])
        let clawback = AidClawback(month: Self.september, amount: Money(cents: 30_000), settlement: settlement)
        try settled.story.tell("2026-10-15", .record(.housingAidClawedBack(clawback)))
        let end = try settled.end()
        #expect(end.refunds[.deposit] == 5_900 && end.open == 0, "\(end)")
    }

    @Test func `what was wired back to the guarantor pays no rent again`() throws {
        var settled = try Settled(paying: [Self.payment(30_000), Self.payment(30_000, .guarantor)])
        try settled.wire(.guarantor, 16_957)
        try settled.giveBack(0, 30_000)
        let end = try settled.end()
        #expect(end.refunds == [.deposit: 5_900, .guarantor: 16_957] && end.open == 0, "\(end)")
    }

    @Test(arguments: ["2026-10-07", "2026-10-08"])
    func `a credit that was wired pays no rent again, on whatever day it was wired`(day: String) throws {
        var settled = try Settled(paying: [Self.payment(30_000), Self.payment(30_000)])
        try settled.wire(.credit, 16_957, on: day)
        try settled.giveBack(0, 30_000)
        let end = try settled.end()
        #expect(end.refunds == [.deposit: 5_900, .credit: 16_957] && end.open == 0, "\(end)")
    }

    @Test(arguments: ["2026-10-07", "2026-10-08"])
    func `a credit of which a part was wired is still owed for the rest`(day: String) throws {
        var settled = try Settled(paying: [Self.payment(30_000), Self.payment(30_000)])
        try settled.wire(.credit, 10_000, on: day)
        #expect(try settled.end().refunds == [.deposit: 35_900, .credit: 16_957])
        try settled.giveBack(0, 5_000)
        let end = try settled.end()
        #expect(end.refunds == [.deposit: 35_900, .credit: 11_957] && end.open == 0, "\(end)")
        try settled.wire(.credit, 1_957, on: "2026-11-21")
    }

    /// What comes after the settlement and before a cost of 150.00 € of 10 November, and the refunds that it makes.
    private static let before: [(String, [(String, ContractFact)], RefundKind, Int64)] = [
        (
            "a credit decided and wired",
            [
                ("2026-10-27", payment(30_000)), ("2026-11-06", .creditRefundDecided(Money(cents: 30_000))),
                ("2026-11-07", .refundWired(.credit, Money(cents: 30_000))),
            ], .credit, 30_000
        ),
        (
            "aid for no rent of this contract",
            [
                (
                    "2026-10-25",
                    .housingAidReceived(Money(cents: 20_000), month: september.adding(-1), means: .transfer)
                )
            ], .aid, 20_000
        ),
        (
            "money of the guarantor's that came too late", [("2026-10-25", payment(20_000, .guarantor))], .guarantor,
            20_000
        ),
    ]

    @Test(arguments: before.indices)
    func `R-065 money that is somebody else's, or promised, pays no later charge`(index: Int) throws {
        let (name, facts, kind, cents) = Self.before[index]
        var settled = try Settled(paying: [Self.payment(43_043)])
        try settled.story.tell(
            "2026-10-08",
            .registerGuarantee(
                kind: .institution, income: nil, from: Fixtures.day("2026-09-01"), to: Fixtures.day("2026-10-15")))
        for (day, fact) in facts { try settled.story.tell(day, .record(fact)) }
        try settled.story.tell("2026-11-10", .record(Self.cost(15_000)))
        let end = try settled.end()
        #expect(end.refunds == [.deposit: 20_900, kind: cents] && end.open == 0, "\(name): \(end)")
    }

    @Test(arguments: [true, false])
    func `R-065 money that goes back after a later charge is set off as if it had never come`(isLate: Bool) throws {
        var settled = try Settled(paying: [Self.payment(43_043)])
        if isLate {
            try settled.story.tell("2026-10-27", .record(Self.payment(15_000)))
            settled.receipts.append(try #require(settled.story.state.facts.map(\.position).max()))
        }
        try settled.story.tell("2026-11-10", .record(Self.cost(15_000)))
        try settled.story.tell(
            "2026-11-15",
            .returnMoney(
                receipt: settled.receipts[isLate ? 1 : 0], amount: Money(cents: isLate ? 15_000 : 10_000),
                reason: .returnedDirectDebit))
        let end = try settled.end()
        #expect(end.refunds == [.deposit: isLate ? 20_900 : 10_900] && end.open == 0, "\(end)")
    }

    @Test func `only money that nothing takes is refunded as a credit`() throws {
        let refund = ContractCommand.record(.creditRefundDecided(Money(cents: 5_000)))
        // The last rent was settled by the deposit, then by his own money: it is not due, and stays settled.
        for cents: Int64 in [35_867, 43_043] {
            var settled = try Settled(paying: [Self.payment(cents)])
            #expect(settled.story.refusal("2026-10-25", refund) == .refundExceedsCredit)
        }
        // A debt that was remitted took no money.
        var story = try Story.housed()
        try story.tell("2026-09-05", .record(.bankDetailsProvided))
        try story.tell("2026-09-05", .record(Self.payment(35_867)))
        try story.tell("2026-09-10", .record(Self.cost(20_000, dueOn: "2026-12-30")))
        let position = try #require(story.state.facts.map(\.position).max())
        let remission = DebtRelief(
            line: .sundry(position: position), amount: Money(cents: 20_000), ground: .remitted,
            decision: Fixtures.code)
        try story.tell("2026-09-12", .record(.debtRelieved(remission)))
        #expect(story.refusal("2026-09-13", refund) == .refundExceedsCredit)
    }

    @Test func `a deposit that was set off against a charge cancelled later can be refunded`() throws {
        let aid = ContractFact.housingAidReceived(Money(cents: 35_867), month: Self.september, means: .transfer)
        var settled = try Settled(paying: [aid], charging: Self.cost(15_000))
        let charge = try #require(settled.story.state.facts.first { $0.fact == Self.cost(15_000) }).position
        try settled.story.tell("2026-11-01", .cancelCharge(position: charge))
        try settled.story.tell("2026-11-05", .record(.creditRefundDecided(Money(cents: 15_000))))
        let end = try settled.end()
        #expect(end.refunds == [.deposit: 35_900 - 15_000 - 7_176, .credit: 15_000] && end.open == 0, "\(end)")
        try settled.wire(.credit, 15_000, on: "2026-11-21")
    }

    @Test func `a deposit that bounces after its refund was wired is set off against the credit`() throws {
        var settled = try Settled(paying: [Self.payment(60_000)])
        try settled.wire(.deposit, 35_900)
        let deposit = try #require(settled.story.state.facts.first { $0.fact.receipt?.purpose == .deposit }).position
        try settled.story.tell(
            "2026-10-15",
            .returnMoney(receipt: deposit, amount: Money(cents: 35_900), reason: .bouncedCheque))
        let end = try settled.end()
        #expect(end.refunds[.credit] == nil && end.open == 35_900 - (60_000 - 43_043), "\(end)")
    }

    @Test func `a credit refund whose money goes back is taken back, and the rent stays paid`() throws {
        var story = try Story.housed()
        func position() throws -> Int64 { try #require(story.state.facts.map(\.position).max()) }
        try story.tell("2026-09-05", .record(.bankDetailsProvided))
        try story.tell("2026-09-05", .record(Self.payment(35_867)))
        try story.tell("2026-09-10", .record(Self.payment(20_000)))
        let bounced = try position()
        try story.tell("2026-09-11", .record(.creditRefundDecided(Money(cents: 20_000))))
        try story.bill(through: "2026-09-12")
        try story.tell(
            "2026-09-15",
            .returnMoney(receipt: bounced, amount: Money(cents: 15_000), reason: .bouncedCheque))
        try story.bill(through: "2026-09-30")
        let statement = try story.statement(asOf: "2026-09-30")
        #expect(statement.refunds.map(\.amount.cents) == [5_000] && statement.lines[0].open == .zero)
        #expect(
            story.refusal("2026-10-01", .record(.refundWired(.credit, Money(cents: 5_001)))) == .refundExceedsDecided)
    }

    @Test func `one receipt is not refunded as a credit and as what waits unallocated`() throws {
        var story = try Story.housed()
        try story.tell("2026-09-05", .record(.bankDetailsProvided))
        try story.tell("2026-09-05", .record(Self.payment(35_867)))
        try story.tell("2026-09-10", .record(.advancePaid(Money(cents: 6_900))))
        let receipt = try #require(story.state.facts.map(\.position).max())
        let allocation = Allocation(
            receipt: receipt, source: .own, amount: Money(cents: 6_900), purpose: .payment(for: []),
            remittance: Remittance(), receivedAt: EffectiveMoment(day: Fixtures.day("2026-09-10")).instant)
        try story.tell("2026-09-11", .record(.receiptAllocated(allocation)))
        try story.tell("2026-09-12", .record(.creditRefundDecided(Money(cents: 6_900))))
        try story.tell("2026-09-13", .undoAllocation(receipt + 1))
        try story.tell("2026-09-14", .record(.receiptRefundDecided(receipt: receipt, Money(cents: 6_900))))
        try story.bill(through: "2026-09-30")
        #expect(try story.statement(asOf: "2026-09-30").refunds.map(\.kind) == [.receipt])
    }

    @Test func `a mandate ends with the tenant who gave it`() throws {
        var settled = try Settled(paying: [Self.payment(43_043)])
        try settled.story.tell("2026-10-08", .record(.mandateRegistered(Fixtures.code)))
        #expect(try settled.story.statement(asOf: "2026-10-09").refunds.map(\.payee) == [.mandate])
        try settled.story.tell("2026-10-10", .record(.tenantDied))
        #expect(try settled.story.statement(asOf: "2026-10-11").refunds.map(\.payee) == [.estate])
        try settled.story.tell("2026-10-12", .record(.mandateRegistered(Fixtures.code)))
        #expect(try settled.story.statement(asOf: "2026-10-13").refunds.map(\.payee) == [.mandate])
    }

    @Test func `R-202 the guarantor of a contract that never began gets his money back`() throws {
        var story = Story()
        try story.tell(
            "2026-07-02",
            .decideAdmission(
                effectiveOn: Fixtures.day("2026-09-01"), endsOn: Fixtures.day("2027-08-31"), row: Fixtures.row,
                assignedOn: nil, programme: nil))
        try story.tell("2026-08-01", .record(Self.payment(28_867, .guarantor)))
        try story.tell("2026-08-20", .record(.withdrawalRequested))
        try story.bill(through: "2026-09-30")
        let statement = try story.statement(asOf: "2026-09-30")
        #expect(statement.refunds.map(\.kind) == [.guarantor] && statement.refunds.map(\.amount.cents) == [28_867])
        #expect(statement.balances.credit == .zero && statement.missingPostings == 0)
    }

    @Test func `R-201 a decision is revoked once, whatever the day`() throws {
        var story = try Story.housed()
        let relief = DebtRelief(
            line: .rent(Self.september), amount: Money(cents: 1_000), ground: .irrecoverable, decision: Fixtures.code)
        try story.tell("2026-10-10", .record(.debtRelieved(relief)))
        let position = try #require(story.state.facts.map(\.position).max())
        try story.tell("2026-10-20", .revokeDecision(position: position))
        #expect(story.refusal("2026-10-15", .revokeDecision(position: position)) == .contradictsLaterFact)
        #expect(story.refusal("2026-10-21", .revokeDecision(position: position)) == .unknownFact)
    }

    @Test func `an allocation is taken back once, and no aid that the CAF took back`() throws {
        func allocated(_ purpose: Allocation.Purpose) throws -> (story: Story, allocation: Int64) {
            var story = try Story.housed()
            try story.tell("2026-10-01", .record(.advancePaid(Money(cents: 5_000))))
            let receipt = try #require(story.state.facts.map(\.position).max())
            try story.tell(
                "2026-10-05",
                .record(
                    .receiptAllocated(
                        Allocation(
                            receipt: receipt, source: .own, amount: Money(cents: 5_000), purpose: purpose,
                            remittance: Remittance(),
                            receivedAt: EffectiveMoment(day: Fixtures.day("2026-10-01")).instant))))
            return (story, receipt + 1)
        }
        var (story, allocation) = try allocated(.payment(for: []))
        try story.tell("2026-10-20", .undoAllocation(allocation))
        #expect(story.refusal("2026-10-15", .undoAllocation(allocation)) == .contradictsLaterFact)
        #expect(story.refusal("2026-10-21", .undoAllocation(allocation)) == .returnExceedsReceipt)

        (story, allocation) = try allocated(.aid(Self.september))
        let clawback = AidClawback(month: Self.september, amount: Money(cents: 5_000), settlement: .owed)
        try story.tell("2026-10-10", .record(.housingAidClawedBack(clawback)))
        #expect(story.refusal("2026-10-12", .undoAllocation(allocation)) == .returnExceedsReceipt)
        #expect(story.refusal("2026-10-08", .undoAllocation(allocation)) == .contradictsLaterFact)
    }

    @Test func `an advance is in time when the decision is of the day of its proposal`() throws {
        var story = Story()
        let sent = ParisTime.instant(day: Fixtures.day("2026-09-10"), secondOfDay: 32_400, repeated: .later)
        let propose = ContractCommand.proposeAllocation(
            effectiveOn: Fixtures.day("2026-09-17"), programme: .standard, notifiedAt: sent, expiresAt: nil)
        let decide = ContractCommand.decideAdmission(
            effectiveOn: Fixtures.day("2026-09-17"), endsOn: Fixtures.day("2026-10-31"), row: Fixtures.row,
            assignedOn: nil, programme: nil)
        try story.tell("2026-09-10", decide)
        try story.tell(at: EffectiveMoment(sent), propose)
        try story.tell(at: EffectiveMoment(sent.adding(hours: 5)), .record(.advancePaid(Money(cents: 7_000))))
        #expect(try story.statement(asOf: "2026-09-17").balances.unallocated == .zero)
        #expect(story.refusal("2026-09-11", propose) == .alreadyProposed)
        story = Story()
        try story.tell("2026-09-10", decide)
        #expect(story.refusal("2026-09-11", propose) == .alreadyProposed)
    }
}
