import Testing

@Suite struct RecordTests {
    private let badLines = """
        {"command":"hand-over-keys","key":"b1","contract":"c1","on":"2026-09-01"}
        not json
        {"command":"complete-file","contract":"c2","on":"2026-07-02"}
        {"command":"dance","key":"b4","contract":"c2","on":"2026-07-02"}
        {"command":"receive-payment","key":"b5","contract":"c1","on":"2026-09-02","amount_cents":1.5}

        {"command":"complete-file","key":"b7","contract":"nobody","on":"2026-07-02"}
        {"command":"receive-payment","key":"b8","contract":"nobody","on":"2026-09-02","amount_cents":100}
        {"command":"complete-file","key":"k05","contract":"c1","on":"2026-07-09"}

        """

    @Test func `each bad line is listed once with its code, rule and remedy, and stops no other`() throws {
        let folder = try Folder.withTariff()
        try folder.run("record", try folder.file("good", WorkedTenancy.commands))
        let outcome = try folder.run("record", try folder.file("bad", badLines))
        #expect(outcome.status == 2)
        for start in [
            "line 1: refused, KEYS_ALREADY_HANDED_OVER (R-024)", "line 2: unreadable, MALFORMED_JSON",
            "line 3: unreadable, MISSING_KEY", "line 4: unreadable, UNKNOWN_COMMAND",
            "line 5: unreadable, AMOUNT_NOT_INTEGER", "line 7: refused, UNKNOWN_CONTRACT (R-021)",
            "line 8: unallocated, UNKNOWN_CONTRACT (R-021)", "line 9: refused, KEY_REUSED",
        ] {
            #expect(outcome.lines.filter { $0.hasPrefix(start) }.count == 1, "\(start)")
        }
        #expect(outcome.output.contains("8 lines: 1 recorded as 1 event, 0 recorded before, 3 refused, 4 unreadable"))
        #expect(outcome.output.contains("The keys are out"))
        let numbers = outcome.lines.compactMap { $0.firstMatch(of: #/^line (\d+)/#).flatMap { Int($0.1) } }
        #expect(numbers == numbers.sorted())
    }

    @Test func `a file may be sent again`() throws {
        let folder = try Folder.withTariff()
        let file = try folder.file("good", WorkedTenancy.commands)
        #expect(try folder.run("record", file).status == 0)
        let log = try folder.run("events").output
        let again = try folder.run("record", file)
        #expect(again.status == 0)
        #expect(again.output.contains("9 lines: 0 recorded as 0 events, 9 recorded before, 0 refused"))
        #expect(try folder.run("events").output == log)
    }

    @Test func `a rehearsal sees what the lines before would record, and leaves the log as it was`() throws {
        let folder = try Folder.withTariff()
        let log = try folder.run("events").output
        let file = try folder.file("good", WorkedTenancy.commands)
        let outcome = try folder.run("record", file, "--dry-run")
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("9 lines: 9 would be recorded"))
        #expect(try folder.run("events").output == log)
        let keysFirst = try folder.file(
            "keys", WorkedTenancy.commands.split(separator: "\n").filter { !$0.contains("k06") }.joined(separator: "\n")
        )
        let refused = try folder.run("record", keysFirst, "--dry-run", "--json")
        #expect(refused.status == 1)
        #expect(refused.lines.first?.contains(#""code":"KEYS_BEFORE_DEPOSIT""#) == true)
        #expect(try folder.run("events").output == log)
    }

    @Test func `a file that is not there, or is a folder, is bad input`() throws {
        let folder = try Folder.withTariff()
        #expect(try folder.run("record", folder.path + "/nothing").status == 2)
        #expect(try folder.run("record", folder.path).status == 2)
    }
}
