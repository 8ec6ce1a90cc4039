import LedgerValues
import ResidenceRules
import Testing

@Suite struct `The end of a right` {
    @Test func `a death ends the right that day and an indemnity waits for the offer to recover the unit`() throws {
        var tenancy = try Tenancy()
        try tenancy.record(.keysHandedOver, on: "2026-09-01")
        #expect(tenancy.refusal(.recoveryOffered, on: "2026-10-20") == .deathNotRecorded)
        #expect(tenancy.refusal(.possessionRecovered(.death, .conforming), on: "2026-10-20") == .deathNotRecorded)
        try tenancy.record(.bankDetailsProvided, on: "2026-09-02")
        try tenancy.record(.tenantDied, on: "2026-10-12")
        #expect(tenancy.refusal(.noticeGiven(departure: nil), on: "2026-10-13") == .tenantDeceased)
        #expect(tenancy.refusal(.tenantDied, on: "2026-10-13") == .tenantDeceased)
        #expect(tenancy.status("2026-10-31") == .deceased)
        let rent = ["rent 2026-09-01 to 2026-09-30 35867", "rent 2026-10-01 to 2026-10-12 14352"]
        #expect(try tenancy.lines("2026-11-15") == rent, "no notice, no indemnity before the offer")
        try tenancy.record(.recoveryOffered, on: "2026-11-20")
        #expect(tenancy.status("2026-11-21") == .withoutRight)
        try tenancy.record(.possessionRecovered(.death, .conforming), on: "2026-11-25")
        // Five days from the 21st to the 25th: 5 x 11.96 and 50.00 a month begun.
        #expect(try tenancy.lines("2026-12-01") == rent + ["indemnity 2026-11-21 to 2026-11-25 10980"])
        try tenancy.record(.paymentReceived(Money(cents: 35_867 + 14_352 - 7_000 + 10_980)), on: "2026-12-01")
        try tenancy.record(.contractSettled, on: "2026-12-02")
        let refund = try #require(try tenancy.schedule("2026-12-02").refunds.first)
        #expect(refund.amount == Money(cents: 35_900) && refund.payee == .estate)
        #expect(refund.blocked, "the tenant's own bank details do not serve the estate")
        try tenancy.record(.bankDetailsProvided, on: "2026-12-10")
        #expect(try tenancy.schedule("2026-12-10").refunds.first?.blocked == false)
    }

    @Test func `a death before the keys ends the contract unbilled and everything goes back`() throws {
        var tenancy = try Tenancy()
        try tenancy.record(.tenantDied, on: "2026-09-03")
        #expect(tenancy.refusal(.keysHandedOver, on: "2026-09-04") == .contractEnded)
        #expect(tenancy.refusal(.admissionLapsed(.noShow), on: "2026-09-20") == .contractEnded)
        let schedule = try tenancy.schedule("2026-09-30")
        #expect(schedule.lines.isEmpty && schedule.forfeited == .zero)
        #expect(schedule.refunds.map(\.amount) == [Money(cents: 7_000), Money(cents: 35_900)])
        #expect(schedule.refunds.map(\.dueOn) == [Fixtures.day("2026-10-03"), Fixtures.day("2026-10-03")])
        #expect(tenancy.status("2026-09-30") == .deceased)
    }

    @Test func `a death while without right stops the indemnity until the offer and begins a month only once`() throws {
        var tenancy = try Tenancy()
        try tenancy.record(.keysHandedOver, on: "2026-09-01")
        try tenancy.record(.noticeGiven(departure: nil), on: "2026-10-04")
        try tenancy.record(.tenantDied, on: "2026-11-10")
        try tenancy.record(.recoveryOffered, on: "2026-11-20")
        try tenancy.record(.keysReturned(.conforming), on: "2026-11-22")
        #expect(
            try tenancy.lines("2026-12-31").suffix(2) == [
                "indemnity 2026-11-05 to 2026-11-10 12176", "indemnity 2026-11-21 to 2026-11-22 2392",
            ])
    }

    @Test func `possession recovered counts as a key return and only who has no right is evicted`() throws {
        var tenancy = try Tenancy()
        #expect(
            tenancy.refusal(.possessionRecovered(.abandonment, .conforming), on: "2026-09-03") == .keysNotHandedOver)
        try tenancy.record(.keysHandedOver, on: "2026-09-01")
        #expect(tenancy.refusal(.possessionRecovered(.eviction, .conforming), on: "2026-10-03") == .rightStillRuns)
        var evicted = tenancy
        try tenancy.record(.possessionRecovered(.abandonment, .nonConforming), on: "2026-10-10")
        // Gone without a notice: the month that starts with the recovery is billed.
        #expect(tenancy.tenure("2026-12-01").rightEnd == Fixtures.day("2026-11-10"))
        #expect(tenancy.status("2026-10-10") == .left)
        #expect(tenancy.refusal(.keysReturned(.conforming), on: "2026-10-11") == .keysAlreadyReturned)
        try evicted.record(
            .admissionRepealed(effectiveOn: Fixtures.day("2026-10-31"), ground: .unpaidRent), on: "2026-10-15")
        try evicted.record(.formalNoticeServed, on: "2026-11-01")
        #expect(evicted.tenure("2026-11-01").leaveBy == Fixtures.day("2026-11-16"))
        try evicted.record(.possessionRecovered(.eviction, .nonConforming), on: "2026-11-30")
        #expect(try evicted.lines("2026-12-31").last == "indemnity 2026-11-01 to 2026-11-30 40867")
    }

    @Test func `R-074 who leaves before a repeal takes effect owes a month, or less when the repeal comes first`()
        throws
    {
        var repealed = try Tenancy()
        try repealed.record(.keysHandedOver, on: "2026-09-01")
        try repealed.record(.admissionRepealed(effectiveOn: Fixtures.day("2026-12-10")), on: "2026-10-05")
        for (left, end) in [("2026-10-20", "2026-11-20"), ("2026-12-01", "2026-12-10")] {
            var tenancy = repealed
            try tenancy.record(.keysReturned(.conforming), on: left)
            #expect(tenancy.tenure("2026-12-31").rightEnd == Fixtures.day(end))
        }
    }

    @Test func `more time for the file moves the limit of the lapse`() throws {
        var tenancy = try Tenancy(fileComplete: false)
        #expect(tenancy.refusal(.admissionLapsed(.fileLate), on: "2026-07-08") == .delayNotExpired)
        #expect(tenancy.refusal(.admissionLapsed(.fileLate), on: "2026-07-09") == nil)
        try tenancy.record(.fileExtended(until: Fixtures.day("2026-07-20")), on: "2026-07-08")
        #expect(tenancy.refusal(.admissionLapsed(.fileLate), on: "2026-07-20") == .delayNotExpired)
        #expect(tenancy.refusal(.admissionLapsed(.fileLate), on: "2026-07-21") == nil)
        try tenancy.record(.fileCompleted, on: "2026-07-20")
        #expect(tenancy.refusal(.admissionLapsed(.fileLate), on: "2026-07-21") == .fileInTime)
    }

    @Test func `a file no longer complete is repealed only after a request to put it right`() throws {
        var tenancy = try Tenancy()
        try tenancy.record(
            .insuranceRegistered(from: Fixtures.day("2026-09-01"), to: Fixtures.day("2026-10-31")), on: "2026-09-01")
        try tenancy.record(.keysHandedOver, on: "2026-09-01")
        #expect(tenancy.tenure("2026-12-01").isInsured(on: Fixtures.day("2026-10-31")))
        #expect(!tenancy.tenure("2026-12-01").isInsured(on: Fixtures.day("2026-11-01")))
        let repeal = ContractFact.admissionRepealed(effectiveOn: Fixtures.day("2026-12-31"), ground: .fileIncomplete)
        #expect(tenancy.refusal(repeal, on: "2026-12-01") == .regularisationNotRequested)
        #expect(tenancy.refusal(.admissionRepealed(effectiveOn: Fixtures.day("2026-12-31")), on: "2026-12-01") == nil)
        let request = try tenancy.record(.regularisationRequested, on: "2026-11-10")
        try tenancy.record(repeal, on: "2026-12-01")
        #expect(tenancy.tenure("2026-12-01").repeal?.ground == .fileIncomplete)
        #expect(throws: Rejection.self, "the request is what the repeal stands on") {
            try tenancy.void(request, on: "2026-12-02")
        }
    }

    @Test func `keys need no insurance`() throws {
        let tenancy = try Tenancy()
        #expect(tenancy.refusal(.keysHandedOver, on: "2026-09-01") == nil)
    }

    @Test func `damage is invoiced on what the exit inventory lists and on no defect declared in time`() throws {
        var tenancy = try Tenancy()
        #expect(tenancy.refusal(.defectDeclared(item: Self.oven), on: "2026-08-20") == .keysNotHandedOver)
        try tenancy.record(.keysHandedOver, on: "2026-09-01")
        #expect(tenancy.refusal(.defectDeclared(item: Self.oven), on: "2026-09-12") == .defectLate)
        try tenancy.record(.defectDeclared(item: Self.oven), on: "2026-09-11")
        try tenancy.record(.noticeGiven(departure: nil), on: "2026-10-01")
        let before = tenancy
        try tenancy.record(
            .keysReturned(ExitInventory(.nonConforming, items: [Self.oven, Self.door])), on: "2026-10-30")
        #expect(tenancy.refusal(Self.damage(Self.oven), on: "2026-11-02") == .defectDeclared)
        #expect(tenancy.refusal(Self.damage(Fixtures.code), on: "2026-11-02") == .itemNotInInventory)
        #expect(tenancy.refusal(Self.damage(Self.door), on: "2026-11-02") == nil)

        var unlisted = before
        try unlisted.record(.keysReturned(.nonConforming), on: "2026-10-30")
        #expect(unlisted.refusal(Self.damage(Fixtures.code), on: "2026-11-02") == nil)
        var minor = before
        try minor.record(.keysReturned(ExitInventory(.nonConforming, withoutRepresentative: true)), on: "2026-10-30")
        #expect(minor.refusal(Self.damage(Self.door), on: "2026-11-02") == .inventoryWithoutRepresentative)
        var conforming = before
        try conforming.record(.keysReturned(.conforming), on: "2026-10-30")
        #expect(conforming.refusal(Self.damage(Self.door), on: "2026-11-02") == .inventoryConforming)
    }

    private static let oven = Fixtures.code("OVEN")
    private static let door = Fixtures.code("DOOR")

    private static func damage(_ item: Code) -> ContractFact {
        .sundryCharged(
            SundryCharge(
                kind: .damage, net: Money(cents: 6_250), vat: .zero, dueOn: Fixtures.day("2026-11-30"), item: item))
    }
}
