import EventCodecs
public import EventLog
public import LedgerValues

/// What the log knows of a person: a fold of the person's stream.
public struct PersonHistory: Sendable {
    public let person: PersonID
    /// The newest commitment to each section.
    public private(set) var commitments: [PersonSection: Digest] = [:]
    /// Every contract the person was ever linked to, in the order of the log, each once.
    public private(set) var linked: [ContractID] = []
    /// Whether key, salt and ciphertext are gone.
    public private(set) var isErased = false
    /// Type, position and instant of each event.
    public private(set) var events: [(type: String, position: Position, recordedAt: Instant)] = []

    /// Nil when there is no event.
    init?(_ person: PersonID, _ stored: [StoredEvent]) throws {
        guard !stored.isEmpty else { return nil }
        self.person = person
        for event in stored {
            let decoded = try DecodedEvent(event)
            guard case .person(let fact) = decoded.event else { continue }
            events.append((decoded.event.kind.rawValue, decoded.position, decoded.recordedAt))
            switch fact {
            case .registered(_, let all): commitments = all
            case .detailsChanged(_, let section, let commitment): commitments[section] = commitment
            case .linked(_, let contract): if !linked.contains(contract) { linked.append(contract) }
            case .erased: isErased = true
            }
        }
    }
}

extension EventStoreReader {
    /// The person linked to a contract last.
    func holder(of contract: ContractID) throws -> PersonID? {
        var holder: PersonID?
        try backwards([Streams.holder(of: contract)], through: nil) { _, position, bytes in
            if holder == nil, case .person(.linked(let person, _)) = try DecodedEvent(bytes, at: position).event {
                holder = person
            }
        }
        return holder
    }
}

extension EventStoreReader {
    /// The last position at which a contract was the person's; nil while it is.
    func lastPosition(of person: PersonID, holding contract: ContractID) throws -> Position? {
        var next: Position?
        var isFound = false
        try backwards([Streams.holder(of: contract)], through: nil) { _, position, bytes in
            guard !isFound, case .person(.linked(let holder, _)) = try DecodedEvent(bytes, at: position).event else {
                return
            }
            isFound = holder == person
            if !isFound { next = position }
        }
        return next.flatMap { Position($0.number - 1) }
    }
}

extension LedgerQueries {
    func person(_ id: PersonID) throws -> PersonHistory {
        guard let history = try PersonHistory(id, reader.stream(Streams.person(id), through: nil)) else {
            throw QueryError.unknownPerson
        }
        return history
    }
}
