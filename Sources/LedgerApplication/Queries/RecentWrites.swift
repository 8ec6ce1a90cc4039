import EventLog
import LedgerValues
import Synchronization

/// What the last groups of commands wrote, in memory: whether a contract changed since a moment is answered without a look
/// at the store.
final class RecentWrites: Sendable {
    /// What a group writes to.
    struct Contracts: Sendable {
        /// Two contracts that share a hash look the same, which costs a look at the store.
        private var hashes: Set<UInt64> = []

        var count: Int { hashes.count }

        mutating func add(_ contract: ContractID) { hashes.insert(ContractPlaces.hash(contract)) }

        func contains(oneOf basis: StatementBasis) -> Bool {
            basis.contracts.keys.contains { hashes.contains(ContractPlaces.hash($0)) }
        }
    }

    private struct State: Sendable {
        /// The end of the durable log; nil until the writer said it.
        var head: Knowledge?
        /// The last fact of the ledger itself at the head.
        var ledger: Position?
        /// Durable groups with their last events, oldest first; those before were let go.
        var groups: [(last: Position, contracts: Contracts)] = []
        /// The group that is being made durable: the store may show it before it is told here.
        var going: (contracts: Contracts, ledger: Position?)?
        /// The head before the oldest group.
        var start: Position?
        /// The latest position that a statement was seen at.
        var seen: Position?
    }

    /// A question that is asked again comes within this many groups, or looks at the store.
    private static let mostGroups = 64
    /// What bills thousands of contracts at once is no reason to keep them all.
    private static let mostContracts = 512

    private let state = Mutex(State())

    /// Tells that a group is about to become durable.
    ///
    /// - Parameters:
    ///   - contracts: those that it writes to.
    ///   - ledger: the last fact of the ledger itself, the group included.
    func begin(_ contracts: Contracts, ledger: Position?) { state.withLock { $0.going = (contracts, ledger) } }

    /// Tells that everything up to `head` is durable.
    ///
    /// - Parameters:
    ///   - contracts: those written to since it was told last.
    ///   - ledger: the last fact of the ledger itself.
    func add(_ contracts: Contracts, through head: Knowledge, ledger: Position?) {
        state.withLock { state in
            let before = state.head?.position
            (state.head, state.ledger, state.going) = (head, ledger, nil)
            if before == nil || contracts.count > Self.mostContracts {
                state.groups = []
                state.start = head.position
                return
            }
            state.groups.append((head.position, contracts))
            guard state.groups.count > Self.mostGroups else { return }
            state.start = state.groups.removeFirst().last
        }
    }

    /// Is certain of nothing any more.
    func end() { state.withLock { $0 = State() } }

    /// Tells that a statement was answered as known at a position.
    func saw(_ position: Position) { state.withLock { $0.seen = max($0.seen ?? position, position) } }

    /// The head of the log, when everything that `basis` is made of is certain to be the same there as when it was checked
    /// last.
    func head(ifUnchanged basis: StatementBasis) -> Knowledge? {
        let checked = basis.checkedAt
        return state.withLock { state in
            guard let head = state.head, let start = state.start, state.ledger == basis.ledger,
                start <= checked, checked <= head.position, state.seen ?? checked <= head.position
            else { return nil }
            if let going = state.going, going.ledger != basis.ledger || going.contracts.contains(oneOf: basis) {
                return nil
            }
            let newer = state.groups.reversed().prefix { $0.last > checked }
            if newer.contains(where: { $0.contracts.contains(oneOf: basis) }) { return nil }
            basis.check(at: head.position)
            return head
        }
    }
}
