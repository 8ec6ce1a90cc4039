import EventLog
import Foundation
import Testing

@Suite struct ReceiptsTests {
    private static func ledger() throws -> Folder {
        let folder = try Folder.withTariff()
        try folder.run("record", try folder.file("commands", WorkedTenancy.commands))
        #expect(try folder.run("bill", "--through", "2026-12-31").status == 0)
        return folder
    }

    @Test func `a tenant gets a quittance for each month paid in full`() throws {
        let folder = try Self.ledger()
        let page = try folder.run("receipts", "--contract", "L001", "--as-of", "2027-01-15")
        #expect(page.status == 0 && page.errors == "\(SHA256.hash(Array(page.output.utf8)))  -\n")
        #expect(page.output.contains("<h1>Quittance de loyer, septembre 2026</h1>"))
        #expect(page.output.contains("<h1>Quittance de loyer, octobre 2026</h1>"))
        #expect(!page.output.contains("novembre 2026"))
        #expect(page.output.contains("<p class=\"issuer\">Crous de Normandie</p>"))
        #expect(page.output.contains("Avance sur loyer imputée") && page.output.contains("288,67\u{A0}€"))
        // Each payment has its day and the position that proves it.
        let advance = try #require(
            page.output.firstMatch(
                of: /<td>01\/09\/2026<\/td>\s*<td>Avance sur loyer imputée<\/td>\s*<td class="figure">([0-9]+)<\/td>/)
        )
        let event = try folder.run("events", "--after", "\((Int(advance.1) ?? 0) - 1)").lines.first
        #expect(event?.contains(#""event":"advance-applied""#) == true)
        let october = try folder.run(
            "receipts", "--contract", "c1", "--month", "2026-10", "--as-of", "2027-01-15")
        #expect(!october.output.contains("septembre 2026</h1>"))
        #expect(try folder.run("receipts", "--contract", "c1", "--month", "2026-11").status == 1)
        #expect(try folder.run("receipts", "--contract", "nobody").status == 2)
    }

    @Test func `a partial payment of a month whose rest was written off says so, and that nothing was given up`() throws
    {
        let folder = try Self.ledger()
        let more = """
            {"command":"receive-payment","key":"k20","contract":"c1","on":"2026-12-05","amount_cents":15050,"means":"cash"}
            {"command":"write-off","key":"k21","contract":"c1","on":"2026-12-10","line":"rent-2026-11",\
            "amount_cents":20817,"ground":"irrecoverable","decision":"D1"}

            """
        #expect(try folder.run("record", try folder.file("more", more)).status == 0)
        #expect(try folder.run("bill", "--through", "2026-12-31").status == 0)
        let page = try folder.run("receipts", "--contract", "c1", "--month", "2026-11", "--as-of", "2026-12-31").output
        #expect(page.contains("<h1>Reçu, novembre 2026</h1>") && page.contains("Paiement en espèces"))
        #expect(page.contains("Admission en non-valeur\u{A0}: 208,17\u{A0}€.") && !page.contains("Rien ne reste dû"))
        let account = try folder.run(
            "receipts", "--contract", "c1", "--document", "account", "--as-of", "2026-12-31"
        ).output
        #expect(account.contains("Admission en non-valeur, loyer 11/2026 (D1)"))
        for document in ["account", "notice"] {
            let refused = try folder.run("receipts", "--contract", "c1", "--document", document, "--month", "2026-11")
            #expect(refused.status == 2 && refused.errors.contains("--month goes with"))
        }
    }

    @Test func `a document is written whole, with its digest, or not at all`() throws {
        let folder = try Self.ledger()
        let file = folder.path + "/quittance.html"
        let arguments = ["receipts", "--contract", "c1", "--as-of", "2027-01-15"]
        let outcome = try folder.run(arguments + ["--output", file])
        #expect(outcome.status == 0 && outcome.output.isEmpty)
        let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: file)))
        #expect(outcome.errors == "\(SHA256.hash(bytes))  \(file)\n")
        #expect(try folder.run(arguments).output == String(decoding: bytes, as: UTF8.self))
        let nowhere = folder.path + "/nowhere/quittance.html"
        #expect(try folder.run(arguments + ["--output", nowhere]).status == 3)
        let nothing = folder.path + "/nothing.html"
        #expect(
            try folder.run("receipts", "--contract", "c1", "--month", "2026-12", "--output", nothing).status == 1)
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(!left.contains("nothing.html") && !left.contains { $0.hasSuffix(".partial") })
    }

    @Test func `a name stands on a page that asks for it, and nowhere else`() throws {
        let folder = try Self.ledger()
        func page(_ document: String, _ more: String...) throws -> Program.Outcome {
            try folder.run(
                ["receipts", "--contract", "L001", "--document", document, "--as-of", "2026-11-25"] + more)
        }
        // Nobody was registered, then nobody was linked.
        let bare = try page("account")
        #expect(try page("account", "--with-names").output == bare.output)
        let marie = try folder.file(
            "marie.json",
            """
            {"identity":{"civility":"MME","family_name":"Durand","given_names":"Marie","born_on":"2006-03-14"},
             "contact":{"street":"12 rue des Lilas","postal_code":"14000","city":"Caen"}}
            """)
        let person = try folder.run("person", "add", marie).output.trimmingCharacters(in: .newlines)
        #expect(try page("account", "--with-names").output == page("account").output)
        #expect(try folder.run("person", "link", "--contract", "c1", person).status == 0)

        let events = try folder.run("events").lines.count
        for document in ["receipts", "account", "notice"] {
            let without = try page(document)
            #expect(without.status == 0 && !without.output.contains("Durand") && !without.output.contains("addressee"))
            let named = try page(document, "--with-names", "--actor", "officer:7")
            #expect(named.errors == "\(SHA256.hash(Array(named.output.utf8)))  -\n")
            #expect(named.output.contains("<p>Mme Marie Durand</p>\n<p>12 rue des Lilas</p>\n<p>14000 Caen</p>"))
            let recorded = try folder.run("events").lines.last
            // What is recorded is the digest of the very bytes; a mark that nobody can guess stands in them.
            let digest = SHA256.hash(Array(named.output.utf8))
            let mark = try #require(named.output.firstMatch(of: /Marque du document\u{A0}: ([A-Z2-7]{20})</))
            #expect(try !folder.run("events").output.contains(mark.1) && !without.output.contains("Marque"))
            #expect(try page(document, "--with-names", "--no-record").output == named.output)
            #expect(recorded?.contains(#""actor":"officer:7""#) == true)
            #expect(recorded?.contains(#""file_hash":"\#(digest)""#) == true)
        }
        #expect(try folder.run("events").lines.count == events + 6)
        #expect(try page("account", "--with-names", "--no-record", "--actor", "officer:8").status == 0)
        #expect(try folder.run("events").lines.count == events + 6)
        let export = try folder.run("export-person", person).output
        let object = try #require(try JSONSerialization.jsonObject(with: Data(export.utf8)) as? [String: Any])
        let accesses = try #require(object["accesses"] as? [[String: String]])
        #expect(
            accesses.map { $0["what"]?.split(separator: ":").first } == [
                "receipts", "receipts", "account", "account", "notice", "notice", "account", "export",
            ])
        #expect(accesses.dropLast().allSatisfy { $0["what"]?.hasSuffix(":contact,identity") == true })
        #expect(
            accesses.map { $0["actor"] }
                == ["officer:7", "cli", "officer:7", "cli", "officer:7", "cli", "officer:8", "cli"])
    }

    @Test func `the pages of every contract are one document to print`() throws {
        let folder = try Self.ledger()
        let second = WorkedTenancy.commands.replacing("c1", with: "c2").replacing("L001", with: "L002")
            .replacing(#/"key":"k/#, with: "\"key\":\"m")
        #expect(try folder.run("record", try folder.file("more", second)).status == 0)
        #expect(try folder.run("bill", "--through", "2026-12-31").status == 0)
        let arguments = ["receipts", "--month", "2026-10", "--as-of", "2027-01-15"]
        let file = folder.path + "/october.html"
        let outcome = try folder.run(arguments + ["--all", "--output", file])
        #expect(outcome.status == 0, "\(outcome.errors)")
        let all = try String(contentsOfFile: file, encoding: .utf8)
        #expect(outcome.errors == "\(SHA256.hash(Array(all.utf8)))  \(file)\n")
        let articles = try ["c1", "c2"].map { id in
            let page = try folder.run(arguments + ["--contract", id]).output
            return try #require(page.firstMatch(of: #/<article>(.|\n)*<\/article>/#)).0
        }
        // The position that a page knows is the same: records of exports are passed over.
        #expect(all.contains("<article>\n") && articles.allSatisfy { all.contains($0) })
        #expect(all.components(separatedBy: "<article>").count == 3)
        let records = try folder.run("events").lines.filter { $0.contains(#""form":"receipts""#) }
        #expect(records.first?.contains(#""contract":"#) == false && records.count == 3)
        #expect(try folder.run("receipts", "--all", "--month", "2026-12", "--as-of", "2027-01-15").status == 1)
        #expect(try folder.run("receipts", "--all", "--contract", "c1").status == 2)
        #expect(try folder.run("receipts").status == 2)
    }

    @Test func `the account and the notice before a due day`() throws {
        let folder = try Self.ledger()
        let account = try folder.run(
            "receipts", "--contract", "c1", "--document", "account", "--as-of", "2026-11-30")
        #expect(account.output.contains("Relevé de compte") && account.output.contains("Loyer 09/2026"))
        #expect(account.output.contains("Avance imputée sur le loyer 09/2026"))
        let notice = try folder.run(
            "receipts", "--contract", "c1", "--document", "notice", "--as-of", "2026-11-25")
        #expect(notice.output.contains("À payer au plus tard le 1er\u{A0}décembre\u{A0}2026"))
    }
}
