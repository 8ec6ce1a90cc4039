import LedgerValues
import Projections
import ResidenceRules

/// The entries of a tenant's account by what they are about, and what no letter has taken of each yet.
struct LetteringPools {
    /// What an entry is about; entries of one pool say the same thing, more of it or less.
    enum Pool: Hashable {
        /// A charge and what takes it back.
        case line(LineKey)
        /// Money received, by the position that the fold of the money knows it by, and its return.
        case receipt(Int64)
        /// The credit that a tenancy brought along.
        case takenOver
        /// Advance taken off the rent that begins on a day.
        case advance(CalendarDate)
        case advanceCredited
        case deposit
        case loss(DebtRelief.Ground)
        case refund(RefundKind)
        /// Credits that the Crous keeps.
        case creditEnd
        /// Housing aid of a month that went back.
        case clawback(Month)

        init(_ source: Settlement.Source) {
            switch source {
            case .receipt(let position): self = .receipt(position)
            case .takenOver: self = .takenOver
            case .advanceCredited: self = .advanceCredited
            case .deposit: self = .deposit
            }
        }
    }

    struct Entry {
        let position: Int64
        /// The day on which the books take it.
        let on: CalendarDate
        let amount: Money
    }

    /// A part of a group: so much of an entry.
    struct Piece {
        let group: Int32
        let entry: Int32
        var amount: Money
        fileprivate let slot: Int32
    }

    /// An entry in a pool; only what was taken over is in several of them.
    private struct Slot {
        let entry: Int32
        /// What no group has taken.
        var rest: Money
        let previous: Int32
        var next: Int32 = -1
    }

    /// By rising position.
    private(set) var entries: [Entry] = []
    private(set) var groupCount = 0
    private var slots: [Slot] = []
    private var ends: [Pool: (first: Int32, last: Int32)] = [:]
    private var pieces: [Piece] = []
    /// The number of pieces when the group at work was begun.
    private var begun = 0

    /// What each group takes of each entry, by entry; without what a group takes and gives back.
    var mergedPieces: [Piece] {
        var merged: [Piece] = []
        merged.reserveCapacity(pieces.count)
        for piece in pieces.sorted(by: { ($0.entry, $0.group) < ($1.entry, $1.group) }) {
            if let last = merged.last, last.entry == piece.entry, last.group == piece.group {
                merged[merged.count - 1].amount += piece.amount
            } else {
                if merged.last?.amount == .zero { merged.removeLast() }
                merged.append(piece)
            }
        }
        if merged.last?.amount == .zero { merged.removeLast() }
        return merged
    }
}

// MARK: - Entries

extension LetteringPools {
    private struct Filed {
        let position: Int64
        let on: CalendarDate
        let amount: Money
        let pool: Pool
        /// The position of the entry that it takes back; nil when it names none.
        var back: Int64?
    }

    /// The entries of `state` that took effect by the end of `day`.
    init(_ state: ContractState, through day: CalendarDate, late: [Int64: CalendarDate]) {
        var filed: [Filed] = []
        filed.reserveCapacity(state.facts.count + state.postings.count)
        func add(_ position: Int64, _ on: CalendarDate, _ amount: Money, _ pool: Pool, _ back: Int64?) {
            let on = late.isEmpty ? on : late[position] ?? on
            if amount != .zero {
                filed.append(Filed(position: position, on: on, amount: amount, pool: pool, back: back))
            }
        }
        var takeover: (terms: Takeover, position: Int64)?
        for fact in state.facts where fact.moment.day <= day {
            if case .contractTakenOver(let terms) = fact.fact { takeover = (terms, fact.position) }
            guard let (pool, back) = fact.fact.pool(fact.position) else { continue }
            add(fact.position, fact.moment.day, Bookkeeping.movements(of: fact.fact).tenants, pool, back)
        }
        for posting in state.postings where posting.effectiveOn <= day {
            guard let (pool, back) = posting.posting.pool else { continue }
            add(
                posting.position, posting.effectiveOn, Bookkeeping.movements(of: posting.posting).tenants, pool, back)
        }
        filed.sort { $0.position < $1.position }
        entries.reserveCapacity(filed.count)
        slots.reserveCapacity(filed.count)
        pieces.reserveCapacity(filed.count * 2)
        ends.reserveCapacity(filed.count)
        for entry in filed {
            entries.append(Entry(position: entry.position, on: entry.on, amount: entry.amount))
            if let takeover, takeover.position == entry.position {
                bring(takeover.terms, at: takeover.position)
            } else {
                let slot = put(entry.amount, into: entry.pool)
                if slots[Int(slot)].previous >= 0 { takeBack(slot, naming: entry.back) }
            }
        }
    }

    /// What a tenancy brings along is one entry: items that are open, less a credit.
    private mutating func bring(_ terms: Takeover, at position: Int64) {
        for (index, item) in terms.items.enumerated() where item.amount != .zero {
            _ = put(item.amount, into: .line(.carriedOver(position: position, index: index)))
        }
        if terms.credit != .zero { _ = put(-terms.credit, into: .takenOver) }
    }

    /// Puts the latest entry, or a part of it, into a pool.
    private mutating func put(_ amount: Money, into pool: Pool) -> Int32 {
        let slot = Int32(slots.count)
        func swapLast(_ ends: inout (first: Int32, last: Int32)) -> Int32 {
            defer { ends.last = slot }
            return ends.last
        }
        let previous = swapLast(&ends[pool, default: (slot, -1)])
        slots.append(Slot(entry: Int32(entries.count - 1), rest: amount, previous: previous))
        if previous >= 0 { slots[Int(previous)].next = slot }
        return slot
    }

    /// Letters the latest entry of a pool with what it takes back: the entry that it names, one of the same amount, or
    /// the latest ones.
    private mutating func takeBack(_ slot: Int32, naming named: Int64?) {
        var same: Int32 = -1
        var other = slots[Int(slot)].previous
        while other >= 0 {
            if areOpposite(slot, other) {
                let isNamed = entries[Int(slots[Int(other)].entry)].position == named
                if isNamed || (same < 0 && slots[Int(other)].rest == -slots[Int(slot)].rest) { same = other }
                if isNamed { break }
            }
            other = slots[Int(other)].previous
        }
        begin()
        if same >= 0 { pair(slot, same) }
        other = slots[Int(slot)].previous
        while other >= 0, slots[Int(slot)].rest != .zero {
            if areOpposite(slot, other) { pair(slot, other) }
            other = slots[Int(other)].previous
        }
        commit()
    }

    private func areOpposite(_ one: Int32, _ other: Int32) -> Bool {
        let (one, other) = (slots[Int(one)].rest, slots[Int(other)].rest)
        return one < .zero && other > .zero || one > .zero && other < .zero
    }

    private mutating func pair(_ one: Int32, _ other: Int32) {
        let (rest, back) = (slots[Int(one)].rest, slots[Int(other)].rest)
        let part = rest > .zero ? min(rest, -back) : max(rest, -back)
        take(part, from: one)
        take(-part, from: other)
    }
}

// MARK: - Groups

extension LetteringPools {
    private mutating func begin() { begun = pieces.count }

    /// Ends the group at work, if it took anything.
    private mutating func commit() { if pieces.count > begun { groupCount += 1 } }

    /// Gives back what the group at work took.
    private mutating func rollback() {
        for piece in pieces[begun...] { slots[Int(piece.slot)].rest += piece.amount }
        pieces.removeSubrange(begun...)
    }

    private mutating func take(_ amount: Money, from slot: Int32) {
        slots[Int(slot)].rest -= amount
        pieces.append(
            Piece(group: Int32(groupCount), entry: slots[Int(slot)].entry, amount: amount, slot: slot))
    }

    /// Takes up to `amount` from a pool, a credit when it is negative, oldest entry first.
    ///
    /// - Parameter preferred: the position of the entry to begin with.
    /// - Returns: what was taken, in cents.
    private mutating func take(upTo amount: Money, from pool: Pool, first preferred: Int64? = nil) -> Money {
        guard amount != .zero, let ends = ends[pool] else { return .zero }
        var left = amount
        func next(_ slots: [Slot], _ slot: Int32) -> Money {
            let rest = slots[Int(slot)].rest
            return left > .zero ? max(.zero, min(left, rest)) : min(.zero, max(left, rest))
        }
        for isPreferred in preferred == nil ? [false] : [true, false] {
            var slot = ends.first
            while slot >= 0, left != .zero {
                if !isPreferred || entries[Int(slots[Int(slot)].entry)].position == preferred {
                    let part = next(slots, slot)
                    if part != .zero {
                        take(part, from: slot)
                        left -= part
                    }
                }
                slot = slots[Int(slot)].next
            }
        }
        return amount - left
    }

    /// Takes all that is left of a pool.
    private mutating func takeAll(of pool: Pool) -> Money {
        var sum = Money.zero
        var slot = ends[pool]?.first ?? -1
        while slot >= 0 {
            let rest = slots[Int(slot)].rest
            if rest != .zero { take(rest, from: slot) }
            sum += rest
            slot = slots[Int(slot)].next
        }
        return sum
    }
}

// MARK: - What settles what

extension LetteringPools {
    /// Letters each charged line that nothing is open of with what settled it.
    ///
    /// - Returns: the places of the charged lines that have no letter: something is open of them, or the books do not hold
    ///   yet what settled them.
    mutating func settle(_ lines: [ContractStatement.Line]) -> [Int] {
        var unlettered: [Int] = []
        for (index, line) in lines.enumerated() where line.position != nil && line.charge.amount != .zero {
            begin()
            if line.open == .zero, takeWhole(line) {
                commit()
            } else {
                rollback()
                unlettered.append(index)
            }
        }
        return unlettered
    }

    private mutating func takeWhole(_ line: ContractStatement.Line) -> Bool {
        let amount = line.charge.amount
        guard take(upTo: amount, from: .line(line.charge.key), first: line.position) == amount,
            take(upTo: -line.advance, from: .advance(line.charge.from)) == -line.advance
        else { return false }
        for settlement in line.settlements
        where take(upTo: -settlement.amount, from: Pool(settlement.source)) != -settlement.amount { return false }
        for (ground, amount) in line.losses where take(upTo: -amount, from: .loss(ground)) != -amount { return false }
        return true
    }

    /// Letters what went back of a credit, of housing aid and of a guarantor's money with the money that it was.
    mutating func giveBack(_ account: ContractAccount) {
        giveBackCredit(account.givenBack)
        let receipts = account.tenure.receipts
        var owedBack = account.aidOwedBack
        for (clawback, _) in account.tenure.clawbacks {
            if clawback.settlement == .owed { owedBack.insert(clawback.month) }
            giveBack(.clawback(clawback.month), of: receipts.filter { $0.month == clawback.month })
        }
        if !owedBack.isEmpty {
            giveBack(.refund(.aid), of: receipts.filter { $0.month.map(owedBack.contains) ?? false })
        }
        if ends[.refund(.guarantor)] != nil {
            giveBack(.refund(.guarantor), of: receipts.filter { $0.remittance.payer == .guarantor })
        }
    }

    private mutating func giveBackCredit(_ givenBack: [Settlement]) {
        guard !givenBack.isEmpty else { return }
        begin()
        var sum = takeAll(of: .creditEnd) + takeAll(of: .refund(.credit))
        for part in givenBack { sum += take(upTo: -part.amount, from: Pool(part.source)) }
        if sum == .zero { commit() } else { rollback() }
    }

    /// Letters all that is left of a pool with what no line took of `receipts`.
    private mutating func giveBack(_ pool: Pool, of receipts: [MoneyReceived]) {
        begin()
        var sum = takeAll(of: pool)
        for receipt in receipts where sum > .zero { sum += take(upTo: -sum, from: .receipt(receipt.position)) }
        if sum == .zero { commit() } else { rollback() }
    }
}

// MARK: - Rests

extension LetteringPools {
    /// Letters what is left of entries that are tied in whatever way, once all of it sums to zero.
    mutating func settleRests(_ account: ContractAccount, _ unlettered: [Int]) {
        guard slots.reduce(0, { $0 + ($1.rest == .zero ? 0 : 1) }) > 1 else { return }
        var ties = Ties(entries.count)
        for slot in slots where slot.rest != .zero {
            // Whatever is left in one pool belongs together.
            var other = slot.next
            while other >= 0, slots[Int(other)].rest == .zero { other = slots[Int(other)].next }
            if other >= 0 { ties.tie(slot.entry, slots[Int(other)].entry) }
        }
        tieMoney(account, unlettered, &ties)
        var sums = [(sum: Money, count: Int)](repeating: (.zero, 0), count: entries.count)
        for slot in slots where slot.rest != .zero {
            let top = Int(ties.root(slot.entry))
            sums[top] = (sums[top].sum + slot.rest, sums[top].count + 1)
        }
        for top in entries.indices where sums[top].sum == .zero && sums[top].count > 1 {
            begin()
            for slot in slots.indices where slots[slot].rest != .zero && ties.root(slots[slot].entry) == Int32(top) {
                take(slots[slot].rest, from: Int32(slot))
            }
            commit()
        }
    }

    private func tieMoney(_ account: ContractAccount, _ unlettered: [Int], _ ties: inout Ties) {
        func tie(_ one: Pool, _ other: Pool) {
            if let one = firstOpen(one), let other = firstOpen(other) { ties.tie(one, other) }
        }
        for line in unlettered.map({ account.lines[$0] }) {
            let charge = Pool.line(line.charge.key)
            if line.advance != .zero { tie(charge, .advance(line.charge.from)) }
            for settlement in line.settlements { tie(charge, Pool(settlement.source)) }
            for ground in line.losses.keys { tie(charge, .loss(ground)) }
        }
        for part in account.givenBack {
            tie(.refund(.credit), Pool(part.source))
            tie(.creditEnd, Pool(part.source))
        }
        for receipt in account.tenure.receipts {
            if let month = receipt.month {
                tie(.clawback(month), .receipt(receipt.position))
                if account.aidOwedBack.contains(month) { tie(.refund(.aid), .receipt(receipt.position)) }
            }
            if receipt.remittance.payer == .guarantor { tie(.refund(.guarantor), .receipt(receipt.position)) }
        }
    }

    /// The first entry of a pool that something is left of.
    private func firstOpen(_ pool: Pool) -> Int32? {
        var slot = ends[pool]?.first ?? -1
        while slot >= 0 {
            if slots[Int(slot)].rest != .zero { return slots[Int(slot)].entry }
            slot = slots[Int(slot)].next
        }
        return nil
    }

    /// Entries that belong together: for each of them another one, or itself.
    private struct Ties {
        private var parents: [Int32]

        init(_ count: Int) { parents = (0..<Int32(count)).map { $0 } }

        mutating func root(_ entry: Int32) -> Int32 {
            var top = entry
            while parents[Int(top)] != top { top = parents[Int(top)] }
            parents[Int(entry)] = top
            return top
        }

        mutating func tie(_ one: Int32, _ other: Int32) { parents[Int(root(one))] = root(other) }
    }
}

// MARK: - Pools of entries

extension Movements {
    /// What moves on the tenants' account, in cents.
    fileprivate var tenants: Money {
        var amount = Money.zero
        for movement in self where movement.account == .tenants { amount += movement.amount }
        return amount
    }
}

extension ContractFact {
    /// Where an entry of the fact at `position` belongs, with the position of what it takes back, if it does; nil for a fact
    /// that moves nothing on the tenants' account.
    fileprivate func pool(_ position: Int64) -> (LetteringPools.Pool, back: Int64?)? {
        switch self {
        case .paymentReceived, .housingAidReceived, .receiptAllocated: (.receipt(position), nil)
        case .moneyReturned(let back): (.receipt(back.receipt), back.receipt)
        case .allocationUndone(let undoing): (.receipt(undoing.allocation), undoing.allocation)
        case .housingAidClawedBack(let clawback): (.clawback(clawback.month), nil)
        case .debtRelieved(let relief): (.loss(relief.ground), nil)
        case .reliefRevoked(let named, let relief): (.loss(relief.ground), named)
        case .creditEnded: (.creditEnd, nil)
        case .creditEndRevoked(let named, _): (.creditEnd, named)
        case .sundryCharged: (.line(.sundry(position: position)), nil)
        case .chargeCancelled(let charge, _): (.line(.sundry(position: charge)), charge)
        case .contractTakenOver: (.takenOver, nil)
        default: nil
        }
    }
}

extension Posting {
    /// Where its entry belongs, with the position of what it takes back, if it names it.
    fileprivate var pool: (LetteringPools.Pool, back: Int64?)? {
        switch self {
        case .charged(let line): (.line(line.key), nil)
        case .chargeReversed(let line, let charge): (.line(line.key), charge)
        case .advanceApplied(_, let from), .advanceUnapplied(_, let from): (.advance(from), nil)
        case .advanceCredited, .advanceCreditReversed: (.advanceCredited, nil)
        case .depositOffset, .depositOffsetReversed: (.deposit, nil)
        case .refundDecided(let kind, _, _), .refundDecisionReversed(let kind, _): (.refund(kind), nil)
        case .lossReversed(let ground, _), .lossRestored(let ground, _): (.loss(ground), nil)
        case .dueDaySet, .advanceForfeited, .forfeitReversed: nil
        }
    }
}
