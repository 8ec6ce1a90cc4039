import LedgerValues
import ResidenceRules
import Testing

/// Named delays, and the bounds of a substitute offer.
@Suite struct DeadlineTests {
    @Test(arguments: [
        (Deadline.notice, "2027-01-31", "2027-02-28"), (.advanceRefund, "2028-01-31", "2028-02-29"),
        (.depositConforming, "2026-08-31", "2026-09-30"), (.depositNonConforming, "2026-12-31", "2027-02-28"),
        (.appeal, "2026-09-01", "2026-11-01"), (.file, "2026-09-17", "2026-09-24"),
        (.noShow, "2026-09-01", "2026-09-08"), (.lateArrival, "2026-09-01", "2026-10-01"),
        (.defects, "2026-09-05", "2026-09-15"), (.reply, "2026-12-28", "2027-01-07"),
        (.assignment, "2026-09-17", "2026-09-24"), (.leaveAfterFormalNotice, "2026-10-20", "2026-11-04"),
        (.bikeSticker, "2027-02-01", "2027-03-03"), (.shortStayDefects, "2027-03-10", "2027-03-12"),
    ])
    func `a delay ends on its last day in time`(_ deadline: Deadline, _ start: String, _ last: String) {
        #expect(deadline.lastDay(from: Fixtures.day(start)) == Fixtures.day(last))
    }

    @Test func `hours are elapsed hours, and a short stay is cancelled before 19:00 two days before`() throws {
        // Clocks go back on 25 October 2026.
        let arrival = try #require(ParisTime.instant("2026-10-24T15:00", repeated: .later))
        #expect(Deadline.shortStayDefects.end(from: arrival).map(ParisTime.wallClock) == "2026-10-26T14:00")
        let day = Fixtures.day("2026-10-26")
        #expect(Deadline.shortStayFreeCancelBefore.end(from: day).map(ParisTime.wallClock) == "2026-10-24T19:00")
        #expect(Deadline.notice.end(from: arrival) == nil)
    }

    @Test func `a substitute offer may differ by a tenth and by no cent more`() {
        func row(_ cents: Int64) -> TariffRow {
            TariffRow(
                id: Fixtures.flatRow, inForceFrom: Fixtures.day("2026-09-01"), inForceTo: Fixtures.day("2027-08-31"),
                monthly: .flat(Money(cents: cents)), thirtieth: nil, deposit: .zero, site: "", residence: "",
                typology: "", occupancy: .single)
        }
        #expect(SubstituteOffer.isWithinBounds(choice: row(30_000), offer: row(33_000)))
        #expect(SubstituteOffer.isWithinBounds(choice: row(30_000), offer: row(27_000)))
        #expect(!SubstituteOffer.isWithinBounds(choice: row(30_000), offer: row(33_001)))
        #expect(!SubstituteOffer.isWithinBounds(choice: row(30_000), offer: row(26_999)))
    }

    @Test func `a stay over two months is priced month by month`() throws {
        let stay = try Schedule(
            stayOn: Fixtures.row, from: Fixtures.day("2026-09-28"), to: Fixtures.day("2026-10-31"), Fixtures.context)
        #expect(stay.rent?.thirtieths == 33)
        // 3 x 11.96 + 358.67.
        #expect(stay.rent?.breakdown.total == Money(cents: 39_455))
        #expect(throws: ScheduleError.noTariff(Fixtures.row, on: Fixtures.day("2020-08-31"))) {
            try Schedule(
                stayOn: Fixtures.row, from: Fixtures.day("2020-08-31"), to: Fixtures.day("2020-08-31"),
                Fixtures.context)
        }
    }
}
