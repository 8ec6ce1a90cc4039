public import LedgerValues
public import ResidenceRules

/// *Régularisation*: a charge whose period, due day and booking do not lie on the same side of a day, in cents with tax.
///
/// The income of a month is booked in it whatever its due day, so what is earned and not due is in the tenants' account
/// already; this tells how much of that account it is.
public struct AccrualRow: Sendable {
    public let contract: ContractID
    public let tenantCode: TenantCode?
    public let row: TariffRowID?
    public let charge: ChargeLine
    /// Part of the charge for days up to the day asked about, by days and rounded half up.
    public let earned: Money
    /// What the books charged.
    public let charged: Money
    /// Earned, and due later or on no day yet: *produits à recevoir* where it is not charged either.
    public let earnedNotDue: Money

    /// Charged for days to come: *produits constatés d'avance*.
    public var deferred: Money { max(.zero, charged - earned) }
    /// Earned and not charged yet.
    public var notCharged: Money { max(.zero, earned - charged) }

    /// One row for each charge that the day divides.
    public static func rows(_ contract: ContractID, _ statement: ContractStatement) -> [AccrualRow] {
        statement.lines.compactMap { line in
            let charge = line.charge
            switch charge.composition {
            case .rent, .indemnity, .shortStay, .sundry: break
            // A debt of earlier books, and money that goes back: no income of these.
            case .carriedOver, .reclaim: return nil
            }
            let charged = line.position == nil ? .zero : charge.amount
            let elapsed = statement.asOf < charge.from ? 0 : min(statement.asOf, charge.to).days(since: charge.from) + 1
            let earned = charge.amount.scaledHalfUp(
                Int64(elapsed), over: Int64(charge.to.days(since: charge.from) + 1))
            let isDue = charge.dueOn.map { $0 <= statement.asOf } ?? false
            let row = AccrualRow(
                contract: contract, tenantCode: statement.tenure.tenantCode,
                row: statement.tenure.row(on: charge.from), charge: charge, earned: earned, charged: charged,
                earnedNotDue: isDue ? .zero : earned)
            return row.earnedNotDue == .zero && row.earned == row.charged ? nil : row
        }
    }
}
