public import EventCodecs
public import EventLog
public import Exports
import Foundation
public import LedgerValues
public import Projections
public import ResidenceRules

/// An event of the log, read back from its bytes.
public struct DecodedEvent: Sendable {
    public let position: Position
    public let event: RecordedEvent
    public let effectiveOn: CalendarDate
    public let effectiveAt: Instant?
    /// The day on which the books take it: ``effectiveOn``, or the first open day when its month was closed.
    public let accountingOn: CalendarDate
    public let recordedAt: Instant
    /// The number of events in the stream, this one included.
    public let streamVersion: Int
    /// The contract whose stream holds the event; nil for events of the ledger.
    public let contract: ContractID?

    /// Decodes the bytes of one stored event.
    ///
    /// - Parameter contract: the contract whose stream is read, when it is known: its name is then not read again.
    /// - Throws: ``UndecodableEvent`` with the place of the first byte that its schema does not allow.
    public init(
        _ bytes: UnsafeBufferPointer<UInt8>, at position: Position, of contract: ContractID? = nil
    ) throws(UndecodableEvent) {
        do throws(JSONError) {
            let (event, envelope) = try PayloadReader.event(stored: bytes)
            self.init(event, envelope, at: position, of: contract ?? Self.contract(envelope.stream))
        } catch {
            throw UndecodableEvent(position: position, error: error)
        }
    }

    /// The event that an envelope holds.
    init(_ event: RecordedEvent, _ envelope: EnvelopeReader, at position: Position, of contract: ContractID?) {
        self.position = position
        self.event = event
        effectiveOn = envelope.effectiveOn
        effectiveAt = envelope.effectiveAt
        accountingOn = envelope.accountingOn
        recordedAt = envelope.recordedAt
        streamVersion = envelope.streamVersion
        self.contract = contract
    }

    /// The event that was taken apart before.
    init(
        _ event: RecordedEvent, at position: Position, effectiveOn: CalendarDate, effectiveAt: Instant?,
        accountingOn: CalendarDate, recordedAt: Instant, streamVersion: Int, of contract: ContractID?
    ) {
        self.position = position
        self.event = event
        self.effectiveOn = effectiveOn
        self.effectiveAt = effectiveAt
        self.accountingOn = accountingOn
        self.recordedAt = recordedAt
        self.streamVersion = streamVersion
        self.contract = contract
    }

    public init(_ stored: StoredEvent) throws(UndecodableEvent) {
        let result = stored.bytes.withUnsafeBufferPointer { buffer -> Result<DecodedEvent, UndecodableEvent> in
            do throws(UndecodableEvent) { return .success(try DecodedEvent(buffer, at: stored.position)) } catch {
                return .failure(error)
            }
        }
        self = try result.get()
    }

    /// When the event took effect.
    public var moment: EffectiveMoment {
        effectiveAt.map(EffectiveMoment.init(_:)) ?? EffectiveMoment(day: effectiveOn)
    }

    /// The contract whose stream has this name.
    static func contract(_ stream: UnsafeBufferPointer<UInt8>) -> ContractID? {
        contractBytes(stream).flatMap { ContractID(ascii: $0) }
    }

    /// The bytes of the identifier of the contract whose stream has this name.
    static func contractBytes(_ stream: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8>? {
        let prefix: StaticString = "contract/"
        let count = prefix.utf8CodeUnitCount
        guard stream.count > count, let start = stream.baseAddress, memcmp(start, prefix.utf8Start, count) == 0 else {
            return nil
        }
        return UnsafeBufferPointer(rebasing: stream[count...])
    }
}

/// A stored event that its schema does not allow: the log was written by another program, or was altered.
public struct UndecodableEvent: Error, Hashable, Sendable {
    public let position: Position
    public let error: JSONError
}

extension ContractState {
    /// Files an event of the contract's stream, in log order.
    mutating func apply(_ decoded: DecodedEvent) {
        switch decoded.event {
        case .fact(let fact): file(fact, at: decoded.moment, position: decoded.position.number)
        case .correction(let correction):
            correct(correction, at: decoded.moment, position: decoded.position.number)
        case .posting(let posting): post(posting, on: decoded.effectiveOn, position: decoded.position.number)
        case .opened, .ledger, .schemaRegistered, .sealed, .exported, .chartAdopted, .keyAdopted, .person:
            preconditionFailure("an event of the ledger in a contract's stream")
        }
    }

    /// The state that the events of a contract's stream describe, oldest first.
    init(_ events: some Sequence<DecodedEvent>) {
        self.init()
        for event in events { apply(event) }
    }
}

extension EventStoreReader {
    /// The events of a contract that were recorded at or before `known` (nil: all), oldest first.
    func events(of id: ContractID, through known: Position?) throws -> [DecodedEvent] {
        var events = try newestFirst([id], through: known)
        events[0].reverse()
        return events[0]
    }

    /// The events of each of some contracts that were recorded at or before `known` (nil: all), oldest first.
    func events(
        of ids: some Sequence<ContractID>, through known: Position?
    ) throws -> [ReversedCollection<[DecodedEvent]>] {
        try newestFirst(Array(ids), through: known).map { $0.reversed() }
    }

    private func newestFirst(_ ids: [ContractID], through known: Position?) throws -> [[DecodedEvent]] {
        try withSnapshot {
            let names = ids.map(Streams.contract)
            var events = try names.map { name in
                var events: [DecodedEvent] = []
                events.reserveCapacity(try head(of: name)?.version ?? 0)
                return events
            }
            try backwards(names, through: known) { place, position, bytes in
                let decoded = try DecodedEvent(bytes, at: position, of: ids[place])
                guard decoded.event.isOfContract else {
                    throw EventStoreError.corrupt("walking \(names[place]) meets position \(position) of another")
                }
                events[place].append(decoded)
            }
            return events
        }
    }
}

extension ContractHead {
    /// Adds the next event of the contract, in log order, with the movements of its entry. After a correction the
    /// facts must be filed again.
    mutating func apply(_ event: RecordedEvent, on day: CalendarDate, moving movements: Movements) {
        switch event {
        case .fact(let fact): apply(fact, on: day, moving: movements)
        case .posting, .correction, .opened, .ledger, .schemaRegistered, .sealed, .exported, .chartAdopted, .keyAdopted,
            .person:
            apply(movements)
        }
    }
}

extension RecordedEvent {
    /// Whether it stands in the stream of a contract.
    var isOfContract: Bool {
        if case .fact = self { return true }
        if case .correction = self { return true }
        if case .posting = self { return true }
        return false
    }

    /// The double entry of the event; empty when it moves no money.
    public var movements: Movements {
        switch self {
        case .fact(let fact): Bookkeeping.movements(of: fact)
        case .posting(let posting): Bookkeeping.movements(of: posting)
        case .ledger(let fact): Bookkeeping.movements(of: fact)
        case .correction, .opened, .schemaRegistered, .sealed, .exported, .chartAdopted, .keyAdopted, .person:
            Movements()
        }
    }

    /// What a person reads on the entry, in French; empty when the event moves no money.
    public func label(_ names: ServiceNames) -> String {
        switch self {
        case .fact(let fact): EntryLabel.text(fact, names)
        case .posting(let posting): EntryLabel.text(posting, names)
        case .ledger(let fact): EntryLabel.text(fact, names)
        case .correction, .opened, .schemaRegistered, .sealed, .exported, .chartAdopted, .keyAdopted, .person: ""
        }
    }
}
