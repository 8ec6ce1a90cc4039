public import LedgerValues

/// What one line of a short stay is made of: a run of nights of one rate, or what an end before the stay leaves.
public struct StayCharge: Hashable, Sendable {
    public enum Part: String, Sendable, CaseIterable {
        /// Nights of the booking.
        case booked
        /// Nights added to it.
        case extended
        /// The first night, or what was paid, kept after a cancellation or no-show.
        case retained
    }

    public let part: Part
    /// Number of nights; 0 for what is retained.
    public let nights: Int64
    /// The price of one of them without tax; 0 for what is retained.
    public let rate: Money
    /// Without tax.
    public let net: Money
    /// Half-up on the line.
    public let vat: Money

    public init(part: Part, nights: Int64, rate: Money, net: Money, vat: Money) {
        self.part = part
        self.nights = nights
        self.rate = rate
        self.net = net
        self.vat = vat
    }

    /// A run of nights of one rate.
    init(_ part: Part, nights: Int64, rate: Money, vat: VATRate) {
        let net = rate * nights
        self.init(part: part, nights: nights, rate: rate, net: net, vat: vat.added(to: net))
    }

    public var amount: Money { net + vat }
}

extension ShortStay {
    /// The lines of the stay: its nights, or what its end before it began leaves of them.
    ///
    /// Nights are charged on the arrival day, or on the day they were added when that is later.
    func lines(_ policies: PolicyTable) -> [ChargeLine] {
        guard let ending, let outcome = outcome(policies) else { return nightLines(policies) }
        guard let charge = retained(outcome, ending, policies) else { return [] }
        let arrival = booking.arrivalOn
        return [Self.line(charge, from: arrival, to: arrival, dueOn: ending.moment.day)]
    }

    /// One line a run of nights of the same rate, booked or added.
    private func nightLines(_ policies: PolicyTable) -> [ChargeLine] {
        var lines: [ChargeLine] = []
        var rank: Int64 = 1
        func add(_ nights: Int64, _ part: StayCharge.Part, length: Int64?, dueOn: CalendarDate) {
            let last = rank + nights - 1
            while rank <= last {
                let rate = booking.prices.price(night: length ?? rank)
                var end = rank
                while end < last, booking.prices.price(night: length ?? end + 1) == rate { end += 1 }
                let first = booking.arrivalOn.adding(days: Int(rank - 1))
                lines.append(
                    Self.line(
                        StayCharge(part, nights: end - rank + 1, rate: rate, vat: booking.vat), from: first,
                        to: booking.arrivalOn.adding(days: Int(end - 1)), dueOn: dueOn))
                rank = end + 1
            }
        }
        let progressive = policies.reads("progressive", .shortStayBand, on: bookedOn)
        let byTotal = policies.reads("total_length", .shortStayExtension, on: bookedOn)
        add(
            booking.nights, .booked, length: progressive ? nil : booking.nights,
            dueOn: max(booking.arrivalOn, bookedOn))
        for (day, nights) in extensions {
            add(
                nights, .extended, length: byTotal ? rank + nights - 1 : nil, dueOn: max(booking.arrivalOn, day))
        }
        return lines
    }

    /// What the Crous keeps: never more than was paid (section 16 on ).
    private func retained(_ outcome: Outcome, _ ending: Ending, _ policies: PolicyTable) -> StayCharge? {
        var net = Money.zero
        var vat = Money.zero
        switch outcome {
        case .fullRefund: return nil
        case .firstNightRetained:
            let progressive = policies.reads("progressive", .shortStayBand, on: bookedOn)
            net = booking.prices.price(night: progressive ? 1 : booking.nights)
            vat = booking.vat.added(to: net)
        case .noShow:
            for line in nightLines(policies) {
                guard case .shortStay(let charge) = line.composition else { continue }
                net += charge.net
                vat += charge.vat
            }
            for service in ending.services {
                net += service.charge.net
                vat += service.charge.vat
            }
        }
        let kept = min(ending.paid, net + vat)
        guard kept > .zero else { return nil }
        let parts = kept.split(inProportionTo: [net.cents, vat.cents])
        return StayCharge(part: .retained, nights: 0, rate: .zero, net: parts[0], vat: parts[1])
    }

    private static func line(
        _ charge: StayCharge, from: CalendarDate, to: CalendarDate, dueOn: CalendarDate
    ) -> ChargeLine {
        ChargeLine(
            composition: .shortStay(charge), from: from, to: to, dueOn: dueOn, takesEffectOn: min(to, dueOn))
    }
}
