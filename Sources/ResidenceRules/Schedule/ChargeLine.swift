public import LedgerValues

/// One line of what a contract owes.
public struct ChargeLine: Hashable, Sendable {
    /// What the amount is made of.
    public enum Composition: Hashable, Sendable {
        /// Rent of `thirtieths` on a tariff row.
        case rent(RentBreakdown, thirtieths: Thirtieths, row: TariffRowID)
        /// *Indemnité d'occupation*: never rent.
        case indemnity(base: Money, surcharge: Money, thirtieths: Thirtieths)
        /// Nights of a short stay, or what its end left of them.
        case shortStay(StayCharge)
        /// A service, damage or cost; `position` names the fact that charged it.
        case sundry(SundryCharge, position: Int64)
        /// A debt of the books before; `position` names the fact that took the tenancy over, `index` the item in it.
        case carriedOver(CarriedItem, position: Int64, index: Int)
        /// A refund wired of money that has gone back since: it is due from the tenant again (section 16 on R-012).
        case reclaim(RefundKind, Money)
    }

    public let composition: Composition
    /// First day billed; for a sundry charge the day it was charged.
    public let from: CalendarDate
    /// Last day billed, included; for a sundry charge the day it was charged.
    public let to: CalendarDate
    /// Nil only on the first rent while the keys are not handed over.
    public let dueOn: CalendarDate?
    /// From which day the line counts as charged: its last day, or its due day if that is earlier; nil while an
    /// indemnity is still running.
    public let takesEffectOn: CalendarDate?

    public init(
        composition: Composition, from: CalendarDate, to: CalendarDate, dueOn: CalendarDate?,
        takesEffectOn: CalendarDate?
    ) {
        self.composition = composition
        self.from = from
        self.to = to
        self.dueOn = dueOn
        self.takesEffectOn = takesEffectOn
    }

    /// The amount, in cents; the sum of its components.
    public var amount: Money {
        switch composition {
        case .rent(let breakdown, _, _): breakdown.total
        case .indemnity(let base, let surcharge, _): base + surcharge
        case .shortStay(let charge): charge.amount
        case .sundry(let charge, _): charge.net + charge.vat
        case .carriedOver(let item, _, _): item.amount
        case .reclaim(_, let amount): amount
        }
    }

    /// Whether what is open of it is a debt of rent.
    public var isRentDebt: Bool {
        if case .carriedOver(let item, _, _) = composition { return item.kind == .rent }
        return isRent
    }

    public var isRent: Bool {
        switch composition {
        case .rent: true
        case .indemnity, .shortStay, .sundry, .carriedOver, .reclaim: false
        }
    }

    /// What tells this line from the others of its contract.
    public var key: LineKey {
        switch composition {
        case .rent: .rent(from: from)
        case .indemnity: .indemnity(from: from)
        case .shortStay: .shortStay(from: from)
        case .sundry(_, let position): .sundry(position: position)
        case .carriedOver(_, let position, let index): .carriedOver(position: position, index: index)
        case .reclaim(let kind, _): .reclaim(kind)
        }
    }

    /// The order of a statement: what was taken over, rent by month, then indemnity by month, then the rest in the
    /// order charged.
    public func precedes(_ other: ChargeLine) -> Bool {
        rank == other.rank ? (from, order) < (other.from, other.order) : rank < other.rank
    }

    private var rank: Int {
        switch composition {
        case .carriedOver: 0
        case .rent, .shortStay: 1
        case .indemnity: 2
        case .sundry: 3
        case .reclaim: 4
        }
    }

    private var order: Int64 {
        switch composition {
        case .rent, .indemnity, .shortStay, .reclaim: 0
        case .sundry(_, let position): position
        case .carriedOver(_, _, let index): Int64(index)
        }
    }

    /// Whether the two lines are the same charge, whatever their due days.
    public func chargesTheSame(as other: ChargeLine) -> Bool {
        from == other.from && to == other.to && composition == other.composition
    }

    /// The same line with another due day (R-052: the first rent is due at the keys).
    public func due(on day: CalendarDate?) -> ChargeLine {
        ChargeLine(composition: composition, from: from, to: to, dueOn: day, takesEffectOn: takesEffectOn)
    }
}

/// The identity of a line within its contract.
public enum LineKey: Hashable, Sendable {
    case rent(from: CalendarDate)
    case indemnity(from: CalendarDate)
    case shortStay(from: CalendarDate)
    /// The log position of the fact that charged it.
    case sundry(position: Int64)
    case carriedOver(position: Int64, index: Int)
    case reclaim(RefundKind)
}
