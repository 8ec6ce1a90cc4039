import LedgerValues
import Projections
import ResidenceRules
import Testing

/// Moves and changes of occupancy mode inside a contract.
@Suite struct MoveTests {
    private static let move = ContractCommand.changeUnit(row: Fixtures.flatRow)
    private static let moveBack = ContractCommand.changeUnit(row: Fixtures.row)

    @Test func `a month is split at the day of a move, and its parts are thirty thirtieths`() throws {
        for (month, day, first, last) in [
            ("2026-11", "2026-11-16", 15, 15), ("2026-10", "2026-10-16", 15, 15), ("2027-02", "2027-02-15", 14, 16),
            ("2026-12", "2026-12-31", 30, 0), ("2027-03", "2027-03-02", 1, 29),
        ] {
            var story = try Story.housed()
            try story.tell(day, Self.move)
            let rent = Int64(first) * 1_196
            var parts = [BilledPart("rent", month + "-01", first, first == 30 ? 35_867 : rent)]
            if last > 0 { parts.append(BilledPart("rent", day, last, Int64(last) * 561)) }
            #expect(try story.month(month) == parts)
            #expect(try story.statement(asOf: "2027-08-31").balances.depositHeld == Money(cents: 35_900))
        }
    }

    @Test func `R-130 each part of a month with a move is declared under the row that it bills`() throws {
        var story = try Story.housed()
        try story.tell("2026-10-11", Self.move)
        let month = Fixtures.day("2026-10-01").month
        let rows = HousingAidRow.rows(Fixtures.contract, try story.statement(asOf: "2026-10-31"), month: month)
        #expect(rows.map(\.row) == [Fixtures.row, Fixtures.flatRow])
        #expect(rows.map(\.figure.status) == [.complete, .flatRate])
    }

    @Test func `several moves of one month leave the remainder to the last part`() throws {
        var story = try Story.housed()
        try story.tell("2026-10-06", Self.move)
        try story.tell("2026-10-21", Self.moveBack)
        #expect(
            try story.month("2026-10") == [
                BilledPart("rent", "2026-10-01", 5, 5_980), BilledPart("rent", "2026-10-06", 15, 8_415),
                BilledPart("rent", "2026-10-21", 10, 11_960),
            ])
        #expect(try story.month("2026-11") == [BilledPart("rent", "2026-11-01", 30, 35_867)])
    }

    @Test func `a move to the row already billed splits nothing`() throws {
        var story = try Story.housed()
        try story.tell("2026-10-06", Self.moveBack)
        #expect(try story.month("2026-10") == [BilledPart("rent", "2026-10-01", 30, 35_867)])
    }

    @Test func `the policy may put a change off to the next month`() throws {
        var story = try Story.housed()
        story.context.policies.adopt(.modeChangeDate, .code("next_month"), from: Fixtures.day("2026-11-01"))
        try story.tell("2026-10-16", Self.move)
        try story.tell("2026-11-16", Self.moveBack)
        #expect(try story.month("2026-10").map(\.thirtieths) == [15, 15])
        #expect(try story.month("2026-11") == [BilledPart("rent", "2026-11-01", 30, 16_816)])
        #expect(try story.month("2026-12") == [BilledPart("rent", "2026-12-01", 30, 35_867)])
    }

    @Test func `a tenant lodged elsewhere for a time pays his own row`() throws {
        var story = try Story.housed()
        try story.tell("2026-10-16", .record(.temporarilyRehoused(unit: Fixtures.code)))
        #expect(try story.month("2026-10") == [BilledPart("rent", "2026-10-01", 30, 35_867)])
        #expect(try story.statement(asOf: "2026-10-20").tenure.rehousedIn == Fixtures.code)
    }

    @Test func `rent and indemnity of a month are counted separately`() throws {
        var story = try Story.housed()
        try story.tell("2026-12-15", .record(.noticeGiven(departure: nil)))
        try story.tell("2027-01-08", Self.move)
        try story.tell("2027-01-20", Self.moveBack)
        try story.tell("2027-02-03", .record(.keysReturned(.conforming)))
        #expect(
            try story.month("2027-01") == [
                BilledPart("rent", "2027-01-01", 7, 8_372), BilledPart("rent", "2027-01-08", 8, 4_488),
                // Four days on one row, twelve on the other, and 50.00 €.
                BilledPart("indemnity", "2027-01-16", 16, 4 * 561 + 12 * 1_196 + 5_000),
            ])
    }

    @Test func `a month is split by the tariff year and by moves on both sides of it`() throws {
        var story = try Story.housed()
        try story.renew("2027-05-28", from: "2027-09-01", to: "2028-08-31")
        try story.renew("2028-05-28", from: "2028-09-01", to: "2029-08-31")
        try story.tell("2028-08-21", Self.move)
        try story.tell("2028-09-11", Self.moveBack)
        #expect(try story.month("2028-08").map(\.thirtieths) == [20, 10])
        #expect(
            try story.month("2028-09") == [
                BilledPart("rent", "2028-09-01", 10, 5_770), BilledPart("rent", "2028-09-11", 20, 24_620),
            ])
    }

    @Test func `a move is refused once the keys are back, and without an admission`() throws {
        var story = try Story.housed()
        try story.tell("2027-01-08", .record(.keysReturned(.conforming)))
        #expect(story.refusal("2027-01-09", Self.move) == .keysAlreadyReturned)
        #expect(story.refusal("2027-01-09", .changeUnit(row: try #require(TariffRowID("NO/ROW")))) == .unknownTariffRow)
        var proposed = Story()
        try proposed.tell(
            "2026-06-30",
            .proposeAllocation(
                effectiveOn: nil, programme: .standard,
                notifiedAt: try #require(Instant(rfc3339: "2026-06-30T08:00:00Z")), expiresAt: nil))
        #expect(proposed.refusal("2026-07-01", Self.move) == .noAdmission)
    }
}
