public import LedgerValues

/// *Caution solidaire*: what a guarantor answers for, and up to how much.
public struct Guarantee: Hashable, Sendable {
    public enum Kind: String, Sendable, CaseIterable {
        /// A person, whose income was tested.
        case physical
        case institution
    }

    public let kind: Kind
    /// The most that the guarantor pays, in cents.
    public let cap: Money
    /// Debts arising from this day, included.
    public let from: CalendarDate
    /// Debts arising to this day, included.
    public let to: CalendarDate

    public init(kind: Kind, cap: Money, from: CalendarDate, to: CalendarDate) {
        self.kind = kind
        self.cap = cap
        self.from = from
        self.to = to
    }

    /// Twelve monthly rents and 5,000 €.
    public static func cap(monthly total: Money) -> Money { total * 12 + Money(cents: 500_000) }

    /// The monthly income that a person must have: three monthly rents.
    public static func threshold(monthly total: Money) -> Money { total * 3 }

    /// Whether it covers a debt that arises on `day`.
    func covers(_ day: CalendarDate) -> Bool { from <= day && day <= to }
}

/// A guarantee with what its guarantor has paid.
public struct GuaranteeAccount: Hashable, Sendable {
    public let guarantee: Guarantee
    /// Counted against the cap, in cents.
    public let paid: Money

    /// What the guarantor still answers for, in cents.
    public var left: Money { guarantee.cap - paid }

    /// The guarantees of a contract in the order registered; payments fill the earliest first.
    public static func accounts(_ tenure: Tenure) -> [GuaranteeAccount] {
        var rest = tenure.receipts.filter { $0.remittance.payer == .guarantor && $0.purpose == .payment }
            .map(\.kept).total()
        return tenure.guarantees.map { guarantee in
            let paid = min(rest, guarantee.cap)
            rest -= paid
            return GuaranteeAccount(guarantee: guarantee, paid: paid)
        }
    }
}
