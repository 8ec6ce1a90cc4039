import LedgerValues

/// Advance and deposit held for a contract at the end of each day, as facts and recorded postings make them.
///
/// The books never hold less than nothing, at any position and for any day (design 4): what would take more than there
/// is comes after the postings that give it back.
struct HeldMoney {
    /// In cents.
    struct Amounts: Hashable {
        var advance = Money.zero
        var deposit = Money.zero

        static func + (left: Amounts, right: Amounts) -> Amounts {
            Amounts(advance: left.advance + right.advance, deposit: left.deposit + right.deposit)
        }

        static func - (left: Amounts, right: Amounts) -> Amounts {
            Amounts(advance: left.advance - right.advance, deposit: left.deposit - right.deposit)
        }

        var isShort: Bool { advance < .zero || deposit < .zero }
    }

    /// What changes on each day, in the order of the days.
    private var changes: [(day: CalendarDate, amounts: Amounts)] = []

    /// - Parameters:
    ///   - facts: the facts of the contract, filed in order.
    ///   - postings: what is recorded, in log order.
    init(_ facts: [FiledFact], _ postings: [FiledPosting]) {
        var tenure = Tenure()
        var before = Amounts()
        for fact in facts {
            tenure.apply(fact)
            let after = Amounts(advance: tenure.advance, deposit: tenure.deposit)
            add(after - before, on: fact.moment.day)
            before = after
        }
        for posting in postings { add(posting.posting.heldChange, on: posting.effectiveOn) }
    }

    /// Adds a change that takes effect on `day`.
    mutating func add(_ amounts: Amounts, on day: CalendarDate) {
        guard amounts != Amounts() else { return }
        let index = changes.firstIndex { $0.day >= day } ?? changes.count
        if index < changes.count, changes[index].day == day {
            changes[index].amounts = changes[index].amounts + amounts
        } else {
            changes.insert((day, amounts), at: index)
        }
    }

    /// The first day at whose end less than nothing is held, with what is held then.
    var firstShort: (day: CalendarDate, held: Amounts)? {
        var held = Amounts()
        for change in changes {
            held = held + change.amounts
            if held.isShort { return (change.day, held) }
        }
        return nil
    }
}

extension Billing {
    /// The postings that must be recorded before `facts`, so that none of them leaves less than nothing held: an advance
    /// that goes back is taken off its rents first, a deposit out of what it was set off against or refunded by.
    ///
    /// They need no tariff and refuse nothing; the next billing puts right what it would divide otherwise.
    ///
    /// - Parameters:
    ///   - facts: decided and not recorded yet.
    ///   - known: the facts of the contract, filed in order.
    ///   - postings: what is recorded, in log order.
    public static func released(
        by facts: [ContractFact], at moment: EffectiveMoment, known: [FiledFact], postings: [FiledPosting]
    ) -> [Missing] {
        var filed = known
        for fact in facts { filed.file(FiledFact(moment: moment, position: .max, fact: fact)) }
        return released(for: HeldMoney(filed, postings), postings)
    }

    /// What is taken back on each day on which `held` is short.
    static func released(for held: HeldMoney, _ postings: [FiledPosting]) -> [Missing] {
        var held = held
        var known = postings
        var released: [Missing] = []
        while let short = held.firstShort {
            let posted = PostedState(known, asOf: short.day)
            for posting in posted.released(short.held) {
                held.add(posting.heldChange, on: short.day)
                known.append(FiledPosting(effectiveOn: short.day, position: .max, posting: posting))
                released.append(Missing(effectiveOn: short.day, posting: posting))
            }
        }
        return released
    }

    /// `missing` in an order in which nothing held is ever short: in the order of the days, unless what a later day gives
    /// back must come first. Charges that are named keep their names.
    ///
    /// - Parameter held: what is held before any of them.
    static func ordered(_ missing: [Missing], _ held: HeldMoney, nextPosition: Int64) -> [Missing] {
        var held = held
        let isSafe = missing.allSatisfy { posting in
            held.add(posting.posting.heldChange, on: posting.effectiveOn)
            return held.firstShort == nil
        }
        if isSafe { return missing }
        let givesBack = missing.indices.filter { missing[$0].posting.givesHeldMoneyBack }
        let order = givesBack + missing.indices.filter { !missing[$0].posting.givesHeldMoneyBack }
        var places: [Int64: Int64] = [:]
        for (place, index) in order.enumerated() {
            places[nextPosition + Int64(index)] = nextPosition + Int64(place)
        }
        return order.map { index in
            Missing(
                effectiveOn: missing[index].effectiveOn, posting: missing[index].posting.naming { places[$0] ?? $0 })
        }
    }
}

extension PostedState {
    /// The postings to take back for nothing to be held below zero, refunds first, the latest rents first.
    fileprivate func released(_ held: HeldMoney.Amounts) -> [Posting] {
        var found: [Posting] = []
        func take(_ short: inout Money, from recorded: Money, _ back: (Money) -> Posting) {
            let amount = min(short, max(.zero, recorded))
            guard amount > .zero else { return }
            found.append(back(amount))
            short -= amount
        }
        func refund(_ kind: RefundKind) -> Money { refunds[kind]?.amount ?? .zero }
        var advanceShort = max(.zero, -held.advance)
        take(&advanceShort, from: refund(.advance)) { .refundDecisionReversed(.advance, $0) }
        take(&advanceShort, from: forfeited) { .forfeitReversed($0) }
        take(&advanceShort, from: advanceCredited) { .advanceCreditReversed($0) }
        for (from, amount) in advance.sorted(by: { $0.key > $1.key }) {
            take(&advanceShort, from: amount) { .advanceUnapplied($0, from: from) }
        }
        var depositShort = max(.zero, -held.deposit)
        take(&depositShort, from: refund(.deposit)) { .refundDecisionReversed(.deposit, $0) }
        take(&depositShort, from: depositOffset) { .depositOffsetReversed($0) }
        // A deposit that went over to another contract before it went back is a claim (decision 0088).
        take(&advanceShort, from: advanceShort) { .refundDecisionReversed(.advance, $0) }
        take(&depositShort, from: depositShort) { .refundDecisionReversed(.deposit, $0) }
        return found
    }
}

extension Posting {
    /// What the posting adds to the advance and the deposit held.
    var heldChange: HeldMoney.Amounts {
        switch self {
        case .charged, .chargeReversed, .dueDaySet, .lossReversed, .lossRestored: .init()
        case .advanceApplied(let amount, _), .advanceCredited(let amount), .advanceForfeited(let amount),
            .refundDecided(.advance, let amount, _):
            .init(advance: -amount)
        case .advanceUnapplied(let amount, _), .advanceCreditReversed(let amount), .forfeitReversed(let amount),
            .refundDecisionReversed(.advance, let amount):
            .init(advance: amount)
        case .depositOffset(let amount), .refundDecided(.deposit, let amount, _): .init(deposit: -amount)
        case .depositOffsetReversed(let amount), .refundDecisionReversed(.deposit, let amount): .init(deposit: amount)
        case .refundDecided, .refundDecisionReversed: .init()
        }
    }

    fileprivate var givesHeldMoneyBack: Bool { heldChange.advance > .zero || heldChange.deposit > .zero }

    /// The same with the charge it names under another position.
    fileprivate func naming(_ position: (Int64) -> Int64) -> Posting {
        switch self {
        case .chargeReversed(let line, let charge): .chargeReversed(line, charge: position(charge))
        case .dueDaySet(let charge, let due): .dueDaySet(charge: position(charge), dueOn: due)
        case .charged, .advanceApplied, .advanceUnapplied, .advanceCredited, .advanceCreditReversed,
            .advanceForfeited, .forfeitReversed, .depositOffset, .depositOffsetReversed, .refundDecided,
            .refundDecisionReversed, .lossReversed, .lossRestored:
            self
        }
    }
}

extension ContractFact {
    /// Whether the fact takes from the advance or the deposit held.
    public var lowersHeldMoney: Bool {
        if case .moneyReturned(let back) = self { return back.purpose.isHeld }
        if case .allocationUndone(let undoing) = self { return undoing.purpose.isHeld }
        if case .depositTransferred = self { return true }
        return false
    }
}

extension MoneyReceived.Purpose {
    /// Whether money of the purpose is held until a rule uses it.
    fileprivate var isHeld: Bool {
        switch self {
        case .advance, .deposit: true
        case .payment, .aid, .unallocated: false
        }
    }
}
