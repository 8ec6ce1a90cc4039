import EventLog
import LedgerApplication
import LedgerValues
import Projections
import ResidenceRules
import Testing

/// Facts recorded wrongly, and decisions taken back, once they were billed and the month was closed.
@Suite struct `Correcting facts` {
    @Test func `a wrong key date is put right after the month was billed and closed`() async throws {
        let story = try await Story()
        defer { story.stop() }
        // The student is admitted from 24 September. The keys are recorded on the 10th, an early arrival, and the
        // first rent is paid: 21 days of 11.96 €, less the advance of 70.00 €.
        let keys = try await story.record(.keysHandedOver, on: "2026-09-10")
        try await story.record(.paymentReceived(Money(cents: 18_116)), on: "2026-09-10")
        try await story.books.bill(through: "2026-09-30")
        try await story.books.execute(.closeMonth(Month(year: 2026, month: 9)), on: "2026-10-02")
        let before = try await story.books.ledger.treeHead().size
        let closedBooks = try await story.trialBalance(asOf: "2026-09-30")
        // On 5 October somebody sees that the keys left on the 20th: 11 days of 11.96 €.
        let correction = try await story.correct(.redated(position: keys), on: "2026-09-20")
        try await story.books.bill(through: "2026-10-05")

        #expect(
            try await story.trail() == """
                2026-09-10  payment-received     -181.16
                2026-09-10  rent-charged          251.16
                2026-09-10  advance-applied       -70.00
                2026-09-10  rent-charge-reversed -251.16  in the books of 2026-10-01
                2026-09-10  advance-unapplied      70.00  in the books of 2026-10-01
                2026-09-20  rent-charged          131.56  in the books of 2026-10-01
                2026-09-20  advance-applied       -70.00  in the books of 2026-10-01
                                                 -119.60  the student's credit
                """)
        // Who knew only the first date is answered as then; who knows the correction has the right figures for any day.
        for (asOf, wrong, right) in [("2026-09-15", 18_116, 0), ("2026-09-30", 18_116, 6_156)]
            as [(String, Int64, Int64)]
        {
            let then = try await story.statement(asOf: asOf, knownAt: .position(before))
            #expect(then.balances.due == Money(cents: wrong), "as of \(asOf), before the correction")
            let now = try await story.statement(asOf: asOf)
            #expect(now.balances.due == Money(cents: right), "as of \(asOf), after it")
        }
        let september = try await story.statement(asOf: "2026-09-30")
        #expect(september.missingPostings == 0)
        // September stays closed: the books of that month did not move.
        #expect(try await story.trialBalance(asOf: "2026-09-30") == closedBooks)
        #expect(try await story.trialBalance(asOf: "2026-10-31").isBalanced)
        // The correction is one event that names the fact, and a billing more adds nothing.
        #expect(correction.events.map(\.type) == ["fact-redated"])
        #expect(try await story.books.bill(through: "2026-10-05").postings == 0)
        let row = try await story.books.ledger.contract(contract("s"))
        #expect(row.head.keysOn == day("2026-09-20"))
        #expect(try await story.books.ledger.verify(progress: nil).findings.isEmpty)
    }

    @Test func `a lapse that is taken back gives the advance and the deposit their places again`() async throws {
        let story = try await Story()
        defer { story.stop() }
        let lapse = try await story.record(.admissionLapsed(.noShow), on: "2026-10-02")
        try await story.books.bill(through: "2026-10-02")
        let lapsed = try await story.statement(asOf: "2026-10-02")
        #expect(lapsed.status == .caduque && lapsed.balances.forfeited == Money(cents: 7_000))
        #expect(lapsed.refunds.map(\.amount) == [Money(cents: 35_900)])

        try await story.correct(.voided(position: lapse, ground: code("KEYS_WERE_OUT")), on: "2026-10-05")
        try await story.record(.keysHandedOver, on: "2026-09-24")
        try await story.books.bill(through: "2026-10-05")
        let now = try await story.statement(asOf: "2026-10-05")
        #expect(now.status == .inPlace && now.balances.forfeited == .zero && now.refunds.isEmpty)
        #expect(now.balances.depositHeld == Money(cents: 35_900) && now.balances.advanceHeld == .zero)
        #expect(now.balances.due == Money(cents: 8_372 - 7_000))
        let journal = try await story.books.ledger.journal(
            after: 0, asOf: day("2026-12-31"), knownAt: .head, limit: 1_000)
        #expect(
            Set(journal.value.map(\.event)).isSuperset(of: ["forfeit-reversed", "refund-decision-reversed"]),
            "every decision has its named reversal")
    }

    @Test func `a cost charged to the wrong contract is taken back in the open month`() async throws {
        let story = try await Story()
        defer { story.stop() }
        try await story.record(.keysHandedOver, on: "2026-09-24")
        let charge = SundryCharge(
            kind: .cost, net: Money(cents: 4_817), vat: .zero, dueOn: day("2026-09-28"), item: code("BAILIFF"))
        let charged = try await story.record(.sundryCharged(charge), on: "2026-09-28")
        try await story.books.bill(through: "2026-09-30")
        try await story.books.execute(.closeMonth(Month(year: 2026, month: 9)), on: "2026-10-02")
        try await story.books.execute(.cancelCharge(position: charged), "s", on: "2026-09-30")
        let event = try await story.books.lastEvent()
        #expect(event.effectiveOn == day("2026-09-30") && event.accountingOn == day("2026-10-01"))
        #expect(event.event.movements.map(\.amount).total() == .zero)
        let september = try await story.trialBalance(asOf: "2026-09-30")
        let october = try await story.trialBalance(asOf: "2026-10-31")
        #expect(september[.recoveredCosts].balance == -charge.net && october[.recoveredCosts].balance == .zero)
        #expect(october[.servicesAndDamage].balance == .zero)
        #expect(try await story.statement(asOf: "2026-09-29").lines.contains { $0.charge.amount == charge.net })
        #expect(try await !story.statement(asOf: "2026-09-30").lines.contains { $0.charge.amount == charge.net })
        #expect(
            try await story.books.refusal {
                try await story.books.execute(.cancelCharge(position: charged), "s", on: "2026-10-06")
            } == .unknownCharge)
    }

    @Test func `money for a contract whose only fact was voided is kept unallocated`() async throws {
        let books = try await TestLedger()
        defer { books.ledger.stop() }
        let opened = try await books.execute(
            .decideAdmission(
                effectiveOn: day("2026-09-01"), endsOn: day("2027-08-31"), row: TestLedger.row, assignedOn: nil,
                programme: nil), "v", on: "2026-07-01")
        let position = try #require(opened.events.first?.position).number
        let mistake = FactCorrection.voided(position: position, ground: code("WRONG_STUDENT"))
        try await books.execute(.correct(.id(contract("v")), mistake), on: "2026-07-02")
        let deposit = ContractCommand.record(.depositPaid(Money(cents: 35_900)))
        let kept = try await books.execute(deposit, "v", on: "2026-07-03")
        #expect(kept.refusal?.code == .unknownContract && kept.events.map(\.type) == ["receipt-unallocated"])
        #expect(
            try await books.refusal { try await books.execute(.record(.fileCompleted), "v", on: "2026-07-04") }
                == .unknownContract)
        #expect(try await books.ledger.verify(progress: nil).isSound)
    }

    @Test func `a correction is refused when it names nothing that it may correct`() async throws {
        let story = try await Story()
        defer { story.stop() }
        let keys = try await story.record(.keysHandedOver, on: "2026-09-24")
        try await story.books.bill(through: "2026-09-30")
        let posting = try await story.books.ledger.treeHead().size - 1
        let codeIssued = try await story.record(.tenantCodeIssued(tenant("T26A001")), on: "2026-09-30")
        let move = UnitChange(row: TestLedger.row, billedFrom: day("2026-10-01"))
        let moved = try await story.record(.unitChanged(move), on: "2026-10-01")
        let ground = code("MISTAKE")
        for (correction, day, expected) in [
            (.voided(position: 1, ground: ground), "2026-10-01", .unknownFact),
            (.voided(position: posting, ground: ground), "2026-10-01", .unknownFact),
            (.redated(position: keys), "2026-09-01", .keysBeforeFile),
            (.redated(position: keys), "2026-09-24", .nothingToCorrect),
            (.voided(position: codeIssued, ground: ground), "2026-10-01", .factNotCorrectable),
            (.redated(position: moved), "2026-10-02", .factNotRedatable),
        ] as [(FactCorrection, String, RejectionCode)] {
            let refusal = try await story.books.refusal { try await story.correct(correction, on: day) }
            #expect(refusal == expected, "\(correction)")
        }
        let unknown = LedgerCommand.correct(.id(contract("nobody")), .redated(position: keys))
        #expect(
            try await story.books.refusal { try await story.books.execute(unknown, on: "2026-09-20") }
                == .unknownContract)
        let stale = CommandRequest(
            actor: actor, key: nil, requestHash: MerkleHash.emptyRoot,
            command: .correct(.id(contract("s")), .redated(position: keys)),
            moment: EffectiveMoment(day: day("2026-09-20")), expectedVersion: 2)
        await #expect(throws: CommandError.self) { try await story.books.ledger.execute(stale) }
    }
}

/// A student admitted from 24 September 2026, file complete, advance and deposit paid; the keys are still there.
private struct Story {
    let books: TestLedger

    init() async throws {
        books = try await TestLedger()
        let notified = instant("2026-08-31T08:00:00Z")
        for (instant, command) in [
            (
                notified,
                ContractCommand.proposeAllocation(
                    effectiveOn: day("2026-09-24"), programme: .standard, notifiedAt: notified, expiresAt: nil)
            ), (notified.adding(hours: 3), .record(.advancePaid(Money(cents: 7_000)))),
        ] {
            _ = try await books.ledger.execute(
                CommandRequest(
                    actor: actor, key: nil, requestHash: MerkleHash.emptyRoot,
                    command: .contract(.id(contract("s")), command), moment: EffectiveMoment(instant),
                    effectiveAt: instant))
        }
        try await books.execute(
            .decideAdmission(
                effectiveOn: day("2026-09-24"), endsOn: day("2027-08-31"), row: TestLedger.row, assignedOn: nil,
                programme: nil), "s", on: "2026-09-01")
        try await record(.fileCompleted, on: "2026-09-02")
        try await record(.depositPaid(Money(cents: 35_900)), on: "2026-09-03")
    }

    func stop() { books.ledger.stop() }

    /// Records a fact; answers its log position.
    @discardableResult
    func record(_ fact: ContractFact, on text: String) async throws -> Int64 {
        let answer = try await books.execute(.record(fact), "s", on: text)
        return try #require(answer.events.first?.position).number
    }

    @discardableResult
    func correct(_ correction: FactCorrection, on text: String) async throws -> CommandAnswer {
        try await books.execute(.correct(.id(contract("s")), correction), on: text)
    }

    func statement(asOf text: String, knownAt: KnownAt = .head) async throws -> ContractStatement {
        try await books.statement("s", asOf: text, knownAt: knownAt).statement
    }

    func trialBalance(asOf text: String) async throws -> TrialBalance {
        try await books.ledger.trialBalance(asOf: day(text), knownAt: .head).value
    }

    /// What moved the tenant's account, as recorded: day, event, euros, and the books' day where it is another one.
    func trail() async throws -> String {
        let journal = try await books.ledger.journal(after: 0, asOf: day("2099-12-31"), knownAt: .head, limit: 1_000)
        var lines: [String] = []
        var sum = Money.zero
        for entry in journal.value {
            let amount = entry.movements.filter { $0.account == .tenants }.map(\.amount).total()
            if amount == .zero { continue }
            sum += amount
            let books = entry.accountingOn == entry.effectiveOn ? "" : "  in the books of \(entry.accountingOn)"
            lines.append("\(entry.effectiveOn)  \(Self.columns(entry.event, amount))\(books)")
        }
        lines.append("\(String(repeating: " ", count: 12))\(Self.columns("", sum))  the student's credit")
        return lines.joined(separator: "\n")
    }

    /// A word of 20 characters and an amount in euros of 8.
    private static func columns(_ word: String, _ amount: Money) -> String {
        let cents = abs(amount.cents)
        let euros = "\(amount.cents < 0 ? "-" : "")\(cents / 100).\(cents % 100 < 10 ? "0" : "")\(cents % 100)"
        return word + String(repeating: " ", count: 20 - word.count)
            + String(repeating: " ", count: 8 - euros.count) + euros
    }
}
