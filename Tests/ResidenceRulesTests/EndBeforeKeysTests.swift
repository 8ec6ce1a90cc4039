import LedgerValues
import Projections
import ResidenceRules
import Testing

@Suite struct `Withdrawal, lapse and repeal` {
    @Test func `every forfeiture bends to an exception, before or after it`() throws {
        // late withdrawal, each lapse before the keys, and a repeal from the effect date on.
        let ends: [(fact: ContractFact, on: String)] = [
            (.withdrawalRequested, "2026-09-03"), (.admissionLapsed(.noShow), "2026-09-09"),
            (.admissionLapsed(.lateArrival30), "2026-10-02"),
            (.admissionRepealed(effectiveOn: Fixtures.day("2026-09-10")), "2026-09-05"),
        ]
        for (fact, on) in ends {
            for granted in ["2026-09-02", "2026-10-20"] {
                var tenancy = try Tenancy()
                if granted < on { try tenancy.record(.exceptionGranted(ground: Fixtures.code), on: granted) }
                try tenancy.record(fact, on: on)
                if granted > on {
                    #expect(try tenancy.schedule("2026-10-19").forfeited == Money(cents: 7_000))
                    try tenancy.record(.exceptionGranted(ground: Fixtures.code), on: granted)
                }
                let schedule = try tenancy.schedule("2026-12-31")
                let due = Fixtures.day(max(granted, on)).adding(months: 1)
                #expect(schedule.forfeited == .zero && schedule.lines.isEmpty, "\(fact)")
                let advance = schedule.refunds.first { $0.kind == .advance }
                #expect(advance?.amount == Money(cents: 7_000) && advance?.dueOn == due, "\(fact), \(granted)")
            }
        }
    }

    @Test func `an exception after a billed forfeiture reverses it first`() throws {
        var tenancy = try Tenancy()
        try tenancy.record(.withdrawalRequested, on: "2026-09-03")
        var state = tenancy.state
        var position: Int64 = 100
        func bill(_ through: String) throws -> [Posting] {
            let missing = try Billing.missing(
                facts: state.facts, postings: state.postings, through: Fixtures.day(through),
                nextPosition: position + 1, Fixtures.context)
            for posting in missing {
                position += 1
                state.post(posting.posting, on: posting.effectiveOn, position: position)
            }
            return missing.map(\.posting)
        }
        let deposit = Posting.refundDecided(.deposit, Money(cents: 35_900), dueOn: Fixtures.day("2026-10-03"))
        #expect(try bill("2026-09-30") == [.advanceForfeited(Money(cents: 7_000)), deposit])
        let granted = EffectiveMoment(day: Fixtures.day("2026-10-20"))
        state.file(.exceptionGranted(ground: Fixtures.code), at: granted, position: 99)
        #expect(
            try bill("2026-10-31") == [
                .forfeitReversed(Money(cents: 7_000)),
                .refundDecided(.advance, Money(cents: 7_000), dueOn: Fixtures.day("2026-11-20")),
            ])
    }

    @Test func `a withdrawal recorded before bars the lapse, and a lapse the withdrawal`() throws {
        var withdrawn = try Tenancy()
        try withdrawn.record(.withdrawalRequested, on: "2026-09-05")
        #expect(withdrawn.refusal(.admissionLapsed(.noShow), on: "2026-09-20") == .contractEnded)
        var lapsed = try Tenancy()
        try lapsed.record(.admissionLapsed(.noShow), on: "2026-09-20")
        #expect(lapsed.refusal(.withdrawalRequested, on: "2026-09-21") == .contractEnded)
        #expect(lapsed.refusal(.withdrawalRequested, on: "2026-09-05") == .contradictsLaterFact)
    }

    @Test func `a deferral by the Crous stops the clocks until it names a day`() throws {
        var tenancy = try Tenancy()
        try tenancy.record(.effectDeferred(), on: "2026-08-25")
        #expect(tenancy.refusal(.admissionLapsed(.noShow), on: "2026-10-20") == .delayNotExpired)
        #expect(tenancy.refusal(.admissionLapsed(.lateArrival30), on: "2026-10-20") == .delayNotExpired)
        #expect(tenancy.refusal(.effectDeferred(to: Fixtures.day("2026-08-31")), on: "2026-09-10") == .deferralNotLater)
        #expect(tenancy.refusal(.effectDeferred(to: Fixtures.day("2027-09-01")), on: "2026-09-10") == .endBeforeEffect)
        var early = tenancy
        try early.record(.withdrawalRequested, on: "2026-09-15")
        #expect(try early.schedule("2026-09-30").forfeited == .zero, "no effect date has passed yet")
        var late = try Tenancy()
        try late.record(.withdrawalRequested, on: "2026-09-05")
        try late.record(.effectDeferred(), on: "2026-09-10")
        #expect(try late.schedule("2026-09-30").forfeited == Money(cents: 7_000), "what came later changes nothing")
        var repealed = tenancy
        try repealed.record(.admissionRepealed(effectiveOn: Fixtures.day("2026-09-15")), on: "2026-09-10")
        #expect(try repealed.schedule("2026-09-30").forfeited == .zero)
        try tenancy.record(.effectDeferred(to: Fixtures.day("2026-09-20")), on: "2026-09-10")
        #expect(tenancy.refusal(.admissionLapsed(.noShow), on: "2026-09-27") == .delayNotExpired)
        #expect(tenancy.refusal(.admissionLapsed(.noShow), on: "2026-09-28") == nil)
        #expect(tenancy.refusal(.admissionLapsed(.lateArrival30), on: "2026-10-20") == .delayNotExpired)
        #expect(tenancy.refusal(.admissionLapsed(.lateArrival30), on: "2026-10-21") == nil)
        for (day, forfeited) in [("2026-09-19", 0), ("2026-09-20", 7_000)] as [(String, Int64)] {
            var withdrawn = tenancy
            try withdrawn.record(.withdrawalRequested, on: day)
            #expect(try withdrawn.schedule("2026-12-31").forfeited == Money(cents: forfeited), "\(day)")
        }
        try tenancy.record(.keysHandedOver, on: "2026-09-22")
        #expect(try tenancy.lines("2026-09-30").first == "rent 2026-09-22 to 2026-09-30 10764", "billed from the keys")
    }

    @Test func `a repeal before the keys keeps the advance from the effect date on`() throws {
        for (effective, forfeited) in [("2026-08-31", 0), ("2026-09-01", 7_000), ("2026-09-10", 7_000)]
            as [(String, Int64)]
        {
            var tenancy = try Tenancy()
            try tenancy.record(.admissionRepealed(effectiveOn: Fixtures.day(effective)), on: "2026-08-20")
            #expect(tenancy.refusal(.keysHandedOver, on: "2026-08-25") == .contractEnded)
            let schedule = try tenancy.schedule("2026-12-31")
            #expect(schedule.lines.isEmpty && schedule.forfeited == Money(cents: forfeited), "\(effective)")
            #expect(schedule.refunds.allSatisfy { $0.dueOn == Fixtures.day("2026-09-20") && $0.blocked })
            #expect(schedule.refunds.map(\.amount).total() == Money(cents: 42_900 - forfeited))
            #expect(tenancy.refusal(.refundWired(.deposit, Money(cents: 35_900)), on: "2026-09-21") == .refundBlocked)
            try tenancy.record(.bankDetailsProvided, on: "2026-10-05")
            #expect(try tenancy.schedule("2026-10-05").refunds.allSatisfy { $0.dueOn == Fixtures.day("2026-10-05") })
            #expect(tenancy.refusal(.refundWired(.deposit, Money(cents: 35_900)), on: "2026-10-06") == nil)
        }
    }

    @Test func `the tolerance at the exit is for notices, also for one that runs out with the decision`() throws {
        // 31 January 2027 is a Sunday.
        func days(_ notice: String?, repeal: Bool = false, end: String, keys: String) throws -> Int {
            var tenancy = try Tenancy(endsOn: end)
            try tenancy.record(.keysHandedOver, on: "2026-09-01")
            if let notice { try tenancy.record(.noticeGiven(departure: nil), on: notice) }
            if repeal {
                try tenancy.record(.admissionRepealed(effectiveOn: Fixtures.day("2027-01-31")), on: "2027-01-02")
            }
            try tenancy.record(.keysReturned(.conforming), on: keys)
            return tenancy.tenure(keys).daysWithoutRight(asOf: Fixtures.day(keys), Fixtures.context.policies).count
        }
        #expect(try days("2026-12-31", end: "2027-08-31", keys: "2027-02-01") == 0)
        #expect(try days("2026-12-31", end: "2027-08-31", keys: "2027-02-02") == 1)
        #expect(try days("2026-12-31", end: "2027-01-31", keys: "2027-02-01") == 0)
        #expect(try days("2027-01-15", end: "2027-01-31", keys: "2027-02-01") == 1, "the decision ended first")
        #expect(try days(nil, end: "2027-01-31", keys: "2027-02-01") == 1)
        #expect(try days("2026-12-31", repeal: true, end: "2027-08-31", keys: "2027-02-01") == 1)
    }

    @Test func `R-054 a notice that runs out on a working day has no tolerance`() throws {
        var tenancy = try Tenancy()
        try tenancy.record(.keysHandedOver, on: "2026-09-01")
        // Friday 13 November; the keys come back on Monday.
        try tenancy.record(.noticeGiven(departure: nil), on: "2026-10-13")
        try tenancy.record(.keysReturned(.conforming), on: "2026-11-16")
        #expect(try tenancy.lines("2026-12-31").last == "indemnity 2026-11-14 to 2026-11-16 8588")
    }

    @Test func `a charge that comes after the settlement is set off while the refund is not wired`() throws {
        var tenancy = try Tenancy()
        try tenancy.record(.keysHandedOver, on: "2026-09-01")
        try tenancy.record(.bankDetailsProvided, on: "2026-09-01")
        try tenancy.record(.noticeGiven(departure: nil), on: "2026-09-01")
        try tenancy.record(.paymentReceived(Money(cents: 35_867 + 1_196 - 7_000)), on: "2026-09-01")
        try tenancy.record(.keysReturned(.nonConforming), on: "2026-10-01")
        try tenancy.record(.contractSettled, on: "2026-10-05")
        #expect(try tenancy.schedule("2026-10-05").refunds.map(\.amount) == [Money(cents: 35_900)])
        try tenancy.record(Self.damage(6_250), on: "2026-10-10")
        let set = try tenancy.schedule("2026-10-10")
        #expect(set.depositOffset == Money(cents: 6_250) && set.refunds.map(\.amount) == [Money(cents: 29_650)])
        #expect(set.remainingDebt == .zero)
        #expect(
            tenancy.refusal(.refundWired(.deposit, Money(cents: 29_651)), on: "2026-10-12") == .refundExceedsDecided)
        try tenancy.record(.refundWired(.deposit, Money(cents: 29_650)), on: "2026-10-12")
        #expect(tenancy.refusal(Self.damage(100), on: "2026-10-11") == .contradictsLaterFact)
        try tenancy.record(Self.damage(9_000), on: "2026-10-13")
        let after = try tenancy.schedule("2026-10-13")
        #expect(after.depositOffset == Money(cents: 6_250), "what was wired is out of reach")
        let statement = try ContractStatement(tenancy.state, asOf: Fixtures.day("2026-10-13"), Fixtures.context)
        #expect(statement.lines.map(\.open).total() == Money(cents: 9_000))
    }

    @Test func `money that lies unused pays a late charge before the deposit does`() throws {
        var tenancy = try Tenancy()
        try tenancy.record(.keysHandedOver, on: "2026-09-01")
        try tenancy.record(.noticeGiven(departure: nil), on: "2026-09-01")
        try tenancy.record(.keysReturned(.nonConforming), on: "2026-10-01")
        try tenancy.record(.contractSettled, on: "2026-10-05")
        // Owed 35867 + 1196 less the advance: 30063, all of it set off; then 5000 more come in.
        try tenancy.record(.paymentReceived(Money(cents: 5_000)), on: "2026-10-08")
        try tenancy.record(Self.damage(6_250), on: "2026-10-10")
        let schedule = try tenancy.schedule("2026-10-10")
        #expect(schedule.depositOffset == Money(cents: 30_063 + 1_250))
        #expect(schedule.refunds.map(\.amount) == [Money(cents: 35_900 - 31_313)])
    }

    private static func damage(_ cents: Int64) -> ContractFact {
        .sundryCharged(
            SundryCharge(
                kind: .damage, net: Money(cents: cents), vat: .zero, dueOn: Fixtures.day("2026-10-31"),
                item: Fixtures.code))
    }
}
