import LedgerValues
import ResidenceRules

/// Tariffs corrected and voted anew and policies adopted, in the order in which a ledger learns them.
struct RandomRuleChanges {
    enum Change {
        case vote(TariffRow, on: CalendarDate, position: Int64)
        case correct(TariffRow, corrects: Int64, position: Int64)
        case adopt(PolicyKey, PolicyValue, from: CalendarDate)

        func apply(to context: inout RuleContext) {
            switch self {
            case .vote(let row, let day, let position): context.tariffs.publish(row, on: day, position: position)
            case .correct(let row, let corrects, let position):
                context.tariffs.correct(row, corrects: corrects, on: row.inForceFrom, position: position)
            case .adopt(let key, let value, let from): context.policies.adopt(key, value, from: from)
            }
        }
    }

    private(set) var all: [Change] = []
    /// The rules once every change is known.
    private(set) var context = Fixtures.context

    init(using random: inout SeededGenerator) {
        let printed = Dictionary(grouping: Fixtures.context.tariffs.all, by: \.row.id).sorted { $0.key < $1.key }
        var position: Int64 = 1_000
        for (_, publications) in printed {
            var target = publications[0].position
            for _ in 0..<Int.random(in: 0...2, using: &random) {
                position += 1
                let corrects = random.chance(50)
                let row = Self.row(like: publications[0].row, later: !corrects, using: &random)
                if corrects {
                    all.append(.correct(row, corrects: target, position: position))
                    target = position
                } else {
                    let day = Fixtures.day("2026-09-01").adding(days: Int.random(in: -30...330, using: &random))
                    all.append(.vote(row, on: day, position: position))
                }
            }
        }
        if random.chance(40) {
            let key: PolicyKey = random.chance(50) ? .prorationBasis : .prorationDays
            let code = key == .prorationBasis ? "exact_over_30" : "thirty_day_month"
            let day = Fixtures.day("2026-09-01").adding(days: Int.random(in: 0...300, using: &random))
            all.append(.adopt(key, .code(code), from: day))
        }
        for change in all { change.apply(to: &context) }
    }

    /// - Parameter later: whether the row may come into force after the start of the year.
    private static func row(
        like row: TariffRow, later: Bool, using random: inout SeededGenerator
    ) -> TariffRow {
        let more = Money(cents: Int64.random(in: -3_000...3_000, using: &random))
        let monthly: RentBreakdown =
            switch row.monthly {
            case .decomposed(let bare, let charges, let furniture):
                .decomposed(bare: bare + more, charges: charges, furniture: furniture)
            case .flat(let amount): .flat(amount + more)
            }
        let from = row.inForceFrom.adding(
            days: !later || random.chance(70) ? 0 : Int.random(in: 1...200, using: &random))
        return TariffRow(
            id: row.id, inForceFrom: from, inForceTo: row.inForceTo, monthly: monthly,
            thirtieth: random.chance(50) ? nil : monthly.total.scaledHalfUp(1, over: 30), deposit: row.deposit,
            site: "", residence: "", typology: "", occupancy: row.occupancy)
    }
}
