import HTTPTypes
import Hummingbird
import LedgerApplication
import LedgerValues
import Projections

extension LedgerAPI {
    /// Contracts that owe money late.
    func unpaid(_ request: Request) async throws -> Response {
        try await page(request, list: "unpaid") { id, statement in
            UnpaidRow(id, statement).map { [$0] } ?? []
        } write: {
            $1.write(to: &$0)
        }
    }

    /// Deposits held, or on their way back.
    func deposits(_ request: Request) async throws -> Response {
        try await page(request, list: "deposits") { id, statement in
            DepositRow(id, statement).map { [$0] } ?? []
        } write: {
            $1.write(to: &$0)
        }
    }

    /// Money of contracts that waits unallocated.
    func unallocated(_ request: Request) async throws -> Response {
        try await page(request, list: "unallocated", UnallocatedRow.rows) { $1.write(to: &$0) }
    }

    /// Money that names nobody known.
    func parkedReceipts(_ request: Request) async throws -> Response {
        _ = try tokens.authenticate(request, for: .read)
        try request.require(answer: Self.json)
        let question = try Question(request, today: service.today)
        let answer = try await service.parkedReceipts(asOf: question.asOf, knownAt: question.knownAt)
        var writer = JSONWriter(capacity: 256 * (answer.value.count + 1))
        writer.object { writer in
            writer.echo(asOf: question.asOf, answer.knowledge)
            writer.array("rows", answer.value) { $1.write(to: &$0) }
        }
        return Self.answer(writer)
    }

    /// What is declared to the CAF for one month.
    func housingAid(_ request: Request, _ parameters: Parameters) async throws -> Response {
        _ = try tokens.authenticate(request, for: .read)
        let text = try Self.parameter("month", parameters)
        guard let month = Question.month(text) else {
            throw Problem(
                RequestError(.invalidMonth, field: "month", detail: "The path holds no month from 2000 to 2099."))
        }
        return try await page(request, list: "caf/\(month)") { id, statement in
            HousingAidRow.rows(id, statement, month: month)
        } write: {
            $1.write(to: &$0)
        }
    }

    /// One page of rows made from statements.
    func page<Row: Sendable>(
        _ request: Request, list: String, _ rows: @escaping @Sendable (ContractID, ContractStatement) -> [Row],
        write: (inout JSONWriter, Row) -> Void
    ) async throws -> Response {
        _ = try tokens.authenticate(request, for: .read)
        try request.require(answer: Self.json)
        let question = try await PagedQuestion(request, list: list, of: service, limits: limits.rows)
        let answer = try await service.list(
            asOf: question.asOf, knownAt: question.knownAt, after: try question.start(ContractID.init),
            limit: question.limit, rows)
        var writer = JSONWriter(capacity: 16_384)
        writer.object { writer in
            writer.echo(asOf: question.asOf, answer.knowledge)
            writer.array("rows", answer.value.rows, write)
            writer.array("failures", answer.value.failures) { writer, failure in
                writer.object { writer in
                    writer.member("contract", failure.contract.text)
                    writer.object("problem") { $0.members(of: failure.error) }
                }
            }
            writer.member("next_cursor", answer.value.next.map { question.next(after: $0.text, answer.knowledge) })
        }
        return Self.answer(writer)
    }
}
