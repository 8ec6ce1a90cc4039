import EventCodecs
public import EventLog
public import LedgerValues
public import Projections

/// The read models as they are served, folded from the log alone: one head row a contract, and the trial balance.
public struct Replay: Sendable {
    /// Number of events folded.
    public private(set) var events: Int64 = 0
    public private(set) var trialBalance = TrialBalance()
    private var slots: [ContractID: Int] = [:]
    private var contracts: [(id: ContractID, head: ContractHead, version: Int)] = []

    public init() {}

    /// Folds the whole log that `reader` sees.
    ///
    /// - Throws: ``UndecodableEvent`` at the first event that its schema does not allow.
    public init(_ reader: some EventStoreReader) throws {
        try reader.scan { position, bytes in
            try apply(bytes, at: position)
            return true
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

    mutating func apply(_ decoded: DecodedEvent) {
        events += 1
        let movements = decoded.event.movements
        trialBalance.add(movements)
        guard let id = decoded.contract else { return }
        let index = slot(of: id)
        contracts[index].head.apply(decoded.event, on: decoded.effectiveOn, moving: movements)
        contracts[index].version = decoded.streamVersion
    }

    private mutating func slot(of id: ContractID) -> Int {
        if let slot = slots[id] { return slot }
        slots[id] = contracts.count
        contracts.append((id, ContractHead(), 0))
        return contracts.count - 1
    }
}
