internal import CSQLite

/// A connection to one database file, used by one thread at a time.
package final class SQLiteConnection {
    package enum Mode {
        case createOrWrite
        case write
        case read
    }

    let handle: OpaquePointer

    /// Opens the file at `path`, through the virtual file system named `vfs` where one is named.
    package init(_ path: String, _ mode: Mode, vfs: String? = nil) throws {
        let access =
            switch mode {
            case .createOrWrite: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
            case .write: SQLITE_OPEN_READWRITE
            case .read: SQLITE_OPEN_READONLY
            }
        var opened: OpaquePointer?
        // The caller confines the connection to one thread, so SQLite's own mutexes would only cost time.
        let result = sqlite3_open_v2(path, &opened, access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, vfs)
        guard result == SQLITE_OK, let opened else {
            let error = SQLiteError(opened, result: result, statement: "open \(path)")
            sqlite3_close_v2(opened)
            throw error
        }
        handle = opened
        // Checkpoints are the writer's own decision; closing a connection must not run one.
        try setFlag(SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE)
        try setFlag(SQLITE_DBCONFIG_DEFENSIVE)
        // A process that only reads may meet the moment at which another one recovers or closes the log.
        sqlite3_busy_timeout(opened, 5000)
    }

    deinit { sqlite3_close_v2(handle) }

    private func setFlag(_ flag: Int32) throws {
        let result = quittance_set_flag(handle, flag)
        guard result == SQLITE_OK else { throw SQLiteError(handle, result: result, statement: "db_config \(flag)") }
    }

    /// From now on answers at once where a lock is held.
    func waitForNobody() { sqlite3_busy_timeout(handle, 0) }

    /// Runs one or more statements that answer no row.
    package func execute(_ sql: String) throws {
        let result = sqlite3_exec(handle, sql, nil, nil, nil)
        guard result == SQLITE_OK else { throw SQLiteError(handle, result: result, statement: sql) }
    }

    package func prepare(_ sql: String) throws -> SQLiteStatement { try SQLiteStatement(self, sql) }

    /// The first column of the first row of a query, as text; nil without a row.
    package func text(_ sql: String) throws -> String? {
        let statement = try prepare(sql)
        return try statement.step() ? statement.text(0) : nil
    }

    /// The first column of the first row of a query, as an integer; nil without a row.
    package func integer(_ sql: String) throws -> Int64? {
        let statement = try prepare(sql)
        return try statement.step() ? statement.integer(0) : nil
    }

    /// Whether a transaction is open.
    var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

    /// Runs `body` in one transaction that writes; a failure leaves nothing behind.
    package func transaction<Result>(_ body: () throws -> Result) throws -> Result {
        try execute("BEGIN IMMEDIATE")
        do {
            let result = try body()
            try execute("COMMIT")
            return result
        } catch {
            if isInTransaction { try? execute("ROLLBACK") }
            throw error
        }
    }
}

// MARK: - The write-ahead log

extension SQLiteConnection {
    enum Checkpoint: Int32 {
        /// Copies what no reader still needs from the log, and waits for nobody.
        case passive = 0
        /// Copies everything and empties the log.
        case truncate = 3
    }

    /// Copies pages from the write-ahead log to the database, both made durable.
    ///
    /// Answers whether the whole log was copied.
    @discardableResult
    func checkpoint(_ mode: Checkpoint) throws -> Bool {
        var logged: Int32 = 0
        var copied: Int32 = 0
        let result = sqlite3_wal_checkpoint_v2(handle, nil, mode.rawValue, &logged, &copied)
        // A reader that outlasts the busy timeout leaves the rest for the next checkpoint.
        guard result == SQLITE_OK || result == SQLITE_BUSY else {
            throw SQLiteError(handle, result: result, statement: "wal_checkpoint")
        }
        return result == SQLITE_OK && logged == copied
    }
}
