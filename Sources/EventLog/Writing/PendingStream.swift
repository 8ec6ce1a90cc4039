/// A stream as the open group leaves it, and what of it the store does not have yet.
struct PendingStream {
    private(set) var version: Int
    private(set) var lastPosition: Position
    private var isStored: Bool
    private var row: [UInt8]?

    /// Whether the store has another row, or none.
    private(set) var isDirty: Bool

    /// A stream without events.
    static let none = PendingStream(version: 0, lastPosition: .first, isStored: false)

    /// A stream the store knows.
    init(_ entry: StreamCache.Entry) {
        self.init(version: entry.version, lastPosition: entry.lastPosition, isStored: true)
    }

    private init(version: Int, lastPosition: Position, isStored: Bool) {
        self.version = version
        self.lastPosition = lastPosition
        self.isStored = isStored
        isDirty = false
    }

    var entry: StreamCache.Entry { StreamCache.Entry(version: version, lastPosition: lastPosition) }

    /// Counts one more event and answers the position of the one before it.
    mutating func appendEvent(at position: Position) -> Position? {
        let previous = version == 0 ? nil : lastPosition
        version += 1
        lastPosition = position
        isDirty = true
        return previous
    }

    mutating func setRow(_ row: [UInt8]) {
        self.row = row
        isDirty = true
    }

    func write(_ name: StreamName, to writer: some EventStoreWriter) throws {
        guard isDirty else { return }
        if isStored {
            try writer.updateStream(name, version: version, lastPosition: lastPosition, row: row)
        } else {
            try writer.insertStream(name, StreamHead(version: version, lastPosition: lastPosition, row: row ?? []))
        }
    }

    mutating func markWritten() {
        isStored = true
        isDirty = false
        row = nil
    }
}
