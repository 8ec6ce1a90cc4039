public import LedgerValues

/// *Taux de TVA*; no source gives one, so each is adopted for an item from a day on.
public enum VATRate: Hashable, Sendable {
    case exempt
    /// In basis points: 1,000 is 10 %.
    case basisPoints(Int64)

    /// The rates that may be adopted, in basis points.
    public static let accepted: ClosedRange<Int64> = 0...10_000

    /// The rate in basis points; 0 when the item is exempt.
    public var points: Int64 {
        switch self {
        case .exempt: 0
        case .basisPoints(let points): points
        }
    }

    /// The tax on `net` cents, half-up.
    public func added(to net: Money) -> Money { net.scaledHalfUp(points, over: 10_000) }

    /// The tax within `gross` cents, half-up.
    public func contained(in gross: Money) -> Money { gross.scaledHalfUp(points, over: 10_000 + points) }
}

/// The rate of an item from a day on.
public struct VATAdoption: Hashable, Sendable {
    public let item: Code
    public let rate: VATRate
    public let from: CalendarDate
    /// Whether tax comes on top even of a price printed as final (R-180, section 16).
    public let raisesFinalPrice: Bool

    /// What all short stays are taxed as.
    public static let shortStay: Code = {
        guard let code = Code("SHORT_STAY") else { preconditionFailure("a code") }
        return code
    }()

    public init(item: Code, rate: VATRate, from: CalendarDate, raisesFinalPrice: Bool) {
        self.item = item
        self.rate = rate
        self.from = from
        self.raisesFinalPrice = raisesFinalPrice
    }
}
