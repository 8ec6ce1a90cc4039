import Testing

@Suite struct StatementTests {
    private func ledger() throws -> Folder {
        let folder = try Folder.withTariff()
        try folder.run("record", try folder.file("commands", WorkedTenancy.commands))
        #expect(try folder.run("bill", "--through", "2026-12-31").status == 0)
        return folder
    }

    @Test func `the account of a worked tenancy reads as it should`() throws {
        let folder = try ledger()
        let page = try folder.run("statement", "c1", "--as-of", "2027-01-15")
        #expect(page.status == 0)
        let start = try folder.positionsBeforeCommands
        let text = page.output.neutral(after: start)
        #expect(try text == Repository.snapshot("statement.txt", found: text))
        #expect(text.contains("288,67\u{A0}€"))
        #expect(try folder.run("statement", "L001", "--as-of", "2027-01-15").output.neutral(after: start) == text)
    }

    @Test func `lists and books of the same tenancy read as they should`() throws {
        let folder = try ledger()
        let start = try folder.positionsBeforeCommands
        var text = ""
        for arguments in [
            ["unpaid", "--as-of", "2027-01-15"], ["deposits", "--as-of", "2027-01-15"], ["caf", "2026-10"],
            ["trial-balance", "--as-of", "2026-12-31"], ["contracts", "--as-of", "2027-01-15"],
        ] {
            let outcome = try Program.start(arguments, in: folder).end()
            #expect(outcome.status == 0)
            text += "$ quittance \(arguments.joined(separator: " "))\n" + outcome.output.neutral(after: start) + "\n"
        }
        #expect(try text == Repository.snapshot("lists.txt", found: text))
    }

    @Test func `each line is explained in the language asked for`() throws {
        let folder = try ledger()
        let english = try folder.run("statement", "c1", "--as-of", "2027-01-15", "--explain").output
        #expect(english.contains("    R-055: advance of 70,00\u{A0}€ deducted\n"))
        let french = try folder.run("statement", "c1", "--as-of", "2027-01-15", "--explain", "--lang", "fr").output
        #expect(french.contains("    R-052\u{A0}: dû à la remise des clés, le 01/09/2026\n"))
        let json = try folder.run("statement", "c1", "--as-of", "2027-01-15", "--json").output
        #expect(json.contains(#""figures":{"advance_cents":7000},"fr":"avance de 70,00"#))
    }

    @Test func `programs get cents and ISO days`() throws {
        let folder = try ledger()
        let line = try folder.run("statement", "c1", "--as-of", "2027-01-15", "--json").output
        #expect(
            line.contains(
                #""arrears":{"aid_threshold_cents":71734,"amount_cents":71734,"oldest_due_on":"2026-12-01","#
                    + #""over_one_month":true"#))
        #expect(line.contains(#""outstanding_cents":71734"#))
        #expect(line.split(separator: "\n").count == 1)
        let unpaid = try folder.run("unpaid", "--as-of", "2027-01-15", "--json").output
        #expect(unpaid.contains(#""amount_cents":71734"#))
    }

    @Test func `what was known then is answered, and the future is not`() throws {
        let folder = try ledger()
        let position = String(try folder.positionsBeforeCommands + 4)
        let known = try folder.run("statement", "c1", "--as-of", "2026-08-31", "--known-at", position, "--json")
        #expect(known.status == 0)
        #expect(known.output.contains(#""known_at":{"position":\#(position),"#))
        #expect(try folder.run("statement", "c1", "--known-at", "999999").status == 2)
        #expect(try folder.run("statement", "c1", "--known-at", "1").status == 2)
        #expect(try folder.run("statement", "nobody").status == 2)
    }
}
