import LedgerValues
import Testing

@Suite struct FrenchTextTests {
    @Test(arguments: [
        (0, "0,00"), (5, "0,05"), (-7_000, "-70,00"), (99_999, "999,99"), (123_456, "1\u{A0}234,56"),
        (100_000_000, "1\u{A0}000\u{A0}000,00"),
        (Int64.min, "-92\u{A0}233\u{A0}720\u{A0}368\u{A0}547\u{A0}758,08"),
    ])
    func `amounts are written as French documents write them`(cents: Int64, text: String) {
        #expect(FrenchText.amount(Money(cents: cents)) == text + "\u{A0}€")
    }

    @Test func `days and months are written as French documents write them`() {
        #expect(FrenchText.day(CalendarDate("2026-09-01")) == "01/09/2026")
        #expect(FrenchText.month(Month(year: 2026, month: 9)) == "09/2026")
    }

    @Test func `the first of a month is an ordinal, the other days are not`() {
        #expect(CalendarDate("2026-09-01").map(FrenchText.writtenDay) == "1er\u{A0}septembre\u{A0}2026")
        #expect(CalendarDate("2027-08-31").map(FrenchText.writtenDay) == "31\u{A0}août\u{A0}2027")
        #expect(Month("2026-12").map(FrenchText.writtenMonth) == "décembre 2026")
    }
}
