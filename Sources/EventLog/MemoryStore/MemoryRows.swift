struct ActorKey: Hashable {
    let actor: Actor
    let key: IdempotencyKey
}

struct MemoryEvent {
    let event: StoredEvent
    let previous: Position?
}

/// The rows of a log, or those that an open group adds to it.
struct MemoryRows {
    var events: [MemoryEvent] = []
    var streams: [StreamName: StreamHead] = [:]
    var idempotency: [ActorKey: IdempotencyRecord] = [:]
    var nodes: [Int: [Digest]] = [:]
    var treeHead: TreeHead?
    /// 0 while the read rows are made anew.
    var rowsVersion: Int?
    var newRows: [StreamName: [UInt8]] = [:]
    var dropsNewRows = false

    mutating func merge(_ group: MemoryRows) {
        events.append(contentsOf: group.events)
        streams.merge(group.streams) { _, new in new }
        idempotency.merge(group.idempotency) { _, new in new }
        nodes.merge(group.nodes) { old, new in old + new }
        treeHead = group.treeHead ?? treeHead
        rowsVersion = group.rowsVersion ?? rowsVersion
        if group.dropsNewRows { newRows = [:] }
        newRows.merge(group.newRows) { _, new in new }
    }
}

/// The committed rows with the rows of the open group on top.
struct MemoryView {
    let base: MemoryRows
    let group: MemoryRows

    var treeHead: TreeHead { group.treeHead ?? base.treeHead ?? .empty }

    var rowsVersion: Int? {
        let version = group.rowsVersion ?? base.rowsVersion ?? 1
        return version == 0 ? nil : version
    }

    var newRows: [StreamName: [UInt8]] {
        (group.dropsNewRows ? [:] : base.newRows).merging(group.newRows) { _, new in new }
    }

    var streamNames: Set<StreamName> { Set(base.streams.keys).union(group.streams.keys) }

    func event(at position: Position) -> MemoryEvent? {
        let index = Int(position.leafIndex)
        if index < base.events.count { return base.events[index] }
        let offset = index - base.events.count
        return offset < group.events.count ? group.events[offset] : nil
    }

    /// The stream's events, newest first.
    func backwards(through name: StreamName) -> [StoredEvent] {
        var events: [StoredEvent] = []
        var position = head(of: name)?.lastPosition
        while let current = position, let row = event(at: current) {
            events.append(row.event)
            position = row.previous
        }
        return events
    }

    func head(of name: StreamName) -> StreamHead? { group.streams[name] ?? base.streams[name] }

    func idempotency(_ key: ActorKey) -> IdempotencyRecord? { group.idempotency[key] ?? base.idempotency[key] }

    var keys: [ActorKey: IdempotencyRecord] { base.idempotency.merging(group.idempotency) { _, new in new } }

    var idempotencyCount: Int { base.idempotency.count + group.idempotency.count }

    func hashes(level: Int, first: Int64, count: Int) -> [Digest] {
        (Int(first)..<Int(first) + count).compactMap { index in
            guard level > 0 else { return event(at: Position(leafIndex: Int64(index)))?.event.leafHash }
            let stored = base.nodes[level] ?? []
            let added = group.nodes[level] ?? []
            if index < stored.count { return stored[index] }
            return index - stored.count < added.count ? added[index - stored.count] : nil
        }
    }
}
