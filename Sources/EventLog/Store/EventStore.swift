/// A place that keeps one log: one writer, many readers.
///
/// Every call blocks until it is answered; the caller owns the thread. A writer or a reader belongs to one thread at a time.
public protocol EventStore: Sendable {
    associatedtype Writer: EventStoreWriter
    associatedtype Reader: EventStoreReader

    /// The only writer; throws `EventStoreError.writerExists` while one is in use.
    func makeWriter() throws -> Writer

    /// A reader of durable commits.
    func makeReader() throws -> Reader
}

/// A consistent view of the log: each call sees one commit, whole.
///
/// A reader sees durable commits only. A writer, which is a reader too, sees its own uncommitted rows as well.
public protocol EventStoreReader: AnyObject, SendableMetatype, MerkleNodeSource, MerkleRows {
    /// Calls `body` while every read of this reader sees the same commit. Calls may be nested.
    func withSnapshot<Result>(_ body: () throws -> Result) throws -> Result

    /// Size and root of the tree.
    func treeHead() throws -> TreeHead

    /// The event at `position`; nil when the log ends before it.
    func event(at position: Position) throws -> StoredEvent?

    /// Calls `body` with each event from `first` through `last` (or the end of the log), in order, without copying.
    ///
    /// The bytes are valid during the call only. `body` answers false to stop. Throws what `body` throws, and
    /// `EventStoreError.corrupt` when an event is missing.
    func scan(
        from first: Position, through last: Position,
        _ body: (Position, UnsafeBufferPointer<UInt8>) throws -> Bool
    ) throws

    /// Calls `body` with each row of an event from `first` through `last` (or the end of the log), in order, as it is
    /// stored; otherwise as `scan`.
    func scanRows(from first: Position, through last: Position, _ body: (EventRow) throws -> Bool) throws

    /// The events of a stream that were recorded at or before `known` (nil: all), oldest first.
    func stream(_ name: StreamName, through known: Position?) throws -> [StoredEvent]

    /// Calls `body` with each event of some streams that was recorded at or before `known` (nil: all), without copying: the
    /// place of its stream among `names`, its position, and its bytes, valid during the call only.
    ///
    /// The newest event of a stream comes first. Streams that were written to together are read together: asking for many
    /// costs less than asking for each.
    func backwards(
        _ names: [StreamName], through known: Position?,
        _ body: (Int, Position, UnsafeBufferPointer<UInt8>) throws -> Void
    ) throws

    /// The positions of the stream's events after its first `version`, oldest first, at most the newest `limit` of them.
    func positions(of name: StreamName, afterVersion version: Int, limit: Int) throws -> [Position]

    /// Version, last position and read row of a stream; nil when it has no event.
    func head(of name: StreamName) throws -> StreamHead?

    /// At most `limit` streams whose names begin with `prefix` and come after `name`, in the order of their names' bytes.
    func streams(
        withPrefix prefix: String, after name: StreamName?, limit: Int
    ) throws -> [(name: StreamName, head: StreamHead)]

    /// The append that first used `key`; nil when the actor never used it.
    func idempotency(actor: Actor, key: IdempotencyKey) throws -> IdempotencyRecord?

    /// The number of keys that are remembered.
    func idempotencyCount() throws -> Int64

    /// Calls `body` with every key that is remembered, in any order; the bytes are valid during the call only.
    func scanKeys(_ body: (KeyRow) throws -> Void) throws

    /// Throws `EventStoreError.corrupt` when looking for a row might not find what reading all rows finds: rows out of order,
    /// or values of another kind. Reads everything.
    func checkStructure() throws

    /// What no writer leaves behind, a sentence each: rows behind the head of the tree, read rows left over, labels that say
    /// nothing possible.
    func strays() throws -> [StrayRow]

    /// The version that was given to the read rows, 1 where none ever was; nil while they are made anew, when none of them
    /// may be used.
    func rowsVersion() throws -> Int?
}

/// The rows of one open group, written by a `LogWriter`.
///
/// The writer judges nothing: order, versions and hashes are the caller's. After an error of `commit`, or of any write,
/// the writer must not be used again: whether the group is on disk is known only after the store was opened anew.
public protocol EventStoreWriter: EventStoreReader {
    /// Opens a group; there is none open.
    func begin() throws

    /// Makes the open group durable before it returns, all of it or nothing.
    func commit() throws

    /// Throws the open group away.
    func rollback() throws

    /// Adds the event after the last one.
    ///
    /// - Parameter previous: the position of the stream's event before this one.
    func insertEvent(_ event: StoredEvent, previous: Position?) throws

    /// Adds the row of a stream that has none.
    func insertStream(_ name: StreamName, _ head: StreamHead) throws

    /// Replaces the row of a stream; a nil `row` keeps the read row as it is.
    func updateStream(_ name: StreamName, version: Int, lastPosition: Position, row: [UInt8]?) throws

    /// Remembers a key that the actor never used.
    func insertIdempotency(actor: Actor, key: IdempotencyKey, _ record: IdempotencyRecord) throws

    /// Adds a complete node of a stored level above the leaves (`MerkleLevels.isStored`).
    func insertNode(level: Int, index: Int64, hash: Digest) throws

    /// Replaces size and root of the tree.
    func setTreeHead(_ head: TreeHead) throws

    /// Begins to make the read rows anew, beside the old ones; what an earlier attempt left is dropped.
    ///
    /// Until `switchRows` the rows that come with a stream stand beside the old ones too, and `head(of:)` answers the old
    /// row, or none.
    func beginRows() throws

    /// Adds or replaces the new read row of a stream.
    func insertRow(_ name: StreamName, _ row: [UInt8]) throws

    /// Puts the new read rows, under a version, in the place of the old ones.
    ///
    /// Throws `EventStoreError.corrupt` when a stream that has a row has no new one.
    func switchRows(to version: Int) throws
}

extension EventStoreReader {
    /// The number of events.
    public func size() throws -> Int64 { try treeHead().size }

    /// A complete node of any level, derived from the stored ones.
    public func node(level: Int, index: Int64) throws -> Digest {
        try StoredMerkleNodes(StoredRows(reader: self)).node(level: level, index: index)
    }

    /// Calls `body` with every event of the log, in order, without copying; see `scan(from:through:_:)`.
    public func scan(_ body: (Position, UnsafeBufferPointer<UInt8>) throws -> Bool) throws {
        try withSnapshot {
            guard let last = try treeHead().lastPosition else { return }
            try scan(from: .first, through: last, body)
        }
    }
}

/// Keeps `StoredMerkleNodes` from asking the reader itself, whose `node` asks it.
private struct StoredRows<Reader: EventStoreReader>: MerkleRows {
    let reader: Reader

    func hashes(level: Int, first: Int64, count: Int) throws -> [Digest] {
        try reader.hashes(level: level, first: first, count: count)
    }
}

/// What goes wrong in a store of any kind.
public enum EventStoreError: Error, Hashable, Sendable {
    /// The store's only writer is in use.
    case writerExists
    /// The store was opened for reading.
    case readOnly
    /// What is stored contradicts itself: stop, and restore or investigate. The text says what was found.
    case corrupt(String)
}
