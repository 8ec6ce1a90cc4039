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
