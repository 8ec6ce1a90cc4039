public import LedgerValues

/// The balanced entry of one event.
public struct JournalEntry: Sendable {
    /// Log position of the event.
    public let position: Int64
    /// Day on which it happened in law.
    public let effectiveOn: CalendarDate
    /// Day on which the books take it.
    public let accountingOn: CalendarDate
    /// Stored type of the event, kebab-case.
    public let event: String
    /// The contract, which is the auxiliary of the tenants' account; nil for money that names nobody known.
    public let contract: ContractID?
    /// At least two; debits equal credits.
    public let movements: Movements

    public init(
        position: Int64, effectiveOn: CalendarDate, accountingOn: CalendarDate, event: String, contract: ContractID?,
        movements: Movements
    ) {
        self.position = position
        self.effectiveOn = effectiveOn
        self.accountingOn = accountingOn
        self.event = event
        self.contract = contract
        self.movements = movements
    }
}
