public import LedgerValues
public import ResidenceRules

/// One step of an explanation: a rule at work, with the figures it took.
public enum Reason: Hashable, Sendable {
    /// Billed from the effect date on, whether the student came or not.
    case fromEffectDate(CalendarDate)
    /// The keys came before the effect date: billed from their day on.
    case fromEarlyKeys(CalendarDate)
    /// The Crous deferred the effect: billed from the keys on.
    case fromDeferredKeys(CalendarDate)
    /// The books before billed the earlier days of a tenancy taken over: no rule of this ledger chose the day.
    case fromTakeover(CalendarDate)
    /// The row in force on the first day of the line.
    case tariff(TariffRowID, monthly: Money)
    /// The whole month at the monthly total.
    case wholeMonth(Money)
    /// Days of an incomplete month, each a thirtieth.
    case thirtieths(Int, each: Money)
    /// Days of an incomplete month, as an exact share of the monthly total: a policy.
    case share(thirtieths: Int, of: Money)
    /// The coefficient voted with the row, in basis points.
    case coefficient(Int64)
    /// Billed to the last day of the decision.
    case toTermEnd(CalendarDate)
    /// Billed to the expiry of a notice.
    case toNoticeExpiry(CalendarDate, given: CalendarDate)
    /// Left without a notice: billed to the end of the month that the key return starts.
    case toDepartureWithoutNotice(CalendarDate, returned: CalendarDate)
    /// Billed to the effective day of a repeal.
    case toRepeal(CalendarDate)
    /// Billed to the day of the tenant's death (section 16 on R-073).
    case toDeath(CalendarDate)
    /// The first rent is due at the keys; nil while they are not handed over.
    case dueAtKeys(CalendarDate?)
    /// Due in arrears, on the first of the next month.
    case dueInArrears(CalendarDate)
    /// A short stay is due by its arrival day.
    case dueByArrival(CalendarDate)
    /// Due on the day of the charge, or on the day it names: no rule chose it.
    case dueOn(CalendarDate)
    /// The advance deducted from the first rent.
    case advanceDeducted(Money)
    /// What the first rent left of the advance, deducted from a later one.
    case advanceCarried(Money)
    /// The keys were still out after the right had ended.
    case withoutRight(since: CalendarDate)
    /// The base of an indemnity: the tariff in thirtieths, or a base that the Crous supplied.
    case indemnityBase(Money, thirtieths: Int, supplied: Bool)
    /// Added for each month begun.
    case indemnitySurcharge(Money)
    /// A service, a damage or a cost put on the account, without tax.
    case sundry(SundryCharge.Kind, item: Code, net: Money)
    /// Nights of a short stay, booked or added later, at the price of one without tax.
    case nights(Int64, each: Money, added: Bool)
    /// What a cancellation or an absence leaves to pay of a short stay.
    case retained(ShortStay.Outcome)
    /// What the books before a takeover left unpaid: no rule of this ledger charged it.
    case carriedOver(Code)
    /// A refund that was wired of money that has gone back since (section 16 on R-012).
    case reclaim(RefundKind, Money)
    /// What the CAF paid of the month.
    case housingAid(Money)
    /// What a recorded decision took off the debt: written off, remitted or prescribed.
    case relieved(Money)
    /// Tax on it.
    case tax(Money)
    /// A refund and its deadline.
    case refund(RefundKind, Money, due: CalendarDate, rule: RefundRule)
    /// The part of the deposit set off against what was owed at the settlement.
    case depositSetOff(Money)
    /// Nothing is wired without bank details.
    case refundBlocked
    /// The advance stays with the Crous.
    case forfeited(Money)

    /// The rule that owes a refund.
    public enum RefundRule: Hashable, Sendable {
        case beforeEffect, exception, neverStarted, repeal, death, departure, housingAid, guarantor, unallocated
        case stayEnded(ShortStay.Outcome)
    }
}

extension Reason {
    /// A figure of a step, with its unit.
    public enum Figure: Hashable, Sendable {
        case cents(Money)
        case number(Int64)
        case day(CalendarDate)
        case name(String)
    }

    /// A stable name, for programs.
    public var name: String {
        switch self {
        case .fromEffectDate: "from_effect_date"
        case .fromEarlyKeys: "from_early_keys"
        case .fromDeferredKeys: "from_deferred_keys"
        case .fromTakeover: "from_takeover"
        case .tariff: "tariff"
        case .wholeMonth: "whole_month"
        case .thirtieths: "thirtieths"
        case .share: "share"
        case .coefficient: "coefficient"
        case .toTermEnd: "to_term_end"
        case .toNoticeExpiry: "to_notice_expiry"
        case .toDepartureWithoutNotice: "to_departure_without_notice"
        case .toRepeal: "to_repeal"
        case .toDeath: "to_death"
        case .dueAtKeys: "due_at_keys"
        case .dueInArrears: "due_in_arrears"
        case .dueByArrival: "due_by_arrival"
        case .dueOn: "due_on"
        case .advanceDeducted: "advance_deducted"
        case .advanceCarried: "advance_carried"
        case .withoutRight: "without_right"
        case .indemnityBase: "indemnity_base"
        case .indemnitySurcharge: "indemnity_surcharge"
        case .sundry: "sundry"
        case .nights: "nights"
        case .retained: "retained"
        case .carriedOver: "carried_over"
        case .reclaim: "reclaim"
        case .housingAid: "housing_aid"
        case .relieved: "relieved"
        case .tax: "tax"
        case .refund: "refund"
        case .depositSetOff: "deposit_set_off"
        case .refundBlocked: "refund_blocked"
        case .forfeited: "forfeited"
        }
    }

    /// The rules behind the step; none behind what the books before or a command said.
    public var rules: [String] {
        switch self {
        case .fromEffectDate: ["R-049"]
        case .fromEarlyKeys: ["R-053"]
        case .fromDeferredKeys: ["R-051"]
        case .tariff: ["R-041", "R-046"]
        case .wholeMonth, .thirtieths: ["R-044", "R-045"]
        case .share: ["R-044", "A-01"]
        case .coefficient: ["R-182"]
        case .toTermEnd: ["R-070"]
        case .toNoticeExpiry: ["R-071", "R-072"]
        case .toDepartureWithoutNotice: ["R-074"]
        case .toRepeal: ["R-100"]
        case .toDeath: ["R-073"]
        case .dueAtKeys: ["R-052"]
        case .dueInArrears: ["R-043"]
        case .dueByArrival: ["R-170"]
        case .advanceDeducted: ["R-055"]
        case .advanceCarried: ["R-057"]
        case .withoutRight: ["R-073", "R-103"]
        case .indemnityBase, .indemnitySurcharge: ["R-104"]
        case .sundry(let kind, _, _):
            switch kind {
            case .service: ["R-140"]
            case .damage: ["R-142"]
            case .cost: ["R-190"]
            }
        case .nights(_, _, let added): [added ? "R-173" : "R-171"]
        case .retained(let outcome): [Self.rule(outcome)]
        case .fromTakeover, .carriedOver, .dueOn: []
        case .reclaim: ["R-012"]
        case .housingAid: ["R-200"]
        case .relieved: ["R-201"]
        case .tax: ["R-180"]
        case .refund(_, _, _, let rule):
            switch rule {
            case .beforeEffect: ["R-058"]
            case .exception: ["R-061"]
            case .neverStarted: ["R-068"]
            case .repeal: ["R-100"]
            case .death: ["R-073"]
            case .stayEnded(let outcome): [Self.rule(outcome)]
            case .departure: ["R-065"]
            case .housingAid: ["R-200", "R-202"]
            case .guarantor: ["R-124", "R-202"]
            case .unallocated: ["R-202"]
            }
        case .depositSetOff: ["R-065"]
        case .refundBlocked: ["R-059"]
        case .forfeited: ["R-060", "R-062"]
        }
    }

    /// The rule of what a cancellation or an absence costs.
    private static func rule(_ outcome: ShortStay.Outcome) -> String {
        switch outcome {
        case .fullRefund: "R-175"
        case .firstNightRetained: "R-176"
        case .noShow: "R-177"
        }
    }

    /// The figures of the step, under the names that programs read.
    public var figures: [(name: String, value: Figure)] {
        switch self {
        case .fromEffectDate(let day), .fromEarlyKeys(let day), .fromDeferredKeys(let day), .fromTakeover(let day):
            [("from_on", .day(day))]
        case .tariff(let row, let monthly): [("monthly_cents", .cents(monthly)), ("row", .name(row.text))]
        case .wholeMonth(let total): [("monthly_cents", .cents(total))]
        case .thirtieths(let count, let each):
            [("thirtieth_cents", .cents(each)), ("thirtieths", .number(Int64(count)))]
        case .share(let count, let total):
            [("monthly_cents", .cents(total)), ("thirtieths", .number(Int64(count)))]
        case .coefficient(let points): [("coefficient_bp", .number(points))]
        case .toTermEnd(let day), .toRepeal(let day), .toDeath(let day): [("to_on", .day(day))]
        case .toNoticeExpiry(let day, let given): [("given_on", .day(given)), ("to_on", .day(day))]
        case .toDepartureWithoutNotice(let day, let returned): [("returned_on", .day(returned)), ("to_on", .day(day))]
        case .dueAtKeys(let day): day.map { [("due_on", .day($0))] } ?? []
        case .dueInArrears(let day), .dueByArrival(let day), .dueOn(let day): [("due_on", .day(day))]
        case .advanceDeducted(let amount), .advanceCarried(let amount): [("advance_cents", .cents(amount))]
        case .withoutRight(let day): [("since_on", .day(day))]
        case .indemnityBase(let base, let count, _):
            [("base_cents", .cents(base)), ("thirtieths", .number(Int64(count)))]
        case .indemnitySurcharge(let amount): [("surcharge_cents", .cents(amount))]
        case .sundry(_, let item, let net): [("item", .name(item.text)), ("net_cents", .cents(net))]
        case .nights(let count, let each, _): [("night_cents", .cents(each)), ("nights", .number(count))]
        case .retained: []
        case .carriedOver(let item): [("item", .name(item.text))]
        case .reclaim(let kind, let amount): [("amount_cents", .cents(amount)), ("kind", .name(kind.rawValue))]
        case .housingAid(let amount): [("aid_cents", .cents(amount))]
        case .relieved(let amount): [("relieved_cents", .cents(amount))]
        case .tax(let amount): [("vat_cents", .cents(amount))]
        case .refund(let kind, let amount, let due, _):
            [("amount_cents", .cents(amount)), ("due_on", .day(due)), ("kind", .name(kind.rawValue))]
        case .depositSetOff(let amount): [("amount_cents", .cents(amount))]
        case .refundBlocked: []
        case .forfeited(let amount): [("amount_cents", .cents(amount))]
        }
    }
}
