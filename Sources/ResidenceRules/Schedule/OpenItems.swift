public import LedgerValues

/// What is still unpaid on the lines of a contract once its money has settled them.
/// What is open never grows by itself: no rate of late interest exists.
///
/// Which money settles which line is a fold of all money and all lines, so that the order of recording leaves no trace.
public struct OpenItems: Hashable, Sendable {
    /// Still unpaid on each line, in cents, in the order of the lines given.
    public private(set) var open: [Money]
    /// Housing aid that each line takes, in cents.
    public private(set) var aid: [Money]
    /// What each line owes less for a decision that ends the debt, in cents.
    public private(set) var relieved: [Money]
    /// The grounds on which a line owes less, by the place of the line, in cents; nothing for most lines.
    public private(set) var losses: [Int: [DebtRelief.Ground: Money]] = [:]
    /// What the guarantor paid of each line, in cents.
    public private(set) var guaranteed: [Money]
    /// What decisions of a ground still take off the lines they name, in cents.
    private(set) var relief: [DebtRelief.Ground: Money] = [:]
    /// Money of the guarantor that no line takes, in cents; a part of ``credit``.
    public private(set) var guarantorLeft = Money.zero
    /// Money that no line takes, in cents: ``refundable``, the guarantor's, and aid for a month that is not over.
    public private(set) var credit = Money.zero
    /// The part of ``credit`` that tenants and third parties brought, in cents.
    public private(set) var refundable = Money.zero
    /// Housing aid that the rent of its month did not take once the month was over, in cents: owed to the CAF.
    public private(set) var aidExcess: [Month: Money] = [:]
    /// The money that settled each line, in the order of the lines given.
    public private(set) var settlements: [[Settlement]]
    /// The money that was refunded as a credit or kept as one, latest first.
    public let givenBack: [Settlement]

    /// Matches `funds` with what `payable` leaves of each line: housing aid with the rent of its month, then the lines
    /// that a payer named, then the oldest due day, then the order of the lines.
    ///
    /// A line without a due day takes no money: nothing is owed before the keys.
    ///
    /// - Parameter settled: what a settlement left open on each line that it counted, in cents. They are settled that far
    ///   before a line that was charged later takes anything (section 16 on R-065).
    public init(_ lines: [ChargeLine], payable: [Money], funds: Funds, settled: [LineKey: Money] = [:]) {
        open = payable
        settlements = [[Settlement]](repeating: [], count: payable.count)
        givenBack = funds.givenBack
        let none = [Money](repeating: .zero, count: payable.count)
        (aid, relieved, guaranteed) = (none, none, none)
        let order = lines.indices.compactMap { index in lines[index].dueOn.map { (due: $0, index: index) } }
            .sorted { ($0.due, $0.index) < ($1.due, $1.index) }.map(\.index)
        relieve(lines, order, funds.reliefs.filter { !$0.ground.canStillBePaid })
        let left = open
        for (month, amount) in funds.aid {
            var rest = amount
            var purses = funds.aidPurses.filter { $0.month == month }
            settle(order.filter { LineName.rent(month).names(lines[$0]) }, with: &rest, from: &purses)
            // More went back than had come: the tenant's account owes it, on no line.
            if funds.isOver(month), rest > .zero { aidExcess[month] = rest } else { credit += rest }
        }
        for index in order { aid[index] = left[index] - open[index] }
        // A guarantor pays what the money that came before his leaves open.
        for gift in funds.gifts {
            var before = self
            before.settle(lines, order, with: funds.known(by: gift.on), settled)
            settle(lines, order.filter { funds.covers(lines[$0].from) }, with: gift, atMost: before.open)
        }
        settle(lines, order, with: funds, settled)
        credit += refundable + guarantorLeft
        relieve(lines, order, funds.reliefs.filter(\.ground.canStillBePaid))
    }

    /// Settles lines with what tenants and third parties brought.
    private mutating func settle(_ lines: [ChargeLine], _ order: [Int], with funds: Funds, _ settled: [LineKey: Money])
    {
        var (general, purses) = (funds.general, funds.purses)
        for choice in funds.choices {
            var (rest, purse) = (choice.amount, [Purse(source: choice.source, amount: choice.amount)])
            for name in choice.lines { settle(order.filter { name.names(lines[$0]) }, with: &rest, from: &purse) }
            if choice.isKept {
                refundable += rest
            } else {
                general += rest
                purses.append(Purse(source: choice.source, amount: rest))
            }
        }
        for index in order where general > .zero {
            guard let left = settled[lines[index].key] else { continue }
            var part = min(general, max(.zero, open[index] - left))
            general -= part
            settle([index], with: &part, from: &purses)
        }
        settle(order, with: &general, from: &purses)
        refundable += general
    }

    /// Settles the lines that a guarantor answers for with what he paid, those that he named first.
    ///
    /// - Parameter free: what of each line his money may take, in cents.
    private mutating func settle(
        _ lines: [ChargeLine], _ covered: [Int], with gift: Funds.Choice, atMost free: [Money]
    ) {
        var (rest, purse, free) = (gift.amount, [Purse(source: gift.source, amount: gift.amount)], free)
        let named = gift.lines.flatMap { name in covered.filter { name.names(lines[$0]) } }
        for index in gift.isKept ? named : named + covered where rest > .zero {
            let taken = min(rest, free[index])
            var part = taken
            settle([index], with: &part, from: &purse)
            rest -= taken
            free[index] -= taken
            guaranteed[index] += taken
        }
        guarantorLeft += rest
    }

    /// Takes the guarantor's money out of the credit, once it is decided that it goes back.
    mutating func giveBackToGuarantor(_ isDecided: Bool) {
        guard isDecided else { return }
        credit -= guarantorLeft
        guarantorLeft = .zero
    }

    /// Takes what decisions end off the lines they name, as far as those are open.
    private mutating func relieve(_ lines: [ChargeLine], _ order: [Int], _ reliefs: [DebtRelief]) {
        for decided in reliefs {
            var rest = decided.amount
            for index in order where rest > .zero && decided.line.names(lines[index]) {
                let taken = min(rest, open[index])
                open[index] -= taken
                relieved[index] += taken
                rest -= taken
                if taken > .zero { losses[index, default: [:]][decided.ground, default: .zero] += taken }
            }
            relief[decided.ground, default: .zero] += decided.amount - rest
        }
    }

    /// - Parameter purses: where the money comes from, oldest first; they hold as much as `money`, or more.
    private mutating func settle(_ order: [Int], with money: inout Money, from purses: inout [Purse]) {
        for index in order where money > .zero {
            let taken = min(money, open[index])
            open[index] -= taken
            money -= taken
            var rest = taken
            for place in purses.indices where rest > .zero && purses[place].amount > .zero {
                let part = min(rest, purses[place].amount)
                purses[place].amount -= part
                rest -= part
                settlements[index].append(Settlement(source: purses[place].source, amount: part))
            }
        }
    }
}

/// Money that settled a part of a line, or went back, in cents.
public struct Settlement: Hashable, Sendable {
    public enum Source: Hashable, Sendable {
        /// Money received, by the log position of the fact that recorded it.
        case receipt(position: Int64)
        /// A credit of the books before.
        case takenOver
        /// Advance that no rent line took, at the settlement (section 16 on R-057).
        case advanceCredited
        /// *Dépôt de garantie* set off.
        case deposit
    }

    public let source: Source
    public let amount: Money
}

/// What is left of one source of money.
struct Purse: Hashable, Sendable {
    let source: Settlement.Source
    /// The month whose rent it pays, when it is housing aid.
    var month: Month?
    /// The day on which it came; nil for money of the books before.
    var on: CalendarDate?
    var amount: Money
}

/// The money that may settle the debts of a contract, as the facts known by a day leave it.
public struct Funds: Hashable, Sendable {
    /// Money whose payer named the debts to settle first (Code civil 1342-10), or a guarantor's.
    struct Choice: Hashable, Sendable {
        let lines: [LineName]
        let source: Settlement.Source
        let on: CalendarDate
        var amount: Money
        /// What the named lines leave waits for one of a month that has not begun.
        let isKept: Bool
    }

    /// What tenants and third parties directed, in the order of effect.
    private(set) var choices: [Choice] = []
    /// What the guarantor paid within the ceilings, in the order of effect.
    private(set) var gifts: [Choice] = []
    /// Money for the oldest debt, in cents.
    private(set) var general = Money.zero
    /// Housing aid for the rent of a month, in cents.
    private(set) var aid: [Month: Money] = [:]
    /// What the guarantor paid above the ceilings, in cents.
    private(set) var guarantorExcess = Money.zero
    /// What was wired back to the guarantor of the rest, in cents.
    private(set) var guarantorWired = Money.zero
    private(set) var reliefs: [DebtRelief] = []
    /// Where ``general`` and ``aid`` come from, in the order of effect; they hold as much, or more.
    private(set) var purses: [Purse] = []
    private(set) var aidPurses: [Purse] = []
    private(set) var givenBack: [Settlement] = []
    private var guarantees: [Guarantee] = []
    private let asOf: CalendarDate

    /// The payments of `tenure`, which describes a contract by the end of `asOf`.
    init(_ tenure: Tenure, asOf: CalendarDate, _ policies: PolicyTable) {
        self.asOf = asOf
        aid = tenure.aid
        reliefs = tenure.reliefs.map(\.relief)
        guarantees = tenure.guarantees
        // A credit taken over from other books is paid without a receipt of this ledger.
        general = tenure.paid - aid.values.total()
        var ceiling = guarantees.isEmpty ? nil : guarantees.map(\.cap).total()
        if let credit = tenure.takeover?.terms.credit { purses.append(Purse(source: .takenOver, amount: credit)) }
        for receipt in tenure.receipts where receipt.purpose == .payment || receipt.purpose == .aid {
            let source = Settlement.Source.receipt(position: receipt.position)
            if receipt.purpose == .aid {
                aidPurses.append(Purse(source: source, month: receipt.month, amount: receipt.kept))
                continue
            }
            let isGuarantor = receipt.remittance.payer == .guarantor
            let isDirected = !receipt.lines.isEmpty && !policies.reads("oldest_first", .paymentOrder, on: receipt.on)
            guard isGuarantor || isDirected else {
                purses.append(Purse(source: source, on: receipt.on, amount: receipt.kept))
                continue
            }
            var amount = receipt.kept
            general -= amount
            if isGuarantor, let left = ceiling {
                guarantorExcess += max(.zero, amount - left)
                amount = min(amount, left)
                ceiling = left - amount
            }
            let lines = isDirected ? receipt.lines : []
            let isAhead = tenure.settledOn == nil && lines.contains { $0.isAhead(of: asOf) }
            let choice = Choice(lines: lines, source: source, on: receipt.on, amount: amount, isKept: isAhead)
            if isGuarantor { gifts.append(choice) } else { choices.append(choice) }
        }
        withdraw(tenure.creditKept)
        var wired = (tenure.wired[.guarantor] ?? .zero) - guarantorExcess
        for index in gifts.indices.reversed() where wired > .zero {
            let part = min(wired, gifts[index].amount)
            gifts[index].amount -= part
            guarantorWired += part
            wired -= part
        }
    }

    /// Money for the oldest debt alone.
    public init(general: Money) {
        self.general = general
        asOf = .latest
    }

    /// What tenants and third parties brought, in cents.
    var total: Money { general + choices.map(\.amount).total() }

    /// What had come by `day`; a deposit set off on that day is still to be taken.
    func known(by day: CalendarDate) -> Funds {
        var known = self
        known.choices.removeAll { $0.on > day }
        known.purses.removeAll { purse in purse.on.map { purse.source == .deposit ? $0 >= day : $0 > day } ?? false }
        known.general = min(general, known.purses.map(\.amount).total())
        return known
    }

    /// Whether a guarantor answers for a debt that arises on `day`; for every debt while no guarantee is registered.
    func covers(_ day: CalendarDate) -> Bool { guarantees.isEmpty || guarantees.contains { $0.covers(day) } }

    /// Whether aid for `month` that its rent did not take is owed back: the whole rent of the month is then known.
    func isOver(_ month: Month) -> Bool { month.next.first <= asOf }

    /// Adds an advance credited on a day, which no payer directs.
    mutating func add(credited amount: Money, on day: CalendarDate) {
        general += amount
        purses.append(Purse(source: .advanceCredited, on: day, amount: amount))
    }

    /// Adds a deposit set off on a day, before the money that came later.
    mutating func add(deposit amount: Money, setOffOn day: CalendarDate) {
        general += amount
        let place = purses.firstIndex { $0.on.map { $0 > day } ?? false } ?? purses.count
        purses.insert(Purse(source: .deposit, on: day, amount: amount), at: place)
    }

    /// Takes money out, from what nobody directs first, then from the latest choice.
    mutating func withdraw(_ amount: Money) {
        var rest = amount
        let taken = min(rest, general)
        general -= taken
        rest -= taken
        empty(taken)
        for index in choices.indices.reversed() where rest > .zero {
            let taken = min(rest, choices[index].amount)
            choices[index].amount -= taken
            rest -= taken
            if taken > .zero { givenBack.append(Settlement(source: choices[index].source, amount: taken)) }
        }
        general -= rest
    }

    /// What goes back is the latest money that came in; a deposit set off never is.
    private mutating func empty(_ amount: Money) {
        var rest = amount
        for index in purses.indices.reversed() where rest > .zero && purses[index].source != .deposit {
            let part = min(rest, purses[index].amount)
            purses[index].amount -= part
            rest -= part
            if part > .zero { givenBack.append(Settlement(source: purses[index].source, amount: part)) }
        }
    }
}

/// How the advance is taken off the rent lines of a contract.
enum AdvanceApplication {
    /// The part of `advance` that each line takes, and what is left of it.
    ///
    /// - Parameter reach: the last due day that takes part; nil at a settlement, which makes every line payable.
    static func apply(
        _ advance: Money, to lines: [ChargeLine], from first: CalendarDate?, reach: CalendarDate?
    ) -> (applied: [Money], left: Money) {
        var applied = [Money](repeating: .zero, count: lines.count)
        var left = advance
        guard left > .zero else { return (applied, left) }
        // The first rent waits for the keys, and the advance waits with it.
        if lines.contains(where: { $0.isRent && $0.dueOn == nil }) { return (applied, left) }
        // The first rent comes first, also when the keys, and with them its due day, came after that of the second.
        let order = lines.indices.filter { lines[$0].isRent }.sorted { (lines[$0].from, $0) < (lines[$1].from, $1) }
        for index in order where left > .zero {
            guard let due = lines[index].dueOn else { continue }
            if let reach, due > reach { continue }
            if let first, lines[index].to.month < first.month { continue }
            applied[index] = min(left, lines[index].amount)
            left -= applied[index]
        }
        return (applied, left)
    }
}
