import EventLog
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
        for ignored in [["hledger", "--french"], ["ndjson", "--french"], ["csv", "--ndjson"]] {
            #expect(try folder.run(["export", "books", "--form"] + ignored).status == 2, "\(ignored)")
        }
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

    @Test func `what was given out is recorded, once for the same bytes, and changes no other file`() throws {
        let folder = try Self.ledger()
        let arguments = ["export", "books", "--form", "hledger", "--through", "2026-12-31"]
        let first = try folder.run(arguments)
        let digest = SHA256.hash(Array(first.output.utf8))
        #expect(first.errors.hasPrefix("\(digest)  -\n"))
        #expect(try folder.run(arguments).output == first.output)
        #expect(try folder.run(arguments + ["--actor", "officer:2"]).output == first.output)
        #expect(try folder.run(arguments + ["--no-record", "--actor", "officer:3"]).output == first.output)
        #expect(try folder.run("receipts", "--contract", "c1", "--as-of", "2027-01-15").status == 0)
        #expect(try folder.run("export", "table", "--of", "aged", "--as-of", "2026-12-31").status == 0)
        let exports = try folder.run("events").lines.filter { $0.contains(#""event":"books-exported""#) }
        let forms = exports.compactMap { $0.firstMatch(of: /"form":"([a-z]+)"/).map { String($0.1) } }
        #expect(forms == ["hledger", "hledger", "receipts", "aged"])
        #expect(exports[0].contains(#""actor":"cli""#) && exports[1].contains(#""actor":"officer:2""#))
        #expect(exports[0].contains(#""file_hash":"\#(digest)""#) && exports[2].contains(#""contract":"c1""#))
        #expect(Set(exports.compactMap { $0.firstMatch(of: /"known_at":([0-9]+)/).map { String($0.1) } }).count == 1)
        #expect(try folder.run("verify").status == 0)
    }

    @Test func `beside a process that writes, a file is whole and says that it is not recorded`() throws {
        let folder = try Self.ledger()
        let input = Pipe()
        let writer = try Program.start(["record", "-"], in: folder, input: input)
        let file = folder.path + "/year.journal"
        let arguments = ["export", "books", "--form", "hledger", "--through", "2026-12-31", "--output", file]
        var outcome = try folder.run(arguments)
        let deadline = Date().addingTimeInterval(10)
        while outcome.status == 0, Date() < deadline {
            outcome = try folder.run(arguments + ["--actor", UUID().uuidString])
        }
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("the file is whole") && outcome.errors.contains("is being written by process"))
        let digest = SHA256.hash(Array(try Data(contentsOf: URL(fileURLWithPath: file))))
        #expect(outcome.errors.contains("\(digest)  \(file)\n"))
        #expect(try folder.run(arguments + ["--no-record"]).status == 0)
        try input.fileHandleForWriting.close()
        #expect(try writer.end().status == 0)
    }

    @Test func `beside a server the same file is made, and the server records who had it`() async throws {
        let folder = try Self.ledger()
        let file = folder.path + "/year.journal"
        let arguments = ["export", "books", "--form", "hledger", "--through", "2026-12-31", "--output", file]
        func bytes() throws -> [UInt8] { Array(try Data(contentsOf: URL(fileURLWithPath: file))) }
        #expect(try folder.run(arguments + ["--no-record"]).status == 0)
        let alone = try bytes()
        let events = try folder.run("events").lines.count

        let server = try Server(folder)
        let notice = folder.ledger + "/serving"
        #expect(try FileManager.default.attributesOfItem(atPath: notice)[.posixPermissions] as? Int == 0o600)
        // A proxy is for other machines; nobody answers at this one.
        let environment = ["http_proxy": "http://127.0.0.1:9"]
        let outcome = try folder.run(arguments + ["--actor", "officer:7"], environment: environment)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(try bytes() == alone)
        let digest = SHA256.hash(alone)
        #expect(outcome.errors.contains("\(digest)  \(file)\n"))
        #expect(try folder.run(arguments + ["--actor", "officer:7"]).status == 0)
        #expect(try folder.run("receipts", "--contract", "c1", "--as-of", "2027-01-15").status == 0)
        let recorded = try folder.run("events", "--after", "\(events)").lines
        #expect(recorded.count == 2)
        #expect(recorded[0].contains(#""actor":"officer:7""#) && recorded[0].contains(#""event":"books-exported""#))
        #expect(recorded[0].contains(#""file_hash":"\#(digest)""#) && recorded[0].contains(#""known_at":\#(events)"#))
        #expect(recorded[1].contains(#""actor":"cli""#) && recorded[1].contains(#""form":"receipts""#))
        // The same file over HTTP, at the same position.
        #expect(Array(try await server.bytes("/v1/exports/books/hledger?through=2026-12-31")) == alone)

        server.running.process.terminate()
        #expect(try server.running.end().status == 0)
        #expect(!FileManager.default.fileExists(atPath: notice))
        // Alone again, nothing is recorded twice.
        let size = try folder.run("events").lines.count
        #expect(try folder.run(arguments + ["--actor", "officer:7"]).status == 0)
        #expect(try folder.run("events").lines.count == size)
    }

    @Test func `a server that refuses, or is gone, leaves a whole file that is not recorded`() throws {
        let folder = try Self.ledger()
        let file = folder.path + "/year.journal"
        let arguments = ["export", "books", "--form", "hledger", "--through", "2026-12-31", "--output", file]
        let server = try Server(folder)
        let notice = folder.ledger + "/serving"
        let text = try String(contentsOfFile: notice, encoding: .utf8)
        let token = try #require(text.firstMatch(of: /"token":"([^"]+)"/)).1
        func run() throws -> Program.Outcome {
            try? FileManager.default.removeItem(atPath: file)
            let outcome = try folder.run(arguments)
            let digest = SHA256.hash(Array(try Data(contentsOf: URL(fileURLWithPath: file))))
            #expect(outcome.status == 1 && outcome.errors.contains("\(digest)  \(file)\n"))
            #expect(outcome.errors.contains("the file is whole, but the log does not know"))
            return outcome
        }
        let events = try folder.run("events").lines.count
        try text.replacing(token, with: "another").write(toFile: notice, atomically: true, encoding: .utf8)
        #expect(try run().errors.contains("with 401: The token is not known."))
        let gone = text.replacing(/127\.0\.0\.1:\d+/, with: "127.0.0.1:9")
        try gone.write(toFile: notice, atomically: true, encoding: .utf8)
        #expect(try run().errors.contains("http://127.0.0.1:9 cannot be asked"))
        // A notice of a server of before says nothing about the process that has the folder now.
        try text.replacing(/"process":\d+/, with: "\"process\":1").write(
            toFile: notice, atomically: true, encoding: .utf8)
        #expect(try run().errors.contains("is being written by process"))
        #expect(try folder.run("events").lines.count == events)
        #expect(try !FileManager.default.contentsOfDirectory(atPath: folder.path).contains { $0.hasSuffix(".partial") })

        // Killed, it leaves its notice; the folder is free all the same.
        try text.write(toFile: notice, atomically: true, encoding: .utf8)
        kill(server.running.process.processIdentifier, SIGKILL)
        _ = try server.running.end()
        #expect(FileManager.default.fileExists(atPath: notice))
        #expect(try folder.run(arguments).status == 0)
        #expect(try folder.run("events").lines.count == events + 1)
    }

    @Test func `an export that fails leaves nothing`() throws {
        let folder = try Self.ledger()
        let events = try folder.run("events").lines.count
        let file = folder.path + "/gone"
        for arguments in [
            ["export", "books", "--form", "csv", "--output", file],
            ["export", "table", "--of", "aged", "--output", file],
            ["export", "fec", "--year", "2026", "--siren", "123456782", "--folder", folder.path],
        ] {
            #expect(try folder.run(arguments + ["--known-at", "99999999"]).status == 2)
        }
        // Everything was written when the file cannot be put in its place.
        let taken = folder.path + "/taken"
        try FileManager.default.createDirectory(atPath: taken, withIntermediateDirectories: false)
        #expect(try folder.run("export", "books", "--form", "csv", "--output", taken).status == 3)
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(!left.contains { $0.hasPrefix("gone") || $0.contains("FEC") || $0.hasSuffix(".partial") })
        #expect(try folder.run("events").lines.count == events)
    }

    @Test func `a chart that was adopted is in every file from its day on`() throws {
        let folder = try Self.ledger()
        let chart = try folder.run("export", "chart").output.replacing("\t4111\tLocataires", with: "\t411200\tLogés")
        let file = try folder.file("chart.tsv", chart)
        #expect(try folder.run("chart", "adopt", file, "--from", "2027-02-01").errors.contains("CHART_DAY"))
        #expect(try folder.run("chart", "adopt", file, "--from", "2026-01-01").status == 0)
        let position = try folder.run("events").lines.count
        func books(_ more: String...) throws -> String {
            try folder.run(["export", "books", "--form", "ndjson", "--through", "2026-12-31"] + more).output
        }
        let (after, before) = (try books(), try books("--known-at", "\(position - 1)"))
        #expect(after.contains(#""account":"411200","account_label":"Logés""#) && !after.contains(#""account":"4111""#))
        #expect(before == after.replacing("411200", with: "4111").replacing("Logés", with: "Locataires"))
        #expect(before != after)
        let shown = try folder.run("export", "chart", "--year", "2026").output
        #expect(shown.contains("account\ttenants\t411200\tLogés\tauxiliary\n"))
        let earlier = try folder.run("export", "chart", "--year", "2026", "--known-at", "\(position - 1)")
        #expect(earlier.output.contains("\t4111\t") && !earlier.output.contains("411200"))
        #expect(try folder.run("trial-balance", "--year", "2026").output.contains("411200"))
        #expect(try folder.run("trial-balance", "--year", "2026", "--from", "2026-02-01").status == 2)
        #expect(try folder.run("trial-balance", "--from", "2026-12-02", "--as-of", "2026-12-01").status == 2)
        let wrong = try folder.file("wrong.tsv", chart.replacing("\t411200\t", with: "\t7112\t"))
        #expect(try folder.run("chart", "adopt", wrong, "--from", "2027-01-01").status == 2)
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
        let file = folder.path + "/caf.json"
        let json = try folder.run(
            "export", "table", "--of", "caf", "--month", "2026-10", "--json", "--output", file)
        let digest = SHA256.hash(Array(try Data(contentsOf: URL(fileURLWithPath: file))))
        #expect(json.errors == "\(digest)  \(file)\n")
        let list = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: file)))
        let row = try #require((list as? [[String: Any]])?.first)
        #expect(row["months_lost"] as? Int == 0 && row["months_of_arrears"] as? Int == 0 && row.count == 17)
        #expect(try folder.run("events").lines.last?.contains(#""file_hash":"\#(digest)""#) == true)
        #expect(try folder.run("export", "table", "--of", "aged", "--json", "--french").status == 2)
        let caf = try folder.run("export", "table", "--of", "caf", "--month", "2026-10", "--ndjson").output
        #expect(
            caf.contains("\"residence\":\"PLEIADE\"")
                && caf.contains("\"bare_rent_cents\":20137,\"reason\":\"complete\""))
        #expect(try folder.run("export", "table", "--of", "caf").status == 2)
    }
}
