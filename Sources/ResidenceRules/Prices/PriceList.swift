public import LedgerValues

/// Every price of services and nights published so far, and every rate of tax adopted; of two that cover a day the one
/// published later wins.
public struct PriceList: Sendable {
    private var services: [Code: [ServicePrice]] = [:]
    private var stays: [ShortStayUnit: [ShortStayRate]] = [:]
    private var rates: [Code: [VATAdoption]] = [:]
    /// What each service is called by the price that was published last for it.
    public private(set) var labels: [Code: String] = [:]

    public init() {}

    public mutating func publish(_ price: ServicePrice) {
        services[price.code, default: []].append(price)
        labels[price.code] = price.label
    }

    public mutating func publish(_ rate: ShortStayRate) { stays[rate.unit, default: []].append(rate) }

    public mutating func adopt(_ adoption: VATAdoption) { rates[adoption.item, default: []].append(adoption) }

    /// The price of a service in force on `day`; nil when none is published for it.
    public func service(_ code: Code, on day: CalendarDate) -> ServicePrice? {
        services[code]?.last { $0.inForceFrom <= day && day <= $0.inForceTo ?? .latest }
    }

    /// The prices of a night in force on `day`; nil when none are published for it.
    public func nights(_ unit: ShortStayUnit, on day: CalendarDate) -> NightPrices? {
        stays[unit]?.last { $0.inForceFrom <= day && day <= $0.inForceTo ?? .latest }?.prices
    }

    /// The rate of tax of an item on `day`; nil when none is adopted, which is not the same as exempt.
    public func vat(_ item: Code, on day: CalendarDate) -> VATAdoption? {
        var newest: VATAdoption?
        for adoption in rates[item] ?? [] where adoption.from <= day && adoption.from >= newest?.from ?? adoption.from {
            newest = adoption
        }
        return newest
    }
}

/// A charge as it is asked for, before prices and rates are looked up.
public struct ChargeOrder: Hashable, Sendable {
    public let kind: SundryCharge.Kind
    public let item: Code
    /// The price of one unit without tax; nil to take the published one.
    public let price: Money?
    /// Nil for one unit, or for a price that stands for the whole.
    public let quantity: Quantity?
    /// The rate given with the charge; nil to take the adopted one.
    public let vat: VATRate?
    /// Nil when due on the day it is charged.
    public let dueOn: CalendarDate?
    /// The document behind the amount.
    public let reference: Code?

    public init(
        kind: SundryCharge.Kind, item: Code, price: Money?, quantity: Quantity?, vat: VATRate?, dueOn: CalendarDate?,
        reference: Code? = nil
    ) {
        self.kind = kind
        self.item = item
        self.price = price
        self.quantity = quantity
        self.vat = vat
        self.dueOn = dueOn
        self.reference = reference
    }
}

extension PriceList {
    /// The charge that `order` comes to on `day`.
    ///
    /// - Throws: `PRICE_REQUIRED` when neither the order nor the list gives a price, `VAT_RATE_MISSING` when the listed
    ///   price excludes tax and no rate is adopted, `AMOUNT_OUT_OF_RANGE` when so many units cost more than a fact may carry.
    public func charge(_ order: ChargeOrder, on day: CalendarDate) throws(Rejection) -> SundryCharge {
        let listed = service(order.item, on: day)
        guard let price = order.price ?? listed?.price else {
            throw Rejection(.priceRequired, order.item.text)
        }
        let adopted = vat(order.item, on: day)
        let listExcludes = listed?.excludesVAT ?? false
        if order.vat == nil, adopted == nil, listExcludes {
            throw Rejection(.vatRateMissing, "\(order.item) on \(day)")
        }
        let rate = order.vat ?? adopted?.rate ?? .exempt
        let given = order.quantity ?? .one
        let quantity = listed.map { given.charged(by: $0.unit) } ?? given
        let amount = quantity.priced(at: price)
        let onTop = order.price != nil || listExcludes || (adopted?.raisesFinalPrice ?? false)
        let tax = onTop ? rate.added(to: amount) : rate.contained(in: amount)
        guard amount + (onTop ? tax : .zero) <= .largestAccepted else {
            throw Rejection(.amountOutOfRange, "\(quantity.hundredths) hundredths at \(price.cents) cents")
        }
        let counted = order.price == nil || order.quantity != nil
        return SundryCharge(
            kind: order.kind, net: onTop ? amount : amount - tax, vat: tax, dueOn: order.dueOn ?? day,
            item: order.item, quantity: counted ? quantity : nil, reference: order.reference)
    }
}
