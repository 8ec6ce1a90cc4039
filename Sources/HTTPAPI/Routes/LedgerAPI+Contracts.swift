import HTTPTypes
import Hummingbird
import LedgerApplication
import LedgerValues
import Projections

extension LedgerAPI {
    /// Every contract known, by identifier.
    func contracts(_ request: Request) async throws -> Response {
        try await page(request, list: "contracts") { id, statement in
            [ContractRow(contract: id, statement: statement)]
        } write: {
            $1.write(to: &$0)
        }
    }

    /// Where one contract stands.
    func contract(_ request: Request, _ parameters: Parameters) throws -> Response {
        let question = try question(request)
        let id = try Self.contractID(parameters)
        return try contract(id, question)
    }

    /// Where the contract of a tenant code stands.
    func tenant(_ request: Request, _ parameters: Parameters) async throws -> Response {
        let question = try question(request)
        let text = try Self.parameter("code", parameters)
        guard let code = try Self.identifier(text, "tenant_code", TenantCode.init) else {
            throw Self.unreadable("tenant_code", "Give 1 to 32 letters and digits.")
        }
        return try contract(try await service.contract(of: code, knownAt: question.knownAt), question)
    }

    /// The account of one contract.
    func statement(_ request: Request, _ parameters: Parameters) throws -> Response {
        try statement(request, try Self.parameter("id", parameters)).response
    }

    /// - Parameter text: the identifier of the contract, as the path has it.
    func statement(_ request: Request, _ text: @autoclosure () throws -> String) throws -> Answer {
        let question = try question(request)
        let id = try Self.contractID(try text())
        let kept = keptStatements[id, question.asOf]
        let answer = try service.statement(
            of: id, asOf: question.asOf, knownAt: question.knownAt, unless: kept?.basis)
        var writer = JSONWriter(capacity: kept.map { $0.members.count + 256 } ?? 24_576)
        var version = kept?.version
        writer.object { writer in
            writer.echo(asOf: question.asOf, answer.knowledge)
            if let made = answer.value {
                let start = writer.count
                made.write(to: &writer, of: id)
                version = made.version
                guard question.knownAt == .head else { return }
                keptStatements[id, question.asOf] = KeptStatements.Kept(
                    basis: made.basis, version: made.version, members: writer.written(since: start))
            } else if let kept {
                writer.members(written: kept.members)
            }
        }
        return Answer(.ok, Self.json, writer, version: version)
    }

    private func contract(_ id: ContractID, _ question: Question) throws -> Response {
        let answer = try service.statement(of: id, asOf: question.asOf, knownAt: question.knownAt)
        var writer = JSONWriter(capacity: 1_024)
        writer.object { writer in
            writer.echo(asOf: question.asOf, answer.knowledge)
            writer.member("version", answer.value.version)
            ContractRow(contract: id, statement: answer.value.statement).writeMembers(to: &writer)
        }
        return Self.answer(writer, version: answer.value.version)
    }

    private func question(_ request: Request) throws(Problem) -> Question {
        _ = try tokens.authenticate(request, for: .read)
        try request.require(answer: Self.json)
        return try Question(request, today: service.today)
    }

    static func contractID(_ parameters: Parameters) throws(Problem) -> ContractID {
        try contractID(try parameter("id", parameters))
    }

    private static func contractID(_ text: String) throws(Problem) -> ContractID {
        guard let id = try identifier(text, "contract", ContractID.init) else {
            throw unreadable("contract", "Give 1 to 64 letters, digits, hyphens and underscores.")
        }
        return id
    }

    /// What a path segment names; a student number is refused with the reason.
    private static func identifier<Name>(
        _ text: String, _ field: String, _ make: (String) -> Name?
    ) throws(Problem) -> Name? {
        if StudentNumber.isMeant(by: text) { throw Problem(.studentNumber(field)) }
        return make(text)
    }

    private static func unreadable(_ field: String, _ remedy: String) -> Problem {
        Problem(
            RequestError(
                .invalidIdentifier, field: field, detail: "The path holds no such identifier.", remedy: remedy))
    }
}
