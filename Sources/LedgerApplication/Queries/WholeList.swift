import EventLog
public import LedgerValues
public import Projections

/// Every row of a list at one moment of knowledge.
public struct WholeList<Row: Sendable>: Sendable {
    public let asOf: CalendarDate
    public let knowledge: Knowledge
    public private(set) var rows: [Row] = []
    /// Contracts whose statement cannot be made.
    public private(set) var failures: [BillingReport.Failure] = []

    /// Reads the pages of a list to the end.
    public init(
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
}
