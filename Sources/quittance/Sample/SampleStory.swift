import EventLog
import LedgerApplication
import LedgerValues
import ResidenceRules

/// How one tenancy goes, from the proposal to the last refund: dice choose, in the order of the days.
struct SampleStory {
    private var tenancy: SampleTenancy
    private var dice: SampleDice
    private let row: TariffRow

    private init(_ tenancy: SampleTenancy, on row: TariffRow, _ dice: SampleDice) {
        self.tenancy = tenancy
        self.row = row
        self.dice = dice
    }

    /// The commands of a tenancy on `row`, in order.
    static func tell(_ tenancy: SampleTenancy, on row: TariffRow, _ dice: SampleDice) throws -> [SampleLine] {
        var story = SampleStory(tenancy, on: row, dice)
        if let paidOn = try story.reserve(), try story.admit(after: paidOn) {
            if let keysOn = try story.arrive() { try story.stay(from: keysOn) }
        }
        return story.tenancy.lines
    }

    private static func day(_ year: Int, _ month: Int, _ day: Int) -> CalendarDate {
        Month(year: year, month: month).first.adding(days: day - 1)
    }

    // MARK: Proposal and advance

    /// The proposal and its advance; nil when the story ends there.
    private mutating func reserve() throws -> CalendarDate? {
        let phase = dice.roll(1...100)
        let exchange = dice.chance(60)
        let notifiedOn =
            phase <= 84
            ? dice.day(Self.day(2026, 6, 15)...Self.day(2026, 7, 20))
            : phase <= 95
                ? dice.day(Self.day(2026, 9, 2)...Self.day(2026, 9, 21))
                : dice.day(Self.day(2026, 11, 2)...Self.day(2026, 11, 20))
        let notified = ParisTime.instant(
            day: notifiedOn, secondOfDay: dice.roll(9 * 60...17 * 60) * 60, repeated: .earlier)
        let asked = try tenancy.record(
            .proposeAllocation, at: notified, ["programme": .string(exchange ? "exchange" : "standard")])
        guard asked, let proposal = tenancy.tenure.proposal else { return nil }
        if dice.chance(20) { return nil }
        let hours = Int((proposal.expiresAt.microseconds - notified.microseconds) / 3_600_000_000)
        if dice.chance(15) {
            // Too late: the money is kept unallocated, and the proposal has lapsed.
            try tenancy.record(
                .receiveAdvance, at: notified.adding(hours: hours + dice.roll(1...40)),
                ["amount_cents": .cents(proposal.advance)])
            return nil
        }
        var paidAfter = dice.roll(1...hours - 6)
        if dice.chance(12) {
            let wrong = proposal.advance + Money(cents: dice.pick([-1_000, -500, 500, 1_000]))
            try tenancy.record(
                .receiveAdvance, at: notified.adding(hours: paidAfter), ["amount_cents": .cents(wrong)])
            paidAfter += dice.roll(1...4)
        }
        let paid = notified.adding(hours: paidAfter)
        try tenancy.record(.receiveAdvance, at: paid, ["amount_cents": .cents(proposal.advance)])
        return ParisTime.day(of: paid)
    }

    // MARK: Admission, file and deposit

    /// The decision, the file and the deposit; false when the student withdraws or the admission lapses.
    private mutating func admit(after paidOn: CalendarDate) throws -> Bool {
        guard let effect = tenancy.tenure.effectiveOn else { return false }
        let hurry = effect.days(since: paidOn) <= 10
        let decidedOn = paidOn.adding(days: hurry ? 1 : dice.roll(1...8))
        if !hurry, dice.chance(15) {
            try withdraw(on: dice.day(paidOn.adding(days: 3)...effect.adding(days: -1)))
            return false
        }
        let exchange = tenancy.tenure.programme == .exchange
        let end =
            exchange && dice.chance(500)
            ? Self.day(2027, 1, 31) : dice.chance(120) ? Self.day(2027, 6, 30) : Self.day(2027, 8, 31)
        let admitted = try tenancy.record(
            .decideAdmission, on: decidedOn,
            ["effect_on": .day(effect), "end_on": .day(end), "row": .text(row.id)])
        guard admitted else { return false }
        try tenancy.record(.issueTenantCode, on: decidedOn, ["code": .text(tenancy.code)])
        if !hurry, dice.chance(7) {
            try tenancy.record(
                .lapseAdmission, on: decidedOn.adding(days: dice.roll(8...15)), ["ground": .string("FILE_LATE")])
            return false
        }
        let fileOn = decidedOn.adding(days: hurry ? 1 : dice.roll(0...6))
        try tenancy.record(.completeFile, on: fileOn)
        try deposit(from: fileOn, before: effect)
        if !hurry, dice.chance(25) {
            try withdraw(on: dice.day(max(fileOn, Self.day(2026, 8, 1))...effect.adding(days: -1)))
            return false
        }
        return true
    }

    private mutating func deposit(from fileOn: CalendarDate, before effect: CalendarDate) throws {
        guard let required = tenancy.tenure.admission?.deposit else { return }
        if dice.chance(12) {
            try tenancy.record(.waiveDeposit, on: fileOn, ["ground": .string("SOCIAL_SITUATION")])
            return
        }
        let day = dice.day(fileOn...max(fileOn, min(effect, fileOn.adding(days: 20))))
        if dice.chance(30) {
            let half = Money(cents: required.cents / 2)
            try tenancy.record(.receiveDeposit, on: day, ["amount_cents": .cents(half)])
            try tenancy.record(.receiveDeposit, on: max(day, effect), ["amount_cents": .cents(required - half)])
        } else {
            try tenancy.record(.receiveDeposit, on: day, ["amount_cents": .cents(required)])
        }
    }

    private mutating func withdraw(on day: CalendarDate) throws {
        let detailsOn = day.adding(days: dice.roll(0...10))
        try tenancy.record(.requestWithdrawal, on: day)
        if dice.chance(900) { try tenancy.record(.provideBankDetails, on: detailsOn) }
        try wireRefunds(on: detailsOn.adding(days: dice.roll(3...15)))
    }

    private mutating func wireRefunds(on day: CalendarDate) throws {
        for refund in tenancy.refundsDue(on: day) {
            try tenancy.record(
                .wireRefund, on: day,
                ["amount_cents": .cents(refund.amount), "kind": .string(refund.kind.rawValue)])
        }
    }

    // MARK: Keys

    /// The arrival; nil when nobody comes.
    private mutating func arrive() throws -> CalendarDate? {
        guard let effect = tenancy.tenure.effectiveOn else { return nil }
        if dice.chance(12) {
            let detailsOn = effect.adding(days: dice.roll(9...20))
            try tenancy.record(.lapseAdmission, on: effect.adding(days: 8), ["ground": .string("NO_SHOW")])
            try tenancy.record(.provideBankDetails, on: detailsOn)
            try wireRefunds(on: detailsOn.adding(days: 9))
            return nil
        }
        if dice.chance(8) {
            // After the effect date the advance is lost.
            try withdraw(on: effect.adding(days: dice.roll(1...5)))
            return nil
        }
        var keysOn = effect
        if dice.chance(50) {
            let until = effect.adding(days: dice.roll(10...25))
            try tenancy.record(
                .authoriseLateArrival, on: effect.adding(days: dice.roll(-9 ... -1)), ["until_on": .day(until)])
            keysOn = dice.day(effect.adding(days: 8)...until)
        } else if dice.chance(200) {
            keysOn = effect.adding(days: dice.roll(1...6))
        }
        return try tenancy.record(.handOverKeys, on: keysOn) ? keysOn : nil
    }

    // MARK: The stay

    private mutating func stay(from keysOn: CalendarDate) throws {
        guard let effect = tenancy.tenure.effectiveOn, let termEnd = tenancy.tenure.termEnd else { return }
        let departure = SampleDeparture(keysOn: keysOn, termEnd: termEnd, &dice)
        var agenda = departure.errands(&dice)
        agenda += SamplePayer(&dice).errands(from: keysOn, effect: effect, until: departure.settledOn, &dice)
        if dice.chance(60) {
            agenda.append(SampleErrand(day: dice.day(keysOn...departure.returnedOn), act: .service))
        }
        for (_, errand) in agenda.enumerated().sorted(by: { ($0.1.day, $0.0) < ($1.1.day, $1.0) }) {
            try run(errand)
        }
    }

    private mutating func run(_ errand: SampleErrand) throws {
        let day = errand.day
        switch errand.act {
        case .pay(let percent, let due): try pay(percent, on: day, dueBy: max(day, due))
        case .giveNotice(let departure):
            try tenancy.record(.giveNotice, on: day, ["departure_on": .day(departure)])
        case .returnKeys(let report):
            try tenancy.record(.returnKeys, on: day, ["inventory": .string(report.rawValue)])
        case .service:
            try tenancy.record(
                .chargeService, on: day,
                ["amount_cents": .integer(4_000), "item": .string("CLEANING_EXIT_HOUR"), "vat_bp": .integer(2_000)])
        case .damage:
            let item = dice.pick(["MATTRESS", "LOCK", "WALL", "WINDOW", "FRIDGE"])
            try tenancy.record(
                .invoiceDamage, on: day,
                ["amount_cents": .integer(Int64(dice.roll(6...60)) * 500), "item": .string(item)])
        case .bankDetails: try tenancy.record(.provideBankDetails, on: day)
        case .settle: try tenancy.record(.settleContract, on: day)
        case .wire: try wireRefunds(on: day)
        }
    }

    private mutating func pay(_ percent: Int, on day: CalendarDate, dueBy limit: CalendarDate) throws {
        let owed = tenancy.owed(on: day, dueBy: limit)
        // Partial payers send whole euros; some payers round up.
        var amount = percent == 100 ? owed : Money(cents: owed.cents * Int64(percent) / 10_000 * 100)
        guard amount > .zero else { return }
        if percent == 100, dice.chance(10) { amount = Money(cents: (amount.cents / 1_000 + 1) * 1_000) }
        if dice.chance(4) {
            tenancy.misdirect(amount, on: day, to: "X" + dice.word(7).uppercased())
        } else {
            try tenancy.record(
                .receivePayment, on: day, byCode: dice.chance(500), ["amount_cents": .cents(amount)])
        }
    }
}
