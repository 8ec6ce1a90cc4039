import LedgerValues
import Projections
import ResidenceRules

/// What deciding about a contract needs, without reading its stream again.
struct CachedContract {
    /// Number of events in the contract's stream; 0 when there is none.
    var version: Int
    var head: ContractHead
    /// The facts that rules judge, filed in order; nil until a command asks for them. Payments are left out: they are
    /// most of a stream, and no judgement of a fact looks at them but those whose judgement is ``Judgement/money``.
    var judged: [FiledFact]?
}

/// The contracts used last: a bounded cache, never a source of truth.
///
/// Two generations: when the younger is full it becomes the older, and the older is forgotten.
struct ContractCache {
    private var young: [ContractID: CachedContract] = [:]
    private var old: [ContractID: CachedContract] = [:]
    private let generationSize: Int

    /// - Parameter capacity: the most contracts kept, at roughly 0.3 KB each, 1 KB once their facts were asked for.
    init(capacity: Int) { generationSize = max(1, capacity / 2) }

    mutating func take(_ id: ContractID) -> CachedContract? {
        if let contract = young.removeValue(forKey: id) { return contract }
        return old.removeValue(forKey: id)
    }

    mutating func put(_ contract: CachedContract, for id: ContractID) {
        if young.count >= generationSize {
            swap(&young, &old)
            young.removeAll(keepingCapacity: true)
        }
        young[id] = contract
    }
}
