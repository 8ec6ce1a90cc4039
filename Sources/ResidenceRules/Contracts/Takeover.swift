public import LedgerValues

/// *Reprise d'un contrat en cours*: a tenancy that another system kept until the day before.
///
/// Rent is billed here from the day of the takeover; what was due for the days before it comes as ``items``.
public struct Takeover: Hashable, Sendable {
    /// The term under way: its own effect date, which may lie years back.
    public let term: Term
    public let programme: Programme
    /// *Remise des clés*, at the latest the day of the takeover.
    public let keysOn: CalendarDate
    /// Held for the tenant on that day, in cents.
    public let deposit: Money
    /// Advance on rent not applied yet, in cents.
    public let advance: Money
    /// Paid and matched with nothing, in cents.
    public let credit: Money
    /// What is still unpaid.
    public let items: [CarriedItem]

    public init(
        term: Term, programme: Programme, keysOn: CalendarDate, deposit: Money, advance: Money, credit: Money,
        items: [CarriedItem]
    ) {
        self.term = term
        self.programme = programme
        self.keysOn = keysOn
        self.deposit = deposit
        self.advance = advance
        self.credit = credit
        self.items = items
    }
}

/// A debt of the books before: it keeps its due day, so that it ages as it did there.
public struct CarriedItem: Hashable, Sendable {
    public enum Kind: String, Sendable, CaseIterable {
        case rent
        case indemnity
        case other
    }

    public let kind: Kind
    public let dueOn: CalendarDate
    /// What is still open, in cents.
    public let amount: Money
    /// Its label, such as the month it stands for.
    public let item: Code

    public init(kind: Kind, dueOn: CalendarDate, amount: Money, item: Code) {
        self.kind = kind
        self.dueOn = dueOn
        self.amount = amount
        self.item = item
    }
}
