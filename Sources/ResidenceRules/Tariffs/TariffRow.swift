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
        thirtieth: Money?, deposit: Money, site: String, residence: String, typology: String, occupancy: Occupancy
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
    }
}

/// Every tariff row published so far; a row published later wins over an earlier one for the days it covers.
public struct TariffTable: Sendable {
    private var rows: [TariffRowID: [TariffRow]] = [:]
    private var successors: [TariffRowID: Set<TariffRowID>] = [:]

    public init() {}

    /// Files that `new` stands for the unit that `old` priced (section 16 on R-110).
    public mutating func succeed(_ old: TariffRowID, by new: TariffRowID) { successors[old, default: []].insert(new) }

    /// Whether `row` is `old`, or follows it through one succession or several.
    func succeeds(_ row: TariffRowID, _ old: TariffRowID) -> Bool {
        var reached: Set = [old]
        var waiting = [old]
        while let next = waiting.popLast() {
            if next == row { return true }
            waiting += successors[next, default: []].filter { reached.insert($0).inserted }
        }
        return false
    }

    /// Files a published row.
    public mutating func publish(_ row: TariffRow) { rows[row.id, default: []].append(row) }

    /// Whether any row of that identifier was ever published.
    public func knows(_ id: TariffRowID) -> Bool { rows[id] != nil }

    /// The row in force on `day`.
    ///
    /// - Throws: ``ScheduleError/noTariff(_:on:)``: a missing tariff is never guessed.
    public func row(_ id: TariffRowID, on day: CalendarDate) throws(ScheduleError) -> TariffRow {
        if let versions = rows[id] {
            for version in versions.reversed() where version.inForceFrom <= day && day <= version.inForceTo {
                return version
            }
        }
        throw .noTariff(id, on: day)
    }

    /// The last day from `day` on, at most `limit`, on which the row in force on `day` stays the one in force.
    func lastDay(sameAs row: TariffRow, from day: CalendarDate, limit: CalendarDate) -> CalendarDate {
        var end = min(row.inForceTo, limit)
        guard let versions = rows[row.id] else { return end }
        for version in versions.reversed() {
            if version == row { break }
            if version.inForceFrom > day, version.inForceFrom <= end { end = version.inForceFrom.adding(days: -1) }
        }
        return end
    }

    /// Every row published, in no particular order.
    public var all: [TariffRow] { rows.values.flatMap { $0 } }
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
