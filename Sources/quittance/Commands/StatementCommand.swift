import ArgumentParser
import EventLog
import LedgerApplication
import LedgerValues
import Projections
import ResidenceRules

/// `quittance statement`
struct StatementCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "statement",
        abstract: "Show the account of one contract.",
        discussion: """
            The contract is named by its identifier or by a tenant code. --as-of asks about a day; --known-at lets the \
            log speak only up to a position or an instant. Works beside a server.

            EXAMPLE
              quittance statement 7f3a --as-of 2026-12-31 --known-at 2027-01-15T00:00:00Z
              quittance statement 7f3a --explain --lang fr

            EXIT CODES  0 shown; 1 a tariff is missing; 2 bad usage or unknown contract; 3 the ledger is unusable
            """)

    @Argument(help: "The contract's identifier, or a tenant code.")
    var contract: String

    @OptionGroup var explanation: ExplanationOptions
    @OptionGroup var question: QuestionOptions
    @OptionGroup var place: FolderOptions

    func run() async throws {
        let knownAt = try question.knowledge()
        let (id, answer) = try await place.folder.reading { ledger in
            let id = try await ledger.identifier(named: contract, knownAt: knownAt)
            let day = try question.day(or: ledger.today)
            do { return (id, try ledger.statement(of: id, asOf: day, knownAt: knownAt)) } catch QueryError
                .unknownContract
            {
                throw try await ledger.unknown(contract, knownAt: knownAt)
            }
        }
        if question.json {
            try Console.write(json: StatementJSON.value(id, answer))
        } else {
            Console.write(StatementPage(id, answer, explained: explanation.language).text)
        }
    }
}

extension LedgerService {
    /// The contract that a person names by its identifier or by a tenant code.
    func identifier(named name: String, knownAt: KnownAt = .head) async throws -> ContractID {
        try StudentNumber.refuse(name, at: "the contract")
        if let id = ContractID(name) {
            do { return try await contract(id).id } catch QueryError.unknownContract {}
        }
        guard let code = TenantCode(name) else { throw QueryError.unknownContract(name) }
        do { return try await contract(of: code, knownAt: knownAt) } catch QueryError.unknownTenantCode {
            throw try await unknown(name, knownAt: knownAt)
        }
    }

    /// That nothing of the name was known, with the moment where one was asked about.
    func unknown(_ name: String, knownAt: KnownAt) async throws -> any Error {
        if knownAt == .head { return QueryError.unknownContract(name) }
        let moment = try await knowledge(knownAt)
        return Diagnosis(
            .badInput,
            "no contract and no tenant code was called \(name) at position \(moment.position) (\(moment.recordedAt))\n"
                + "  Correct the name, or ask for a later --known-at")
    }
}
