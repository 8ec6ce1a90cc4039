public import LedgerValues

/// *Réservation d'un court séjour*, with the prices and the tax agreed on with it.
public struct ShortStayBooking: Hashable, Sendable {
    public let unit: ShortStayUnit
    public let arrivalOn: CalendarDate
    public let nights: Int64
    /// The prices of a night in force on the arrival day, without tax.
    public let prices: NightPrices
    /// The rate of tax adopted for the arrival day.
    public let vat: VATRate

    public init(unit: ShortStayUnit, arrivalOn: CalendarDate, nights: Int64, prices: NightPrices, vat: VATRate) {
        self.unit = unit
        self.arrivalOn = arrivalOn
        self.nights = nights
        self.prices = prices
        self.vat = vat
    }

    /// The day after the last night booked.
    public var departureOn: CalendarDate { arrivalOn.adding(days: Int(nights)) }
}

/// *Court séjour*: a booking with its added nights, and its end when it never began.
public struct ShortStay: Sendable {
    public let booking: ShortStayBooking
    public let bookedOn: CalendarDate
    public private(set) var extensions: [(on: CalendarDate, nights: Int64)] = []
    public internal(set) var ending: Ending?

    /// A cancellation or a no-show, with what was on the account then.
    public struct Ending: Sendable {
        public let moment: EffectiveMoment
        /// The guest did not come.
        public let missed: Bool
        /// Money received by then, in cents.
        public let paid: Money
        /// Services charged by then: nobody came to have them.
        public let services: [(charge: SundryCharge, on: CalendarDate, position: Int64)]
    }

    /// What a cancellation or no-show costs.
    public enum Outcome: String, Sendable, CaseIterable {
        /// Before the limit: everything paid goes back.
        case fullRefund = "full_refund"
        /// Later, but before the arrival day: the first night is kept.
        case firstNightRetained = "first_night_retained"
        /// On the arrival day, or nobody came: what was paid is kept.
        case noShow = "no_show"
    }

    init(_ booking: ShortStayBooking, bookedOn: CalendarDate) {
        self.booking = booking
        self.bookedOn = bookedOn
    }

    mutating func extend(_ nights: Int64, on day: CalendarDate) { extensions.append((day, nights)) }

    public var nights: Int64 { booking.nights + extensions.map(\.nights).reduce(0, +) }

    /// The day after the last night.
    public var departureOn: CalendarDate { booking.arrivalOn.adding(days: Int(nights)) }

    /// What the end of the stay costs; nil while it has not ended before it began.
    ///
    /// The reading of the limit is that of the day of the booking.
    public func outcome(_ policies: PolicyTable) -> Outcome? {
        guard let ending else { return nil }
        if ending.missed || ending.moment.day >= booking.arrivalOn { return .noShow }
        let limit = booking.arrivalOn.adding(days: -2)
        let free =
            if policies.reads("48h_before_arrival_day", .cancelCutoff, on: bookedOn) {
                // At the latest 48 hours before the arrival day.
                ending.moment.instant <= ParisTime.start(of: limit)
            } else {
                ending.moment.instant < ParisTime.instant(day: limit, secondOfDay: 19 * 3_600, repeated: .later)
            }
        return free ? .fullRefund : .firstNightRetained
    }
}
