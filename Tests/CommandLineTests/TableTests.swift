import LedgerValues
import Testing

@testable import quittance

@Suite struct TableTests {
    @Test(arguments: [
        (0, "0,00"), (5, "0,05"), (-7_000, "-70,00"), (99_999, "999,99"), (123_456, "1\u{A0}234,56"),
        (100_000_000, "1\u{A0}000\u{A0}000,00"),
    ])
    func `amounts are written as French documents write them`(cents: Int64, text: String) {
        #expect(FrenchText.amount(Money(cents: cents)) == text + "\u{A0}€")
    }

    @Test func `days and months are written as French documents write them`() {
        #expect(FrenchText.day(CalendarDate("2026-09-01")) == "01/09/2026")
        #expect(FrenchText.month(Month(year: 2026, month: 9)) == "09/2026")
    }

    @Test func `columns line up and lines end without spaces`() {
        var table = TextTable(("Name", .left), ("Sum", .right), ("", .left))
        table.add("é", "1,00\u{A0}€")
        table.add("loyers", "100,00\u{A0}€", "late")
        table.close("2")
        #expect(
            table.text == """
                Name         Sum
                ──────  ────────  ────
                é         1,00\u{A0}€
                loyers  100,00\u{A0}€  late
                ──────  ────────  ────
                2

                """)
    }
}
