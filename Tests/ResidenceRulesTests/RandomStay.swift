import LedgerValues
import ResidenceRules

/// A random short stay: a booking, part payments, added nights, services, an end before it or a life of its own.
struct RandomStay {
    private(set) var commands: [(moment: EffectiveMoment, command: ContractCommand)] = []

    static let unit: ShortStayUnit = {
        guard let typology = Code("STUDIO-T1") else { preconditionFailure("a code") }
        return ShortStayUnit(typology: typology, persons: 1, status: .student)
    }()

    /// The fixtures' rows and policies, with one price of a night and 10 % of tax on it.
    static let context: RuleContext = {
        var context = Fixtures.context
        context.prices.publish(
            ShortStayRate(
                unit: unit,
                prices: NightPrices(
                    upTo3: Money(cents: 3_203), upTo14: Money(cents: 2_705), from15: Money(cents: 2_111)),
                inForceFrom: Fixtures.day("2026-09-01"), inForceTo: nil))
        context.prices.adopt(
            VATAdoption(
                item: VATAdoption.shortStay, rate: .basisPoints(1_000), from: Fixtures.day("2026-09-01"),
                raisesFinalPrice: false))
        return context
    }()

    init(using random: inout SeededGenerator) {
        let arrival = Fixtures.day("2026-10-01").adding(days: Int.random(in: 0...60, using: &random))
        let booked = arrival.adding(days: -Int.random(in: 0...25, using: &random))
        let nights = Int64.random(in: 1...20, using: &random)
        add(booked, .bookShortStay(Self.unit, arrivalOn: arrival, nights: nights))
        if random.chance(30) {
            let day = arrival.adding(days: Int.random(in: -3...8, using: &random))
            add(day, .extendShortStay(nights: Int64.random(in: 1...9, using: &random)))
        }
        for _ in 0..<Int.random(in: 0...4, using: &random) {
            let day = arrival.adding(days: Int.random(in: -10...12, using: &random))
            let exact = random.chance(40) ? 100_000 : Int64.random(in: 100...40_000, using: &random)
            add(day, .record(.paymentReceived(Money(cents: exact))))
        }
        for _ in 0..<Int.random(in: 0...3, using: &random) {
            let day = arrival.adding(days: Int.random(in: -8...25, using: &random))
            add(
                day,
                .charge(
                    ChargeOrder(
                        kind: random.chance(60) ? .service : .damage, item: Fixtures.code, price: Money(cents: 1_333),
                        quantity: nil, vat: .basisPoints(2_000),
                        dueOn: random.chance(50) ? day.adding(days: 5) : nil)))
        }
        if random.chance(45) {
            let instant = ParisTime.instant(
                day: arrival.adding(days: Int.random(in: -4...1, using: &random)),
                secondOfDay: Int.random(in: 0...86_399, using: &random), repeated: .later)
            commands.append((EffectiveMoment(instant), .record(.shortStayCancelled)))
        } else if random.chance(30) {
            add(arrival.adding(days: Int.random(in: -1...2, using: &random)), .record(.shortStayMissed))
        }
        addLife(arrival, nights: Int(nights), using: &random)
        commands.sort { $0.moment < $1.moment }
    }

    private mutating func addLife(_ arrival: CalendarDate, nights: Int, using random: inout SeededGenerator) {
        add(arrival.adding(days: Int.random(in: -1...2, using: &random)), .record(.keysHandedOver))
        if random.chance(10) {
            add(
                arrival,
                .record(.indemnityBaseSet(total: Money(cents: 42_000), thirtieth: Money(cents: 1_400))))
        }
        let departure = arrival.adding(days: nights + Int.random(in: -1...10, using: &random))
        if random.chance(90) { add(departure, .record(.keysReturned(.nonConforming))) }
        if random.chance(60) {
            add(departure.adding(days: Int.random(in: -30...5, using: &random)), .record(.bankDetailsProvided))
        }
        if random.chance(60) { add(departure.adding(days: 6), .record(.contractSettled)) }
        if random.chance(50) {
            add(
                departure.adding(days: Int.random(in: -5...20, using: &random)),
                .record(.refundWired(.credit, Money(cents: Int64.random(in: 100...9_000, using: &random)))))
        }
    }

    private mutating func add(_ day: CalendarDate, _ command: ContractCommand) {
        commands.append((EffectiveMoment(day: day), command))
    }

    /// The facts that the rules accept when the commands are recorded in order.
    func acceptedFacts() -> [FiledFact] {
        var state = ContractState()
        var position: Int64 = 0
        for (moment, command) in commands {
            guard
                let decision = try? ContractDecider.decide(command, at: moment, given: state.facts, in: Self.context)
            else { continue }
            for fact in decision.facts {
                position += 1
                state.file(fact, at: moment, position: position)
            }
        }
        return state.facts
    }
}
