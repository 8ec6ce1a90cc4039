import Synchronization

/// A store that forgets everything with its process: for tests and for trying cases.
///
/// As transactional as the others: readers see committed groups only, and a group that is thrown away leaves nothing.
public final class InMemoryStore: EventStore {
    private let log = Mutex(MemoryRows())
    private let hasWriter = Atomic(false)

    public init() {}

    /// A store that holds what another one has committed, and goes its own way from there.
    public convenience init(copying other: InMemoryStore) {
        self.init()
        commit(other.committed)
    }

    public func makeWriter() throws -> InMemoryWriter {
        guard hasWriter.compareExchange(expected: false, desired: true, ordering: .sequentiallyConsistent).exchanged
        else { throw EventStoreError.writerExists }
        return InMemoryWriter(self)
    }

    public func makeReader() throws -> InMemoryReader { InMemoryReader(self) }

    var committed: MemoryRows { log.withLock { $0 } }

    func commit(_ group: MemoryRows) { log.withLock { $0.merge(group) } }

    func releaseWriter() { hasWriter.store(false, ordering: .sequentiallyConsistent) }
}

/// Reads what an `InMemoryStore` has committed.
public class InMemoryReader: EventStoreReader {
    fileprivate let store: InMemoryStore
    private var snapshot: MemoryRows?

    fileprivate init(_ store: InMemoryStore) { self.store = store }

    /// The rows of the open group, on top of the committed ones.
    fileprivate var openGroup: MemoryRows { MemoryRows() }

    fileprivate var newRows: [StreamName: [UInt8]] { view.newRows }
    fileprivate var streamNames: Set<StreamName> { view.streamNames }
    private var view: MemoryView { MemoryView(base: snapshot ?? store.committed, group: openGroup) }

    public func withSnapshot<Result>(_ body: () throws -> Result) throws -> Result {
        guard snapshot == nil else { return try body() }
        snapshot = store.committed
        defer { snapshot = nil }
        return try body()
    }

    public func treeHead() throws -> TreeHead { view.treeHead }

    public func event(at position: Position) throws -> StoredEvent? { view.event(at: position)?.event }

    public func scan(
        from first: Position, through last: Position,
        _ body: (Position, UnsafeBufferPointer<UInt8>) throws -> Bool
    ) throws {
        let view = view
        var position = first
        while position <= last, let row = view.event(at: position) {
            guard try row.event.bytes.withUnsafeBufferPointer({ try body(position, $0) }) else { return }
            position = position.next
        }
    }

    public func scanRows(from first: Position, through last: Position, _ body: (EventRow) throws -> Bool) throws {
        let view = view
        var position = first
        while position <= last, let row = view.event(at: position) {
            let goesOn = try row.event.bytes.withUnsafeBufferPointer { bytes in
                try body(
                    EventRow(
                        position: position, previous: row.previous?.number ?? 0, leafHash: row.event.leafHash,
                        bytes: bytes))
            }
            guard goesOn else { return }
            position = position.next
        }
    }

    public func stream(_ name: StreamName, through known: Position?) throws -> [StoredEvent] {
        let events = view.backwards(through: name)
        guard let known else { return events.reversed() }
        return events.drop { $0.position > known }.reversed()
    }

    public func backwards(
        _ names: [StreamName], through known: Position?,
        _ body: (Int, Position, UnsafeBufferPointer<UInt8>) throws -> Void
    ) throws {
        for (place, name) in names.enumerated() {
            for event in try stream(name, through: known).reversed() {
                try event.bytes.withUnsafeBufferPointer { try body(place, event.position, $0) }
            }
        }
    }

    public func positions(of name: StreamName, afterVersion version: Int, limit: Int) throws -> [Position] {
        let view = view
        let count = max(0, (view.head(of: name)?.version ?? 0) - version)
        return view.backwards(through: name).prefix(min(count, limit)).map(\.position).reversed()
    }

    public func head(of name: StreamName) throws -> StreamHead? { view.head(of: name) }

    public func streams(
        withPrefix prefix: String, after name: StreamName?, limit: Int
    ) throws -> [(name: StreamName, head: StreamHead)] {
        let view = view
        let names = view.streamNames.filter { candidate in
            candidate.text.utf8.starts(with: prefix.utf8) && name.map { $0 < candidate } ?? true
        }
        return names.sorted().prefix(limit).compactMap { name in view.head(of: name).map { (name, $0) } }
    }

    public func idempotency(actor: Actor, key: IdempotencyKey) throws -> IdempotencyRecord? {
        view.idempotency(ActorKey(actor: actor, key: key))
    }

    public func idempotencyCount() throws -> Int64 { Int64(view.idempotencyCount) }

    public func scanKeys(_ body: (KeyRow) throws -> Void) throws {
        for (name, record) in view.keys {
            try Array(name.actor.text.utf8).withUnsafeBufferPointer { actor in
                try Array(name.key.text.utf8).withUnsafeBufferPointer { key in
                    let first = record.firstPosition.number
                    try body(KeyRow(actor: actor, key: key, first: first, count: Int64(record.count)))
                }
            }
        }
    }

    public func checkStructure() throws {}

    public func strays() throws -> [StrayRow] { [] }

    public func rowsVersion() throws -> Int? { view.rowsVersion }

    public func hashes(level: Int, first: Int64, count: Int) throws -> [Digest] {
        view.hashes(level: level, first: first, count: count)
    }
}

/// The only writer of an `InMemoryStore`.
public final class InMemoryWriter: InMemoryReader, EventStoreWriter {
    private var group: MemoryRows?

    deinit { store.releaseWriter() }

    override fileprivate var openGroup: MemoryRows { group ?? MemoryRows() }

    public func begin() throws {
        precondition(group == nil, "a group is open")
        group = MemoryRows()
    }

    public func commit() throws {
        guard let finished = group else { preconditionFailure("no group is open") }
        group = nil
        store.commit(finished)
    }

    public func rollback() throws {
        precondition(group != nil, "no group is open")
        group = nil
    }

    public func insertEvent(_ event: StoredEvent, previous: Position?) throws {
        group?.events.append(MemoryEvent(event: event, previous: previous))
    }

    public func insertStream(_ name: StreamName, _ head: StreamHead) throws {
        try put(name, version: head.version, lastPosition: head.lastPosition, row: head.row)
    }

    public func updateStream(_ name: StreamName, version: Int, lastPosition: Position, row: [UInt8]?) throws {
        try put(name, version: version, lastPosition: lastPosition, row: row)
    }

    private func put(_ name: StreamName, version: Int, lastPosition: Position, row: [UInt8]?) throws {
        let old = try head(of: name)?.row ?? []
        var kept = row ?? old
        if let row, try rowsVersion() == nil {
            try insertRow(name, row)
            kept = old
        }
        group?.streams[name] = StreamHead(version: version, lastPosition: lastPosition, row: kept)
    }

    public func beginRows() throws {
        group?.newRows = [:]
        group?.dropsNewRows = true
        group?.rowsVersion = 0
    }

    public func insertRow(_ name: StreamName, _ row: [UInt8]) throws { group?.newRows[name] = row }

    public func switchRows(to version: Int) throws {
        let rows = newRows
        for name in streamNames {
            guard let head = try head(of: name) else { continue }
            guard let row = rows[name] else {
                guard head.row.isEmpty else { throw EventStoreError.corrupt("the row of \(name) was not made anew") }
                continue
            }
            group?.streams[name] = StreamHead(version: head.version, lastPosition: head.lastPosition, row: row)
        }
        try beginRows()
        group?.rowsVersion = version
    }

    public func insertIdempotency(actor: Actor, key: IdempotencyKey, _ record: IdempotencyRecord) throws {
        group?.idempotency[ActorKey(actor: actor, key: key)] = record
    }

    public func insertNode(level: Int, index: Int64, hash: Digest) throws {
        group?.nodes[level, default: []].append(hash)
    }

    public func setTreeHead(_ head: TreeHead) throws { group?.treeHead = head }
}
