public import LedgerValues

/// The published price of a service: *prestations annexes, laverie, parking, logements temporaires* (R-140 to R-146).
public struct ServicePrice: Hashable, Sendable {
    public let code: Code
    /// What the printed list says, in French.
    public let label: String
    public let unit: Unit
    /// The price of one unit; nil when it is charged at its invoice or quote.
    public let price: Money?
    /// Whether tax comes on top of the printed price (*tarif HT*); otherwise it is final.
    public let excludesVAT: Bool
    public let inForceFrom: CalendarDate
    /// The last day in force, included; nil while no end is published.
    public let inForceTo: CalendarDate?

    /// What one price covers.
    public enum Unit: String, Sendable, CaseIterable {
        case callOut = "call_out"
        case cycle
        case dose
        case flat
        case fortnight
        case hour
        case kit
        case month
        case night
        case reservation
        case week
        /// The price is that of an invoice, a quote or a supplier's list.
        case invoice

        /// Whether a part of the unit has a part of its price.
        public var isDivisible: Bool { self == .hour || self == .invoice }

        /// The unit as the printed list words it; nil when it is none of these.
        public init?(printed text: String) {
            let words = text.split(separator: ",").first.map(String.init) ?? text
            if words.hasPrefix("at ") {
                self = .invoice
            } else {
                self.init(rawValue: words.replacing("-", with: "_"))
            }
        }
    }

    public init(
        code: Code, label: String, unit: Unit, price: Money?, excludesVAT: Bool, inForceFrom: CalendarDate,
        inForceTo: CalendarDate?
    ) {
        self.code = code
        self.label = label
        self.unit = unit
        self.price = price
        self.excludesVAT = excludesVAT
        self.inForceFrom = inForceFrom
        self.inForceTo = inForceTo
    }
}
