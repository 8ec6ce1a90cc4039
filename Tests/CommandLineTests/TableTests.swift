import Testing

@testable import quittance

@Suite struct TableTests {
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
