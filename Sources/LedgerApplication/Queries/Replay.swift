import EventCodecs
public import EventLog
import Foundation
public import LedgerValues
public import Projections
import ResidenceRules
import Synchronization

/// The read models as they are served, folded from the log alone: one head row a contract, and the trial balance.
public struct Replay: Sendable {
    /// Number of events folded.
    public private(set) var events: Int64 = 0
    public private(set) var trialBalance = TrialBalance()
    /// The contracts with a correction: their facts must be filed again, from the whole stream.
    private var corrected: Set<ContractID> = []
    private var places = ContractPlaces()
    /// The contract of the event before: its postings stand together.
    private var last = 0
    private(set) var contracts: [(id: ContractID, version: Int, head: ContractHead)] = []

    public init() {}

    /// Folds the whole log of `store`, the two halves of it at the same time.
    ///
    /// - Throws: ``UndecodableEvent`` at an event that its schema does not allow.
    public init(_ store: some EventStore) throws {
        let size = try store.makeReader().size()
        let middle = size / 2
        let halves = Mutex<[Int: Result<Replay, any Error>]>([:])
        DispatchQueue.concurrentPerform(iterations: 2) { half in
            let folded = Result {
                try Replay(store.makeReader(), after: half == 0 ? 0 : middle, through: half == 0 ? middle : size)
            }
            halves.withLock { $0[half] = folded }
        }
        let folded = try halves.withLock { halves in try (0..<2).compactMap { try halves[$0]?.get() } }
        for half in folded { merge(half) }
        try fileAgain(store.makeReader())
    }

    private init(_ reader: some EventStoreReader, after start: Int64, through end: Int64) throws {
        guard start < end, let first = Position(start + 1), let last = Position(end) else { return }
        try reader.scan(from: first, through: last) { position, bytes in
            try apply(bytes, at: position)
            return true
        }
    }

    /// Adds what `later` folded from the events that follow; answers the place of each of its contracts here.
    @discardableResult
    mutating func merge(_ later: Replay) -> [Int] {
        events += later.events
        trialBalance.add(later.trialBalance)
        corrected.formUnion(later.corrected)
        return later.contracts.map { contract in
            let index = slot(of: contract.id)
            contracts[index].head.merge(contract.head)
            contracts[index].version = contract.version
            return index
        }
    }

    /// The heads folded, by contract.
    public var heads: [ContractID: (head: ContractHead, version: Int)] {
        Dictionary(uniqueKeysWithValues: contracts.map { ($0.id, ($0.head, $0.version)) })
    }

    /// Adds the next event of the log.
    mutating func apply(_ bytes: UnsafeBufferPointer<UInt8>, at position: Position) throws {
        apply(try DecodedEvent(bytes, at: position))
    }

    mutating func apply(_ decoded: DecodedEvent) { apply(decoded, moving: decoded.event.movements) }

    /// Adds the next event of the log, whose movements are known; answers the place of its contract among ``contracts``.
    ///
    /// - Parameter likely: what ``prefetch(_:)`` answered for the contract.
    @discardableResult
    mutating func apply(_ decoded: DecodedEvent, moving movements: Movements, likely: Int? = nil) -> Int? {
        events += 1
        trialBalance.add(movements)
        guard let id = decoded.contract else { return nil }
        if let likely, contracts[likely].id == id { last = likely }
        let index = slot(of: id)
        contracts[index].head.apply(decoded.event, on: decoded.effectiveOn, moving: movements)
        contracts[index].version = decoded.streamVersion
        if case .correction = decoded.event { corrected.insert(id) }
        return index
    }

    /// Has what is kept of a contract fetched from memory; answers where it may be among ``contracts``.
    func prefetch(_ id: ContractID) -> Int? {
        if last < contracts.count, contracts[last].id == id { return last }
        guard let place = places.likelyPlace(ContractPlaces.hash(id)) else { return nil }
        contracts.withUnsafeBufferPointer { contracts in
            // Identifier, version and sums; facts are rarer.
            if let base = contracts.baseAddress { Prefetch.fetch(base + place, count: 128) }
        }
        return place
    }

    /// Files the facts of the corrected contracts again, once everything is folded.
    mutating func fileAgain(_ reader: some EventStoreReader) throws {
        for id in corrected {
            let state = ContractState(try reader.events(of: id, through: nil))
            contracts[slot(of: id)].head.refile(state.facts)
        }
    }

    private mutating func slot(of id: ContractID) -> Int {
        if last < contracts.count, contracts[last].id == id { return last }
        let hash = ContractPlaces.hash(id)
        if let place = places.place(hash, { contracts[$0].id == id }) {
            last = place
        } else {
            last = contracts.count
            places.add(last, hash)
            contracts.append((id, 0, ContractHead()))
        }
        return last
    }
}
