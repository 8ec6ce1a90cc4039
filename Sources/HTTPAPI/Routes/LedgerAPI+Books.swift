import HTTPTypes
import Hummingbird
import LedgerApplication
import LedgerValues
import Projections
import EventLog
import Exports

extension LedgerAPI {
    /// What each account held, moved by and holds: of days, or of an accounting year up to a day.
    func trialBalance(_ request: Request) async throws -> Response {
        _ = try tokens.authenticate(request, for: .read)
        try request.require(answer: Self.json)
        let items = try QueryItems(request, allowing: ["as_of", "from", "known_at"])
        let from = try Question.day("from", items)
        let last = try Question.day("as_of", items) ?? service.today
        if let from, last < from {
            throw Problem.invalidParameter("as_of", "Give a day that is not before `from`.")
        }
        let answer = try await service.trialBalance(
            from: from, through: last, knownAt: try Question.knownAt("known_at", items) ?? .head)
        let balance = answer.value
        var writer = JSONWriter(capacity: 2_048)
        writer.object { writer in
            writer.echo(asOf: last, answer.knowledge)
            writer.member("from_on", balance.from)
            writer.array("accounts", balance.rows) { writer, row in
                writer.object { writer in
                    writer.member("account", row.role)
                    writer.member("number", row.number)
                    writer.member("label", row.label)
                    writer.member("opening_cents", row.opening)
                    writer.member("debit_cents", row.debit)
                    writer.member("credit_cents", row.credit)
                    writer.member("balance_cents", row.closing)
                }
            }
            writer.member("debit_cents", balance.debits)
            writer.member("credit_cents", balance.credits)
            writer.member("balanced", balance.isBalanced)
        }
        return Self.answer(writer)
    }

    /// Accounting entries by position.
    func journal(_ request: Request) async throws -> Response {
        _ = try tokens.authenticate(request, for: .read)
        try request.require(answer: Self.json)
        let question = try await PagedQuestion(
            request, list: "journal", of: service, limits: limits.entries, positions: true)
        // One more than the page holds tells whether there is another page.
        let answer = try await service.journal(
            after: try question.start { Int64($0).flatMap { $0 >= 0 ? $0 : nil } } ?? 0, asOf: question.asOf,
            knownAt: question.knownAt, limit: question.limit + 1)
        let entries = answer.value.prefix(question.limit)
        var writer = JSONWriter(capacity: 256 * (entries.count + 1))
        writer.object { writer in
            writer.echo(asOf: question.asOf, answer.knowledge)
            writer.array("entries", entries) { $1.write(to: &$0) }
            let last = entries.count < answer.value.count ? entries.last : nil
            writer.member("next_cursor", last.map { question.next(after: String($0.position), answer.knowledge) })
        }
        return Self.answer(writer)
    }

    /// Events as the exact bytes that were hashed, one a line; `Next-After` is where the next page begins.
    func events(_ request: Request) async throws -> Response {
        _ = try tokens.authenticate(request, for: .read)
        try request.require(answer: Self.lines)
        let items = try QueryItems(request, allowing: ["after", "limit"])
        let after = try items.number("after", in: 0...Int64.max - 1) ?? 0
        let largest = Int64(limits.entries.largest)
        let limit = try items.number("limit", in: 1...largest) ?? Int64(limits.entries.usual)
        let events = try await service.events(after: after, limit: Int(limit))
        var buffer = ByteBufferAllocator().buffer(capacity: events.reduce(0) { $0 + $1.bytes.count + 1 })
        for event in events {
            buffer.writeBytes(event.bytes)
            buffer.writeInteger(UInt8(0x0A))
        }
        let next = events.last?.position.number ?? after
        return Response(
            status: .ok, headers: [.contentType: Self.lines, .nextAfter: String(next)],
            body: ResponseBody(byteBuffer: buffer))
    }

    /// Size and root of the tree over the log.
    func log(_ request: Request) async throws -> Response {
        _ = try tokens.authenticate(request, for: .read)
        try request.require(answer: Self.json)
        let items = try QueryItems(request, allowing: ["known_at"])
        let head = try await service.treeHead(knownAt: try Question.knownAt("known_at", items) ?? .head)
        var writer = JSONWriter(capacity: 128)
        writer.object { writer in
            writer.member("size", head.size)
            writer.member("root", head.root)
        }
        return Self.answer(writer)
    }
}
