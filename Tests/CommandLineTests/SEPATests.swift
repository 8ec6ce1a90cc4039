import EventLog
import Foundation
import Testing

@Suite struct SEPATests {
    private static let debtor = [
        "--debtor-name", "Crous Normandie", "--debtor-iban", "FR14 2004 1010 0505 0001 3M02 606", "--debtor-bic",
        "PSSTFRPPXXX",
    ]

    /// A tenancy that ended with its deposit to be refunded.
    private static func ledger() throws -> Folder {
        let folder = try Folder.withTariff()
        try folder.run("record", try folder.file("commands", WorkedTenancy.commands))
        let exit = """
            {"command":"give-notice","key":"x1","contract":"c1","on":"2026-10-10"}
            {"command":"return-keys","key":"x2","contract":"c1","on":"2026-11-10","inventory":"conforming"}
            {"command":"provide-bank-details","key":"x3","contract":"c1","on":"2026-11-12"}
            {"command":"settle-contract","key":"x4","contract":"c1","on":"2026-11-20"}

            """
        let recorded = try folder.run("record", try folder.file("exit", exit))
        #expect(recorded.status == 0, "\(recorded.output)")
        return folder
    }

    private static func details(_ folder: Folder) throws -> String {
        try folder.file("rib.csv", "contract,holder,iban,bic\nc1,Zoé Œuvrard,FR7630006000011234567890189,AGRIFRPP\n")
    }

    @Test func `a refund is ordered once it is decided, and its wire comes back under the order's identifier`() throws {
        let folder = try Self.ledger()
        let (file, wires) = (folder.path + "/refunds.xml", folder.path + "/wires.ndjson")
        let arguments =
            ["export", "sepa", "--through", "2027-01-31", "--details", try Self.details(folder), "--output", file]
            + ["--wires", wires] + Self.debtor
        #expect(try folder.run(arguments + ["--wires", file]).status == 2)
        let early = try folder.run(arguments)
        #expect(early.status == 1 && early.errors.contains("nothing is to be wired"), "\(early.errors)")
        #expect(try folder.run("bill", "--through", "2026-12-31").status == 0)
        let outcome = try folder.run(arguments)
        #expect(outcome.status == 0, "\(outcome.errors)")
        let xml = try String(contentsOfFile: file, encoding: .utf8)
        #expect(xml.contains("<IBAN>FR7630006000011234567890189</IBAN>") && xml.contains("<Nm>Zoe OEuvrard</Nm>"))
        let identifier = try #require(xml.firstMatch(of: /<EndToEndId>(C[0-9]+-[0-9]+)</)).1
        let event = try #require(try folder.run("events").lines.last)
        #expect(event.contains(#""event":"books-exported""#) && event.contains(#""form":"sepa""#))
        // What is said, what is recorded and what the bank gets are one; the message holds what nobody can guess.
        let digest = SHA256.hash(Array(xml.utf8))
        #expect(outcome.errors.contains("\(digest)  \(file)\n") && event.contains(#""file_hash":"\#(digest)""#))
        #expect(xml.contains(#/<MsgId>Q[0-9]+-[A-Z2-7]{20}<\/MsgId>/#))
        #expect(try folder.run(arguments).status == 0)
        #expect(try String(contentsOfFile: file, encoding: .utf8) == xml)
        let older = try folder.run(arguments + ["--message", "pain.001.001.03"])
        #expect(older.status == 0)
        #expect(try String(contentsOfFile: file, encoding: .utf8).contains("pain.001.001.03"))

        let recorded = try folder.run("record", wires)
        #expect(recorded.status == 0, "\(recorded.output)")
        #expect(try folder.run("record", wires).output.contains("1 recorded before"))
        let wired = try #require(try folder.run("events").lines.last)
        #expect(wired.contains(#""event":"refund-wired""#) && wired.contains(#""idempotency_key":"\#(identifier)""#))
        #expect(try folder.run(arguments).errors.contains("nothing is to be wired"))

        // The bank sends it back under the identifier that it was given, whoever recorded the wire.
        func back(_ id: String, _ more: String = "") throws -> Program.Outcome {
            let line = #"{"command":"return-refund","key":"back-\#(id)\#(more.count)","end_to_end_id":"\#(id)""#
            return try folder.run(
                "record", "--actor", "bank", try folder.file("back", line + #","on":"2027-01-31"\#(more)}"# + "\n"))
        }
        #expect(try back("C00000001-4711").output.contains("UNKNOWN_TRANSFER"))
        #expect(try back(String(identifier), #","contract":"c1""#).status == 2)
        #expect(try back(String(identifier)).status == 0)
        let returned = try #require(try folder.run("events").lines.last)
        #expect(returned.contains(#""event":"refund-returned""#) && returned.contains(#""kind":"deposit""#))
        // Another transfer has another identifier.
        #expect(try folder.run(arguments).status == 0)
        #expect(try !String(contentsOfFile: file, encoding: .utf8).contains(">\(identifier)<"))
        // What came back once does not come back again under another key, whatever was wired since.
        #expect(try folder.run("record", wires).status == 0)
        let again = try back(String(identifier), #","amount_cents":1"#)
        #expect(again.output.contains("RETURN_EXCEEDS_WIRED"), "\(again.output)")
    }

    @Test func `names and accounts come from the person store, which notes who read them`() throws {
        let folder = try Self.ledger()
        #expect(try folder.run("bill", "--through", "2026-12-31").status == 0)
        let arguments = ["export", "sepa", "--through", "2027-01-31", "--actor", "officer:7"] + Self.debtor
        #expect(try folder.run(arguments).errors.contains("left out: c1, deposit"))
        let zoe = #"""
            {"identity":{"family_name":"Œuvrard","given_names":"Zoé","born_on":"2006-03-14"},
             "bank":{"holder":"Zoé Œuvrard","iban":"FR7630006000011234567890189"}}
            """#
        let added = try folder.run("person", "add", try folder.file("zoe.json", zoe))
        let person = added.output.trimmingCharacters(in: .newlines)
        #expect(try folder.run("person", "link", "--contract", "c1", person).status == 0)
        let order = try folder.run(arguments)
        #expect(order.status == 0, "\(order.errors)")
        #expect(order.output.contains("<IBAN>FR7630006000011234567890189</IBAN>"))
        #expect(order.output.contains("<Nm>Zoe OEuvrard</Nm>"))
        #expect(try !folder.run("events").output.contains("30006000011234567890189"))
        // A file goes before the store.
        let file = try folder.file("rib.csv", "contract,holder,iban,bic\nc1,Autre,DE89370400440532013000,\n")
        #expect(try folder.run(arguments + ["--details", file]).output.contains("DE89370400440532013000"))
    }

    @Test func `the same order, and the commands that record its wires, come over HTTP`() async throws {
        let folder = try Self.ledger()
        #expect(try folder.run("bill", "--through", "2026-12-31").status == 0)
        let (file, wires) = (folder.path + "/refunds.xml", folder.path + "/wires.ndjson")
        let zoe = #"{"identity":{"family_name":"Œ","given_names":"Zoé","born_on":"2006-03-14"},"#
        let bank = #""bank":{"holder":"Zoé Œ","iban":"FR7630006000011234567890189"}}"#
        let person = try folder.run("person", "add", try folder.file("zoe.json", zoe + bank)).output
            .trimmingCharacters(in: .newlines)
        let path = "/v1/exports/sepa?through=2027-01-31&debtor_name=Crous%20Normandie"
        let account = "&debtor_iban=FR1420041010050500013M02606&debtor_bic=PSSTFRPPXXX"
        let before = try Server(folder)
        let unlinked = try await before.get(path + account)
        #expect(unlinked.status == 409 && unlinked.body?["code"] as? String == "REFUNDS_LEFT_OUT")
        #expect((unlinked.body?["detail"] as? String)?.contains("c1, deposit") == true)
        #expect(try await before.get(path + account + "&leave_out=true").status == 404)
        #expect(try await before.get(path).body?["code"] as? String == "MISSING_PARAMETER")
        #expect(try await before.get(path + "&debtor_iban=FR00").body?["field"] as? String == "debtor_iban")
        #expect(try await before.get(path + account, withToken: false).status == 401)
        before.running.process.terminate()
        #expect(try before.running.end().status == 0)

        #expect(try folder.run("person", "link", "--contract", "c1", person).status == 0)
        let arguments =
            ["export", "sepa", "--through", "2027-01-31", "--output", file, "--wires", wires, "--no-record"]
            + Self.debtor
        #expect(try folder.run(arguments).status == 0)
        let events = try folder.run("events").lines.count
        let server = try Server(folder)
        let order = try await server.bytes(path + account)
        #expect(try order == Data(contentsOf: URL(fileURLWithPath: file)))
        let commands = try await server.bytes(
            "\(path)\(account)&known_at=\(events)".replacing("/sepa", with: "/sepa/wires"))
        #expect(try !commands.isEmpty && commands == Data(contentsOf: URL(fileURLWithPath: wires)))
        server.running.process.terminate()
        #expect(try server.running.end().status == 0)
        let recorded = try folder.run("events", "--after", "\(events)").lines
        #expect(recorded.count == 1)
        #expect(recorded.first?.contains(#""file_hash":"\#(SHA256.hash(Array(order)))""#) == true)
    }

    @Test func `what cannot be wired is left out and listed`() throws {
        let folder = try Self.ledger()
        #expect(try folder.run("bill", "--through", "2026-12-31").status == 0)
        let arguments = ["export", "sepa", "--through", "2027-01-31"] + Self.debtor
        let other = try folder.file("other.csv", "contract,holder,iban,bic\nc2,A,FR7630006000011234567890189,\n")
        let outcome = try folder.run(arguments + ["--details", other])
        #expect(outcome.status == 1 && outcome.output.isEmpty)
        #expect(
            outcome.errors.contains("left out: c1, deposit")
                && outcome.errors.contains("where the tenant has an account"))
        for (row, reason) in [
            ("c1,A,FR7630006000011234567890188,", ":2: the account is no IBAN"),
            ("c1,A,FR7630006000011234567890189,XX", ":2: the bank is no BIC"), ("c1,A", ":2: 2 fields"),
            ("c1,,FR7630006000011234567890189,", ":2: a holder"),
        ] {
            let wrong = try folder.file("wrong.csv", "contract,holder,iban,bic\n\(row)\n")
            let refused = try folder.run(arguments + ["--details", wrong])
            #expect(refused.status == 2 && refused.errors.contains(reason), "\(refused.errors)")
            #expect(!refused.errors.contains("3000600001"))
        }
        #expect(try folder.run(arguments + ["--details", other, "--debtor-iban", "FR00"]).status == 2)
    }
}
