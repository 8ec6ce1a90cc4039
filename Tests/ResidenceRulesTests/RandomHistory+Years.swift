import LedgerValues
import ResidenceRules

/// What happens to a contract that lasts: further terms, some of them lapsed, and moves.
extension RandomHistory {
    /// Adds renewals and moves of a stay that begins with `keys`; answers its last day, lapses left aside.
    mutating func addYears(
        keys: CalendarDate, end: CalendarDate, row: TariffRowID, using random: inout SeededGenerator
    ) -> CalendarDate {
        var last = end
        var current = row
        if random.chance(35) { addMoves(from: keys, to: last, row: &current, using: &random) }
        if random.chance(25) { last = addProlongation(of: last, using: &random) }
        guard random.chance(25) else { return last }
        for _ in 0..<Int.random(in: 1...2, using: &random) {
            let effect = last.adding(days: random.chance(95) ? 1 : 2)
            let year = effect.month.number >= 9 ? effect.month.year + 1 : effect.month.year
            let until =
                random.chance(80)
                ? Month(year: year, month: 8).last
                : min(Month(year: year, month: 8).last, effect.adding(days: Int.random(in: 10...200, using: &random)))
            let decided = last.adding(days: -Int.random(in: 20...130, using: &random))
            let named = random.chance(95) ? current : (current == Self.row ? Self.flatRow : Self.row)
            add(decided, .record(.renewalGranted(Term(effectiveOn: effect, endsOn: until, row: named))))
            if random.chance(30) {
                let ground: LapseGround = random.chance(60) ? .renewalUnpaid : .renewalNotice
                add(effect.adding(days: Int.random(in: 0...25, using: &random)), .record(.admissionLapsed(ground)))
                if random.chance(50) { return last }
            }
            if random.chance(35) { addMoves(from: effect.adding(days: -20), to: until, row: &current, using: &random) }
            last = until
        }
        return last
    }

    /// A tenancy taken over in the middle of its life.
    init(takenOverUsing random: inout SeededGenerator) {
        moneySeed = random.next()
        let day = Fixtures.day("2026-09-01").adding(days: Int.random(in: 0...200, using: &random))
        let keys = day.adding(days: random.chance(20) ? 0 : -Int.random(in: 1...300, using: &random))
        let effect = random.chance(60) ? keys : keys.adding(days: Int.random(in: -10...10, using: &random))
        let row = random.chance(70) ? Self.row : Self.flatRow
        let year = effect.month.number >= 7 ? effect.month.year + 1 : effect.month.year
        var end = Month(year: year, month: 8).last
        if random.chance(30) {
            end = max(effect, min(end, day.adding(days: Int.random(in: -20...150, using: &random))))
        }
        let items = (0..<Int.random(in: 0...4, using: &random)).map { _ in
            CarriedItem(
                kind: CarriedItem.Kind.allCases.randomElement(using: &random) ?? .other,
                dueOn: day.adding(days: Int.random(in: -120...20, using: &random)),
                amount: Money(cents: Int64.random(in: 100...40_000, using: &random)), item: Fixtures.code)
        }
        add(
            day,
            .record(
                .contractTakenOver(
                    Takeover(
                        term: Term(effectiveOn: effect, endsOn: end, row: row),
                        programme: random.chance(15) ? .exchange : .standard, keysOn: keys,
                        deposit: Money(cents: random.chance(80) ? 35_900 : 0),
                        advance: Money(cents: random.chance(20) ? 7_000 : 0),
                        credit: Money(cents: random.chance(20) ? 12_345 : 0), items: items))))
        let last = addYears(keys: day, end: end, row: row, using: &random)
        addLife(keys: day, end: last, using: &random)
        commands.sort { $0.moment < $1.moment }
    }

    private mutating func addProlongation(of end: CalendarDate, using random: inout SeededGenerator) -> CalendarDate {
        let asked = end.adding(months: -1).adding(days: -Int.random(in: -2...20, using: &random))
        let until = end.adding(days: Int.random(in: 1...60, using: &random))
        if random.chance(60) { add(asked.adding(days: 1), .record(.fileCompleted)) }
        add(
            asked.adding(days: Int.random(in: 0...40, using: &random)),
            .record(.prolongationGranted(Prolongation(endsOn: until, askedOn: asked))))
        return until
    }

    /// Several moves close to one another, so that a month has more than two parts.
    private mutating func addMoves(
        from: CalendarDate, to: CalendarDate, row: inout TariffRowID, using random: inout SeededGenerator
    ) {
        let span = max(1, to.days(since: from))
        var day = from.adding(days: Int.random(in: -5...(span + 10), using: &random))
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            row = random.chance(70) ? (row == Self.row ? Self.flatRow : Self.row) : row
            add(day, .changeUnit(row: row))
            day = day.adding(days: Int.random(in: 0...20, using: &random))
        }
        if random.chance(20) { add(day, .record(.temporarilyRehoused(unit: Fixtures.code))) }
    }
}
