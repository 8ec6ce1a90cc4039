import Exports
import LedgerValues
import Projections
import Testing

@Suite struct ChartTests {
    private static func defect(_ change: (String) -> String) -> ChartOfAccounts.Defect? {
        do throws(ChartOfAccounts.Defect) {
            _ = try ChartOfAccounts(change(ChartOfAccounts.standardText))
            return nil
        } catch { return error }
    }

    @Test func `the default chart is a file that is read back`() throws {
        #expect(try ChartOfAccounts(ChartOfAccounts.standardText) == .standard)
        #expect(
            try ChartOfAccounts(ChartOfAccounts.standardText.split(separator: "\n").joined(separator: "\r\n"))
                == .standard)
        #expect(ChartOfAccounts.standard[.tenants].number == "4111" && ChartOfAccounts.standard[.tenants].isAuxiliary)
        #expect(ChartOfAccounts.standard[.sales].code == "VT")
        for account in Account.allCases {
            #expect(ChartOfAccounts.standard[account].number == account.number)
        }
    }

    @Test func `a chart is its lines, and lines that are missing keep their default`() throws {
        #expect(try ChartOfAccounts(ChartOfAccounts.standard.text) == .standard)
        let tenants = ChartOfAccounts.Line.account(
            role: "tenants", number: "411200", label: "Étudiants", isAuxiliary: true)
        let chart = try ChartOfAccounts([tenants])
        #expect(chart[.tenants].number == "411200" && chart[.tenants].kind == .asset)
        #expect(chart[.treasury] == ChartOfAccounts.standard[.treasury])
        #expect(throws: ChartOfAccounts.Defect.self) {
            try ChartOfAccounts([.journal(role: "none", code: "XX", label: "x")])
        }
    }

    @Test func `each day has the chart adopted last for it`() throws {
        func chart(_ number: String) throws -> ChartOfAccounts {
            try ChartOfAccounts([.account(role: "tenants", number: number, label: "L", isAuxiliary: true)])
        }
        var charts = ChartTimeline()
        charts.adopt(try chart("4112"), from: Month(year: 2027, month: 1).first)
        charts.adopt(try chart("4113"), from: Month(year: 2028, month: 1).first)
        charts.adopt(try chart("4114"), from: Month(year: 2028, month: 1).first)
        let numbers = [2026, 2027, 2028].map { charts[Month(year: $0, month: 12).last][.tenants].number }
        #expect(numbers == ["4111", "4112", "4114"])
        #expect(charts[Month(year: 2026, month: 12).last] == .standard)
        #expect(charts.days.count == 2)
    }

    @Test func `a chart that leaves something out or says it twice is refused`() {
        let lines = ChartOfAccounts.standardText.split(separator: "\n")
        for line in lines where !line.hasPrefix("#") {
            let without = Self.defect { _ in lines.filter { $0 != line }.joined(separator: "\n") }
            #expect(without?.reason.hasSuffix("is missing") == true, "\(line)")
            let twice = Self.defect { $0 + line }
            #expect(twice?.reason.hasSuffix("stands twice") == true && twice?.line == lines.count + 1, "\(line)")
        }
    }

    @Test(arguments: [
        ("\t4111\t", "\t41\t", "no account number"), ("\t4111\t", "\t41A1\t", "no account number"),
        ("\t4111\t", "\t7061\t", "class"), ("\t7061\t", "\t4111\t", "class"), ("\t7061\t", "\t7062\t", "stands twice"),
        ("Locataires", "Loca|taires", "bar"), ("Locataires", String(repeating: "L", count: 129), "128"),
        ("\tLocataires\t", "\t\t", "not empty"),
        ("\tVT\t", "\tvt\t", "no code"), ("\tVT\t", "\tBQ\t", "stands twice"), ("\ttenants\t", "\ttenant\t", "missing"),
        ("Trésor\n", "Trésor\tauxiliary\n", "contract by contract"), ("# Plan", "Plan", "begins with"),
    ])
    func `a line that cannot be used is refused with its reason`(old: String, new: String, reason: String) {
        let defect = Self.defect { $0.replacing(old, with: new) }
        #expect(defect?.reason.contains(reason) == true, "\(defect.map(\.reason) ?? "accepted")")
    }

    @Test func `a SIREN has nine digits and a check digit`() {
        #expect(SIREN("732829320") != nil && SIREN("123456782") != nil)
        for text in ["732829321", "12345678", "1234567820", "12345678A", ""] { #expect(SIREN(text) == nil, "\(text)") }
    }
}
