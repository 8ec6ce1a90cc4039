public import LedgerValues
public import Projections
public import ResidenceRules

/// *Lettrage*: which parts of a contract's accounts settle each other; those of the tenant's own by the fold that matches
/// money with lines.
///
/// A charge line that nothing is open of has a letter with exactly the parts of payments, advances, deposits and reliefs that
/// settled it, so that one payment may bear several letters and a rest without one. What takes an entry back, and what gives
/// money back, is lettered with what it takes back or gives back. What is left of the entries, and is tied in whatever way,
/// has a letter once all of it sums to zero. Every letter sums to zero.
public struct Lettering: Sendable {
    public struct Mark: Sendable, Hashable {
        /// From 0 within one account, in the order in which its groups were completed.
        public let index: Int
        /// The latest accounting day of the group.
        public let on: CalendarDate

        public init(index: Int, on: CalendarDate) {
            self.index = index
            self.on = on
        }

        /// `A` to `Z`, then `AA`…
        public var code: String {
            var bytes: [UInt8] = []
            bytes.write(Self.room) { put(into: &$0) }
            return String(decoding: bytes, as: UTF8.self)
        }

        /// The most letters that a code of ``index`` has.
        private static var room: Int { 14 }

        /// Writes the code.
        func put(into text: inout ByteCursor) {
            if index >= 26 { Mark(index: index / 26 - 1, on: on).put(into: &text) }
            text.put(UInt8(0x41 + index % 26))
        }
    }

    /// What an entry of the account has to do with one letter.
    public struct Part: Sendable, Hashable {
        /// Log position of the entry.
        public let position: Int64
        public let account: Account
        /// The day on which the books take the entry.
        public let bookedOn: CalendarDate
        /// A positive amount is a debit, in cents.
        public let amount: Money
        public let mark: Mark
    }

    /// By rising log position, then by letter of an account.
    public private(set) var parts: [Part] = []

    /// No letter.
    public init() {}

    /// The letters of the tenant's account of a contract at the end of its day.
    ///
    /// - Parameters:
    ///   - state: what the account was folded from.
    ///   - late: the accounting days of the entries that have another one than the day on which they took effect.
    public init(_ state: ContractState, _ account: ContractAccount, late: [Int64: CalendarDate] = [:]) {
        var pools = LetteringPools(state, through: account.asOf, late: late)
        let unlettered = pools.settle(account.lines)
        pools.giveBack(account)
        pools.settleRests(account, unlettered)
        mark(pools)
    }

    /// What the parts of each letter sum to whose entries the books took before `day`, in cents; nothing for letters that
    /// were completed by then, or begun later. The rest of such a letter stands after it.
    public func carried(before day: CalendarDate) -> [Carried] {
        var sums: [Carried.Letter: Money] = [:]
        for part in parts where part.bookedOn < day && part.mark.on >= day {
            sums[Carried.Letter(account: part.account, mark: part.mark), default: .zero] += part.amount
        }
        return sums.filter { $0.value != .zero }.map { Carried(letter: $0.key, amount: $0.value) }
    }

    /// What a letter holds of the entries before a day.
    public struct Carried: Sendable {
        public struct Letter: Sendable, Hashable {
            public let account: Account
            public let mark: Mark
        }

        public let letter: Letter
        /// A positive amount is a debit, in cents.
        public let amount: Money
    }

    /// Adds the letters of the contract's other accounts.
    public mutating func add(_ held: HeldMoneyLettering) {
        let others = held.parts
        if others.isEmpty { return }
        parts = (parts + others).sorted {
            ($0.position, $0.account.place, $0.mark.index) < ($1.position, $1.account.place, $1.mark.index)
        }
    }

    private struct Group {
        var on = CalendarDate(dayNumber: 0)
        var first = Int32.max
        var mark: Mark?
    }

    private mutating func mark(_ pools: LetteringPools) {
        let pieces = pools.mergedPieces
        var groups = [Group](repeating: Group(), count: pools.groupCount)
        for piece in pieces {
            groups[Int(piece.group)].on = max(groups[Int(piece.group)].on, pools.entries[Int(piece.entry)].on)
            groups[Int(piece.group)].first = min(groups[Int(piece.group)].first, piece.entry)
        }
        // A group whose parts all met on one entry has nothing to show.
        let order = groups.indices.filter { groups[$0].first < .max }
            .sorted { (groups[$0].on, groups[$0].first, $0) < (groups[$1].on, groups[$1].first, $1) }
        for (index, group) in order.enumerated() { groups[group].mark = Mark(index: index, on: groups[group].on) }
        parts.reserveCapacity(pieces.count)
        var start = 0
        while start < pieces.count {
            let entry = pools.entries[Int(pieces[start].entry)]
            let end = pieces[start...].firstIndex { $0.entry != pieces[start].entry } ?? pieces.count
            let first = parts.count
            for piece in pieces[start..<end] {
                guard let mark = groups[Int(piece.group)].mark else { continue }
                parts.append(
                    Part(
                        position: entry.position, account: .tenants, bookedOn: entry.on, amount: piece.amount,
                        mark: mark))
            }
            if end > start + 1 { parts[first...].sort { $0.mark.index < $1.mark.index } }
            start = end
        }
    }
}
