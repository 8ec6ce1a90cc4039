import Testing

/// Refusals in the language that the caller asks for; a programme reads the code, which has none.
@Suite struct `Accept-Language` {
    typealias Stage = TestServer.Stage

    static let wishes: [(header: String?, language: String)] = [
        (nil, "en"), ("fr", "fr"), ("fr-FR,fr;q=0.9,en;q=0.8", "fr"), ("en;q=0.9, fr;q=0.8", "en"),
        ("de, fr;q=0.5", "fr"), ("de", "en"), ("fr;q=0", "en"), ("en;q=0.2,fr;q=0.25", "fr"), ("fr;q=x", "en"),
        ("FR-ca", "fr"),
    ]

    @Test(arguments: wishes.indices) func `a refusal is said in the language liked best`(index: Int) async throws {
        let (header, language) = Self.wishes[index]
        try await TestServer.run { server in
            try await server.record([Stage.proposal, Stage.advance, Stage.admission, Stage.file])
            let answer = try await server.command(
                #"{"contract":"c-1",\#(Stage.keys)}"#, headers: header.map { ["Accept-Language": $0] } ?? [:])
            try answer.expect(
                ExpectedProblem(status: 422, code: "KEYS_BEFORE_DEPOSIT", field: "command", line: 1, rule: "R-031"))
            #expect(answer.headers["content-language"] == language)
            let french = language == "fr"
            let problem = try answer.json
            #expect(problem["title"].text?.contains(french ? "dépôt de garantie" : "deposit") == true)
            #expect(problem["detail"].text?.hasSuffix("(required 35900, held 0)") == true)
            #expect(problem["remedy"].text?.contains(french ? "Enregistrez" : "Record") == true)
        }
    }

    @Test func `so is what is no command, a refusal of money, and each line of a batch`() async throws {
        try await TestServer.run { server in
            let french = ["Accept-Language": "fr"]
            let unreadable = try await server.command(#"{"command":"fly"}"#, headers: french)
            try unreadable.expect(ExpectedProblem(status: 400, code: "UNKNOWN_COMMAND", field: "command", line: 1))
            #expect(try unreadable.json["title"].text == "Aucune commande ne porte ce nom.")
            try await server.record([Stage.proposal])
            let money = try await server.command(
                #"{"contract":"c-1","command":"receive-advance","at":"2026-07-01T10:00","amount_cents":6000}"#,
                headers: french)
            #expect(money.status == 202 && money.headers["content-language"] == "fr")
            #expect(try money.json["refusal"]["remedy"].text?.contains("recette à classer") == true)
            let batch = try await server.send(
                "POST", "/v1/commands/batch",
                headers: ["Content-Type": "application/x-ndjson", "Accept-Language": "fr"],
                body: #"{"key":"l1","contract":"c-1",\#(Stage.keys)}"# + "\n")
            #expect(batch.headers["content-language"] == "fr")
            #expect(batch.text.contains("Nul n'est logé sans décision d'admission."))
        }
    }

    @Test func `a problem that only programmers meet stays English and says so`() async throws {
        try await TestServer.run(tariff: false) { server in
            let answer = try await server.send("GET", "/v1/nothing", headers: ["Accept-Language": "fr"])
            #expect(answer.status == 404)
            #expect(answer.headers["content-language"] == "en")
        }
    }
}
