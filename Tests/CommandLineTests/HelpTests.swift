import ArgumentParser
import Testing

@testable import quittance

@Suite struct HelpTests {
    /// Every command with those below it, as it is typed.
    static let commands: [[String]] = below(Quittance.self, [])

    private static func below(_ command: any ParsableCommand.Type, _ path: [String]) -> [[String]] {
        command.configuration.subcommands.flatMap { child -> [[String]] in
            let path = path + [child.configuration.commandName ?? ""]
            return [path] + below(child, path)
        }
    }

    @Test func `there are commands, and some have others below them`() {
        #expect(Self.commands.count > 40)
        #expect(Self.commands.contains(["rebuild"]) && Self.commands.contains(["proof", "inclusion"]))
    }

    @Test(arguments: commands)
    func `every command explains itself with an example and its exit codes`(path: [String]) throws {
        let help = try Folder().run(path + ["--help"])
        #expect(help.status == 0)
        #expect(help.output.contains("EXAMPLE"))
        #expect(help.output.contains("EXIT CODES"))
        #expect(help.output.contains("quittance \(path.joined(separator: " "))"))
        #expect(help.errors.isEmpty)
    }

    @Test func `the program's own help lists the exit codes`() throws {
        let help = try Folder().run("--help")
        #expect(help.status == 0)
        #expect(help.output.contains("EXIT CODES"))
    }

    @Test(arguments: [
        ["conjure"], ["bill"], ["bill", "--through", "31/08/2027"], ["caf", "2026-13"], ["init", "--crous", "a b"],
        ["statement", "c1", "--known-at", "yesterday"], ["events", "--limit", "0"], ["unpaid", "--limit", "0"],
        ["contracts", "--limit", "-1"], ["deposits", "--limit", "0"], ["caf", "2026-10", "--limit", "0"],
    ])
    func `bad usage ends with 2 and says why`(arguments: [String]) throws {
        let outcome = try Program.start(arguments, in: Folder()).end()
        #expect(outcome.status == 2)
        #expect(!outcome.errors.isEmpty)
        #expect(outcome.output.isEmpty)
    }

    @Test(arguments: [
        (["bill", "--through", "31/08/2027"], "bill"), (["unpaid", "--limit", "0"], "unpaid"),
        (["close", "--month", "2026-09", "--year", "2026"], "close"),
        (["export", "fec", "--year", "1", "--siren", "123456782"], "export fec"),
    ])
    func `bad usage of a command shows the usage of that command`(arguments: [String], name: String) throws {
        let outcome = try Folder().run(arguments)
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("Usage: quittance \(name) "), "\(outcome.errors)")
    }
}
