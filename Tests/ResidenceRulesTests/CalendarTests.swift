import Foundation
import LedgerValues
import ResidenceRules
import Testing

/// Days, months and hours by which the rules count.
@Suite struct CalendarTests {
    @Test func `a month later is the same day number, or the last day of a shorter month`() {
        let day = Fixtures.day
        #expect(day("2027-01-31").adding(months: 1) == day("2027-02-28"))
        #expect(day("2028-01-31").adding(months: 1) == day("2028-02-29"))
        #expect(day("2026-08-31").adding(months: 1) == day("2026-09-30"))
        #expect(day("2027-03-31").adding(months: -1) == day("2027-02-28"))
        #expect(day("2026-12-15").adding(months: 2) == day("2027-02-15"))
    }

    @Test func `days that no calendar has are refused`() {
        for text in ["2027-02-29", "2027-13-01", "2027-00-10", "2027-1-01", "27-01-01", "2027-01-32", "2027/01/01", ""]
        {
            #expect(CalendarDate(text) == nil, "\(text)")
        }
        #expect(CalendarDate("2028-02-29")?.description == "2028-02-29")
    }

    @Test func `Paris offsets are those of the system's time-zone data at every hour of forty years`() throws {
        let zone = try #require(TimeZone(identifier: "Europe/Paris"))
        var seconds: Int64 = 820_454_400
        while seconds < 820_454_400 + 40 * 31_557_600 {
            let expected = Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(seconds))))
            let found = ParisTime.offsetSeconds(at: Instant(seconds: seconds))
            if found != expected { try #require(found == expected, "\(Instant(seconds: seconds))") }
            seconds += 3_600
        }
    }

    @Test func `a repeated hour is the later instant for a deadline and the earlier for a payment`() {
        // 25 October 2026, 02:30 happens twice in Paris.
        #expect(ParisTime.instant("2026-10-25T02:30", repeated: .earlier) == Instant(rfc3339: "2026-10-25T00:30:00Z"))
        #expect(ParisTime.instant("2026-10-25T02:30", repeated: .later) == Instant(rfc3339: "2026-10-25T01:30:00Z"))
        #expect(
            ParisTime.instant("2026-10-25T02:30:00+01:00", repeated: .earlier)
                == Instant(rfc3339: "2026-10-25T01:30:00Z"))
    }

    @Test func `forty-eight hours are elapsed hours over a clock change`() {
        let sent = ParisTime.instant("2026-10-24T10:00", repeated: .later)
        #expect(sent?.adding(hours: 48) == ParisTime.instant("2026-10-26T09:00", repeated: .later))
    }

    @Test func `public holidays and week-ends are not working days`() {
        for text in ["2027-01-01", "2027-03-29", "2027-05-06", "2027-05-17", "2026-07-14", "2026-11-11", "2026-09-05"] {
            #expect(!WorkingDays.isWorking(Fixtures.day(text)), "\(text)")
        }
        #expect(WorkingDays.isWorking(Fixtures.day("2027-05-18")))
        #expect(WorkingDays.next(after: Fixtures.day("2027-05-14")) == Fixtures.day("2027-05-18"))
    }

    @Test func `an instant reads back as it was written`() {
        for text in ["2026-06-30T08:00:00Z", "1999-12-31T23:59:59.000001Z", "2026-06-30T08:00:00.250000Z"] {
            #expect(Instant(rfc3339: text)?.description == text)
        }
        for text in ["2026-06-30T08:00:00", "2026-06-30 08:00:00Z", "2026-06-30T24:00:00Z", "2026-06-31T08:00:00Z"] {
            #expect(Instant(rfc3339: text) == nil, "\(text)")
        }
    }
}
