import EventLog
import LedgerApplication
import LedgerValues
import Projections
import ResidenceRules

/// Every row of a list at one moment of knowledge.
struct WholeList<Row: Sendable> {
    let asOf: CalendarDate
    let knowledge: Knowledge
    private(set) var rows: [Row] = []
    /// Contracts whose statement cannot be made.
    private(set) var failures: [BillingReport.Failure] = []

    /// Reads the pages of a list to the end.
    init(
        of ledger: any LedgerService, asOf day: CalendarDate, knownAt: KnownAt,
        _ rows: @escaping @Sendable (ContractID, ContractStatement) -> [Row]
    ) async throws {
        asOf = day
        var answer = try await ledger.list(asOf: day, knownAt: knownAt, after: nil, limit: 1_000, rows)
        // Later pages see what the first one saw.
        knowledge = answer.knowledge
        while true {
            self.rows += answer.value.rows
            failures += answer.value.failures
            guard let next = answer.value.next else { break }
            answer = try await ledger.list(
                asOf: day, knownAt: .position(knowledge.position.number), after: next, limit: 1_000, rows)
        }
    }

    /// Says which contracts are missing from the list, and ends with the status for it.
    func requireComplete() throws {
        guard !failures.isEmpty else { return }
        for failure in failures { Console.complain("left out: \(failure.contract), \(failure.error.message)") }
        throw Diagnosis(.found, "the list leaves out \(Counted.text(failures.count, "contract"))")
    }

    /// `as of 31/10/2026, known at position 12 (…)`.
    var moment: String { "as of \(FrenchText.day(asOf)), \(knowledge.sentence)" }
}
