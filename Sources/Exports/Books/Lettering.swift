public import LedgerValues
public import Projections
public import ResidenceRules

/// *Lettrage*: which entries of a tenant's account settle each other, by the fold that matches money with lines.
///
/// Entries tied by a payment, an advance, a deposit set off, a reversal or a refund make a group. A group is lettered
/// once it sums to zero; until then its entries have no letter.
public struct Lettering: Sendable {
    public struct Mark: Sendable, Hashable {
        /// From 0 within one account, in the order in which its groups were settled.
        public let index: Int
        /// The day on which the last of the group took effect.
        public let on: CalendarDate

        public init(index: Int, on: CalendarDate) {
            self.index = index
            self.on = on
        }

        /// `A` to `Z`, then `AA`…
        public var code: String {
            var rest = index
            var text = ""
            repeat {
                text = String(UnicodeScalar(UInt8(0x41 + rest % 26))) + text
                rest = rest / 26 - 1
            } while rest >= 0
            return text
        }
    }

    /// What ties derived postings that name no event of their own.
    private enum Thread: Hashable {
        case advance(CalendarDate)
        case advanceCredited
        case deposit
        case refund(RefundKind)
        case loss(DebtRelief.Ground)
    }

    /// By rising log position.
    public private(set) var marks: [(position: Int64, mark: Mark)] = []
    /// The entries of the account by position, and for each another of its group, or itself.
    private var entries: [Entry] = []
    private var parents: [Int] = []

    private struct Entry {
        let position: Int64
        let on: CalendarDate
        let amount: Money
    }

    private struct Group {
        var sum = Money.zero
        var on: CalendarDate
        var first: Int64
    }

    /// The letters of a contract's account at the end of the account's day.
    public init(_ state: ContractState, _ account: ContractAccount) {
        for fact in state.facts where fact.moment.day <= account.asOf {
            add(fact.position, fact.moment.day, Bookkeeping.movements(of: fact.fact))
        }
        for posting in state.postings where posting.effectiveOn <= account.asOf {
            add(posting.position, posting.effectiveOn, Bookkeeping.movements(of: posting.posting))
        }
        entries.sort { $0.position < $1.position }
        parents = Array(entries.indices)
        var last: [Thread: Int64] = [:]
        tieFacts(state.facts, account, &last)
        tiePostings(state.postings, account, &last)
        tieMoney(account, last)
        mark()
    }

    private mutating func add(_ position: Int64, _ day: CalendarDate, _ movements: Movements) {
        var amount = Money.zero
        for movement in movements where movement.account == .tenants { amount += movement.amount }
        if amount != .zero { entries.append(Entry(position: position, on: day, amount: amount)) }
    }

    private mutating func mark() {
        var groups: [Group?] = entries.map { _ in nil }
        for (place, entry) in entries.enumerated() {
            let top = root(place)
            // The first of its entries by position is met first.
            var group = groups[top] ?? Group(on: entry.on, first: entry.position)
            group.sum += entry.amount
            group.on = max(group.on, entry.on)
            groups[top] = group
        }
        let settled = groups.indices.compactMap { top in
            groups[top].flatMap { $0.sum == .zero ? (top: top, on: $0.on, first: $0.first) : nil }
        }.sorted { ($0.on, $0.first) < ($1.on, $1.first) }
        var letters: [Mark?] = entries.map { _ in nil }
        for (index, group) in settled.enumerated() { letters[group.top] = Mark(index: index, on: group.on) }
        for place in entries.indices {
            if let mark = letters[root(place)] { marks.append((entries[place].position, mark)) }
        }
    }

    /// The place of the entry at a position; nil when nothing on the account moved there.
    private func place(_ position: Int64) -> Int? {
        var (low, high) = (0, entries.count)
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].position < position { low = middle + 1 } else { high = middle }
        }
        return low < entries.count && entries[low].position == position ? low : nil
    }

    private mutating func root(_ place: Int) -> Int {
        var top = place
        while parents[top] != top { top = parents[top] }
        parents[place] = top
        return top
    }

    /// Puts two entries of the account into one group; positions of other accounts tie nothing.
    private mutating func tie(_ first: Int64?, _ second: Int64?) {
        guard let first, let second, let one = place(first), let other = place(second) else { return }
        parents[root(one)] = root(other)
    }

    private mutating func tieFacts(
        _ facts: [FiledFact], _ account: ContractAccount, _ last: inout [Thread: Int64]
    ) {
        for fact in facts {
            tie(fact.position, fact.fact.reversedPosition)
            if case .debtRelieved(let relief) = fact.fact {
                tie(fact.position, last.updateValue(fact.position, forKey: .loss(relief.ground)))
                for line in account.lines where relief.line.names(line.charge) { tie(fact.position, line.position) }
            }
            if case .creditEnded = fact.fact {
                for source in account.givenBack { tie(fact.position, position(of: source, account, last)) }
            }
            guard case .housingAidClawedBack(let clawback) = fact.fact else { continue }
            for other in facts where other.fact.aidMonth == clawback.month { tie(fact.position, other.position) }
        }
    }

    private mutating func tiePostings(
        _ postings: [FiledPosting], _ account: ContractAccount, _ last: inout [Thread: Int64]
    ) {
        var charges: [LineKey: Int64] = [:]
        func lineOf(_ from: CalendarDate) -> Int64? {
            account.lines.first { $0.charge.isRent && $0.charge.from == from }?.position
        }
        for filed in postings where place(filed.position) != nil {
            switch filed.posting {
            case .charged(let line), .chargeReversed(let line, _):
                if case .chargeReversed(_, let charge) = filed.posting { tie(filed.position, charge) }
                // A line that was taken back and charged again is one debt.
                if let same = charges[line.key] { tie(filed.position, same) }
                charges[line.key] = filed.position
            case .advanceApplied(_, let from), .advanceUnapplied(_, let from):
                tie(filed.position, lineOf(from))
                tie(filed.position, last.updateValue(filed.position, forKey: .advance(from)))
            case .advanceCredited, .advanceCreditReversed:
                tie(filed.position, last.updateValue(filed.position, forKey: .advanceCredited))
            case .depositOffset, .depositOffsetReversed:
                tie(filed.position, last.updateValue(filed.position, forKey: .deposit))
            case .refundDecided(let kind, _, _), .refundDecisionReversed(let kind, _):
                tie(filed.position, last.updateValue(filed.position, forKey: .refund(kind)))
            case .lossReversed(let ground, _), .lossRestored(let ground, _):
                tie(filed.position, last.updateValue(filed.position, forKey: .loss(ground)))
            case .dueDaySet, .advanceForfeited, .forfeitReversed: break
            }
        }
    }

    /// The entry that a source of money stands for; nil for a source without one.
    private func position(
        of source: Settlement.Source, _ account: ContractAccount, _ last: [Thread: Int64]
    ) -> Int64? {
        switch source {
        case .receipt(let position): position
        case .takenOver: account.tenure.takeover?.position
        case .advanceCredited: last[.advanceCredited]
        case .deposit: last[.deposit]
        }
    }

    private mutating func tieMoney(_ account: ContractAccount, _ last: [Thread: Int64]) {
        for source in account.givenBack {
            tie(last[.refund(.credit)], position(of: source, account, last))
        }
        for receipt in account.tenure.receipts {
            if let month = receipt.month, account.aidOwedBack.contains(month) {
                tie(last[.refund(.aid)], receipt.position)
            }
            if receipt.remittance.payer == .guarantor { tie(last[.refund(.guarantor)], receipt.position) }
        }
        for line in account.lines {
            for settlement in line.settlements {
                tie(line.position, position(of: settlement.source, account, last))
            }
        }
    }
}

extension ContractFact {
    /// The log position of the entry that this fact takes back, in whole or in part; nil for every other fact.
    fileprivate var reversedPosition: Int64? {
        if case .moneyReturned(let back) = self { return back.receipt }
        if case .allocationUndone(let undoing) = self { return undoing.allocation }
        if case .chargeCancelled(let charge, _) = self { return charge }
        if case .reliefRevoked(let relief, _) = self { return relief }
        if case .creditEndRevoked(let end, _) = self { return end }
        return nil
    }

    /// The month whose rent the fact's housing aid pays; nil for every other fact.
    fileprivate var aidMonth: Month? {
        if case .housingAidReceived(_, let month, _) = self { return month }
        if case .receiptAllocated(let allocation) = self, case .aid(let month) = allocation.purpose { return month }
        return nil
    }
}
