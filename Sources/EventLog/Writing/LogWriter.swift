public import LedgerValues

/// Gives events their positions, versions and times, hashes them into the tree and writes them in groups.
///
/// A group opens with the first append and ends with `commit`, durable when it returns, or `discard`. Confined to one
/// thread. After a write or a commit failed every call throws `LogWriterError.poisoned`: after a failed fsync the page
/// cache may show what the disk does not have, so the process has to stop and open the store anew (design 3.8).
public final class LogWriter<Store: EventStore> {
    let writer: Store.Writer
    private let clock: () -> Instant
    private var failure: String?
    private var unusedKey: (actor: Actor, key: IdempotencyKey)?
    private var isOpen = false
    /// Whether read rows were made anew in the open group.
    private var madeRows = false

    private var durable: LogEnd
    private var end: LogEnd
    private var pending: [StreamName: PendingStream] = [:]
    private var cache: StreamCache
    private var json = CanonicalJSONWriter()

    /// Takes the store's only writer.
    ///
    /// Throws `EventStoreError.writerExists`, and `EventStoreError.corrupt` when the stored tree is not the tree of its
    /// own nodes or the last event cannot be read.
    ///
    /// - Parameters:
    ///   - cachedStreams: how many stream versions are kept in memory, at about 100 bytes each.
    ///   - clock: the time of recording; where it goes back, the predecessor's time is used instead.
    public init(_ store: Store, cachedStreams: Int = 65_536, clock: @escaping () -> Instant) throws {
        writer = try store.makeWriter()
        self.clock = clock
        cache = StreamCache(generationSize: max(1, cachedStreams / 2))
        durable = try LogEnd(of: writer)
        end = durable
    }

    /// Size and root of the durable log.
    public var treeHead: TreeHead { durable.treeHead }

    /// The position of the last event, the open group's included; nil for a log without events.
    public var lastPosition: Position? { Position(end.frontier.size) }

    /// Records the events of `request` in the open group (opened when there is none), all or none.
    ///
    /// A request that was recorded before answers with its first receipt, whatever the streams' versions have become.
    /// Throws `AppendRefusal` and leaves the group as it was; any other error ends the writer's use.
    public func append(_ request: AppendRequest) throws -> AppendOutcome {
        try requireHealth()
        guard !request.events.isEmpty else { throw AppendRefusal.nothingToRecord }
        try openGroup()
        if let key = request.key, !isUnused(key, of: request.actor),
            let record = try reading({ try $0.idempotency(actor: request.actor, key: key) })
        {
            guard record.requestHash == request.requestHash else {
                throw AppendRefusal.keyReused(firstPosition: record.firstPosition)
            }
            return .repeated(try reading { try Receipt(of: record, in: $0) })
        }
        for (stream, expected) in request.expectations { try check(stream, is: expected) }
        let prepared = try prepare(request)
        return .appended(try writing { try write(prepared, request, to: $0) })
    }

    /// Makes the open group durable and answers the tree it ends with. Free when nothing was recorded.
    @discardableResult
    public func commit() throws -> TreeHead {
        try requireHealth()
        guard isOpen else { return durable.treeHead }
        guard hasWrites else {
            try discard()
            return durable.treeHead
        }
        let head = end.frontier.size == durable.frontier.size ? durable.treeHead : end.frontierHead
        try writing { writer in
            for (name, stream) in pending { try stream.write(name, to: writer) }
            try writer.setTreeHead(head)
            try writer.commit()
        }
        for (name, stream) in pending { cache.store(stream.entry, for: name) }
        pending.removeAll(keepingCapacity: true)
        end.treeHead = head
        durable = end
        isOpen = false
        madeRows = false
        return head
    }

    /// Throws away everything since the last commit.
    public func discard() throws {
        try requireHealth()
        guard isOpen else { return }
        try writing { try $0.rollback() }
        pending.removeAll(keepingCapacity: true)
        end = durable
        isOpen = false
        madeRows = false
    }

    /// The events of a stream, oldest first, the open group's included.
    public func stream(_ name: StreamName) throws -> [StoredEvent] {
        try requireHealth()
        try flush(name)
        return try reading { try $0.stream(name, through: nil) }
    }

    /// Version, last position and read row of a stream, as the open group leaves it; nil when it has no event.
    public func head(of name: StreamName) throws -> StreamHead? {
        try requireHealth()
        try flush(name)
        return try reading { try $0.head(of: name) }
    }

    /// What an actor's key was used for, the open group included.
    public func idempotency(actor: Actor, key: IdempotencyKey) throws -> IdempotencyRecord? {
        try requireHealth()
        let record = try reading { try $0.idempotency(actor: actor, key: key) }
        unusedKey = record == nil ? (actor, key) : nil
        return record
    }

    /// Whether the last question found the key unused: the append that follows it need not ask again.
    private func isUnused(_ key: IdempotencyKey, of actor: Actor) -> Bool {
        defer { unusedKey = nil }
        guard let unusedKey else { return false }
        return unusedKey.actor == actor && unusedKey.key == key
    }

    /// Replaces a stream's read row without an event, in the open group: rows are folds and can be made again.
    ///
    /// Throws `AppendRefusal.headWithoutStream` when the stream has no event.
    public func replaceHead(of name: StreamName, with row: [UInt8]) throws {
        try requireHealth()
        try openGroup()
        guard var stream = try state(of: name), stream.version > 0 else {
            throw AppendRefusal.headWithoutStream(name)
        }
        stream.setRow(row)
        pending[name] = stream
    }
}

// MARK: - The group

extension LogWriter {
    private var hasWrites: Bool { end.frontier.size != durable.frontier.size || !pending.isEmpty || madeRows }

    /// Begins to make the read rows anew, in the open group; those that come with appends from here on are new ones.
    public func beginRows() throws { try makingRows { try $0.beginRows() } }

    /// Adds or replaces the new read row of a stream, in the open group.
    public func insertRow(of name: StreamName, _ row: [UInt8]) throws { try makingRows { try $0.insertRow(name, row) } }

    /// Puts the new read rows in the place of the old ones, in the open group: all at once or not at all.
    public func switchRows(to version: Int) throws { try makingRows { try $0.switchRows(to: version) } }

    /// The version of the read rows as the open group leaves them; nil while they are made anew.
    public func rowsVersion() throws -> Int? {
        try requireHealth()
        return try reading { try $0.rowsVersion() }
    }

    private func makingRows(_ body: (Store.Writer) throws -> Void) throws {
        try requireHealth()
        try openGroup()
        madeRows = true
        try writing(body)
    }

    private func requireHealth() throws {
        if let failure { throw LogWriterError.poisoned(failure) }
    }

    private func openGroup() throws {
        guard !isOpen else { return }
        try writing { try $0.begin() }
        isOpen = true
    }

    /// A store that fails while it writes may have dropped the whole group, so nothing is written after it.
    private func writing<Result>(_ body: (Store.Writer) throws -> Result) throws -> Result {
        do { return try body(writer) } catch {
            failure = String(describing: error)
            throw error
        }
    }

    /// A read that fails inside a group may have ended the store's transaction too.
    private func reading<Result>(_ body: (Store.Writer) throws -> Result) throws -> Result {
        try writing(body)
    }

    private func flush(_ name: StreamName) throws {
        guard var stream = pending[name], stream.isDirty else { return }
        try writing { try stream.write(name, to: $0) }
        stream.markWritten()
        pending[name] = stream
    }

    private func state(of name: StreamName) throws -> PendingStream? {
        try pending[name] ?? durableState(of: name)
    }

    private func durableState(of name: StreamName) throws -> PendingStream? {
        if let entry = cache.entry(name) { return PendingStream(entry) }
        guard let head = try reading({ try $0.head(of: name) }) else { return nil }
        let entry = StreamCache.Entry(version: head.version, lastPosition: head.lastPosition)
        cache.store(entry, for: name)
        return PendingStream(entry)
    }

    private func check(_ name: StreamName, is expected: ExpectedVersion) throws {
        if case .any = expected { return }
        let actual = try state(of: name)?.version ?? 0
        guard !expected.admits(actual) else { return }
        var known = 0
        if case .exactly(let version) = expected { known = version }
        try flush(name)
        let since = try reading {
            try $0.positions(of: name, afterVersion: known, limit: LogLimits.conflictPositions)
        }
        throw AppendRefusal.versionConflict(stream: name, expected: expected, actual: actual, since: since)
    }
}

// MARK: - One append

extension LogWriter {
    private struct Prepared {
        var recordedAt: Instant
        var events: [(event: StoredEvent, previous: Position?)] = []
        var undo: [(StreamName, PendingStream?)] = []
    }

    /// Encodes and hashes; writes nothing, and leaves the group as it was when it throws.
    private func prepare(_ request: AppendRequest) throws -> Prepared {
        var prepared = Prepared(recordedAt: max(clock(), end.recordedAt ?? Instant(microseconds: .min)))
        prepared.events.reserveCapacity(request.events.count)
        do {
            for (index, draft) in request.events.enumerated() {
                try prepare(draft, at: index, of: request, into: &prepared)
            }
            for (name, row) in request.heads {
                let known = pending[name]
                guard var stream = try known ?? durableState(of: name) else {
                    throw AppendRefusal.headWithoutStream(name)
                }
                prepared.undo.append((name, known))
                stream.setRow(row)
                pending[name] = stream
            }
        } catch {
            for (name, before) in prepared.undo.reversed() { pending[name] = before }
            throw error
        }
        return prepared
    }

    private func prepare(
        _ draft: EventDraft, at index: Int, of request: AppendRequest, into prepared: inout Prepared
    ) throws {
        let position = Position(leafIndex: end.frontier.size + Int64(index))
        guard draft.causation.map({ $0 < position }) ?? true else { throw AppendRefusal.unknownCause(index: index) }
        let known = pending[draft.stream]
        var stream = try known ?? durableState(of: draft.stream) ?? PendingStream.none
        let previous = stream.appendEvent(at: position)
        json.reset()
        Envelope.write(
            draft, position: position, streamVersion: stream.version, recordedAt: prepared.recordedAt,
            actor: request.actor, key: request.key, to: &json)
        guard json.bytes.count <= Envelope.maximumBytes else {
            throw AppendRefusal.eventTooLarge(index: index, bytes: json.bytes.count)
        }
        // A copy of exactly the bytes, so that the writer keeps its room. What is stored has been read back once.
        let bytes = json.bytes.withUnsafeBufferPointer { [UInt8]($0) }
        do { try bytes.withUnsafeBufferPointer { _ = try EnvelopeReader($0) } } catch let error as JSONError {
            throw AppendRefusal.malformedEvent(index: index, error)
        }
        let leafHash = bytes.withUnsafeBytes { MerkleHash.leaf($0) }
        prepared.events.append((StoredEvent(position: position, bytes: bytes, leafHash: leafHash), previous))
        prepared.undo.append((draft.stream, known))
        pending[draft.stream] = stream
    }

    private func write(_ prepared: Prepared, _ request: AppendRequest, to writer: Store.Writer) throws -> Receipt {
        let first = Position(leafIndex: end.frontier.size)
        var leafHashes: [Digest] = []
        leafHashes.reserveCapacity(prepared.events.count)
        for (event, previous) in prepared.events {
            try writer.insertEvent(event, previous: previous)
            leafHashes.append(event.leafHash)
            var nodes: [(level: Int, index: Int64, hash: Digest)] = []
            end.frontier.append(event.leafHash) { level, index, hash in
                if level > 0, MerkleLevels.isStored(level) { nodes.append((level, index, hash)) }
            }
            for node in nodes { try writer.insertNode(level: node.level, index: node.index, hash: node.hash) }
        }
        assert(end.frontier.size == first.leafIndex + Int64(prepared.events.count))
        if let key = request.key {
            let record = IdempotencyRecord(
                firstPosition: first, count: prepared.events.count, requestHash: request.requestHash)
            try writer.insertIdempotency(actor: request.actor, key: key, record)
        }
        end.recordedAt = prepared.recordedAt
        return Receipt(
            firstPosition: first, count: prepared.events.count, recordedAt: prepared.recordedAt, leafHashes: leafHashes)
    }
}
