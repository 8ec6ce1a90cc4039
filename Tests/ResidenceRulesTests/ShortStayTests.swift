import LedgerValues
import Projections
import ResidenceRules
import Testing

/// The rules of a short stay.
@Suite struct ShortStayTests {
    /// An account of a stay of `nights` from 10 October 2026, booked on 20 September.
    private struct Account {
        var state = ContractState()
        var context = RandomStay.context
        private var position: Int64 = 0

        init(nights: Int64, _ policies: [(PolicyKey, String)] = []) throws {
            for (key, code) in policies {
                context.policies.adopt(key, .code(code), from: Fixtures.day("2000-01-01"))
            }
            try record(
                .bookShortStay(RandomStay.unit, arrivalOn: Fixtures.day("2026-10-10"), nights: nights),
                at: EffectiveMoment(day: Fixtures.day("2026-09-20")))
        }

        mutating func record(_ command: ContractCommand, at moment: EffectiveMoment) throws {
            for fact in try ContractDecider.decide(command, at: moment, given: state.facts, in: context).facts {
                position += 1
                state.file(fact, at: moment, position: position)
            }
        }

        mutating func record(_ command: ContractCommand, on day: String) throws {
            try record(command, at: EffectiveMoment(day: Fixtures.day(day)))
        }

        mutating func record(_ fact: ContractFact, on day: String) throws { try record(.record(fact), on: day) }

        mutating func cancel(at text: String) throws {
            guard let instant = ParisTime.instant(text, repeated: .later) else { preconditionFailure(text) }
            try record(.record(.shortStayCancelled), at: EffectiveMoment(instant))
        }

        func statement(_ day: String) throws -> ContractStatement {
            try ContractStatement(state, asOf: Fixtures.day(day), context)
        }

        func refund(_ day: String) throws -> Money? { try statement(day).refunds.first { $0.kind == .credit }?.amount }
    }

    private static func refusal(_ body: () throws -> Void) -> RejectionCode? {
        do { try body() } catch let rejection as Rejection { return rejection.code } catch {}
        return nil
    }

    @Test(arguments: [
        ("2026-10-08T18:59", ShortStay.Outcome.fullRefund), ("2026-10-08T19:00", .firstNightRetained),
        ("2026-10-09T23:59", .firstNightRetained), ("2026-10-10T00:00", .noShow),
    ])
    func `the hour of a cancellation decides what it costs`(at text: String, outcome: ShortStay.Outcome) throws {
        var stay = try Account(nights: 5)
        try stay.record(.paymentReceived(Money(cents: 14_878)), on: "2026-09-21")
        try stay.cancel(at: text)
        let statement = try stay.statement("2026-10-20")
        #expect(statement.stayOutcome == outcome)
        // 5 nights at 27.05 are 135.25, with 10 % 148.78; the first night is 29.76.
        let retained: Int64 = outcome == .fullRefund ? 0 : outcome == .noShow ? 14_878 : 2_976
        #expect(statement.balances.charged == Money(cents: retained))
        #expect(try stay.refund("2026-10-20") ?? .zero == Money(cents: 14_878 - retained))
    }

    /// R-174, under the policy that reads it.
    @Test func `the other reading of the limit ends two days before the arrival day`() throws {
        for (text, outcome) in [
            ("2026-10-08T00:00", ShortStay.Outcome.fullRefund), ("2026-10-08T00:01", .firstNightRetained),
        ] {
            var stay = try Account(nights: 5, [(.cancelCutoff, "48h_before_arrival_day")])
            try stay.cancel(at: text)
            #expect(try stay.statement("2026-10-20").stayOutcome == outcome)
        }
    }

    @Test func `no more is retained than was paid, and a part of it is its tax`() throws {
        var stay = try Account(nights: 5)
        try stay.record(.paymentReceived(Money(cents: 1_100)), on: "2026-09-21")
        try stay.cancel(at: "2026-10-09T12:00")
        let lines = try stay.statement("2026-10-20").lines.map(\.charge.composition)
        #expect(
            lines == [
                .shortStay(
                    StayCharge(
                        part: .retained, nights: 0, rate: .zero, net: Money(cents: 1_000), vat: Money(cents: 100)))
            ])
        // What comes later is not kept.
        try stay.record(.paymentReceived(Money(cents: 500)), on: "2026-10-12")
        #expect(try stay.refund("2026-10-20") == Money(cents: 500))
    }

    @Test func `a no-show who paid nothing owes nothing`() throws {
        var stay = try Account(nights: 5)
        #expect(Self.refusal { try stay.record(.shortStayMissed, on: "2026-10-09") } == .delayNotExpired)
        try stay.record(.shortStayMissed, on: "2026-10-11")
        let statement = try stay.statement("2026-10-20")
        #expect(statement.status == .noShow && statement.lines.isEmpty && statement.refunds.isEmpty)
    }

    @Test func `the keys wait for the arrival day and for all the money`() throws {
        var stay = try Account(nights: 3)
        #expect(Self.refusal { try stay.record(.keysHandedOver, on: "2026-10-09") } == .keysBeforeArrival)
        // 3 nights at 32.03 are 96.09, with 10 % 105.70.
        try stay.record(.paymentReceived(Money(cents: 10_569)), on: "2026-10-01")
        #expect(Self.refusal { try stay.record(.keysHandedOver, on: "2026-10-10") } == .keysBeforePayment)
        try stay.record(.paymentReceived(Money(cents: 1)), on: "2026-10-10")
        try stay.record(.keysHandedOver, on: "2026-10-10")
        #expect(try stay.statement("2026-10-11").status == .inPlace)
        #expect(Self.refusal { try stay.cancel(at: "2026-10-11T08:00") } == .stayBegun)
    }

    @Test func `R-179 a defect is declared in the 48 hours after the keys`() throws {
        var stay = try Account(nights: 5)
        try stay.record(.paymentReceived(Money(cents: 14_878)), on: "2026-10-01")
        try stay.record(.keysHandedOver, on: "2026-10-10")
        try stay.record(.defectDeclared(item: Fixtures.code), on: "2026-10-12")
        #expect(Self.refusal { try stay.record(.defectDeclared(item: Fixtures.code), on: "2026-10-13") } == .defectLate)
    }

    /// no tariff is published for longer ones.
    @Test func `a stay is shorter than a month, added nights included`() throws {
        #expect(Self.refusal { _ = try Account(nights: 31) } == .notLessThanOneMonth)
        var stay = try Account(nights: 28)
        #expect(
            Self.refusal { try stay.record(.extendShortStay(nights: 3), on: "2026-10-20") } == .notLessThanOneMonth)
        try stay.record(.extendShortStay(nights: 2), on: "2026-10-20")
        #expect(try stay.statement("2026-10-20").tenure.termEnd == Fixtures.day("2026-11-09"))
        #expect(Self.refusal { try stay.record(.extendShortStay(nights: 1), on: "2026-11-10") } == .contractEnded)
    }

    @Test func `added nights are due on their day and priced by their rank or by the total`() throws {
        for (reading, rates) in [("night_index", [2_705, 2_111]), ("total_length", [2_111])] {
            var stay = try Account(nights: 13, [(.shortStayExtension, reading)])
            try stay.record(.extendShortStay(nights: 3), on: "2026-10-15")
            let added = try stay.statement("2026-10-20").lines.compactMap { line -> (Int64, CalendarDate?)? in
                guard case .shortStay(let charge) = line.charge.composition, charge.part == .extended else {
                    return nil
                }
                return (charge.rate.cents, line.charge.dueOn)
            }
            #expect(added.map(\.0) == rates.map(Int64.init))
            #expect(added.allSatisfy { $0.1 == Fixtures.day("2026-10-15") })
        }
    }

    @Test func `a progressive booking pays the first nights by the first band`() throws {
        let stay = try Account(nights: 16, [(.shortStayBand, "progressive")])
        let rates = try stay.statement("2026-10-20").lines.compactMap { line -> [Int64]? in
            guard case .shortStay(let charge) = line.charge.composition else { return nil }
            return [charge.nights, charge.rate.cents]
        }
        #expect(rates == [[3, 3_203], [11, 2_705], [2, 2_111]])
    }

    @Test func `a booking wants a price and a rate of tax of its arrival day`() throws {
        var context = Fixtures.context
        let command = ContractCommand.bookShortStay(
            RandomStay.unit, arrivalOn: Fixtures.day("2026-10-10"), nights: 2)
        let moment = EffectiveMoment(day: Fixtures.day("2026-09-20"))
        func refusal() -> RejectionCode? {
            Self.refusal { _ = try ContractDecider.decide(command, at: moment, given: [], in: context) }
        }
        #expect(refusal() == .noTariff)
        let price = Money(cents: 2_000)
        context.prices.publish(
            ShortStayRate(
                unit: RandomStay.unit, prices: NightPrices(upTo3: price, upTo14: price, from15: price),
                inForceFrom: Fixtures.day("2026-09-01"), inForceTo: nil))
        #expect(refusal() == .vatRateMissing)
        context.prices.adopt(
            VATAdoption(
                item: VATAdoption.shortStay, rate: .exempt, from: Fixtures.day("2026-10-10"), raisesFinalPrice: false))
        #expect(refusal() == nil)
    }

    @Test func `what only a decision has is refused, and its money is kept unallocated`() throws {
        var stay = try Account(nights: 3)
        #expect(Self.refusal { try stay.record(.noticeGiven(departure: nil), on: "2026-10-11") } == .notForShortStays)
        try stay.record(.depositPaid(Money(cents: 9_000)), on: "2026-10-01")
        #expect(try stay.statement("2026-10-11").balances.unallocated == Money(cents: 9_000))
        #expect(try stay.statement("2026-10-11").balances.depositHeld == .zero)
    }

    @Test(arguments: [true, false])
    func `what was refunded before the end is neither refunded again nor retained`(isWired: Bool) throws {
        var stay = try Account(nights: 5)
        try stay.record(.bankDetailsProvided, on: "2026-09-20")
        try stay.record(.paymentReceived(Money(cents: 18_878)), on: "2026-09-21")
        try stay.record(.creditRefundDecided(Money(cents: 4_000)), on: "2026-09-22")
        if isWired { try stay.record(.refundWired(.credit, Money(cents: 4_000)), on: "2026-09-23") }
        try stay.cancel(at: "2026-10-08T19:00")
        // The first night is 29.76, of 148.78.
        let statement = try stay.statement("2026-10-20")
        #expect(try stay.refund("2026-10-20") == Money(cents: 18_878 - 2_976))
        #expect(statement.lines.map(\.open).total() == .zero)
    }

    @Test func `R-170 the keys wait for money that is there and is the guest's`() throws {
        var stay = try Account(nights: 5)
        try stay.record(.bankDetailsProvided, on: "2026-09-20")
        try stay.record(
            .housingAidReceived(Money(cents: 14_878), month: Fixtures.day("2026-10-01").month, means: .transfer),
            on: "2026-09-21")
        #expect(Self.refusal { try stay.record(.keysHandedOver, on: "2026-10-10") } == .keysBeforePayment)
        try stay.record(.paymentReceived(Money(cents: 14_878)), on: "2026-09-21")
        try stay.record(.creditRefundDecided(Money(cents: 14_878)), on: "2026-09-22")
        #expect(Self.refusal { try stay.record(.keysHandedOver, on: "2026-10-10") } == .keysBeforePayment)
        try stay.record(.shortStayMissed, on: "2026-10-10")
        #expect(try stay.statement("2026-10-20").balances.charged == .zero)
    }

    @Test func `services for a guest who does not come are taken back, later ones stand`() throws {
        var stay = try Account(nights: 3)
        let order = ChargeOrder(
            kind: .service, item: Fixtures.code, price: Money(cents: 700), quantity: nil, vat: .exempt, dueOn: nil)
        try stay.record(.charge(order), on: "2026-09-25")
        try stay.record(.paymentReceived(Money(cents: 11_270)), on: "2026-09-25")
        try stay.cancel(at: "2026-10-01T10:00")
        #expect(try stay.refund("2026-10-01") == Money(cents: 11_270))
        try stay.record(.charge(order), on: "2026-10-02")
        #expect(try stay.refund("2026-10-02") == Money(cents: 10_570))
    }

    @Test func `R-177 what was paid for services is kept from a guest who does not come`() throws {
        var stay = try Account(nights: 5)
        let linen = SundryCharge(
            kind: .service, net: Money(cents: 3_000), vat: .zero, dueOn: Fixtures.day("2026-10-10"), item: Fixtures.code
        )
        try stay.record(.sundryCharged(linen), on: "2026-09-21")
        try stay.record(.paymentReceived(Money(cents: 17_878)), on: "2026-09-21")
        try stay.record(.shortStayMissed, on: "2026-10-11")
        #expect(try stay.statement("2026-10-20").balances.charged == Money(cents: 17_878))
        #expect(try stay.refund("2026-10-20") == nil)
    }

    @Test func `a wired refund stays decided whatever is charged later`() throws {
        var stay = try Account(nights: 3)
        try stay.record(.paymentReceived(Money(cents: 10_570)), on: "2026-09-25")
        try stay.cancel(at: "2026-10-01T10:00")
        #expect(
            Self.refusal { try stay.record(.refundWired(.credit, Money(cents: 10_000)), on: "2026-10-02") }
                == .refundBlocked)
        try stay.record(.bankDetailsProvided, on: "2026-10-02")
        try stay.record(.refundWired(.credit, Money(cents: 10_000)), on: "2026-10-03")
        try stay.record(
            .charge(
                ChargeOrder(
                    kind: .damage, item: Fixtures.code, price: Money(cents: 2_000), quantity: nil, vat: .exempt,
                    dueOn: nil)), on: "2026-10-04")
        let statement = try stay.statement("2026-10-04")
        #expect(try stay.refund("2026-10-04") == Money(cents: 10_000))
        #expect(statement.balances.outstanding == Money(cents: 1_430))
    }
}
