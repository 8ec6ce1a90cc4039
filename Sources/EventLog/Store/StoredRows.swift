/// An event as it is stored: the exact bytes that were hashed.
public struct StoredEvent: Hashable, Sendable {
    public let position: Position

    /// The canonical bytes (`Envelope`), served and hashed as they are.
    public let bytes: [UInt8]

    /// SHA-256(0x00 ‖ `bytes`) as the store has it, not computed again.
    public let leafHash: Digest

    public init(position: Position, bytes: [UInt8], leafHash: Digest) {
        self.position = position
        self.bytes = bytes
        self.leafHash = leafHash
    }
}

/// An event's row where it lies; the bytes are valid during the call only.
public struct EventRow {
    public let position: Position
    /// The position of the stream's event before, 0 for none, as the store says it.
    public let previous: Int64
    /// As the store has it, not computed again.
    public let leafHash: Digest
    public let bytes: UnsafeBufferPointer<UInt8>

    public init(position: Position, previous: Int64, leafHash: Digest, bytes: UnsafeBufferPointer<UInt8>) {
        self.position = position
        self.previous = previous
        self.leafHash = leafHash
        self.bytes = bytes
    }
}

/// A key that is remembered, where it lies; the bytes are valid during the call only.
public struct KeyRow {
    /// UTF-8 as it is stored.
    public let actor: UnsafeBufferPointer<UInt8>
    public let key: UnsafeBufferPointer<UInt8>
    /// The append that first used it: its first position and the number of its events.
    public let first: Int64
    public let count: Int64

    public init(
        actor: UnsafeBufferPointer<UInt8>, key: UnsafeBufferPointer<UInt8>, first: Int64, count: Int64
    ) {
        self.actor = actor
        self.key = key
        self.first = first
        self.count = count
    }
}

/// Something in a store that no writer leaves there.
public struct StrayRow: Hashable, Sendable {
    /// The first log position that it is about; nil where there is none.
    public let position: Position?
    /// What was found.
    public let text: String

    public init(position: Position? = nil, text: String) {
        self.position = position
        self.text = text
    }
}

/// The last state of a stream and its read row.
public struct StreamHead: Hashable, Sendable {
    /// The number of events of the stream, 1 upwards.
    public let version: Int

    /// The position of the stream's last event.
    public let lastPosition: Position

    /// The opaque read row that came with an append (`AppendRequest.heads`); empty when none ever came.
    public let row: [UInt8]

    public init(version: Int, lastPosition: Position, row: [UInt8]) {
        self.version = version
        self.lastPosition = lastPosition
        self.row = row
    }
}

/// What the log remembers of an idempotency key: the append that first used it.
public struct IdempotencyRecord: Hashable, Sendable {
    public let firstPosition: Position

    /// The number of events of that append, 1 upwards.
    public let count: Int

    /// The hash of the request that used the key.
    public let requestHash: Digest

    public init(firstPosition: Position, count: Int, requestHash: Digest) {
        self.firstPosition = firstPosition
        self.count = count
        self.requestHash = requestHash
    }
}

/// Size and root of the Merkle tree over the log.
public struct TreeHead: Hashable, Sendable {
    /// The number of events.
    public let size: Int64

    /// The Merkle Tree Hash (RFC 9162 §2.1.1).
    public let root: Digest

    public init(size: Int64, root: Digest) {
        self.size = size
        self.root = root
    }

    /// The head of a log without events.
    public static let empty = TreeHead(size: 0, root: MerkleFrontier().root)

    /// The position of the last event; nil for a log without events.
    public var lastPosition: Position? { Position(size) }
}
