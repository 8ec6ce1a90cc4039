import Foundation
import Testing

/// Accounts as files for other software.
@Suite struct ExportTests {
    private static func ledger() throws -> Folder {
        let folder = try Folder.withTariff()
        try folder.run("record", try folder.file("commands", WorkedTenancy.commands))
        #expect(try folder.run("bill", "--through", "2026-12-31").status == 0)
        return folder
    }

    @Test func `the journal is written for hledger, beancount and spreadsheets`() throws {
        let folder = try Self.ledger()
        func books(_ form: String, _ more: String...) throws -> String {
            let outcome = try folder.run(["export", "books", "--form", form, "--through", "2026-12-31"] + more)
            #expect(outcome.status == 0, "\(outcome.errors)")
            return outcome.output
        }
        let position = try folder.positionsBeforeCommands + 9
        let journal = try books("hledger")
        #expect(journal.contains("2026-09-01 * (BQ2026-000003) Paiement, virement\n    ; position: \(position)\n"))
        #expect(journal.contains("    ; tenant: L001\n    ; letter: A\n"))
        let beancount = try books("beancount")
        #expect(beancount.contains("  Assets:4111:C00000"))
        #expect(beancount.contains("2026-09-01 * \"Paiement, virement\" ^BQ2026-000003\n  position: \(position)\n"))
        let table = try books("csv", "--french")
        #expect(table.hasPrefix("journal;year;number;accounting_on;"))
        #expect(table.contains(";\"Paiement, virement\";") == false && table.contains(";Paiement, virement;"))
        #expect(table.contains(";358,67;"))
        let lines = try books("ndjson").split(separator: "\n")
        #expect(lines.count == table.split(separator: "\r\n").count - 1)
        #expect(lines.contains { $0.contains("\"debit_cents\":35867") })
        let balances = try books("balances")
        #expect(balances.contains("2026-09,4111,C0") && balances.contains(",c1,L001,"))
    }

    @Test func `a period begins with what is carried forward`() throws {
        let folder = try Self.ledger()
        let table = try folder.run(
            "export", "books", "--form", "csv", "--from", "2026-10-01", "--through", "2026-10-31"
        ).output
        let rows = table.split(separator: "\r\n").dropFirst()
        #expect(rows.first?.hasPrefix("AN,2026,1,2026-10-01,2026-10-01,") == true)
        #expect(rows.contains { $0.hasPrefix("VT,2026,2,2026-10-31,") })
        #expect(!rows.contains { $0.contains(",2026-09-01,2026-09-01,") })
        let outcome = try folder.run(
            "export", "books", "--form", "csv", "--from", "2026-11-01", "--through", "2026-10-31")
        #expect(outcome.status == 2)
    }

    @Test func `lists are tables`() throws {
        let folder = try Self.ledger()
        let unpaid = try folder.run("export", "table", "--of", "unpaid", "--as-of", "2027-01-15").output
        #expect(unpaid.contains("c1,L001,") && unpaid.contains(",717.34,2026-12-01,true,"))
        let aged = try folder.run("export", "table", "--of", "aged", "--as-of", "2026-12-31", "--french").output
        #expect(
            aged.hasSuffix("c1;L001;ATHENA/PLEIADE/T1-PLEIADE-20M/SINGLE;358,67;358,67;0,00;0,00;0,00;0,00;717,34\r\n"))
        let deposits = try folder.run("export", "table", "--of", "deposits", "--as-of", "2026-12-31", "--ndjson").output
        #expect(deposits.contains("\"held_cents\":35900"))
        let caf = try folder.run("export", "table", "--of", "caf", "--month", "2026-10", "--ndjson").output
        #expect(
            caf.contains("\"residence\":\"PLEIADE\"")
                && caf.contains("\"bare_rent_cents\":20137,\"reason\":\"complete\""))
        #expect(try folder.run("export", "table", "--of", "caf").status == 2)
    }
}
