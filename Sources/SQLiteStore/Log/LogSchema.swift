import EventLog

/// The tables of the log and how they came to be.
enum LogSchema {
    /// "Quit" in ASCII: what `file` and SQLite's own tools recognise the database by.
    static let applicationID: Int64 = 0x5175_6974

    /// Each one runs once, in a transaction of its own together with the new `user_version`; released ones never change.
    static let migrations: [String] = [
        """
        CREATE TABLE events (
            position INTEGER PRIMARY KEY,
            previous INTEGER NOT NULL,
            leaf_hash BLOB NOT NULL CHECK (length(leaf_hash) = 32),
            bytes BLOB NOT NULL
        ) STRICT;
        CREATE TRIGGER events_are_not_updated BEFORE UPDATE ON events
        BEGIN SELECT RAISE(ABORT, 'an event is never changed'); END;
        CREATE TRIGGER events_are_not_deleted BEFORE DELETE ON events
        BEGIN SELECT RAISE(ABORT, 'an event is never deleted'); END;
        CREATE TABLE streams (
            name TEXT PRIMARY KEY,
            version INTEGER NOT NULL,
            last_position INTEGER NOT NULL,
            head BLOB NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE idempotency (
            actor TEXT NOT NULL,
            key TEXT NOT NULL,
            first_position INTEGER NOT NULL,
            count INTEGER NOT NULL,
            request_hash BLOB NOT NULL,
            PRIMARY KEY (actor, key)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE tree_nodes (
            level INTEGER NOT NULL,
            idx INTEGER NOT NULL,
            hash BLOB NOT NULL,
            PRIMARY KEY (level, idx)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE tree_head (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            size INTEGER NOT NULL,
            root BLOB NOT NULL
        ) STRICT;
        CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
        INSERT INTO meta (key, value) VALUES ('store_id', lower(hex(randomblob(16))));
        """,
        // The read rows while they are made anew. `rows_version` is 0 meanwhile; a program of the first release, which does
        // not know it, must not write them.
        """
        CREATE TABLE new_rows (name TEXT PRIMARY KEY, head BLOB NOT NULL) STRICT, WITHOUT ROWID;
        INSERT INTO meta (key, value) VALUES ('rows_version', '1');
        """,
    ]

    /// The oldest version that is read as it stands; it is brought to the newest when it is opened for writing.
    static let oldestReadable: Int64 = 1

    static var newestVersion: Int64 { Int64(migrations.count) }

    /// Brings an empty or older database to the newest version.
    ///
    /// Throws `SQLiteStoreError.newerSchema`, and `notALedger` for a database of another application.
    static func migrate(_ connection: SQLiteConnection) throws {
        let version = try check(connection)
        for (index, migration) in migrations.enumerated().dropFirst(Int(version)) {
            try connection.transaction {
                try connection.execute(migration)
                if index == 0 { try insertEmptyTree(connection) }
                try connection.execute("PRAGMA application_id = \(applicationID)")
                try connection.execute("PRAGMA user_version = \(index + 1)")
                try connection.execute(
                    "INSERT INTO meta (key, value) VALUES ('schema_version', '\(index + 1)') "
                        + "ON CONFLICT (key) DO UPDATE SET value = excluded.value")
            }
        }
    }

    /// The version of the database, 0 when it is empty; throws when it is newer than known or no ledger.
    @discardableResult
    static func check(_ connection: SQLiteConnection) throws -> Int64 {
        let application = try connection.integer("PRAGMA application_id") ?? 0
        let version = try connection.integer("PRAGMA user_version") ?? 0
        let tables = try connection.integer("SELECT count(*) FROM sqlite_schema") ?? 0
        guard application == applicationID || (application == 0 && tables == 0) else {
            throw SQLiteStoreError.notALedger
        }
        guard version <= newestVersion else {
            throw SQLiteStoreError.newerSchema(found: version, newest: newestVersion)
        }
        return version
    }

    private static func insertEmptyTree(_ connection: SQLiteConnection) throws {
        let statement = try connection.prepare("INSERT INTO tree_head (id, size, root) VALUES (1, 0, ?)")
        try TreeHead.empty.root.withUnsafeBytes { root in
            statement.bind(1, blob: root)
            try statement.run()
        }
    }
}
