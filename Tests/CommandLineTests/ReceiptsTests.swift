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
        #expect(page.output.contains("Avance sur loyer imputée") && page.output.contains("288,67\u{A0}€"))
        let october = try folder.run(
            "receipts", "--contract", "c1", "--month", "2026-10", "--as-of", "2027-01-15")
        #expect(!october.output.contains("septembre 2026</h1>"))
        #expect(try folder.run("receipts", "--contract", "c1", "--month", "2026-11").status == 1)
        #expect(try folder.run("receipts", "--contract", "nobody").status == 2)
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
            // Of a name no digest enters the log.
            let digest = SHA256.hash(Array(without.output.utf8))
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
            accesses.map { $0["what"] } == [
                "receipts:contact,identity", "account:contact,identity", "notice:contact,identity",
                "account:contact,identity", "export",
            ])
        #expect(accesses.map { $0["actor"] } == ["officer:7", "officer:7", "officer:7", "officer:8", "cli"])
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
