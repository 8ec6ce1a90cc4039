import LedgerValues
import ResidenceRules

/// The states of the contracts used last: a bounded cache, never a source of truth.
///
/// Two generations: when the younger is full it becomes the older, and the older is forgotten.
struct ContractCache {
    private var young: [ContractID: ContractState] = [:]
    private var old: [ContractID: ContractState] = [:]
    private let generationSize: Int

    /// - Parameter capacity: the most contracts kept, at roughly 3 KB each.
    init(capacity: Int) { generationSize = max(1, capacity / 2) }

    mutating func take(_ id: ContractID) -> ContractState? {
        if let state = young.removeValue(forKey: id) { return state }
        return old.removeValue(forKey: id)
    }

    mutating func put(_ state: ContractState, for id: ContractID) {
        if young.count >= generationSize {
            old = young
            young = [:]
        }
        young[id] = state
    }
}
