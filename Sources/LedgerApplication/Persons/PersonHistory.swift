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

/// Persons of whom something may be kept that the log does not stand for.
public struct GonePersons: Hashable, Sendable {
    /// Who was erased, with the instant of the event.
    public let erased: [PersonID: Instant]
    /// Of whom the log holds no event at all.
    public let unknown: Set<PersonID>
    /// Whether somebody accepted that a part of the log was lost.
    public let isLossRecorded: Bool
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

    /// Those of `persons` who were erased or are unknown to the log.
    ///
    /// A person's first event registers, and nothing follows an erasure. Whoever has no stream is looked for in every
    /// event before the log is said to hold nothing.
    func gone(_ persons: Set<PersonID>) throws -> GonePersons {
        var isLossRecorded = false
        var erased: [PersonID: Instant] = [:]
        var unknown: Set<PersonID> = []
        for person in persons {
            guard let head = try reader.head(of: Streams.person(person)) else {
                unknown.insert(person)
                continue
            }
            guard head.version > 1, let last = try reader.event(at: head.lastPosition) else { continue }
            // An event that cannot be read erases nobody.
            if let decoded = try? DecodedEvent(last), decoded.event == .person(.erased(person)) {
                erased[person] = decoded.recordedAt
            }
        }
        if unknown.isEmpty { return GonePersons(erased: erased, unknown: [], isLossRecorded: false) }
        try reader.scan { position, bytes in
            let envelope = try EnvelopeReader(unread: bytes)
            let stream = StreamName(String(decoding: envelope.stream, as: UTF8.self))
            if let person = stream.flatMap(Streams.person(of:)) { unknown.remove(person) }
            if envelope.event.elementsEqual(EventKind.signingKeyAdopted.rawValue.utf8),
                case .keyAdopted(let adoption) = try DecodedEvent(bytes, at: position).event
            {
                isLossRecorded = isLossRecorded || adoption.lostFrom != nil
            }
            return !unknown.isEmpty
        }
        return GonePersons(erased: erased, unknown: unknown, isLossRecorded: isLossRecorded)
    }
}
