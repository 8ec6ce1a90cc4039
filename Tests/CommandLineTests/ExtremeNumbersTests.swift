import Testing

/// Numbers at the ends of what 64 bits hold on the command line: bad usage, and never a crash.
@Suite struct ExtremeNumbersTests {
    private static let commands = [
        ["events", "--after=N"], ["events", "--limit=N"], ["proof", "inclusion", "N"],
        ["proof", "inclusion", "1", "--size=N"], ["proof", "consistency", "N"], ["proof", "consistency", "1", "N"],
        ["diff", "--from=N"], ["diff", "--from=1", "--to=N"], ["replay", "--known-at=N"], ["unpaid", "--known-at=N"],
        ["unpaid", "--limit=N"],
        ["contracts", "--limit=N"], ["deposits", "--limit=N"], ["caf", "2026-10", "--limit=N"], ["caf", "N"],
        ["close", "--year=N"], ["export", "fec", "--year=N", "--siren=180014045"],
    ]

    @Test func `every command that takes one says no`() throws {
        let folder = try Folder.withTariff()
        for command in Self.commands {
            for number in ["9223372036854775807", "-9223372036854775808", "9223372036854775808", "-1"] {
                // As many rows as there are is what the largest limit asks for.
                if number == "9223372036854775807", command.contains("--limit=N") {
                    #expect(try folder.run(command.map { $0.replacing("N", with: number) }).status == 0, "\(command)")
                    continue
                }
                let arguments = command.map { $0.replacing("N", with: number) }
                let outcome = try folder.run(arguments)
                #expect(outcome.status == 2, "\(arguments): \(outcome.errors)")
                #expect(!outcome.errors.isEmpty, "\(arguments)")
            }
        }
    }

    @Test func `the page after the last event is empty, and one beyond it is refused`() throws {
        let folder = try Folder.withTariff()
        let size = try folder.run("events").lines.count
        let end = try folder.run("events", "--after", "\(size)")
        #expect(end.status == 0 && end.output.isEmpty)
        let beyond = try folder.run("events", "--after", "\(size + 1)")
        #expect(beyond.status == 2)
        #expect(beyond.errors.contains("the log ends at position \(size), before \(size + 1)"))
    }
}
