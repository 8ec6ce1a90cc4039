public import LedgerValues

/// How a monthly rent is made up.
public enum RentBreakdown: Hashable, Sendable {
    /// *Loyer nu*, *forfait de charges* and *complément mobilier*; they sum to the rent.
    case decomposed(bare: Money, charges: Money, furniture: Money)
    /// A flat-rate residence publishes no components: one revenue account, no bare rent.
    case flat(Money)

    /// The rent, in cents.
    public var total: Money {
        switch self {
        case .decomposed(let bare, let charges, let furniture): bare + charges + furniture
        case .flat(let amount): amount
        }
    }

    /// *Loyer nu*; nil on a flat-rate row, where it is unknown and not zero.
    public var bare: Money? {
        switch self {
        case .decomposed(let bare, _, _): bare
        case .flat: nil
        }
    }

    /// Both together; nil when one is decomposed and the other flat.
    func adding(_ other: RentBreakdown) -> RentBreakdown? {
        switch (self, other) {
        case (.flat(let own), .flat(let more)): .flat(own + more)
        case (
            .decomposed(let bare, let charges, let furniture), .decomposed(let more, let moreCharges, let moreFurniture)
        ):
            .decomposed(bare: bare + more, charges: charges + moreCharges, furniture: furniture + moreFurniture)
        case (.flat, .decomposed), (.decomposed, .flat): nil
        }
    }

    /// The same make-up scaled to `amount`, by largest remainder, ties to the earlier component.
    func scaled(to amount: Money) -> RentBreakdown {
        switch self {
        case .decomposed(let bare, let charges, let furniture):
            let parts = amount.split(inProportionTo: [bare.cents, charges.cents, furniture.cents])
            return .decomposed(bare: parts[0], charges: parts[1], furniture: parts[2])
        case .flat:
            return .flat(amount)
        }
    }
}

/// One voted row of a tariff table for one period. Printed values are data: none is ever recomputed.
public struct TariffRow: Hashable, Sendable {
    public let id: TariffRowID
    public let inForceFrom: CalendarDate
    /// The last day in force, included.
    public let inForceTo: CalendarDate
    public let monthly: RentBreakdown
    /// The printed *trentième*; nil when the table prints none.
    public let thirtieth: Money?
    /// The printed deposit.
    public let deposit: Money
    public let site: String
    public let residence: String
    public let typology: String
    public let occupancy: Occupancy
    /// The stays that the row prices.
    public let stay: Stay

    /// The stays that a row prices.
    public enum Stay: Hashable, Sendable {
        /// Students, by the university year.
        case universityYear
        /// Other publics, for one to three months; a *coefficient de progression*, in basis points, where the
        /// board voted one on the thirtieth.
        case oneToThreeMonths(coefficient: Int64?)

        /// How files and requests name the stays.
        public enum Name: String, Sendable, CaseIterable {
            case universityYear = "university_year"
            case oneToThreeMonths = "one_to_three_months"
        }
    }

    /// The coefficients that may be voted, in basis points: 10,000 leave the thirtieth as it is.
    public static let coefficients: ClosedRange<Int64> = 1...1_000_000

    /// *Mode d'occupation*: what one price covers.
    public enum Occupancy: String, Sendable, CaseIterable {
        case single
        case couple
        /// *Colocation*: the price of one occupant.
        case shared
        case coupleOrSingle = "couple_or_single"
    }

    public init(
        id: TariffRowID, inForceFrom: CalendarDate, inForceTo: CalendarDate, monthly: RentBreakdown,
        thirtieth: Money?, deposit: Money, site: String, residence: String, typology: String, occupancy: Occupancy,
        stay: Stay = .universityYear
    ) {
        self.id = id
        self.inForceFrom = inForceFrom
        self.inForceTo = inForceTo
        self.monthly = monthly
        self.thirtieth = thirtieth
        self.deposit = deposit
        self.site = site
        self.residence = residence
        self.typology = typology
        self.occupancy = occupancy
        self.stay = stay
    }

    /// What a month and a thirtieth cost on this row: as printed, times the coefficient where the row says one
    /// . A row that prints no thirtieth is billed at half-up(total / 30).
    public var billed: (monthly: RentBreakdown, thirtieth: Money) {
        let printed = thirtieth ?? monthly.total.scaledHalfUp(1, over: 30)
        guard case .oneToThreeMonths(let coefficient?) = stay else { return (monthly, printed) }
        let total = monthly.total.scaledHalfUp(coefficient, over: 10_000)
        return (monthly.scaled(to: total), printed.scaledHalfUp(coefficient, over: 10_000))
    }
}

/// Why a schedule cannot be computed.
public enum ScheduleError: Error, Hashable, Sendable {
    /// No published row covers the day.
    case noTariff(TariffRowID, on: CalendarDate)

    /// `NO_TARIFF <row> on <day>`.
    public var message: String { "NO_TARIFF " + place }

    /// `<row> on <day>`.
    public var place: String {
        switch self {
        case .noTariff(let row, let day): "\(row) on \(day)"
        }
    }
}
