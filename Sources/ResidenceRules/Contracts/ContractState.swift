public import LedgerValues

/// Everything recorded about one contract: its facts in the order of effect, its postings in the order of the log.
///
/// Balances belong to one contract: nobody's second deposit or debt is ever set off against the first.
public struct ContractState: Sendable {
    public private(set) var facts: [FiledFact] = []
    public private(set) var postings: [FiledPosting] = []
    /// Number of events in the contract's stream.
    public private(set) var version = 0

    public init() {}

    /// Files a fact by moment, then by position; never fails, judges or throws.
    public mutating func file(_ fact: ContractFact, at moment: EffectiveMoment, position: Int64) {
        version += 1
        facts.file(FiledFact(moment: moment, position: position, fact: fact))
    }

    /// Adds a derived posting.
    public mutating func post(_ posting: Posting, on day: CalendarDate, position: Int64) {
        version += 1
        postings.append(FiledPosting(effectiveOn: day, position: position, posting: posting))
    }
}

extension [FiledFact] {
    /// Files a fact by moment, then by position.
    public mutating func file(_ fact: FiledFact) {
        var index = count
        while index > 0, fact.precedes(self[index - 1]) { index -= 1 }
        insert(fact, at: index)
    }
}
