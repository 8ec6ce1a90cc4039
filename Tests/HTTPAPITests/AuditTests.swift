import EventLog
import LedgerApplication
import LedgerValues
import Testing

@Suite struct `Audit routes` {
    private static let signer: NoteSigner = {
        guard let key = SigningKey(seed: Array(repeating: 3, count: 32)),
            let signer = NoteSigner(name: "quittance/NORMANDIE/1", key: key)
        else { preconditionFailure("a key") }
        return signer
    }()

    /// Runs `body` against a server whose log is signed as soon as it grows.
    private func signed(_ body: @escaping @Sendable (TestServer) async throws -> Void) async throws {
        let keeper = try CheckpointKeeper(
            signer: Self.signer, last: CheckpointKeeper.note(of: .empty, by: Self.signer), milliseconds: 1
        ) { _ in }
        try await TestServer.run(on: InMemoryStore(), checkpoints: keeper) { server in try await body(server) }
    }

    /// The last checkpoint, asked for until it holds everything recorded.
    private func checkpoint(_ server: TestServer) async throws -> Checkpoint {
        let size = try await server.size()
        for _ in 0..<2_000 {
            let answer = try await server.get("/v1/audit/checkpoint")
            #expect(answer.status == 200 && answer.headers["content-type"] == "text/plain; charset=utf-8")
            let checkpoint = try Checkpoint(
                try #require(SignedNote(answer.body)), signedBy: Self.signer.verifier)
            if checkpoint.size == size { return checkpoint }
            try await Task.sleep(for: .milliseconds(5))
        }
        throw CheckpointFault.missing
    }

    private func hashes(_ json: JSONValue) throws -> [Digest] {
        try json["hashes"].elements.map { try #require($0.text.flatMap { Digest(hex: $0) }) }
    }

    @Test func `the receipt of a command becomes a proof that the signed log holds its event`() async throws {
        try await signed { server in
            try await server.moveIn()
            let recorded = try await server.command(#"{"contract":"c-2",\#(TestServer.Stage.proposal)}"#)
            #expect(recorded.status == 201)
            let receipt = try recorded.json["events"][0]
            let position = try #require(receipt["position"].number.flatMap { Position($0) })
            let leaf = try #require(receipt["leaf_hash"].text.flatMap { Digest(hex: $0) })
            let signed = try await checkpoint(server)
            let json = try await server.get("/v1/audit/proof/inclusion?position=\(position)").json
            #expect(json["size"].number == signed.size)
            #expect(json["root"].text == signed.root.description)
            #expect(json["leaf_hash"].text == leaf.description)
            let proof = InclusionProof(
                position: position, leaf: leaf, size: signed.size, root: signed.root, hashes: try hashes(json))
            #expect(proof.isValid)
        }
    }

    @Test func `an earlier checkpoint is continued by a later one`() async throws {
        try await signed { server in
            let early = try await checkpoint(server)
            try await server.moveIn()
            let late = try await checkpoint(server)
            let json = try await server.get("/v1/audit/proof/consistency?from=\(early.size)").json
            let proof = ConsistencyProof(
                from: early.size, fromRoot: early.root, to: late.size, toRoot: late.root, hashes: try hashes(json))
            #expect(proof.isValid)
            #expect(json["from_root"].text == early.root.description && json["to"].number == late.size)
            let named = try await server.get("/v1/audit/proof/inclusion?position=1&size=\(early.size)").json
            #expect(named["root"].text == early.root.description)
        }
    }

    @Test func `tiles are those of the signed log, kept for ever by whoever asked for them`() async throws {
        try await signed { server in
            try await server.moveIn()
            let signed = try await checkpoint(server)
            #expect(try await server.get("/v1/audit/checkpoint").headers["cache-control"] == "no-cache")
            let whole = Int(signed.size / 256)
            let width = signed.size % 256
            let paths = (0..<whole).map { "tile/0/00\($0)" } + ["tile/0/00\(whole).p/\(width)"]
            var frontier = MerkleFrontier()
            for path in paths {
                let answer = try await server.get("/v1/audit/" + path)
                #expect(answer.status == 200 && answer.headers["content-type"] == "application/octet-stream")
                #expect(answer.headers["cache-control"] == "private, max-age=31536000, immutable")
                for start in stride(from: 0, to: answer.body.count, by: 32) {
                    let leaf = try #require(
                        answer.body[start..<start + 32].withUnsafeBytes { Digest(exactly: $0) })
                    frontier.append(leaf)
                }
            }
            #expect(frontier.size == signed.size && frontier.root == signed.root)
            let events = try await server.get("/v1/audit/tile/entries/000").body
            let first = Int(events[0]) << 8 | Int(events[1])
            let stored = try #require(try await server.service.events(after: 0, limit: 1).first)
            #expect(Array(events[2..<2 + first]) == stored.bytes)
            for path in [
                "tile/0/00\(whole)", "tile/0/000.p/256", "tile/0/000.p/0", "tile/0/0", "tile/00/000", "tile/0/x000/000",
                "tile/8/000", "tile/entries/999", "tile/0/000.p/01", "tile/3/000", "tile/entries", "tile/-1/000",
            ] {
                try await server.get("/v1/audit/" + path).expect(ExpectedProblem(status: 404, code: "NOT_FOUND"))
            }
            let posted = try await server.send("POST", "/v1/audit/tile/0/000", body: "")
            #expect(posted.status == 405)
            #expect(try await server.send("GET", "/v1/audit/tile/0/000", secret: nil).status == 401)
        }
    }

    @Test func `what moved between two moments, and why`() async throws {
        try await signed { server in
            let before = try await server.size()
            try await server.moveIn()
            let json = try await server.get("/v1/audit/diff?from=\(before)&as_of=2026-09-30").json
            #expect(json["from"]["position"].number == before)
            #expect(json["to"]["position"].number == (try await server.size()))
            #expect(json["as_of"].text == "2026-09-30")
            let change = json["contracts"][0]
            #expect(change["contract"].text == "c-1")
            let held = try #require(change["figures"].elements.first { $0["name"].text == "deposit_held_cents" })
            #expect(held["before"].number == 0 && held["after"].number == 35_900)
            #expect(held["positions"].elements.count == 1)
            #expect(change["events"].elements.contains { $0["event"].text == "deposit-paid" })
            let deposits = try #require(json["accounts"].elements.first { $0["number"].text == "1651" })
            #expect(deposits["after"]["balance_cents"].number == -35_900)
            #expect(deposits["positions"].elements.count == 1)
            let nothing = try await server.get("/v1/audit/diff?from=\(before)&to=\(before)").json
            #expect(nothing["contracts"].elements.isEmpty && nothing["accounts"].elements.isEmpty)
            try await server.get("/v1/audit/diff").expect(
                ExpectedProblem(status: 400, code: "MISSING_PARAMETER", field: "from"))
            try await server.get("/v1/audit/diff?from=999999").expect(
                ExpectedProblem(status: 422, code: "FUTURE_KNOWLEDGE", field: "known_at"))
            try await server.get("/v1/audit/diff?from=2&to=1").expect(
                ExpectedProblem(status: 400, code: "INVALID_PARAMETER", field: "from"))
        }
    }

    @Test func `a seal is listed, and read again from the first event on`() async throws {
        try await signed { server in
            try await server.moveIn()
            let day = try #require(CalendarDate("2026-08-31"))
            let sealed = try await server.service.seal(through: day, by: .system)
            let list = try await server.get("/v1/audit/seal").json
            #expect(list["seals"].elements.count == 1)
            let seal = list["seals"][0]
            let before = try await server.get("/v1/audit/seal?known_at=\(sealed.at.number - 1)").json
            #expect(before["seals"] == .array([]))
            #expect(seal["position"].number == sealed.at.number && seal["through_on"].text == "2026-08-31")
            #expect(seal["trial_balance_hash"].text?.count == 64)
            #expect(seal["debit_cents"].number == 42_900)
            let read = try await server.get("/v1/audit/seal/\(sealed.at)").json
            #expect(read["holds"] == .bool(true) && read["open_items"] == seal["open_items"])
            try await server.get("/v1/audit/seal/1").expect(ExpectedProblem(status: 404, code: "NOT_FOUND"))
        }
    }

    @Test func `what no tree holds is refused`() async throws {
        try await signed { server in
            let size = try await checkpoint(server).size
            for path in [
                "inclusion?position=\(size + 1)", "inclusion?position=3&size=2",
                "inclusion?position=1&size=\(size + 1)",
                "consistency?from=\(size + 1)", "consistency?from=3&to=2", "consistency?from=1&to=\(size + 1)",
            ] {
                try await server.get("/v1/audit/proof/" + path).expect(
                    ExpectedProblem(status: 422, code: "OUTSIDE_TREE"))
            }
            try await server.get("/v1/audit/proof/inclusion").expect(
                ExpectedProblem(status: 400, code: "MISSING_PARAMETER", field: "position"))
            try await server.get("/v1/audit/proof/consistency?to=3").expect(
                ExpectedProblem(status: 400, code: "MISSING_PARAMETER", field: "from"))
            try await server.get("/v1/audit/proof/inclusion?position=0").expect(
                ExpectedProblem(status: 400, code: "INVALID_PARAMETER", field: "position"))
        }
    }

    @Test func `a ledger that nobody signs has proofs of its whole log, and no checkpoint`() async throws {
        try await TestServer.run(tariff: false) { server in
            try await server.get("/v1/audit/checkpoint").expect(ExpectedProblem(status: 404, code: "NO_CHECKPOINT"))
            let json = try await server.get("/v1/audit/proof/inclusion?position=1").json
            #expect(json["size"].number == (try await server.size()))
        }
    }
}
