public import LedgerValues

/// Everything recorded about one contract: its facts in the order of effect, its postings in the order of the log.
///
/// Balances belong to one contract: nobody's second deposit or debt is ever set off against the first.
public struct ContractState: Sendable {
    public private(set) var facts: [FiledFact] = []
    public private(set) var postings: [FiledPosting] = []
    /// Log positions of the facts that count as never filed.
    public private(set) var voided: Set<Int64> = []
    /// Log position of the first event; 0 without one.
    public private(set) var firstPosition: Int64 = 0
    /// Log position of the last fact or correction: what the rules knew last.
    public private(set) var lastFactPosition: Int64 = 0
    /// Number of events in the contract's stream.
    public private(set) var version = 0

    public init() {}

    /// Files a fact by moment, then by position; never fails, judges or throws.
    public mutating func file(_ fact: ContractFact, at moment: EffectiveMoment, position: Int64) {
        count(position)
        lastFactPosition = max(lastFactPosition, position)
        facts.file(FiledFact(moment: moment, position: position, fact: fact))
    }

    /// Files the fact that a correction names at another moment, or takes it out; never fails, judges or throws.
    ///
    /// - Parameters:
    ///   - moment: when the correction says that the fact took effect.
    ///   - position: the log position of the correction.
    public mutating func correct(_ correction: FactCorrection, at moment: EffectiveMoment, position: Int64) {
        count(position)
        lastFactPosition = max(lastFactPosition, position)
        guard let index = facts.firstIndex(where: { $0.position == correction.position }) else { return }
        let named = facts.remove(at: index)
        switch correction {
        case .redated: facts.file(FiledFact(moment: moment, position: named.position, fact: named.fact))
        case .voided: voided.insert(named.position)
        }
    }

    private mutating func count(_ position: Int64) {
        if version == 0 { firstPosition = position }
        version += 1
    }

    /// Adds a derived posting.
    public mutating func post(_ posting: Posting, on day: CalendarDate, position: Int64) {
        count(position)
        postings.append(FiledPosting(effectiveOn: day, position: position, posting: posting))
    }
}

extension [FiledFact] {
    /// Files a fact by moment, then by position.
    public mutating func file(_ fact: FiledFact) {
        var index = count
        while index > 0, fact.precedes(self[index - 1]) { index -= 1 }
        // Most facts come in the order of effect.
        if index == count { append(fact) } else { insert(fact, at: index) }
    }
}
