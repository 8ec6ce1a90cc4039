public import EventLog

/// Reads the durable commits of a `SQLiteStore` through a connection of its own; used by one thread at a time.
public class SQLiteReader: EventStoreReader {
    let store: SQLiteStore
    let connection: SQLiteConnection
    private let statements: Statements

    init(_ store: SQLiteStore, _ connection: SQLiteConnection) throws {
        self.store = store
        self.connection = connection
        statements = try Statements(connection)
    }

    private struct Statements {
        let treeHead: SQLiteStatement
        let event: SQLiteStatement
        let newestFirst: SQLiteStatement
        let begin: SQLiteStatement
        let commit: SQLiteStatement
        let head: SQLiteStatement
        let streams: SQLiteStatement
        let idempotency: SQLiteStatement
        let rowsVersion: SQLiteStatement
        let leafHashes: SQLiteStatement
        let nodes: SQLiteStatement

        init(_ connection: SQLiteConnection) throws {
            treeHead = try connection.prepare("SELECT size, root FROM tree_head WHERE id = 1")
            event = try connection.prepare("SELECT leaf_hash, bytes FROM events WHERE position = ?")
            newestFirst = try connection.prepare(
                "SELECT position, previous, leaf_hash, bytes FROM events WHERE position <= ? ORDER BY position DESC")
            begin = try connection.prepare("BEGIN")
            commit = try connection.prepare("COMMIT")
            head = try connection.prepare("SELECT version, last_position, head FROM streams WHERE name = ?")
            streams = try connection.prepare(
                "SELECT name, version, last_position, head FROM streams "
                    + "WHERE name >= ? AND name <> ? ORDER BY name LIMIT ?")
            idempotency = try connection.prepare(
                "SELECT first_position, count, request_hash FROM idempotency WHERE actor = ? AND key = ?")
            rowsVersion = try connection.prepare("SELECT value FROM meta WHERE key = 'rows_version'")
            leafHashes = try connection.prepare(
                "SELECT leaf_hash FROM events WHERE position BETWEEN ? AND ? ORDER BY position")
            nodes = try connection.prepare(
                "SELECT hash FROM tree_nodes WHERE level = ? AND idx BETWEEN ? AND ? ORDER BY idx")
        }
    }

    public func withSnapshot<Result>(_ body: () throws -> Result) throws -> Result {
        guard !connection.isInTransaction else { return try body() }
        try statements.begin.run()
        // A failed read may have ended the transaction already.
        defer { if connection.isInTransaction { try? statements.commit.run() } }
        return try body()
    }

    public func treeHead() throws -> TreeHead {
        let statement = statements.treeHead
        defer { statement.reset() }
        guard try statement.step() else { throw EventStoreError.corrupt("the tree has no head") }
        guard statement.integer(0) >= 0 else { throw EventStoreError.corrupt("the tree has a negative size") }
        return TreeHead(size: statement.integer(0), root: try statement.digest(1))
    }

    public func event(at position: Position) throws -> StoredEvent? {
        let statement = statements.event
        defer { statement.reset() }
        statement.bind(1, position.number)
        guard try statement.step() else { return nil }
        let leafHash = try statement.digest(0)
        return StoredEvent(position: position, bytes: Array(statement.blob(1)), leafHash: leafHash)
    }

    public func scan(
        from first: Position, through last: Position,
        _ body: (Position, UnsafeBufferPointer<UInt8>) throws -> Bool
    ) throws {
        try withSnapshot {
            let end = min(last.number, try treeHead().size)
            // A statement of its own, so that `body` may read, and even scan.
            let statement = try connection.prepare(
                "SELECT position, bytes FROM events WHERE position BETWEEN ? AND ? ORDER BY position")
            statement.bind(1, first.number)
            statement.bind(2, end)
            var due = first
            while try statement.step() {
                guard statement.integer(0) == due.number else { break }
                let isToContinue = try statement.blob(1).withMemoryRebound(to: UInt8.self) { try body(due, $0) }
                guard isToContinue else { return }
                due = due.next
            }
            guard due.number > end else { throw EventStoreError.corrupt("the event at position \(due) is missing") }
        }
    }

    public func scanRows(from first: Position, through last: Position, _ body: (EventRow) throws -> Bool) throws {
        try withSnapshot {
            let end = min(last.number, try treeHead().size)
            let statement = try connection.prepare(
                "SELECT position, previous, leaf_hash, bytes FROM events WHERE position BETWEEN ? AND ? ORDER BY position"
            )
            statement.bind(1, first.number)
            statement.bind(2, end)
            var due = first
            while try statement.step(), statement.integer(0) == due.number {
                let (previous, leafHash) = (statement.integer(1), try statement.digest(2))
                let goesOn = try statement.blob(3).withMemoryRebound(to: UInt8.self) {
                    try body(EventRow(position: due, previous: previous, leafHash: leafHash, bytes: $0))
                }
                guard goesOn else { return }
                due = due.next
            }
            guard due.number > end else { throw EventStoreError.corrupt("the event at position \(due) is missing") }
        }
    }

    public func stream(_ name: StreamName, through known: Position?) throws -> [StoredEvent] {
        var events: [StoredEvent] = []
        try walk([name]) { _, position, row in
            if let known, position > known { return }
            events.append(
                StoredEvent(position: position, bytes: Array(row.blob(3)), leafHash: try row.digest(2)))
        }
        events.reverse()
        return events
    }

    public func backwards(
        _ names: [StreamName], through known: Position?,
        _ body: (Int, Position, UnsafeBufferPointer<UInt8>) throws -> Void
    ) throws {
        try walk(names) { stream, position, row in
            if let known, position > known { return }
            try row.blob(3).withMemoryRebound(to: UInt8.self) { try body(stream, position, $0) }
        }
    }

    public func positions(of name: StreamName, afterVersion version: Int, limit: Int) throws -> [Position] {
        var positions: [Position] = []
        try walk([name], atMost: { min(max(0, $0 - version), limit) }) { _, position, _ in positions.append(position) }
        return positions.reversed()
    }

    /// Visits the newest events of streams, the newest of them all first: so many of a stream's versions as `count` says,
    /// or all.
    private func walk(
        _ names: [StreamName], atMost count: (Int) -> Int = { $0 },
        _ visit: (_ stream: Int, Position, _ row: SQLiteStatement) throws -> Void
    ) throws {
        try withSnapshot {
            let heads = try names.map { (name: $0, head: try head(of: $0)) }
            var chains = StreamChains(heads, atMost: count)
            var rows = NewestFirst(statements.newestFirst)
            defer { rows.end() }
            while let (position, stream) = chains.newest {
                let row = try rows.row(at: position)
                try visit(stream, position, row)
                try chains.step(to: row.integer(1))
            }
        }
    }

    public func head(of name: StreamName) throws -> StreamHead? {
        let statement = statements.head
        defer { statement.reset() }
        return try statement.binding(1, name.text) {
            try statement.step() ? try statement.streamHead(0) : nil
        }
    }

    public func streams(
        withPrefix prefix: String, after name: StreamName?, limit: Int
    ) throws -> [(name: StreamName, head: StreamHead)] {
        let statement = statements.streams
        defer { statement.reset() }
        var rows: [(name: StreamName, head: StreamHead)] = []
        // One bound, for SQLite begins at the first that it reads: pages would be looked for from the beginning each time.
        let after = name?.text ?? ""
        let bound = prefix.utf8.lexicographicallyPrecedes(after.utf8) ? after : prefix
        try statement.binding(1, bound) {
            try statement.binding(2, after) {
                statement.bind(3, Int64(limit))
                while try statement.step() {
                    let text = statement.text(0)
                    guard text.utf8.starts(with: prefix.utf8) else { break }
                    guard let name = StreamName(text) else {
                        throw EventStoreError.corrupt("a stream has a name that is none")
                    }
                    rows.append((name, try statement.streamHead(1)))
                }
            }
        }
        return rows
    }

    public func idempotency(actor: Actor, key: IdempotencyKey) throws -> IdempotencyRecord? {
        let statement = statements.idempotency
        defer { statement.reset() }
        return try statement.binding(1, actor.text) {
            try statement.binding(2, key.text) {
                guard try statement.step() else { return nil }
                return IdempotencyRecord(
                    firstPosition: try statement.position(0), count: try statement.count(1),
                    requestHash: try statement.digest(2))
            }
        }
    }

    public func idempotencyCount() throws -> Int64 {
        try connection.integer("SELECT count(*) FROM idempotency") ?? 0
    }

    public func scanKeys(_ body: (KeyRow) throws -> Void) throws {
        let statement = try connection.prepare("SELECT actor, key, first_position, count FROM idempotency")
        while try statement.step() {
            let (first, count) = (statement.integer(2), statement.integer(3))
            try statement.blob(0).withMemoryRebound(to: UInt8.self) { actor in
                try statement.blob(1).withMemoryRebound(to: UInt8.self) { key in
                    try body(KeyRow(actor: actor, key: key, first: first, count: count))
                }
            }
        }
    }

    public func checkStructure() throws {
        let verdict = try connection.text("PRAGMA integrity_check(1)") ?? "no answer"
        guard verdict == "ok" else { throw EventStoreError.corrupt("SQLite finds the database damaged: \(verdict)") }
    }

    public func rowsVersion() throws -> Int? {
        // A database of the first release does not say it.
        guard let text = try rowsVersionText() else { return 1 }
        return Int(text).flatMap { $0 > 0 ? $0 : nil }
    }

    /// As it is stored; nil where nothing is said.
    func rowsVersionText() throws -> String? {
        let statement = statements.rowsVersion
        defer { statement.reset() }
        return try statement.step() ? statement.text(0) : nil
    }

    public func hashes(level: Int, first: Int64, count: Int) throws -> [Digest] {
        let statement = level == 0 ? statements.leafHashes : statements.nodes
        defer { statement.reset() }
        if level == 0 {
            statement.bind(1, first + 1)
            statement.bind(2, first + Int64(count))
        } else {
            statement.bind(1, Int64(level))
            statement.bind(2, first)
            statement.bind(3, first + Int64(count) - 1)
        }
        var hashes: [Digest] = []
        hashes.reserveCapacity(count)
        while try statement.step() { hashes.append(try statement.digest(0)) }
        return hashes
    }
}

extension SQLiteStatement {
    fileprivate func digest(_ column: Int32) throws -> Digest {
        guard let digest = Digest(exactly: blob(column)) else {
            throw EventStoreError.corrupt("a stored hash does not have 32 bytes")
        }
        return digest
    }

    fileprivate func position(_ column: Int32) throws -> Position {
        guard let position = Position(integer(column)) else {
            throw EventStoreError.corrupt("a stored position is not positive")
        }
        return position
    }

    /// Version, last position and read row from `column` on.
    fileprivate func streamHead(_ column: Int32) throws -> StreamHead {
        StreamHead(
            version: try count(column), lastPosition: try position(column + 1), row: Array(blob(column + 2)))
    }

    /// A number of events, at least 1.
    fileprivate func count(_ column: Int32) throws -> Int {
        let count = Int(integer(column))
        guard count > 0 else { throw EventStoreError.corrupt("a stored number of events is not positive") }
        return count
    }
}
