import Testing

@Suite struct HelpTests {
    @Test(arguments: [
        "init", "publish-tariff", "export", "chart", "serve", "record", "bill", "close", "statement", "contracts",
        "unpaid", "caf",
        "deposits", "unallocated", "receipts", "simulate", "trial-balance", "events", "verify", "checkpoint", "proof",
        "audit-bundle",
        "verify-bundle", "verify-proof", "key",
        "replay", "diff", "seal", "backup", "restore", "witness", "timestamp", "tiles",
        "sample", "person", "erase-person", "export-person",
    ])
    func `every command explains itself with an example and its exit codes`(name: String) throws {
        let help = try Folder().run(name, "--help")
        #expect(help.status == 0)
        #expect(help.output.contains("EXAMPLE"))
        #expect(help.output.contains("EXIT CODES"))
        #expect(help.output.contains("quittance \(name)"))
        #expect(help.errors.isEmpty)
    }

    @Test func `the program's own help lists the exit codes`() throws {
        let help = try Folder().run("--help")
        #expect(help.status == 0)
        #expect(help.output.contains("EXIT CODES"))
    }

    @Test(arguments: [
        ["conjure"], ["bill"], ["bill", "--through", "31/08/2027"], ["caf", "2026-13"], ["init", "--crous", "a b"],
        ["statement", "c1", "--known-at", "yesterday"], ["events", "--limit", "0"],
    ])
    func `bad usage ends with 2 and says why`(arguments: [String]) throws {
        let outcome = try Program.start(arguments, in: Folder()).end()
        #expect(outcome.status == 2)
        #expect(!outcome.errors.isEmpty)
        #expect(outcome.output.isEmpty)
    }
}
