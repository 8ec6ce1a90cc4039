public import LedgerValues

/// How much of a service is charged, in hundredths of its unit: 150 is one unit and a half.
public struct Quantity: Hashable, Sendable {
    public let hundredths: Int64

    public static let one = Quantity(units: 1)

    /// The quantities that a command may give: up to 10,000 units.
    public static let accepted: ClosedRange<Int64> = 1...1_000_000

    public init(hundredths: Int64) { self.hundredths = hundredths }

    public init(units: Int64) { hundredths = units * 100 }

    /// The price of this quantity at so many cents a unit, half-up.
    public func priced(at price: Money) -> Money { price.scaledHalfUp(hundredths, over: 100) }

    /// The quantity charged: an hour and an invoice may be divided, a part of any other unit counts as a unit begun (R-143, A-45,
    ///
    public func charged(by unit: ServicePrice.Unit) -> Quantity {
        unit.isDivisible ? self : Quantity(units: (hundredths + 99) / 100)
    }
}
