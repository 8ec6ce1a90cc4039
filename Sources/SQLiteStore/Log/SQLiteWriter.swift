internal import CSQLite
public import EventLog

/// The only writer of a `SQLiteStore`, and the only connection that runs checkpoints.
///
/// Any failure of a write, a commit or a checkpoint ends its use: every further call throws the first failure again.
public final class SQLiteWriter: SQLiteReader, EventStoreWriter {
    private let statements: WriteStatements
    private var failure: (any Error)?
    private let logPages: LogPages
    private var pagesAtCheckpoint: Int32 = 0
    private var makesRows = false

    override init(_ store: SQLiteStore, _ connection: SQLiteConnection) throws {
        statements = try WriteStatements(connection)
        logPages = LogPages(connection)
        try super.init(store, connection)
        makesRows = try rowsVersion() == nil
    }

    deinit {
        logPages.stop(connection)
        // A clean end leaves one file, unless somebody is reading. A writer that failed must not touch the disk again.
        if failure == nil, !connection.isInTransaction {
            connection.waitForNobody()
            _ = try? connection.checkpoint(.truncate)
        }
        store.releaseWriter()
    }

    private struct WriteStatements {
        let begin: SQLiteStatement
        let commit: SQLiteStatement
        let rollback: SQLiteStatement
        let event: SQLiteStatement
        let insertStream: SQLiteStatement
        let updateStream: SQLiteStatement
        let updateStreamAndRow: SQLiteStatement
        let idempotency: SQLiteStatement
        let node: SQLiteStatement
        let treeHead: SQLiteStatement
        let newRow: SQLiteStatement

        init(_ connection: SQLiteConnection) throws {
            begin = try connection.prepare("BEGIN IMMEDIATE")
            commit = try connection.prepare("COMMIT")
            rollback = try connection.prepare("ROLLBACK")
            event = try connection.prepare(
                "INSERT INTO events (position, previous, leaf_hash, bytes) VALUES (?, ?, ?, ?)")
            insertStream = try connection.prepare(
                "INSERT INTO streams (version, last_position, name, head) VALUES (?, ?, ?, ?)")
            updateStream = try connection.prepare(
                "UPDATE streams SET version = ?, last_position = ? WHERE name = ?")
            updateStreamAndRow = try connection.prepare(
                "UPDATE streams SET version = ?1, last_position = ?2, head = ?4 WHERE name = ?3")
            idempotency = try connection.prepare(
                "INSERT INTO idempotency (actor, key, first_position, count, request_hash) VALUES (?, ?, ?, ?, ?)")
            node = try connection.prepare("INSERT INTO tree_nodes (level, idx, hash) VALUES (?, ?, ?)")
            treeHead = try connection.prepare("UPDATE tree_head SET size = ?, root = ? WHERE id = 1")
            newRow = try connection.prepare(
                "INSERT INTO new_rows (name, head) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET head = excluded.head")
        }
    }

    /// Opens a group; first copies the write-ahead log when it has grown by `SQLiteStore.Options.checkpointPages`, so that a
    /// checkpoint delays no commit that somebody waits for.
    public func begin() throws {
        try guarded {
            try checkpointIfDue()
            try statements.begin.run()
        }
    }

    public func commit() throws {
        try write { try statements.commit.run() }
    }

    public func rollback() throws {
        try guarded {
            // SQLite has rolled back by itself after some failures of reads.
            if connection.isInTransaction { try statements.rollback.run() }
            makesRows = try rowsVersion() == nil
        }
    }

    public func insertEvent(_ event: StoredEvent, previous: Position?) throws {
        try write {
            let statement = statements.event
            statement.bind(1, event.position.number)
            statement.bind(2, previous?.number ?? 0)
            try event.leafHash.withUnsafeBytes { leafHash in
                statement.bind(3, blob: leafHash)
                try statement.binding(4, event.bytes) { try statement.run() }
            }
        }
    }

    public func insertStream(_ name: StreamName, _ head: StreamHead) throws {
        try write {
            let statement = statements.insertStream
            statement.bind(1, Int64(head.version))
            statement.bind(2, head.lastPosition.number)
            try statement.binding(3, name.text) {
                try statement.binding(4, makesRows ? [] : head.row) { try statement.run() }
            }
        }
        if makesRows, !head.row.isEmpty { try insertRow(name, head.row) }
    }

    public func updateStream(_ name: StreamName, version: Int, lastPosition: Position, row: [UInt8]?) throws {
        try write {
            let placed = makesRows ? nil : row
            let statement = placed == nil ? statements.updateStream : statements.updateStreamAndRow
            statement.bind(1, Int64(version))
            statement.bind(2, lastPosition.number)
            try statement.binding(3, name.text) {
                if let row = placed {
                    try statement.binding(4, row) { try statement.run() }
                } else {
                    try statement.run()
                }
            }
            guard sqlite3_changes(connection.handle) == 1 else {
                throw EventStoreError.corrupt("the stream \(name) has no row")
            }
        }
        if makesRows, let row { try insertRow(name, row) }
    }

    public func insertIdempotency(actor: Actor, key: IdempotencyKey, _ record: IdempotencyRecord) throws {
        try write {
            let statement = statements.idempotency
            try statement.binding(1, actor.text) {
                try statement.binding(2, key.text) {
                    statement.bind(3, record.firstPosition.number)
                    statement.bind(4, Int64(record.count))
                    try record.requestHash.withUnsafeBytes { hash in
                        statement.bind(5, blob: hash)
                        try statement.run()
                    }
                }
            }
        }
    }

    public func insertNode(level: Int, index: Int64, hash: Digest) throws {
        try write {
            let statement = statements.node
            statement.bind(1, Int64(level))
            statement.bind(2, index)
            try hash.withUnsafeBytes { hash in
                statement.bind(3, blob: hash)
                try statement.run()
            }
        }
    }

    public func setTreeHead(_ head: TreeHead) throws {
        try write {
            let statement = statements.treeHead
            statement.bind(1, head.size)
            try head.root.withUnsafeBytes { root in
                statement.bind(2, blob: root)
                try statement.run()
            }
            guard sqlite3_changes(connection.handle) == 1 else { throw EventStoreError.corrupt("the tree has no head") }
        }
    }
}

// MARK: - Read rows made anew

extension SQLiteWriter {
    public func beginRows() throws {
        try write {
            try connection.execute("DELETE FROM new_rows; UPDATE meta SET value = '0' WHERE key = 'rows_version'")
        }
        makesRows = true
    }

    public func insertRow(_ name: StreamName, _ row: [UInt8]) throws {
        try write {
            let statement = statements.newRow
            try statement.binding(1, name.text) {
                try statement.binding(2, row) { try statement.run() }
            }
        }
    }

    public func switchRows(to version: Int) throws {
        try write {
            let left = try connection.text(
                "SELECT name FROM streams WHERE length(head) > 0 AND name NOT IN (SELECT name FROM new_rows) LIMIT 1")
            if let left { throw EventStoreError.corrupt("the row of \(left) was not made anew") }
            try connection.execute(
                """
                UPDATE streams SET head = (SELECT head FROM new_rows WHERE new_rows.name = streams.name)
                WHERE name IN (SELECT name FROM new_rows);
                DELETE FROM new_rows;
                UPDATE meta SET value = '\(version)' WHERE key = 'rows_version'
                """)
        }
        makesRows = false
    }
}

// MARK: - Failures and checkpoints

extension SQLiteWriter {
    /// The pages that the write-ahead log holds after the last commit.
    var pagesInLog: Int32 { logPages.count }

    @inline(__always)
    private func guarded<Result>(_ body: () throws -> Result) throws -> Result {
        if let failure { throw failure }
        do { return try body() } catch {
            failure = error
            throw error
        }
    }

    @inline(__always)
    private func write(_ body: () throws -> Void) throws {
        try guarded {
            // Without a transaction each statement would be a commit of its own.
            precondition(connection.isInTransaction, "no group is open")
            try body()
        }
    }

    private func checkpointIfDue() throws {
        // A reader may keep the log from being used again; then the next attempt waits for as many pages more.
        if logPages.count < pagesAtCheckpoint { pagesAtCheckpoint = 0 }
        guard Int(logPages.count - pagesAtCheckpoint) >= store.options.checkpointPages else { return }
        let isWhole = try connection.checkpoint(.passive)
        pagesAtCheckpoint = isWhole ? 0 : logPages.count
        if isWhole { logPages.count = 0 }
    }
}

/// Counts the pages of the write-ahead log, told by SQLite after each commit.
private final class LogPages {
    var count: Int32 = 0

    init(_ connection: SQLiteConnection) {
        let context = Unmanaged.passUnretained(self).toOpaque()
        let hook: @convention(c) (UnsafeMutableRawPointer?, OpaquePointer?, UnsafePointer<CChar>?, Int32) -> Int32 = {
            context, _, _, pages in
            if let context { Unmanaged<LogPages>.fromOpaque(context).takeUnretainedValue().count = pages }
            return SQLITE_OK
        }
        _ = sqlite3_wal_hook(connection.handle, hook, context)
    }

    func stop(_ connection: SQLiteConnection) {
        _ = sqlite3_wal_hook(connection.handle, nil, nil)
    }
}
