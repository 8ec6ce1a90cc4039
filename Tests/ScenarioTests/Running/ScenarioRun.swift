import EventLog
import Foundation
import LedgerApplication
import LedgerValues
import Projections
import ResidenceRules
import Synchronization

/// Runs the lines of a scenario against a ledger in memory and writes the scenario again with the answers it got.
///
/// A line that begins in the first column is a step, written by people; the indented lines under it are what the ledger
/// answered. A run leaves the steps and comments as they are and writes every answer anew, so that a scenario holds when
/// the text comes out unchanged.
final class ScenarioRun {
    private let ledger: Ledger<InMemoryStore>
    private let tariff: TariffWords
    private let clock = ScenarioClock()
    private var contract: String?
    private var keys = 0
    private var positions: [String: Int64] = [:]
    private(set) var billedThrough: CalendarDate?

    init(tariff: TariffWords) throws {
        guard let crous = Code("NORMANDIE") else { throw ScenarioError("NORMANDIE is a code") }
        self.tariff = tariff
        let (store, clock) = (InMemoryStore(), clock)
        try Founding.found(store, crous: crous, by: .system, clock: { clock.now })
        ledger = try Ledger(store, cachedContracts: 16, clock: { clock.now }, onStorageFailure: { _ in })
    }

    deinit { ledger.stop() }

    /// The text with the answers of this run.
    func answering(_ text: String) async throws -> String {
        var written: [String] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if line.hasPrefix("  ") { continue }
            written.append(String(line))
            if line.isEmpty || line.hasPrefix("#") { continue }
            do { written += try await answer(line) } catch let error as ScenarioError {
                throw ScenarioError("line \(index + 1): \(error)")
            }
        }
        guard try await ledger.trialBalance(asOf: .openEnd, knownAt: .head).value.isBalanced else {
            throw ScenarioError("debits and credits differ")
        }
        return written.joined(separator: "\n")
    }

    /// What a step answers, as indented lines; none when it was simply carried out.
    private func answer(_ line: Substring) async throws -> [String] {
        let step = line.hasPrefix("given ") ? line.dropFirst(6) : line
        if let name = step.text(after: "contract ") {
            contract = String(name)
            return []
        }
        if let row = step.text(after: "tariff row ") { return try await publish(row, correcting: nil) }
        if let words = step.text(after: "correct tariff row ") {
            let parts = words.components(separatedBy: ", reason ")
            guard parts.count == 2 else { throw ScenarioError("a correction has a reason at its end") }
            return try await publish(parts[0], correcting: parts[1])
        }
        if let json = step.text(after: "json ") { return try await execute(Array(json.utf8)) }
        if let day = step.text(after: "recorded on ") {
            try clock.move(to: Self.day(day))
            return []
        }
        if let day = step.text(after: "bill through ") { return try await bill(through: Self.day(day)) }
        if let words = step.text(after: "on ") { return try await record(words) }
        if let question = step.text(after: "then ") { return try await ask(question) }
        throw ScenarioError("no step begins like \(line)")
    }

    /// `ROW, bare 200,37 €`, published on the latest day that the scenario spoke of.
    private func publish(_ row: some StringProtocol, correcting reason: String?) async throws -> [String] {
        var command: [String: Any] = [
            "command": "publish-tariff", "on": clock.day.description, "rows": [try tariff.members(row)],
        ]
        if let reason { command["correction"] = reason }
        return try await execute(Array(try JSONSerialization.data(withJSONObject: command)))
    }

    static func day(_ text: some StringProtocol) throws -> CalendarDate {
        guard let day = PlainText.day(text) else { throw ScenarioError("\(text) is no day") }
        return day
    }

    /// `1 September 2026 hand over keys`, `30 June 2026 at 10:00 propose allocation`.
    private func record(_ text: Substring) async throws -> [String] {
        let words = text.split(separator: " ")
        guard words.count > 3 else { throw ScenarioError("\(text) says no day or no command") }
        let isLong = PlainText.day(words[0]) == nil
        let day = try Self.day(isLong ? words[0..<3].joined(separator: " ") : String(words[0]))
        var rest = words[(isLong ? 3 : 1)...]
        var time: String?
        if rest.first == "at", rest.count > 1 {
            time = String(rest[rest.startIndex + 1])
            rest = rest.dropFirst(2)
        }
        // `, called arrival` names the log position of what is recorded, for the corrections that name it.
        let parts = rest.joined(separator: " ").components(separatedBy: ", called ")
        var command = try CommandWords(parts[0], contract: contract, positions: positions)
        command.take(on: day, at: time)
        clock.reach(day)
        return try await execute(try command.json(), called: parts.count == 2 ? parts[1] : nil)
    }

    private func execute(_ json: [UInt8], called name: String? = nil) async throws -> [String] {
        keys += 1
        do {
            let request = try CommandJSON.decode(
                json, actor: .system, key: IdempotencyKey("scenario-\(keys)"), keyInBody: false, expectedVersion: nil,
                dryRun: false)
            let answer = try await ledger.execute(request)
            if let name { positions[name] = answer.events.first?.position?.number }
            guard let refusal = answer.refusal else { return [] }
            return [Self.line("kept unallocated", refusal)]
        } catch let rejection as Rejection {
            return [Self.line("refused", rejection)]
        } catch let error as RequestError {
            // Where a text is no command by its form, what says so is not of the rulebook.
            let rule = error.rule.hasPrefix("R-") ? " (\(error.rule))" : ""
            return ["  no command: \(error.code.rawValue)\(rule)"]
        }
    }

    private static func line(_ outcome: String, _ rejection: Rejection) -> String {
        // Positions move when a schema is added; they say nothing to whoever reads the scenario.
        let found = rejection.detail.replacing(/position \d+/, with: "the fact")
        let detail = found.isEmpty ? "" : ": " + found
        return "  \(outcome): \(rejection.code.rawValue) (\(rejection.code.rule))\(detail)"
    }

    private func bill(through day: CalendarDate) async throws -> [String] {
        clock.reach(day)
        let report = try await ledger.bill(through: day, ruleChange: nil, by: .system, progress: nil)
        billedThrough = max(billedThrough ?? day, day)
        return report.failures.map { "  \($0.contract) is not billed: \($0.error.message)" }
    }

    /// `statement as of 2 October 2026:`, with `, as known on 15 January 2027` for what the log knew by then.
    private func ask(_ text: Substring) async throws -> [String] {
        guard text.hasSuffix(":"), let cut = text.range(of: " as of ") else {
            throw ScenarioError("\(text) asks about no day, or has no colon at its end")
        }
        let parts = text[cut.upperBound...].dropLast().components(separatedBy: ", as known on ")
        let day = try Self.day(parts[0])
        let knownAt: KnownAt =
            parts.count == 2 ? .instant(ParisTime.start(of: try Self.day(parts[1]).adding(days: 1))) : .head
        let question = String(text[..<cut.lowerBound])
        if question == "trial balance" {
            return ScenarioAnswers.trialBalance(try await ledger.trialBalance(asOf: day, knownAt: knownAt).value)
        }
        guard let contract, let id = ContractID(contract) else { throw ScenarioError("no contract was named") }
        if question == "entries" {
            let journal = try await ledger.journal(after: 0, asOf: day, knownAt: knownAt, limit: 1_000).value
            return ScenarioAnswers.entries(journal.filter { $0.contract == id })
        }
        let account = try ledger.statement(of: id, asOf: day, knownAt: knownAt).value
        let statement = account.statement
        if let billedThrough, day <= billedThrough, knownAt == .head, statement.missingPostings > 0 {
            throw ScenarioError("\(statement.missingPostings) postings are missing after billing")
        }
        if question == "reasons" { return ScenarioAnswers.reasons(account) }
        guard let answer = ScenarioAnswers.about(question, statement) else {
            throw ScenarioError("nobody can answer \(question)")
        }
        return answer
    }
}

extension Substring {
    fileprivate func text(after beginning: String) -> Substring? {
        hasPrefix(beginning) ? dropFirst(beginning.count) : nil
    }
}

/// The time of recording: eight o'clock on the latest day that a scenario spoke of.
final class ScenarioClock: Sendable {
    private let today = Mutex(CalendarDate(dayNumber: 20_454))

    var day: CalendarDate { today.withLock { $0 } }
    var now: Instant { ParisTime.start(of: day).adding(hours: 8) }

    func reach(_ day: CalendarDate) { today.withLock { $0 = max($0, day) } }

    func move(to day: CalendarDate) throws {
        guard day >= self.day else { throw ScenarioError("the time of recording never goes back") }
        reach(day)
    }
}
