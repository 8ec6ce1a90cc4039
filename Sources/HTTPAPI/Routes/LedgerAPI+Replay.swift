import EventCodecs
import EventLog
import HTTPTypes
import Hummingbird
import LedgerApplication
import LedgerValues
import Projections

extension LedgerAPI {
    /// Every figure of a day that moved between two moments of knowledge, and the events that moved it.
    func diff(_ request: Request) async throws -> Response {
        _ = try tokens.authenticate(request, for: .read)
        try request.require(answer: Self.json)
        let items = try QueryItems(request, allowing: ["as_of", "from", "to"])
        guard let from = try Question.knownAt("from", items) else { throw Problem.missingParameter("from") }
        let diff = try await service.diff(
            from: from, to: try Question.knownAt("to", items) ?? .head,
            asOf: try Question.day("as_of", items) ?? service.today)
        var writer = JSONWriter(capacity: 8_192)
        writer.object { diff.writeMembers(to: &$0) }
        return Self.answer(writer)
    }

    /// What was sealed, oldest first.
    func seals(_ request: Request) async throws -> Response {
        _ = try tokens.authenticate(request, for: .read)
        try request.require(answer: Self.json)
        let items = try QueryItems(request, allowing: ["known_at"])
        let seals = try await service.seals(knownAt: try Question.knownAt("known_at", items) ?? .head)
        var writer = JSONWriter(capacity: 512 * (seals.count + 1))
        writer.object { writer in
            writer.array("seals", seals) { writer, seal in writer.object { seal.writeMembers(to: &$0) } }
        }
        return Self.answer(writer)
    }

    /// One seal, and whether the books of its day say today what was sealed, read again from the first event on.
    func seal(_ request: Request, _ parameters: Parameters) async throws -> Response {
        _ = try tokens.authenticate(request, for: .read)
        try request.require(answer: Self.json)
        _ = try QueryItems(request, allowing: [])
        let position = Int64(try Self.parameter("position", parameters))
        guard let recorded = try await service.seals().first(where: { $0.position.number == position }) else {
            throw Problem(
                .notFound, "NOT_FOUND", detail: "There is no seal at that position.",
                remedy: "Ask /v1/audit/seal for their positions.")
        }
        let holds = try await service.holds(recorded)
        var writer = JSONWriter(capacity: 512)
        writer.object { writer in
            recorded.writeMembers(to: &writer)
            writer.member("holds", holds)
        }
        return Self.answer(writer)
    }
}

extension RecordedSeal {
    fileprivate func writeMembers(to writer: inout JSONWriter) {
        writer.member("position", position.number)
        writer.member("recorded_at", recordedAt)
        writer.member("through_on", seal.through)
        writer.member("known_at", seal.knownAt)
        writer.member("debit_cents", seal.debits)
        writer.member("trial_balance_hash", seal.trialBalance)
        writer.member("open_items", seal.items)
        writer.member("open_cents", seal.open)
        writer.member("open_items_hash", seal.openItems)
    }
}

extension KnowledgeDiff {
    fileprivate func writeMembers(to writer: inout JSONWriter) {
        writer.member("as_of", asOf)
        writer.object("from") { from.writeMembers(to: &$0) }
        writer.object("to") { to.writeMembers(to: &$0) }
        writer.array("accounts", accounts) { writer, change in
            writer.object { writer in
                writer.member("account", change.account.rawValue)
                writer.member("number", change.account.number)
                writer.object("before") { change.before.writeMembers(to: &$0) }
                writer.object("after") { change.after.writeMembers(to: &$0) }
                writer.array("positions", change.positions) { $0.value($1) }
            }
        }
        writer.array("contracts", contracts) { writer, change in
            writer.object { writer in
                writer.member("contract", change.contract.text)
                writer.array("figures", change.figures) { writer, figure in
                    writer.object { writer in
                        writer.member("name", figure.name)
                        writer.member("month", figure.month?.description)
                        writer.member("before", figure.before)
                        writer.member("after", figure.after)
                        writer.array("positions", figure.positions) { $0.value($1) }
                    }
                }
                writer.array("events", change.causes) { $1.write(to: &$0) }
            }
        }
        writer.array("ledger_events", ledger) { $1.write(to: &$0) }
        writer.array("failures", failures) { writer, failure in
            writer.object { writer in
                writer.member("contract", failure.contract.text)
                writer.object("problem") { $0.members(of: failure.error) }
            }
        }
    }
}

extension KnowledgeDiff.Cause {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("position", position)
            writer.member("event", event)
            writer.member("effective_on", effectiveOn)
            writer.member("accounting_on", accountingOn)
        }
    }
}

extension TrialBalance.Row {
    fileprivate func writeMembers(to writer: inout JSONWriter) {
        writer.member("debit_cents", debit)
        writer.member("credit_cents", credit)
        writer.member("balance_cents", balance)
    }
}
