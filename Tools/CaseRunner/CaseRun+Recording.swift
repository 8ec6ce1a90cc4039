import EventLog
import Foundation
import LedgerApplication
import LedgerValues
import Projections
import ResidenceRules

extension CaseRun {
    /// Publishes the tariffs and adopts the policies of a case; rows of the case come last, so they are found first.
    func prepare(_ ledger: Ledger<InMemoryStore>, _ inputs: CaseObject) async throws {
        let rows = try inputs.objects("tariffs").map(TariffRow.init(_:))
        var commands: [LedgerCommand] = rows.isEmpty ? [] : [.publishTariff(rows, correcting: nil)]
        for (name, value) in inputs.object("policy")?.members ?? [:] {
            for (key, value) in try Self.policies(name, value) {
                commands.append(.adoptPolicy(key, value, from: Founding.policiesFrom))
            }
        }
        for command in commands {
            _ = try await ledger.execute(request(command, at: EffectiveMoment(day: Founding.policiesFrom), nil))
        }
    }

    /// What a calculation knows: the tariffs and the policies of its case.
    func context(_ inputs: CaseObject) throws -> RuleContext {
        var context = RuleContext(
            tariffs: TariffTable(), policies: PolicyTable.initial(from: Founding.policiesFrom))
        for (index, row) in (tariff + (try inputs.objects("tariffs").map(TariffRow.init(_:)))).enumerated() {
            context.tariffs.publish(row, on: Founding.policiesFrom, position: Int64(index + 1))
        }
        for (name, value) in inputs.object("policy")?.members ?? [:] {
            for (key, value) in try Self.policies(name, value) {
                context.policies.adopt(key, value, from: Founding.policiesFrom)
            }
        }
        return context
    }

    /// A policy of a case: a code, a flag, or an object of numbers by programme.
    private static func policies(_ name: String, _ value: Any) throws -> [(PolicyKey, PolicyValue)] {
        if let numbers = value as? [String: NSNumber] {
            return try numbers.map { (try key("\(name)_\($0.key)"), .number($0.value.int64Value)) }
        }
        if let code = value as? String { return [(try key(name), .code(code))] }
        guard let flag = value as? NSNumber else { throw CaseError(message: "INVALID policy \(name)") }
        return [(try key(name), .code(flag.boolValue ? "true" : "false"))]
    }

    private static func key(_ name: String) throws -> PolicyKey {
        guard let key = PolicyKey(rawValue: name) else { throw CaseError(message: "UNKNOWN policy \(name)") }
        return key
    }

    /// Records a fact of a contract; answers why it was refused, if it was.
    func record(
        _ fact: CaseFact, on id: ContractID, _ ledger: Ledger<InMemoryStore>
    ) async throws -> Rejection? {
        do {
            let command = LedgerCommand.contract(.id(id), fact.command)
            return try await ledger.execute(request(command, at: fact.moment, fact.instant)).refusal
        } catch let rejection as Rejection {
            switch rejection.code {
            case .noTariff: throw CaseError(message: "NO_TARIFF \(rejection.detail)")
            case .unknownTariffRow: throw CaseError(message: "NO_TARIFF \(rejection.detail) on \(fact.moment.day)")
            default: return rejection
            }
        }
    }

    /// The base of the indemnity that a case supplies for its contract.
    func setIndemnityBase(
        _ base: CaseObject, at moment: EffectiveMoment, on id: ContractID, _ ledger: Ledger<InMemoryStore>
    ) async throws {
        let command = ContractCommand.record(
            .indemnityBaseSet(
                total: try base.money("total"), thirtieth: try base.money("thirtieth")))
        _ = try await ledger.execute(request(.contract(.id(id), command), at: moment, nil))
    }

    /// Executes a command that the case expects to be accepted.
    func execute(
        _ command: LedgerCommand, at moment: EffectiveMoment, _ ledger: Ledger<InMemoryStore>, instant: Instant? = nil
    ) async throws {
        _ = try await ledger.execute(request(command, at: moment, instant))
    }

    private func request(_ command: LedgerCommand, at moment: EffectiveMoment, _ instant: Instant?) -> CommandRequest {
        CommandRequest(
            actor: .system, key: nil, requestHash: MerkleHash.emptyRoot, command: command, moment: moment,
            effectiveAt: instant)
    }

    /// The statement of a contract about which nothing was accepted.
    func emptyStatement(asOf day: CalendarDate) throws -> ContractStatement {
        let context = RuleContext(
            tariffs: TariffTable(), policies: PolicyTable.initial(from: Founding.policiesFrom))
        return try ContractStatement(ContractState(), asOf: day, context)
    }
}
