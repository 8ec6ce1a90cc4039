import EventLog
import Foundation
import LedgerApplication
import LedgerValues
import Projections
import ResidenceRules

/// Answers cases through the real commands, log and projections: one fresh ledger in memory a contract.
struct CaseRun: Sendable {
    let tariff: [TariffRow]
    let prices: RealPrices
    /// A ledger that was founded and holds the real tariff: every case begins with a copy of it.
    private let founded: InMemoryStore

    /// - Parameter tariff: the real tariff, a CSV file; the prices of services and nights stand beside it.
    init(tariff: URL) async throws {
        self.tariff = try RealTariff.rows(tariff)
        prices = try RealPrices(beside: tariff)
        guard let crous = Code("CASES") else { preconditionFailure("a valid name") }
        founded = InMemoryStore()
        try Founding.found(founded, crous: crous, by: .system, clock: Self.clock)
        let ledger = try Ledger(founded, cachedContracts: 4, clock: Self.clock, onStorageFailure: { _ in })
        defer { ledger.stop() }
        try await execute(
            .publishTariff(self.tariff, correcting: nil), at: EffectiveMoment(day: Founding.policiesFrom), ledger)
    }

    private static let clock: @Sendable () -> Instant = { Instant(seconds: 1_800_000_000) }

    /// The answers to the lines of a file of cases, in their order; they are made on every processor.
    func answers(to lines: [Data]) -> AsyncStream<Data> {
        AsyncStream { continuation in
            let making = Task {
                await withTaskGroup(of: (index: Int, answer: Data).self) { group in
                    var waiting = lines.enumerated().makeIterator()
                    var early: [Int: Data] = [:]
                    var next = 0
                    // A case waits for the writer of its ledger: two for each processor keep them all at work.
                    for _ in 0..<2 * ProcessInfo.processInfo.activeProcessorCount {
                        guard let (index, line) = waiting.next() else { break }
                        group.addTask { (index, await answer(line)) }
                    }
                    while let (index, made) = await group.next() {
                        if let (index, line) = waiting.next() { group.addTask { (index, await answer(line)) } }
                        early[index] = made
                        while let answer = early.removeValue(forKey: next) {
                            continuation.yield(answer)
                            next += 1
                        }
                    }
                }
                continuation.finish()
            }
            continuation.onTermination = { _ in making.cancel() }
        }
    }

    /// The answer to one line of a file of cases: `{"id": …, "actual": {…}}`; what cannot be answered has an `error`.
    func answer(_ line: Data) async -> Data {
        var id: Any = NSNull()
        var actual: [String: Any]
        do {
            guard let members = try? JSONSerialization.jsonObject(with: line) as? [String: Any] else {
                throw CaseError(message: "MALFORMED a case is an object of JSON")
            }
            let object = CaseObject(members: members)
            id = object.text("id") ?? NSNull()
            actual = try await self.actual(object)
        } catch {
            actual = ["error": Self.message(error)]
        }
        let options: JSONSerialization.WritingOptions = [.sortedKeys, .withoutEscapingSlashes]
        let answer: [String: Any] = ["id": id, "actual": actual]
        guard let bytes = try? JSONSerialization.data(withJSONObject: answer, options: options) else {
            preconditionFailure("texts, numbers and lists are JSON")
        }
        return bytes
    }

    /// `CODE detail` of any error.
    private static func message(_ error: any Error) -> String {
        switch error {
        case let error as CaseError: error.message
        case let rejection as Rejection: "\(rejection.code.rawValue) \(rejection.detail)"
        case let error as ScheduleError: error.message
        default: "FAILED \(error)"
        }
    }

    private func actual(_ object: CaseObject) async throws -> [String: Any] {
        let kind = object.text("kind") ?? ""
        guard let inputs = object.object("inputs") else { throw CaseError(message: "MISSING inputs") }
        switch kind {
        case "contract": return try await contracts(inputs)
        case "short_stay": return try await shortStay(inputs)
        case "services": return try await services(inputs)
        case "calc" where inputs.text("calc") == "temporary": return try await temporary(inputs)
        case "calc": return try CaseCalculation.answer(inputs, try context(inputs))
        default: throw CaseError(message: "KIND_NOT_ANSWERED \(kind)")
        }
    }

    private func contracts(_ inputs: CaseObject) async throws -> [String: Any] {
        guard let contracts = inputs.object("contracts") else { return try await contract(inputs) }
        var answers: [String: Any] = [:]
        for name in contracts.members.keys {
            guard let own = contracts.object(name) else { continue }
            // What a contract does not say itself is said for all of them.
            let members = inputs.members.filter { $0.key != "contracts" }.merging(own.members) { $1 }
            answers[name] = try await contract(CaseObject(members: members))
        }
        return answers
    }

    /// A fresh ledger in memory, which holds the real tariff.
    func newLedger() throws -> Ledger<InMemoryStore> {
        try Ledger(
            InMemoryStore(copying: founded), cachedContracts: 4, clock: Self.clock, onStorageFailure: { _ in })
    }

    private func contract(_ inputs: CaseObject) async throws -> [String: Any] {
        guard let id = ContractID("case") else { preconditionFailure("a valid name") }
        let asOf = try inputs.dayIfPresent("as_of") ?? .openEnd
        let programme = inputs.text("programme").flatMap(Programme.init(rawValue:)) ?? .standard
        var labels = CaseLabels()
        let facts = try inputs.objects("events").map { try CaseFact($0, programme: programme, labels: &labels) }
            .enumerated().sorted { ($0.element.moment, $0.offset) < ($1.element.moment, $1.offset) }.map(\.element)
            .filter { $0.moment.day <= asOf }

        let ledger = try newLedger()
        defer { ledger.stop() }
        try await prepare(ledger, inputs)

        // A case has its contract from its first fact on, whatever that is.
        if let first = facts.first {
            let moment = EffectiveMoment(day: first.moment.day)
            try await execute(.contract(.id(id), .record(.contractOpened)), at: moment, ledger)
            if let base = inputs.object("sdnt_base") { try await setIndemnityBase(base, at: moment, on: id, ledger) }
        }
        var rejected: [[String: Any]] = []
        for fact in facts {
            if let refusal = try await record(fact, on: id, ledger) {
                rejected.append(
                    ["type": fact.type, "on": fact.moment.day.description, "reason": refusal.code.rawValue])
            }
        }
        let report = try await ledger.bill(through: asOf, ruleChange: nil, by: .system, progress: nil)
        if let failure = report.failures.first { throw CaseError(message: failure.error.message) }
        guard report.contracts > 0 else {
            return CaseAnswer.answer(try emptyStatement(asOf: asOf), rejected: rejected, labels)
        }
        let answer = try ledger.statement(of: id, asOf: asOf, knownAt: .head).value.statement
        if let missing = answer.incomplete { throw CaseError(message: missing.message) }
        guard answer.missingPostings == 0 else { throw CaseError(message: "BILLING_INCOMPLETE") }
        return CaseAnswer.answer(answer, rejected: rejected, labels)
    }
}
