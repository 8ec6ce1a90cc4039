import LedgerValues
import ResidenceRules

/// Something that happens on a day of a stay.
struct SampleErrand {
    enum Act {
        /// So many percent of what is open on lines due by a day.
        case pay(percent: Int, due: CalendarDate)
        case giveNotice(departure: CalendarDate)
        case returnKeys(ConditionReport)
        case service, damage, bankDetails, settle, wire
    }

    let day: CalendarDate
    let act: Act
}

/// How and when a tenant leaves.
struct SampleDeparture {
    let returnedOn: CalendarDate
    let settledOn: CalendarDate
    private let noticeOn: CalendarDate?
    private let expiresOn: CalendarDate

    init(keysOn: CalendarDate, termEnd: CalendarDate, _ dice: inout SampleDice) {
        let lastNotice = termEnd.adding(months: -1).adding(days: -5)
        if dice.chance(480), keysOn.adding(days: 40) < lastNotice {
            // Most leave in spring, when courses end.
            let spring = Month(year: 2027, month: 4).first
            let earliest = dice.chance(250) || spring > lastNotice ? keysOn.adding(days: 40) : spring
            let noticed = dice.day(max(earliest, keysOn.adding(days: 40))...lastNotice)
            noticeOn = noticed
            expiresOn = min(termEnd, noticed.adding(months: 1).adding(days: dice.roll(0...10)))
        } else {
            noticeOn = nil
            expiresOn = termEnd
        }
        // A few stay on without a right.
        returnedOn = expiresOn.adding(days: dice.chance(40) ? dice.roll(2...12) : -dice.roll(0...3))
        settledOn = returnedOn.adding(days: dice.roll(15...40))
    }

    /// Notice, inventory, damages, settlement and refunds, in order.
    func errands(_ dice: inout SampleDice) -> [SampleErrand] {
        var errands: [SampleErrand] = []
        if let noticeOn { errands.append(SampleErrand(day: noticeOn, act: .giveNotice(departure: expiresOn))) }
        let conforming = dice.chance(850)
        errands.append(
            SampleErrand(day: returnedOn, act: .returnKeys(conforming ? .conforming : .nonConforming)))
        if !conforming { errands.append(SampleErrand(day: returnedOn.adding(days: dice.roll(1...14)), act: .damage)) }
        if dice.chance(920) {
            errands.append(SampleErrand(day: returnedOn.adding(days: dice.roll(-10...14)), act: .bankDetails))
        }
        errands.append(SampleErrand(day: settledOn, act: .settle))
        errands.append(SampleErrand(day: settledOn.adding(days: dice.roll(3...20)), act: .wire))
        return errands
    }
}

/// How a tenant pays.
struct SamplePayer {
    private enum Habit {
        case punctual, late, partial, gap, firstOnly
    }

    private let habit: Habit
    /// The months without a payment, counted from the first, for a tenant who stops for a while.
    private let gap: ClosedRange<Int>
    private let recovers: Bool

    init(_ dice: inout SampleDice) {
        let draw = dice.roll(1...100)
        habit = draw <= 73 ? .punctual : draw <= 87 ? .late : draw <= 92 ? .partial : draw <= 98 ? .gap : .firstOnly
        let start = dice.roll(1...7)
        gap = start...start + dice.roll(1...4)
        recovers = dice.chance(550)
    }

    /// The first rent at the keys, then one payment for each first of a month until the settlement.
    func errands(
        from keysOn: CalendarDate, effect: CalendarDate, until end: CalendarDate, _ dice: inout SampleDice
    ) -> [SampleErrand] {
        var errands = [
            SampleErrand(day: keysOn.adding(days: dice.chance(850) ? 0 : dice.roll(1...9)), act: full(keysOn))
        ]
        var month = max(effect, keysOn).month.next
        var number = 0
        while month.first < end {
            let due = month.first
            number += 1
            month = month.next
            switch habit {
            case .punctual: errands.append(SampleErrand(day: due.adding(days: dice.roll(-3...4)), act: full(due)))
            case .late: errands.append(SampleErrand(day: due.adding(days: dice.roll(5...35)), act: full(due)))
            case .partial:
                let percent = dice.chance(300) ? 100 : dice.roll(50...85)
                errands.append(
                    SampleErrand(day: due.adding(days: dice.roll(0...12)), act: .pay(percent: percent, due: due)))
            case .gap:
                if gap.contains(number) { continue }
                let percent = number < gap.lowerBound || recovers ? 100 : 40
                errands.append(
                    SampleErrand(day: due.adding(days: dice.roll(-2...10)), act: .pay(percent: percent, due: due)))
            case .firstOnly: break
            }
        }
        return errands.filter { $0.day < end }
    }

    private func full(_ due: CalendarDate) -> SampleErrand.Act { .pay(percent: 100, due: due) }
}
