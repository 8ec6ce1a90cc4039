import EventCodecs
import EventLog
import LedgerValues
import Projections
import ResidenceRules

/// A part of a log, judged by itself: what its events say, and what the part before or behind it has to fit.
///
/// It only says whether everything is as it should be. Where it is not, ``Verification`` reads the log again, event by
/// event, and says what is wrong.
struct LogPart {
    private(set) var isSound = true
    private(set) var replay = Replay()
    /// The nodes of level 8 that the part completes; it begins with one.
    private(set) var nodes: [Digest] = []
    /// The leaves behind the last of them.
    private(set) var rest = MerkleFrontier()
    /// The ends of the contracts' streams, in the order of the replay, and of the other streams.
    private(set) var ends: [StreamStretch] = []
    private(set) var others: [String: StreamStretch] = [:]
    private(set) var keys = KeyFingerprint()
    /// The appends under a key at the two ends, which may go on in the part before or behind.
    private(set) var firstAppend: KeyedAppend?
    private(set) var lastAppend: KeyedAppend?
    private(set) var firstRecordedAt: Instant?
    private(set) var lastRecordedAt: Instant?
    private(set) var seals: [(position: Position, seal: BooksSeal)] = []
    private(set) var named: (position: Position, key: CheckpointKey)?
    private var names = KeyNames()
    /// Whether the part has no event yet, or only events of one append under a key.
    private var isAtStart = true

    /// Adds the events that follow.
    ///
    /// - Throws: what reading throws; an event that cannot be read leaves the part unsound.
    mutating func read(_ reader: some EventStoreReader, from first: Position, through last: Position) throws {
        try reader.scanRows(from: first, through: last) { row in
            do { try add(row) } catch { isSound = false }
            return isSound
        }
    }

    private mutating func add(_ row: EventRow) throws {
        let (event, envelope) = try PayloadReader.event(stored: row.bytes)
        let contract = DecodedEvent.contract(envelope.stream)
        // Fetched while the bytes are hashed: one event's contract is far in memory from the next one's.
        let likely = contract.flatMap(prefetch)
        let leaf = MerkleHash.leaf(UnsafeRawBufferPointer(row.bytes))
        guard leaf == row.leafHash else { return isSound = false }
        rest.append(leaf) { level, _, hash in
            if level == MerkleLevels.stride { nodes.append(hash) }
        }
        if rest.size == LogTiles.width { rest = MerkleFrontier() }
        let decoded = DecodedEvent(event, envelope, at: row.position, of: contract)
        let movements = decoded.event.movements
        guard envelope.position == row.position, decoded.recordedAt >= lastRecordedAt ?? decoded.recordedAt,
            envelope.schema == EventSchema.hash(of: decoded.event.kind, version: envelope.eventVersion),
            movements.reduce(Money.zero, { $0 + $1.amount }) == .zero
        else { return isSound = false }
        firstRecordedAt = firstRecordedAt ?? decoded.recordedAt
        lastRecordedAt = decoded.recordedAt
        follow(envelope, row, slot: replay.apply(decoded, moving: movements, likely: likely))
        takeKey(envelope, at: row.position)
        switch decoded.event {
        case .fact, .correction, .posting, .ledger, .exported, .chartAdopted, .person: break
        case .sealed(let seal): seals.append((row.position, seal))
        case .schemaRegistered: if decoded.event.registersAnotherSchema { isSound = false }
        case .opened, .keyAdopted: if let key = decoded.event.checkpointKey { named = (row.position, key) }
        }
    }

    private func prefetch(_ contract: ContractID) -> Int? {
        let likely = replay.prefetch(contract)
        ends.withUnsafeBufferPointer { ends in
            if let likely, likely < ends.count, let base = ends.baseAddress {
                Prefetch.fetch(base + likely, count: MemoryLayout<StreamStretch>.stride)
            }
        }
        return likely
    }

    /// The event continues its stream: by version, and by the position of the one before.
    private mutating func follow(_ envelope: EnvelopeReader, _ row: EventRow, slot: Int?) {
        let version = envelope.streamVersion
        if let slot {
            if slot < ends.count { return isSound = ends[slot].extend(row, version) && isSound }
            ends.append(StreamStretch(row, version))
        } else {
            let name = String(decoding: envelope.stream, as: UTF8.self)
            if others[name]?.extend(row, version) == false { isSound = false }
            if others[name] == nil {
                others[name] = StreamStretch(row, version)
            } else {
                return
            }
        }
        if envelope.streamName == nil { isSound = false }
    }

    private mutating func takeKey(_ envelope: EnvelopeReader, at position: Position) {
        if !envelope.actor.holds(names.actor) {
            guard Actor(String(decoding: envelope.actor, as: UTF8.self)) != nil else { return isSound = false }
            names = KeyNames(actor: envelope.actor)
        }
        guard let spelled = envelope.idempotencyKeyJSON else {
            endAppend()
            return isAtStart = false
        }
        guard let name = keyName(envelope, spelled) else { return isSound = false }
        if lastAppend?.name == name {
            lastAppend?.count += 1
            return
        }
        endAppend()
        lastAppend = KeyedAppend(name: name, first: position.number)
    }

    /// The key of an event with its actor; nil when it is none.
    private func keyName(_ envelope: EnvelopeReader, _ spelled: UnsafeBufferPointer<UInt8>) -> KeyName? {
        // Between the quotes stands the key itself, unless something is escaped. What may be a student number has 11.
        let plain = UnsafeBufferPointer(rebasing: spelled[1..<max(1, spelled.count - 1)])
        if plain.count != 11, (1...128).contains(plain.count),
            plain.allSatisfy({ (0x20...0x7E).contains($0) && $0 != 0x5C })
        {
            return names[plain]
        }
        guard let key = envelope.idempotencyKey else { return nil }
        return Array(key.text.utf8).withUnsafeBufferPointer { names[$0] }
    }

    private mutating func endAppend() {
        guard let append = lastAppend else { return }
        if isAtStart { firstAppend = append } else { keys.add(append) }
        (lastAppend, isAtStart) = (nil, false)
    }
}

// MARK: - Parts that follow one another

extension LogPart {
    /// The contracts by identifier, with their heads and the ends of their streams.
    var contracts: [ContractID: (head: ContractHead, end: StreamStretch)] {
        Dictionary(uniqueKeysWithValues: zip(replay.contracts, ends).map { ($0.id, ($0.head, $1)) })
    }

    /// Files the facts of corrected contracts again.
    mutating func fileAgain(_ reader: some EventStoreReader) throws { try replay.fileAgain(reader) }

    /// Adds the part behind this one.
    mutating func join(_ later: LogPart) {
        isSound = isSound && later.isSound
        if let before = lastRecordedAt, let after = later.firstRecordedAt, after < before { isSound = false }
        lastRecordedAt = later.lastRecordedAt ?? lastRecordedAt
        nodes += later.nodes
        rest = later.rest
        joinStreams(later)
        joinKeys(later)
        seals += later.seals
        named = later.named ?? named
    }

    private mutating func joinStreams(_ later: LogPart) {
        for (slot, stretch) in zip(replay.merge(later.replay), later.ends) {
            if slot < ends.count { isSound = ends[slot].extend(stretch) && isSound } else { ends.append(stretch) }
        }
        for (name, stretch) in later.others {
            if others[name]?.extend(stretch) == false { isSound = false }
            if others[name] == nil { others[name] = stretch }
        }
    }

    private mutating func joinKeys(_ later: LogPart) {
        keys.add(later.keys)
        if later.isAtStart { return goOn(later.lastAppend) }
        goOn(later.firstAppend)
        endAppend()
        isAtStart = false
        lastAppend = later.lastAppend
    }

    /// The events behind go on with an append, whose beginning may be the last one here.
    private mutating func goOn(_ append: KeyedAppend?) {
        guard let append else { return }
        if lastAppend?.name == append.name {
            lastAppend?.count += append.count
        } else {
            endAppend()
            lastAppend = append
        }
    }

    /// Counts the appends at the two ends.
    mutating func finish() {
        for append in [firstAppend, lastAppend] { if let append { keys.add(append) } }
        (firstAppend, lastAppend) = (nil, nil)
    }
}

/// What a part holds of a stream.
struct StreamStretch {
    /// The position of the event before the first one here, 0 for none, and the version that the first one says.
    private let previous: Int64
    private let firstVersion: Int
    private(set) var version: Int
    private(set) var lastPosition: Position

    init(_ row: EventRow, _ version: Int) {
        previous = row.previous
        firstVersion = version
        self.version = version
        lastPosition = row.position
    }

    /// Whether nothing stands before it.
    var isWhole: Bool { previous == 0 && firstVersion == 1 }

    mutating func extend(_ row: EventRow, _ version: Int) -> Bool {
        defer { (self.version, lastPosition) = (version, row.position) }
        return row.previous == lastPosition.number && version == self.version + 1
    }

    mutating func extend(_ later: StreamStretch) -> Bool {
        defer { (version, lastPosition) = (later.version, later.lastPosition) }
        return later.previous == lastPosition.number && later.firstVersion == version + 1
    }
}

/// An actor and a key, as a keyed hash (SipHash, under a key that every process draws anew) tells them apart.
struct KeyName: Hashable { fileprivate let hash: Int }

/// The keys of one actor, by their names.
struct KeyNames {
    let actor: [UInt8]
    private let seeded: Hasher

    init(actor: some Collection<UInt8> = []) {
        self.actor = Array(actor)
        var hasher = Hasher()
        hasher.combine(self.actor)
        seeded = hasher
    }

    subscript(key: UnsafeBufferPointer<UInt8>) -> KeyName {
        var hasher = seeded
        hasher.combine(bytes: UnsafeRawBufferPointer(key))
        return KeyName(hash: hasher.finalize())
    }
}

/// The events that one append recorded under a key.
struct KeyedAppend: Hashable {
    let name: KeyName
    let first: Int64
    var count: Int64 = 1
}

/// A fingerprint of a set of appends under keys, whatever their order: the sum of what each comes to, which nobody can
/// foresee who does not know the key of the hash.
struct KeyFingerprint: Hashable {
    private(set) var count: Int64 = 0
    private var sum: UInt64 = 0

    mutating func add(_ append: KeyedAppend) {
        let name = UInt64(bitPattern: Int64(append.name.hash))
        sum &+= Self.mixed(Self.mixed(name, append.first), append.count)
        count += 1
    }

    @inline(__always)
    private static func mixed(_ state: UInt64, _ number: Int64) -> UInt64 {
        let product = (state ^ UInt64(bitPattern: number)).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
        return product.high ^ product.low
    }

    mutating func add(_ other: KeyFingerprint) {
        sum &+= other.sum
        count += other.count
    }
}

extension RecordedEvent {
    /// Whether it registers a schema that this program knows as another one.
    var registersAnotherSchema: Bool {
        guard case .schemaRegistered(let type, let version, let hash) = self, let kind = EventKind(rawValue: type),
            let known = EventSchema.of(kind, version: version)
        else { return false }
        return known.hash != hash
    }
}
