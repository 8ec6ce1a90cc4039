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

        init(paying receipts: [ContractFact]) throws {
            story = try .housed()
            try story.tell("2026-09-05", .record(.bankDetailsProvided))
            for receipt in receipts {
                try story.tell("2026-09-10", .record(receipt))
                self.receipts.append(story.state.facts.map(\.position).max() ?? 0)
            }
            try story.tell("2026-09-06", .record(.noticeGiven(departure: nil)))
            try story.tell("2026-10-06", .record(.keysReturned(.conforming)))
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
