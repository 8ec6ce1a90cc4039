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
            "line 1, column 12: refused, KEYS_ALREADY_HANDED_OVER (R-024) in command:",
            "line 2, column 1: unreadable, MALFORMED_JSON (RFC 8259 §2):",
            "line 3, column 1: unreadable, MISSING_KEY (commands.md#members-that-are-common) in key:",
            "line 4, column 12: unreadable, UNKNOWN_COMMAND (commands.md#the-commands) in command:",
            "line 5, column 90: unreadable, AMOUNT_NOT_INTEGER (commands.md#members-that-are-common) in amount_cents:",
            "line 7, column 50: refused, UNKNOWN_CONTRACT (R-021) in contract:",
            "line 8: unallocated, UNKNOWN_CONTRACT (R-021):",
            "line 9, column 34: refused, KEY_REUSED (commands.md#members-that-are-common) in key:",
        ] {
            #expect(outcome.lines.filter { $0.hasPrefix(start) }.count == 1, "\(start)")
        }
        #expect(outcome.output.contains("8 lines: 1 recorded as 1 event, 0 recorded before, 3 refused, 4 unreadable"))
        #expect(outcome.output.contains("The keys are out"))
        let numbers = outcome.lines.compactMap { $0.firstMatch(of: #/^line (\d+)/#).flatMap { Int($0.1) } }
        #expect(numbers == numbers.sorted())
    }

    @Test func `a program gets the place in JSON`() throws {
        let folder = try Folder.withTariff()
        let outcome = try folder.run("record", "--json", try folder.file("bad", "\n" + badLines))
        #expect(outcome.lines.first?.contains(#""place":{"column":51,"line":2,"offset":50}"#) == true)
        #expect(outcome.lines.first?.contains(#""field":"contract""#) == true)
        #expect(outcome.lines.dropFirst().first?.contains(#""place":{"column":1,"line":3,"offset":0}"#) == true)
    }

    @Test func `a byte order mark has a sentence of its own`() throws {
        let folder = try Folder.withTariff()
        let outcome = try folder.run("record", try folder.file("marked", "\u{FEFF}" + badLines))
        let said =
            "line 1, column 1: unreadable, MALFORMED_JSON (RFC 8259 §8.1): "
            + "The text begins with a byte order mark, which is no part of JSON.\n"
        #expect(outcome.output.hasPrefix(said))
    }

    @Test func `a line longer than any command is refused as such, and stops no other`() throws {
        let folder = try Folder.withTariff()
        let long = String(repeating: "x", count: 3_000_000)
        let good = #"{"command":"open-contract","key":"k","contract":"c1","on":"2026-07-01"}"#
        let bad = #"{"command":"open-contract","key":"\#(long)","contract":"c0","on":"2026-07-01"}"#
        let outcome = try folder.run("record", try folder.file("long", [bad, good, bad].joined(separator: "\n")))
        #expect(outcome.status == 2 && outcome.lines.count { $0.contains("unreadable, TOO_LARGE") } == 2)
        #expect(outcome.lines.first?.hasPrefix("line 1") == true)
        #expect(outcome.output.contains("3 lines: 1 recorded as 1 event, 0 recorded before, 0 refused, 2 unreadable"))
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
        #expect(refused.lines.contains { $0.contains(#""code":"KEYS_BEFORE_DEPOSIT""#) })
        #expect(try folder.run("events").output == log)
    }

    @Test func `a file that is not there, or is a folder, is bad input`() throws {
        let folder = try Folder.withTariff()
        #expect(try folder.run("record", folder.path + "/nothing").status == 2)
        #expect(try folder.run("record", folder.path).status == 2)
    }
}
