public import LedgerValues

/// A service sold for money at once, such as a wash paid at the machine: a revenue that nobody owes.
public struct ServiceSale: Hashable, Sendable {
    public let item: Code
    public let quantity: Quantity?
    /// Amount without tax, in cents.
    public let net: Money
    /// Tax, in cents, half-up on the whole sale.
    public let vat: Money
    /// The document behind the amount, such as a cash report.
    public let reference: Code?
    public let means: Means

    public init(item: Code, quantity: Quantity?, net: Money, vat: Money, reference: Code?, means: Means) {
        self.item = item
        self.quantity = quantity
        self.net = net
        self.vat = vat
        self.reference = reference
        self.means = means
    }
}

extension PriceList {
    /// The sale that `order` comes to on `day`.
    ///
    /// - Throws: what ``charge(_:on:)`` throws.
    public func sale(_ order: ChargeOrder, on day: CalendarDate, means: Means) throws(Rejection) -> ServiceSale {
        let charge = try charge(order, on: day)
        return ServiceSale(
            item: charge.item, quantity: charge.quantity, net: charge.net, vat: charge.vat,
            reference: charge.reference, means: means)
    }
}
