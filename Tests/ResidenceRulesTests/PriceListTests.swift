import LedgerValues
import ResidenceRules
import Testing

/// Prices of services and the tax on them.
@Suite struct PriceListTests {
    private static func code(_ text: String) -> Code {
        guard let code = Code(text) else { preconditionFailure("a code") }
        return code
    }

    private static let day = Fixtures.day("2026-10-01")
    private static let cleaning = code("CLEANING")
    private static let linen = code("LINEN")
    private static let wash = code("WASH")
    private static let contractor = code("CONTRACTOR")
    private static let parking = code("PARKING")
    private static let temporary = code("TEMPORARY")

    private static let list: PriceList = {
        var list = PriceList()
        for (item, unit, price, excludes) in [
            (cleaning, .hour, 4_000, true), (linen, .week, 700, true), (wash, .cycle, 300, false),
            (contractor, .invoice, nil, true), (parking, .fortnight, 1_750, false), (temporary, .week, 5_000, false),
        ] as [(Code, ServicePrice.Unit, Int64?, Bool)] {
            list.publish(
                ServicePrice(
                    code: item, label: "", unit: unit, price: price.map(Money.init(cents:)), excludesVAT: excludes,
                    inForceFrom: Fixtures.day("2026-09-01"), inForceTo: nil))
        }
        return list
    }()

    private static func charge(
        _ item: Code, price: Int64? = nil, hundredths: Int64? = nil, vat: VATRate? = nil, in list: PriceList = list,
        on day: CalendarDate = day
    ) throws(Rejection) -> SundryCharge {
        try list.charge(
            ChargeOrder(
                kind: .service, item: item, price: price.map(Money.init(cents:)),
                quantity: hundredths.map(Quantity.init(hundredths:)), vat: vat, dueOn: nil), on: day)
    }

    private static func adopting(_ item: Code, _ rate: VATRate, from: String, raises: Bool = false) -> PriceList {
        var list = list
        list.adopt(VATAdoption(item: item, rate: rate, from: Fixtures.day(from), raisesFinalPrice: raises))
        return list
    }

    @Test func `a price without tax waits for a rate, and exempt is a rate`() throws {
        #expect(throws: Rejection(.vatRateMissing, "CLEANING on 2026-10-01")) { try Self.charge(Self.cleaning) }
        let early = Self.adopting(Self.cleaning, .exempt, from: "2026-10-02")
        #expect(throws: Rejection.self) { try Self.charge(Self.cleaning, in: early) }
        let exempt = try Self.charge(
            Self.cleaning, in: Self.adopting(Self.cleaning, .exempt, from: "2026-10-01"))
        #expect(exempt.net == Money(cents: 4_000) && exempt.vat == .zero)
    }

    @Test func `the rate of the day counts, whatever the order of adoption`() throws {
        var list = Self.adopting(Self.cleaning, .basisPoints(1_000), from: "2026-11-01")
        list.adopt(
            VATAdoption(
                item: Self.cleaning, rate: .basisPoints(2_000), from: Fixtures.day("2026-09-01"),
                raisesFinalPrice: false))
        #expect(try Self.charge(Self.cleaning, in: list).vat == Money(cents: 800))
        #expect(try Self.charge(Self.cleaning, in: list, on: Fixtures.day("2026-11-01")).vat == Money(cents: 400))
    }

    @Test func `an hour is divided and a week is begun`() throws {
        let hours = try Self.charge(Self.cleaning, hundredths: 150, vat: .exempt)
        #expect(hours.net == Money(cents: 6_000) && hours.quantity == Quantity(hundredths: 150))
        let weeks = try Self.charge(Self.linen, hundredths: 101, vat: .exempt)
        #expect(weeks.net == Money(cents: 1_400) && weeks.quantity == Quantity(units: 2))
    }

    @Test func `R-145 a fortnight of parking begun is a whole one, due when it is subscribed`() throws {
        let parking = try Self.charge(Self.parking, hundredths: 101)
        #expect(parking.net == Money(cents: 3_500) && parking.dueOn == Self.day)
    }

    @Test func `R-146 five weeks are billed as booked, though a month costs less`() throws {
        #expect(try Self.charge(Self.temporary, hundredths: 500).net == Money(cents: 25_000))
    }

    @Test func `tax is half-up on the whole line`() throws {
        let list = Self.adopting(Self.linen, .basisPoints(550), from: "2026-09-01")
        let charge = try Self.charge(Self.linen, hundredths: 300, in: list)
        #expect(charge.net == Money(cents: 2_100))
        #expect(charge.vat == Money(cents: 116))
    }

    @Test func `a final price is never raised unless the rate says so`() throws {
        #expect(try Self.charge(Self.wash).vat == .zero)
        let within = try Self.charge(
            Self.wash, in: Self.adopting(Self.wash, .basisPoints(2_000), from: "2026-09-01"))
        #expect(within.net == Money(cents: 250) && within.vat == Money(cents: 50))
        let above = try Self.charge(
            Self.wash, in: Self.adopting(Self.wash, .basisPoints(2_000), from: "2026-09-01", raises: true))
        #expect(above.net == Money(cents: 300) && above.vat == Money(cents: 60))
    }

    @Test func `what is charged at its invoice needs the invoice's price`() throws {
        #expect(throws: Rejection(.priceRequired, "CONTRACTOR")) {
            try Self.charge(Self.contractor, vat: .exempt)
        }
        #expect(throws: Rejection(.priceRequired, "UNKNOWN")) { try Self.charge(Self.code("UNKNOWN"), vat: .exempt) }
        let supplied = try Self.charge(Self.contractor, price: 12_345, vat: .basisPoints(2_000))
        #expect(supplied.net == Money(cents: 12_345) && supplied.vat == Money(cents: 2_469))
        #expect(supplied.quantity == nil)
    }

    @Test func `a price is in force from its first day to its last`() throws {
        var list = Self.list
        list.publish(
            ServicePrice(
                code: Self.wash, label: "", unit: .cycle, price: Money(cents: 350), excludesVAT: false,
                inForceFrom: Fixtures.day("2027-01-01"), inForceTo: Fixtures.day("2027-06-30")))
        for (day, cents) in [("2026-12-31", 300), ("2027-01-01", 350), ("2027-06-30", 350), ("2027-07-01", 300)] {
            #expect(try Self.charge(Self.wash, in: list, on: Fixtures.day(day)).net == Money(cents: Int64(cents)))
        }
        #expect(throws: Rejection.self) { try Self.charge(Self.wash, on: Fixtures.day("2026-08-31")) }
    }
}
