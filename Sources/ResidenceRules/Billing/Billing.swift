public import LedgerValues

/// The postings that make the recorded charges of a contract equal its schedule, day by day (design 4).
public enum Billing {
    /// A posting that is missing, on the day it takes effect.
    public struct Missing: Hashable, Sendable {
        public let effectiveOn: CalendarDate
        public let posting: Posting
    }

    /// Walks each day up to `through` on which the schedule changes, and lists what is missing on it.
    ///
    /// - Parameters:
    ///   - facts: the facts of the contract, filed in order.
    ///   - postings: what is recorded, in log order.
    ///   - nextPosition: a position above every recorded one; missing charges are numbered from it, so that a later
    ///     day of the same walk may take them back.
    /// - Returns: the missing postings in the order of their days, in the order in which they must be recorded: the
    ///   n-th is expected at `nextPosition + n`.
    /// - Throws: ``ScheduleError`` when a tariff is missing; nothing is then to be recorded.
    public static func missing(
        facts: [FiledFact], postings: [FiledPosting], through: CalendarDate, nextPosition: Int64,
        _ context: RuleContext
    ) throws(ScheduleError) -> [Missing] {
        var known = postings
        var missing: [Missing] = []
        var day = facts.first?.moment.day
        if let first = postings.map(\.effectiveOn).min() { day = min(day ?? first, first) }
        // Through the open end everything is billed but an indemnity that nothing has ended yet.
        let openEnded = through >= .openEnd
        while let today = day, today <= through {
            let tenure = Tenure(facts, asOf: today)
            let schedule = try Schedule(
                tenure, facts, asOf: today, horizon: today, indemnityThrough: openEnded ? through : nil, context)
            let posted = PostedState(known, asOf: today)
            for posting in differences(schedule, posted, on: today) {
                known.append(
                    FiledPosting(
                        effectiveOn: today, position: nextPosition + Int64(missing.count), posting: posting))
                missing.append(Missing(effectiveOn: today, posting: posting))
            }
            day = nextChange(after: today, tenure, schedule, facts, known, openEnded: openEnded)
        }
        // What a fact of a later day takes from what these days use is given back on that day.
        let held = HeldMoney(facts, known)
        missing += released(for: held, known)
        if missing.isEmpty { return [] }
        return ordered(missing, HeldMoney(facts, postings), nextPosition: nextPosition)
    }

    /// The next day on which the schedule or the recorded postings change; nil when nothing changes any more.
    private static func nextChange(
        after today: CalendarDate, _ tenure: Tenure, _ schedule: Schedule, _ facts: [FiledFact],
        _ postings: [FiledPosting], openEnded: Bool
    ) -> CalendarDate? {
        var next: CalendarDate?
        func consider(_ day: CalendarDate?) {
            guard let day, day > today, day < next ?? .latest else { return }
            next = day
        }
        for fact in facts { consider(fact.moment.day) }
        for posting in postings { consider(posting.effectiveOn) }
        for month in tenure.aid.keys { consider(month.next.first) }
        // What was paid for a month that had not begun is free once it has.
        for receipt in tenure.receipts { for name in receipt.lines { consider(name.month?.first) } }
        for line in schedule.lines {
            consider(line.takesEffectOn)
            consider(line.dueOn)
        }
        if let first = tenure.firstBilledDay, let last = schedule.billingEnd, today < last {
            consider(first)
            consider(today.month.next.first)
        }
        // While the keys are out, an indemnity takes effect at the end of each month, and the tolerance after a
        // notice ends on its own.
        if !openEnded, tenure.keysOn != nil, tenure.returned == nil, let rightEnd = tenure.rightEnd {
            consider(max(rightEnd, today).adding(days: 1).month.last)
            consider(WorkingDays.next(after: rightEnd).adding(days: 1))
        }
        return next
    }

    /// What must be recorded on `day` for the postings to equal the schedule of that day, in order.
    public static func differences(
        _ schedule: Schedule, _ posted: PostedState, on day: CalendarDate
    ) -> [Posting] {
        var found = chargeDifferences(schedule, posted, on: day)
        var advances = posted.advance
        for (line, amount) in zip(schedule.lines, schedule.advance) where line.isRent {
            let recorded = advances.removeValue(forKey: line.from) ?? .zero
            if amount > recorded { found.append(.advanceApplied(amount - recorded, from: line.from)) }
            if amount < recorded { found.append(.advanceUnapplied(recorded - amount, from: line.from)) }
        }
        for (from, amount) in advances.sorted(by: { $0.key < $1.key }) {
            if amount > .zero { found.append(.advanceUnapplied(amount, from: from)) }
            if amount < .zero { found.append(.advanceApplied(-amount, from: from)) }
        }
        settle(
            posted.advanceCredited, schedule.advanceCredited, &found, { .advanceCredited($0) },
            { .advanceCreditReversed($0) })
        settle(posted.forfeited, schedule.forfeited, &found, { .advanceForfeited($0) }, { .forfeitReversed($0) })
        settle(
            posted.depositOffset, schedule.depositOffset, &found, { .depositOffset($0) },
            { .depositOffsetReversed($0) })
        for ground in DebtRelief.Ground.allCases {
            settle(
                posted.lossReversed[ground] ?? .zero, schedule.lossReversed[ground] ?? .zero, &found,
                { .lossReversed(ground, $0) }, { .lossRestored(ground, $0) })
        }
        for kind in RefundKind.allCases {
            let decided = schedule.refunds.first { $0.kind == kind }
            let recorded = posted.refunds[kind]
            let claimed = kind == .deposit ? schedule.depositClaimed : .zero
            let (wanted, known) = ((decided?.amount ?? .zero) - claimed, recorded?.amount ?? .zero)
            if wanted == known, decided == nil || decided?.decidedDueOn == recorded?.dueOn { continue }
            let left = min(wanted, .zero)
            if known > left { found.append(.refundDecisionReversed(kind, known - left)) }
            // A reversal dated later may stand alone once the decision of an earlier day was taken back there.
            let missing = wanted - min(known, left)
            if missing > .zero, let due = decided?.decidedDueOn ?? recorded?.dueOn {
                found.append(.refundDecided(kind, missing, dueOn: due))
            }
        }
        // What is taken back comes before what is applied, so that no balance is negative in between.
        return found.filter(isReversal) + found.filter { !isReversal($0) }
    }

    private static func chargeDifferences(
        _ schedule: Schedule, _ posted: PostedState, on day: CalendarDate
    ) -> [Posting] {
        var reversals: [Posting] = []
        var dueDays: [Posting] = []
        var again: [Posting] = []
        var wanted = schedule.lines.filter { line in
            switch line.composition {
            case .sundry, .carriedOver: return false
            case .rent, .indemnity, .shortStay, .reclaim: break
            }
            return line.takesEffectOn.map { $0 <= day } ?? false
        }
        for charge in posted.charges {
            let index = wanted.firstIndex { $0.chargesTheSame(as: charge.line) }
            let line = index.map { wanted.remove(at: $0) }
            let surplus = charge.count - (line == nil ? 0 : 1)
            for _ in 0..<max(0, surplus) {
                reversals.append(.chargeReversed(charge.line, charge: charge.position))
            }
            for _ in 0..<max(0, -surplus) { again.append(.charged(line ?? charge.line)) }
            if let line, surplus >= 0, line.dueOn != charge.line.dueOn {
                dueDays.append(.dueDaySet(charge: charge.position, dueOn: line.dueOn))
            }
        }
        for line in schedule.voided {
            guard case .sundry(_, let position) = line.composition, !posted.reversedServices.contains(position) else {
                continue
            }
            reversals.append(.chargeReversed(line, charge: position))
        }
        return reversals + dueDays + again + wanted.map(Posting.charged)
    }

    private static func settle(
        _ recorded: Money, _ wanted: Money, _ found: inout [Posting], _ more: (Money) -> Posting,
        _ less: (Money) -> Posting
    ) {
        if wanted > recorded { found.append(more(wanted - recorded)) }
        if wanted < recorded { found.append(less(recorded - wanted)) }
    }

    private static func isReversal(_ posting: Posting) -> Bool {
        switch posting {
        case .chargeReversed, .advanceUnapplied, .advanceCreditReversed, .forfeitReversed, .depositOffsetReversed,
            .refundDecisionReversed, .lossReversed:
            true
        case .charged, .dueDaySet, .advanceApplied, .advanceCredited, .advanceForfeited, .depositOffset,
            .refundDecided, .lossRestored:
            false
        }
    }
}
