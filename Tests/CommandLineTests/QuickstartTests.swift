import Testing

@Suite struct QuickstartTests {
    @Test func `the quickstart shows a whole year, and records nothing twice`() throws {
        let folder = try Folder()
        let first = try Program.startScript(Repository.quickstart, [folder.ledger], in: folder).end()
        #expect(first.status == 0, "\(first.errors)")
        for part in [
            "Published 149 tariff rows.", "Published 29 service prices.", "Published 20 short-stay rates.",
            "0 refused, 0 unreadable", "Billed through 2027-08-31", "debits = credits",
            "Unpaid as of 31/08/2027", "Deposits as of 31/08/2027", "CAF figures of 10/2026",
            "The log's checkpoint, signed", "\n— quittance/normandie/", "Sound: ", "serve --data",
        ] {
            #expect(first.output.contains(part), "\(part)")
        }
        let log = try folder.run("events", "--after", "200").output
        let second = try Program.startScript(Repository.quickstart, [folder.ledger], in: folder).end()
        #expect(second.status == 0)
        #expect(second.output.contains(": 0 recorded as 0 events"))
        #expect(try folder.run("events", "--after", "200").output == log)
    }

    @Test func `the quickstart explains itself, and takes no option for a folder`() throws {
        let folder = try Folder()
        let help = try Program.startScript(Repository.quickstart, ["--help"], in: folder).end()
        #expect(help.status == 0 && help.output.contains("Usage: Tools/quickstart [FOLDER]"))
        let wrong = try Program.startScript(Repository.quickstart, ["--verbose"], in: folder).end()
        #expect(wrong.status == 2 && wrong.output.isEmpty && wrong.errors.contains("--verbose is no folder"))
    }
}
