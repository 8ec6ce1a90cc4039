import Foundation
import Testing

/// The fichier des écritures comptables, read back by a parser that shares no code with what wrote it (`Tools/check-fec`).
@Suite struct FECTests {
    static let siren = "123456782"

    /// A made-up year of some tenancies, billed in two goes.
    static func ledger() throws -> Folder {
        let folder = try Folder.withTariff()
        let file = folder.path + "/year.ndjson"
        try folder.run("sample", "--tenancies", "60", Repository.tariff, "-o", file)
        #expect(try folder.run("record", file).status == 0)
        try folder.run("bill", "--through", "2026-12-31")
        #expect(try folder.run("bill", "--through", "2027-08-31").status == 0)
        return folder
    }

    private static func export(_ folder: Folder, _ year: Int) throws -> URL {
        let outcome = try folder.run(
            "export", "fec", "--year", "\(year)", "--siren", siren, "--folder", folder.path)
        #expect(outcome.status == 0, "\(outcome.errors)")
        return URL(fileURLWithPath: "\(folder.path)/\(siren)FEC\(year)1231.txt")
    }

    private static func check(_ arguments: [String]) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", Repository.checkFEC] + arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, output)
    }

    @Test func `the files of two years are sound, and the second opens with what the first leaves`() throws {
        let folder = try Self.ledger()
        let first = try Self.export(folder, 2026)
        let second = try Self.export(folder, 2027)
        for arguments in [[first.path], [second.path, "--before", first.path]] {
            let verdict = try Self.check(arguments)
            #expect(verdict.status == 0, "\(verdict.output)")
        }
        let text = try String(contentsOf: second, encoding: .utf8)
        #expect(text.split(separator: "\r\n")[1].hasPrefix("AN\tÀ-nouveaux\tAN2027-000001\t20270101\t"))
        #expect(try String(contentsOf: first, encoding: .utf8).contains("\tA\t2026"))
        let lettered = text.split(separator: "\r\n").filter {
            $0.split(separator: "\t", omittingEmptySubsequences: false)[13] != ""
        }
        #expect(lettered.count > 100)
    }

    @Test func `the balances of the file are those of the trial balance`() throws {
        let folder = try Self.ledger()
        let file = try Self.export(folder, 2026)
        let verdict = try Self.check([file.path, "--balances"])
        var sums: [String: Int] = [:]
        for line in verdict.output.split(separator: "\n") where line.hasPrefix("{") {
            let row = try JSONDecoder().decode(Row.self, from: Data(line.utf8))
            sums[row.account, default: 0] += row.debit - row.credit
        }
        let trial = try folder.run("trial-balance", "--as-of", "2026-12-31", "--json").output
        let accounts = try JSONDecoder().decode(Trial.self, from: Data(trial.utf8)).accounts
        #expect(accounts.count > 8 && sums.count == accounts.count)
        for account in accounts { #expect(sums[account.number] == account.balance_cents, "\(account.number)") }
    }

    private struct Row: Decodable {
        let account: String
        let debit: Int
        let credit: Int
    }

    private struct Trial: Decodable {
        struct Account: Decodable {
            let number: String
            let balance_cents: Int
        }

        let accounts: [Account]
    }

    @Test func `the same position, year and settings give the same bytes`() throws {
        let folder = try Self.ledger()
        let file = try Self.export(folder, 2026)
        let bytes = try Data(contentsOf: file)
        _ = try Self.export(folder, 2026)
        #expect(try Data(contentsOf: file) == bytes)
        let events = try folder.run("events").lines.count
        try folder.run("record", try folder.file("more", WorkedTenancy.commands))
        let then = try folder.run(
            "export", "fec", "--year", "2026", "--siren", Self.siren, "--folder", folder.path, "--known-at", "\(events)"
        )
        #expect(then.status == 0)
        #expect(try Data(contentsOf: file) == bytes)
    }

    @Test func `a file with a defect is refused with the line and the reason`() throws {
        let folder = try Self.ledger()
        let file = try Self.export(folder, 2026)
        let sound = try String(contentsOf: file, encoding: .utf8)
        for defect in FECDefect.all {
            var lines = Lines(sound)
            let line = try #require(defect.make(&lines), "\(defect.name)")
            try Data(lines.text.utf8).write(to: file)
            let verdict = try Self.check([file.path])
            #expect(verdict.status == 1, "\(defect.name)")
            let refused = verdict.output.split(separator: "\n").contains {
                $0.contains(":\(line): ") && $0.contains(defect.words)
            }
            #expect(refused, "\(defect.name), line \(line): \(verdict.output.prefix(400))")
        }
        var bytes = Array(sound.utf8)
        bytes[bytes.count - 30] = 0xFF
        try Data(bytes).write(to: file)
        #expect(try Self.check([file.path]).output.contains("not UTF-8"))
    }

    @Test func `a file under a wrong name or without its description is refused`() throws {
        let folder = try Self.ledger()
        let file = try Self.export(folder, 2026)
        for (name, words) in [
            ("123456789FEC20261231.txt", "check digit"), ("123456782FEC20261331.txt", "no day"),
            ("fec.txt", "the name"),
            ("123456782FEC20251231.txt", "description"),
        ] {
            let other = URL(fileURLWithPath: "\(folder.path)/\(name)")
            try Data(contentsOf: file).write(to: other)
            let verdict = try Self.check([other.path])
            #expect(verdict.status == 1 && verdict.output.contains(words), "\(name): \(verdict.output.prefix(300))")
        }
    }

    @Test func `a year without an entry, and a place for temporary files that is none, write nothing`() throws {
        let folder = try Self.ledger()
        let arguments = ["export", "fec", "--siren", Self.siren, "--folder", folder.path, "--no-record", "--year"]
        let empty = try folder.run(arguments + ["2025"])
        #expect(empty.status == 1 && empty.errors.contains("the books of 2025 hold no entry"))
        let script = try folder.file(
            "elsewhere",
            "TMPDIR=/nonexistent exec \"$QUITTANCE\" \(arguments.joined(separator: " ")) 2026\n")
        let refused = try Program.startScript(script, [], in: folder).end()
        #expect(refused.status == 3 && refused.errors.contains("a temporary file in /nonexistent"))
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(!files.contains { $0.contains("FEC") })
    }

    @Test func `a SIREN whose check digit is wrong writes nothing`() throws {
        let folder = try Folder.withTariff()
        let outcome = try folder.run("export", "fec", "--year", "2026", "--siren", "123456789", "--folder", folder.path)
        #expect(outcome.status == 2 && outcome.errors.contains("no SIREN"))
        #expect(try !FileManager.default.contentsOfDirectory(atPath: folder.path).contains { $0.contains("FEC") })
    }

    @Test func `a chart of one's own numbers the accounts, and a wrong one is refused with its line`() throws {
        let folder = try Self.ledger()
        let standard = try folder.run("export", "chart").output
        let own = try folder.file(
            "chart.tsv", standard.replacing("\t4111\tLocataires", with: "\t411200\tÉtudiants logés"))
        let arguments = ["export", "fec", "--year", "2026", "--siren", Self.siren, "--folder", folder.path, "--chart"]
        #expect(try folder.run(arguments + [own]).status == 0)
        let file = URL(fileURLWithPath: "\(folder.path)/\(Self.siren)FEC20261231.txt")
        let text = try String(contentsOf: file, encoding: .utf8)
        #expect(text.contains("\t411200\tÉtudiants logés\tC0") && !text.contains("\t4111\t"))
        #expect(try Self.check([file.path]).status == 0)
        let wrong = try folder.file("wrong.tsv", standard.replacing("\t4111\t", with: "\t7111\t"))
        let refused = try folder.run(arguments + [wrong])
        #expect(
            refused.status == 2 && refused.errors.contains("wrong.tsv:3: 7111 is of a class that tenants cannot have"))
    }

    @Test func `a year that opens under another chart is compared by what its accounts are`() throws {
        let folder = try Self.ledger()
        let standard = try folder.run("export", "chart").output
        let old = try folder.file("old.tsv", standard)
        let new = try folder.file(
            "new.tsv", standard.replacing("\t4111\tLocataires", with: "\t411200\tÉtudiants logés"))
        #expect(try folder.run("chart", "adopt", new, "--from", "2027-01-01").status == 0)
        let first = try Self.export(folder, 2026)
        let second = try Self.export(folder, 2027)
        let compared = [second.path, "--before", first.path]
        let verdict = try Self.check(compared + ["--charts", old, new])
        #expect(verdict.status == 0, "\(verdict.output.prefix(600))")
        let bare = try Self.check(compared)
        #expect(bare.status == 1 && bare.output.contains("cents away from where the year before left it"))
    }
}
