import LedgerValues
import Projections
import ResidenceRules
import Testing

/// Later ends of a stay.
@Suite struct ProlongationTests {
    /// Admitted from 1 September 2026 to `end`, keys on the first day.
    private static func stay(to end: String) throws -> Story {
        var story = Story()
        try story.tell(
            "2026-07-02",
            .decideAdmission(
                effectiveOn: Fixtures.day("2026-09-01"), endsOn: Fixtures.day(end), row: Fixtures.row,
                assignedOn: nil, programme: nil))
        try story.tell("2026-07-10", .record(.fileCompleted))
        try story.tell("2026-07-10", .record(.depositPaid(Money(cents: 35_900))))
        try story.tell("2026-09-01", .record(.keysHandedOver))
        return story
    }

    private static func prolong(to end: String, asked: String) -> ContractCommand {
        .record(.prolongationGranted(Prolongation(endsOn: Fixtures.day(end), askedOn: Fixtures.day(asked))))
    }

    @Test func `billing goes on to the new end`() throws {
        var story = try Self.stay(to: "2027-06-30")
        try story.tell("2027-05-30", Self.prolong(to: "2027-07-20", asked: "2027-05-30"))
        #expect(try story.month("2027-07", asOf: "2027-07-20") == [BilledPart("rent", "2027-07-01", 20, 23_920)])
        #expect(try story.statement(asOf: "2027-07-20").billingEnd == Fixtures.day("2027-07-20"))
    }

    @Test func `it is asked one month before the end, fifteen days for a stay under a month`() throws {
        var story = try Self.stay(to: "2027-06-30")
        #expect(story.refusal("2027-06-02", Self.prolong(to: "2027-07-20", asked: "2027-05-31")) == .prolongationLate)
        #expect(story.refusal("2027-06-02", Self.prolong(to: "2027-07-20", asked: "2027-05-30")) == nil)
        var short = try Self.stay(to: "2026-09-29")
        #expect(short.refusal("2026-09-20", Self.prolong(to: "2026-10-05", asked: "2026-09-15")) == .prolongationLate)
        #expect(short.refusal("2026-09-20", Self.prolong(to: "2026-10-05", asked: "2026-09-14")) == nil)
        // Exactly a month is no short stay.
        var month = try Self.stay(to: "2026-09-30")
        #expect(month.refusal("2026-09-01", Self.prolong(to: "2026-10-05", asked: "2026-08-31")) == .prolongationLate)
    }

    @Test func `beyond thirty added days, earlier ones included, a file completed since is needed`() throws {
        var story = try Self.stay(to: "2027-04-30")
        try story.tell("2027-03-01", Self.prolong(to: "2027-05-15", asked: "2027-03-01"))
        let thirtyOne = Self.prolong(to: "2027-05-31", asked: "2027-04-10")
        #expect(story.refusal("2027-04-12", Self.prolong(to: "2027-05-30", asked: "2027-04-10")) == nil)
        #expect(story.refusal("2027-04-13", thirtyOne) == .prolongationNeedsFile)
        try story.tell("2027-04-14", .record(.fileCompleted))
        #expect(story.refusal("2027-04-15", thirtyOne) == nil)
    }

    @Test func `it never passes 31 August, and never shortens a stay`() throws {
        var story = try Self.stay(to: "2027-08-15")
        #expect(story.refusal("2027-06-01", Self.prolong(to: "2027-09-01", asked: "2027-06-01")) == .endAfter31August)
        #expect(
            story.refusal("2027-06-01", Self.prolong(to: "2027-08-15", asked: "2027-06-01")) == .prolongationNotLater)
        #expect(story.refusal("2027-06-01", Self.prolong(to: "2027-08-31", asked: "2027-06-01")) == nil)
    }

    @Test func `a renewal follows the prolonged end`() throws {
        var story = try Self.stay(to: "2027-08-15")
        try story.tell("2027-06-01", Self.prolong(to: "2027-08-31", asked: "2027-06-01"))
        try story.renew("2027-06-10", from: "2027-09-01", to: "2028-08-31")
        #expect(try story.month("2027-08") == [BilledPart("rent", "2027-08-01", 30, 35_867)])
        #expect(try story.month("2027-09") == [BilledPart("rent", "2027-09-01", 30, 35_867)])
    }
}
