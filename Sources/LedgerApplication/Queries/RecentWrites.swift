import EventLog
import LedgerValues
import Synchronization

/// What the last groups of commands wrote, in memory: whether a contract changed since a moment is answered without a look
/// at the store.
final class RecentWrites: Sendable {
    /// A group that is durable.
    private struct Group: Sendable {
        let last: Position
        /// The hashes of the contracts written to; two that share one look the same, which costs a look at the store.
        let contracts: [UInt64]
    }

    private struct State: Sendable {
        /// The end of the durable log; nil until the writer said it.
        var head: Knowledge?
        /// The last fact of the ledger itself at the head.
        var ledger: Position?
        /// Oldest first; those before were let go.
        var groups: [Group] = []
        /// The head before the oldest group.
        var start: Position?
        /// The latest position that a question saw: the store knows a group a moment earlier than it is told here.
        var seen: Position?
    }

    /// A question that is asked again comes within this many groups, or looks at the store.
    private static let mostGroups = 64
    /// What bills thousands of contracts at once is no reason to keep them all.
    private static let mostContracts = 512

    private let state = Mutex(State())

    /// Tells that everything up to `head` is durable.
    ///
    /// - Parameters:
    ///   - contracts: those written to since it was told last.
    ///   - ledger: the last fact of the ledger itself.
    func add(_ contracts: [ContractID], through head: Knowledge, ledger: Position?) {
        let group = Group(last: head.position, contracts: contracts.map(ContractPlaces.hash))
        state.withLock { state in
            let before = state.head?.position
            (state.head, state.ledger) = (head, ledger)
            if before == nil || group.contracts.count > Self.mostContracts {
                state.groups = []
                state.start = head.position
                return
            }
            state.groups.append(group)
            guard state.groups.count > Self.mostGroups else { return }
            state.start = state.groups.removeFirst().last
        }
    }

    /// Tells that a question saw the log up to a position.
    func saw(_ position: Position) { state.withLock { $0.seen = max($0.seen ?? position, position) } }

    /// The head of the log, when everything that `basis` is made of is certain to be the same there as when it was checked
    /// last.
    func head(ifUnchanged basis: StatementBasis) -> Knowledge? {
        let checked = basis.checkedAt
        return state.withLock { state in
            guard let head = state.head, let start = state.start, state.ledger == basis.ledger,
                start <= checked, checked <= head.position, state.seen ?? checked <= head.position
            else { return nil }
            let newer = state.groups.reversed().prefix { $0.last > checked }
            if !newer.isEmpty {
                for contract in basis.contracts.keys {
                    let hash = ContractPlaces.hash(contract)
                    if newer.contains(where: { $0.contracts.contains(hash) }) { return nil }
                }
            }
            basis.check(at: head.position)
            return head
        }
    }
}
