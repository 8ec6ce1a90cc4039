import Foundation
import Testing

@Suite struct SimulateTests {
    @Test func `a tenancy that might be is shown with its rules, and nothing is recorded`() throws {
        let folder = try Folder.withTariff()
        let before = try folder.run("events").output
        let page = try folder.run(
            "simulate", WorkedTenancy.row, "--effect", "2026-09-01", "--notice", "2026-11-10", "--explain")
        #expect(page.status == 0, "\(page.errors)")
        #expect(page.output.contains("R-044, R-045: 10 thirtieths of 11,96\u{A0}€"))
        #expect(page.output.contains("R-071, R-072: billed to the expiry of the notice of 10/11/2026, 10/12/2026"))
        #expect(page.output.contains("R-065: deposit of 359,00\u{A0}€ refunded by 10/01/2027"))
        let french = try folder.run(
            "simulate", WorkedTenancy.row, "--effect", "2026-09-01", "--explain", "--lang", "fr")
        #expect(french.output.contains("avance de 70,00\u{A0}€ déduite"))
        let json = try folder.run("simulate", WorkedTenancy.row, "--effect", "2026-09-01", "--json").output
        #expect(json.contains(#""deposit_cents":35900"#) && json.contains(#""rules":["R-055"]"#))
        #expect(try folder.run("events").output == before)
    }

    @Test func `a tariff file stands for a ledger, and a rule that refuses a step is named`() throws {
        let folder = try Folder()
        let page = try folder.run(
            "simulate", WorkedTenancy.row, "--effect", "2026-09-01", "--tariff", Repository.tariff)
        #expect(page.status == 0 && page.output.contains("deposit paid"))
        let refused = try folder.run(
            "simulate", WorkedTenancy.row, "--effect", "2026-09-10", "--end", "2028-08-31", "--tariff",
            Repository.tariff)
        #expect(refused.status == 1 && refused.errors.contains("END_AFTER_31_AUGUST (R-030)"))
        #expect(try folder.run("simulate", WorkedTenancy.row, "--effect", "2026-09-01").status == 3)
    }
}
