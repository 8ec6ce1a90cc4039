import LedgerValues
import ResidenceRules

/// A random tenancy: commands in the order of their moments, some of them wrong on purpose.
struct RandomHistory {
    var commands: [(moment: EffectiveMoment, command: ContractCommand)] = []

    /// What the money of the history is thrown from.
    let moneySeed: UInt64

    static let row = Fixtures.row
    static let flatRow = Fixtures.flatRow

    init(using random: inout SeededGenerator) {
        moneySeed = random.next()
        let effect = Fixtures.day("2026-09-01").adding(
            days: random.chance(50) ? 0 : Int.random(in: 2...120, using: &random))
        let notified = effect.adding(days: -Int.random(in: 7...40, using: &random))
        let exchange = random.chance(15)
        let end =
            random.chance(70)
            ? Fixtures.day("2027-08-31")
            : min(Fixtures.day("2027-08-31"), effect.adding(days: Int.random(in: 20...300, using: &random)))
        let row = random.chance(80) ? Self.row : Self.flatRow
        let sent = ParisTime.instant(day: notified, secondOfDay: 36_000, repeated: .later)
        commands.append(
            (
                EffectiveMoment(sent),
                .proposeAllocation(
                    effectiveOn: effect, programme: exchange ? .exchange : .standard, notifiedAt: sent, expiresAt: nil)
            ))
        if random.chance(90) {
            let paid = sent.adding(hours: Int.random(in: 1...(random.chance(90) ? 40 : 200), using: &random))
            let amount = random.chance(92) ? (exchange ? 10_000 : 7_000) : 5_000
            commands.append((EffectiveMoment(paid), .record(.advancePaid(Money(cents: Int64(amount))))))
        }
        let decided = notified.adding(days: Int.random(in: 1...5, using: &random))
        add(decided, .decideAdmission(effectiveOn: effect, endsOn: end, row: row, assignedOn: nil, programme: nil))
        if random.chance(8) {
            add(
                decided.adding(days: 3), .record(.effectDeferred(to: random.chance(50) ? effect.adding(days: 12) : nil))
            )
        }
        if random.chance(95) {
            add(decided.adding(days: Int.random(in: 0...6, using: &random)), .record(.fileCompleted))
        }
        let deposit: Int64 = row == Self.row ? 35_900 : 16_900
        if random.chance(90) {
            add(decided, .record(.depositPaid(Money(cents: deposit))))
        } else {
            add(decided, .record(.depositWaived(ground: Fixtures.code)))
        }
        if random.chance(15) {
            add(effect.adding(days: Int.random(in: -6...3, using: &random)), .record(.withdrawalRequested))
            if random.chance(30) {
                add(
                    effect.adding(days: Int.random(in: 4...20, using: &random)),
                    .record(.exceptionGranted(ground: Fixtures.code)))
            }
        }
        if random.chance(5) {
            add(effect.adding(days: Int.random(in: 5...40, using: &random)), .record(.admissionLapsed(.noShow)))
        }
        let keys =
            random.chance(70)
            ? effect : max(Fixtures.day("2026-09-01"), effect.adding(days: Int.random(in: -4...20, using: &random)))
        if random.chance(95) { add(keys, .record(.keysHandedOver)) }
        addLife(keys: keys, end: addYears(keys: keys, end: end, row: row, using: &random), using: &random)
        commands.sort { $0.moment < $1.moment }
    }

    mutating func addLife(keys: CalendarDate, end: CalendarDate, using random: inout SeededGenerator) {
        for _ in 0..<Int.random(in: 0...12, using: &random) {
            let day = keys.adding(days: Int.random(in: -10...max(360, end.days(since: keys)), using: &random))
            let chosen =
                random.chance(30) ? [LineName.rent(day.month.adding(Int.random(in: -2...2, using: &random)))] : []
            let amount = Money(cents: Int64.random(in: 100...60_000, using: &random))
            add(day, .record(.paymentReceived(amount, Remittance(), for: chosen)))
        }
        if random.chance(20) {
            let day = keys.adding(days: Int.random(in: 10...200, using: &random))
            add(
                day,
                .record(
                    .sundryCharged(
                        SundryCharge(
                            kind: random.chance(50) ? .service : .damage, net: Money(cents: 4_000),
                            vat: Money(cents: 800),
                            dueOn: day, item: Fixtures.code))))
        }
        if random.chance(10) {
            let day = keys.adding(days: Int.random(in: 20...150, using: &random))
            add(day, .record(.admissionRepealed(effectiveOn: day.adding(days: Int.random(in: 0...20, using: &random)))))
        }
        if random.chance(8) {
            let died = keys.adding(days: Int.random(in: -8...330, using: &random))
            add(died, .record(.tenantDied))
            let offered = died.adding(days: Int.random(in: 0...40, using: &random))
            if random.chance(60) { add(offered, .record(.recoveryOffered)) }
        }
        var leaving = end
        if random.chance(40) {
            let given = keys.adding(days: Int.random(in: 0...250, using: &random))
            leaving = min(end, given.adding(months: 1))
            add(given, .record(.noticeGiven(departure: random.chance(30) ? given.adding(days: 50) : nil)))
        } else if random.chance(20) {
            leaving = keys.adding(days: Int.random(in: 5...250, using: &random))
        }
        if random.chance(80) {
            let returned = leaving.adding(days: random.chance(70) ? 0 : Int.random(in: -10...12, using: &random))
            let inventory: ExitInventory = random.chance(80) ? .conforming : .nonConforming
            let recovered = random.chance(12) ? RecoveryGround.allCases.randomElement(using: &random) : nil
            add(returned, .record(recovered.map { .possessionRecovered($0, inventory) } ?? .keysReturned(inventory)))
            if random.chance(80) {
                add(returned.adding(days: Int.random(in: -40...40, using: &random)), .record(.bankDetailsProvided))
            }
            if random.chance(80) {
                add(returned.adding(days: Int.random(in: 0...30, using: &random)), .record(.contractSettled))
            }
            if random.chance(20) {
                let day = returned.adding(days: Int.random(in: 0...50, using: &random))
                let charge = SundryCharge(
                    kind: .cost, net: Money(cents: Int64.random(in: 100...40_000, using: &random)), vat: .zero,
                    dueOn: day.adding(days: 20), item: Fixtures.code)
                add(day, .record(.sundryCharged(charge)))
            }
            if random.chance(15) {
                let amount = Money(cents: Int64.random(in: 100...30_000, using: &random))
                add(returned.adding(days: 35), .record(.refundWired(.deposit, amount)))
            }
            if random.chance(20) { add(returned.adding(days: 45), .record(.paymentReceived(Money(cents: 2_500)))) }
        }
    }

    mutating func add(_ day: CalendarDate, _ command: ContractCommand) {
        commands.append((EffectiveMoment(day: day), command))
    }

    /// The facts that the rules accept when the commands are recorded in order.
    func acceptedFacts(_ context: RuleContext) -> [FiledFact] {
        var state = ContractState()
        var position: Int64 = 0
        var money = RandomMoney(seed: moneySeed)
        for (moment, command) in commands {
            for next in [command, money.command(after: state.facts, at: moment)].compactMap({ $0 }) {
                guard let decision = try? ContractDecider.decide(next, at: moment, given: state.facts, in: context)
                else { continue }
                for fact in decision.facts {
                    position += 1
                    state.file(fact, at: moment, position: position)
                }
            }
        }
        return state.facts
    }
}

/// Days, rows and codes that the tests share.
enum Fixtures {
    static func day(_ text: String) -> CalendarDate {
        guard let day = CalendarDate(text) else { preconditionFailure("\(text) is no day") }
        return day
    }

    static let code = code("TEST")

    static func code(_ text: String) -> Code {
        guard let code = Code(text) else { preconditionFailure("\(text) is no code") }
        return code
    }

    static let contract: ContractID = {
        guard let id = ContractID("c1") else { preconditionFailure("a contract") }
        return id
    }()

    static let row: TariffRowID = rowID("ATHENA/PLEIADE/T1-PLEIADE-20M/SINGLE")
    static let flatRow: TariffRowID = rowID("CAMPUS-1/CAMPUS-1/CHAMBRE-SIMPLE-CAMPUS-1/SINGLE")

    private static func rowID(_ text: String) -> TariffRowID {
        guard let row = TariffRowID(text) else { preconditionFailure("a row") }
        return row
    }

    /// The two rows in force from September 2026 to August 2030, under the initial policies.
    static let context: RuleContext = {
        var tariffs = TariffTable()
        let decomposed = RentBreakdown.decomposed(
            bare: Money(cents: 20_137), charges: Money(cents: 14_180), furniture: Money(cents: 1_550))
        let raised = RentBreakdown.decomposed(
            bare: Money(cents: 20_739), charges: Money(cents: 14_605), furniture: Money(cents: 1_596))
        for (first, last, own, thirtieth, flat, flatThirtieth) in [
            ("2026-09-01", "2027-08-31", decomposed, 1_196, 16_816, 561),
            ("2027-09-01", "2028-08-31", decomposed, 1_196, 16_816, 561),
            ("2028-09-01", "2029-08-31", raised, 1_231, 17_320, 577),
            ("2029-09-01", "2030-08-31", raised, 1_231, 17_320, 577),
        ] as [(String, String, RentBreakdown, Int64, Int64, Int64)] {
            for (id, monthly, thirtieth, deposit) in [
                (row, own, thirtieth, 35_900), (flatRow, .flat(Money(cents: flat)), flatThirtieth, 16_900),
            ] as [(TariffRowID, RentBreakdown, Int64, Int64)] {
                tariffs.publish(
                    TariffRow(
                        id: id, inForceFrom: day(first), inForceTo: day(last), monthly: monthly,
                        thirtieth: Money(cents: thirtieth), deposit: Money(cents: deposit), site: "", residence: "",
                        typology: "", occupancy: .single), on: day("2026-06-01"), position: 1)
            }
        }
        return RuleContext(tariffs: tariffs, policies: .initial(from: day("2000-01-01")))
    }()
}
