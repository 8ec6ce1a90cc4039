public import EventLog
import Glibc
import Synchronization

/// The log in one SQLite database: a folder is a ledger, and one process writes it.
///
/// The folder holds `ledger.db` with its `-wal` and `-shm` files and `ledger.lock`. One connection writes and runs every
/// checkpoint; readers are read-only connections. SQLite 3.40.1 can damage a database when two connections write or
/// checkpoint at once, so one writer is not a preference (design 7).
public final class SQLiteStore: EventStore {
    /// The database's name in its folder.
    public static let fileName = "ledger.db"

    /// The folder of the ledger.
    public let folder: String

    /// 32 hexadecimal digits, drawn when the database was made; a backup keeps them.
    public let storeID: String

    let options: Options
    private let lock: FolderLock?
    private let hasWriter = Atomic(false)

    /// How a store uses memory and disk.
    public struct Options: Hashable, Sendable {
        /// The pages of the write-ahead log after which the next group starts with a checkpoint; a page is 4 KiB.
        public var checkpointPages: Int = 8000

        /// The writer's page cache, in KiB.
        public var writerCacheKiB: Int = 16_384

        /// The page cache of each reader, in KiB.
        public var readerCacheKiB: Int = 2048

        /// The virtual file system that SQLite goes through; nil for the system's own. For tests that let the disk fail.
        public var vfs: String?

        public init() {}
    }

    /// Opens the ledger of an existing folder for writing, and makes the database when there is none.
    ///
    /// Throws `SQLiteStoreError` when another process has the folder or the database cannot be used, `SQLiteError` and
    /// `FileError` when the disk fails.
    public static func open(folder: String, options: Options = Options()) throws -> SQLiteStore {
        let lock = try FolderLock(folder: folder)
        let connection = try Self.writerConnection(folder: folder, options: options)
        try LogSchema.migrate(connection)
        // After a failed fsync the page cache, and so the recovered write-ahead log, may show pages that the disk does not
        // have. Copying them into the database writes them anew; from here on nothing depends on the old log.
        guard try connection.checkpoint(.truncate) else { throw SQLiteStoreError.readerBlocksRecovery }
        try FileSystem.synchronize(folder)
        return try SQLiteStore(folder: folder, options: options, lock: lock, connection)
    }

    /// Opens the ledger of a folder for reading, beside the process that writes it or without one.
    ///
    /// `makeWriter` throws `EventStoreError.readOnly`.
    public static func openReadOnly(folder: String, options: Options = Options()) throws -> SQLiteStore {
        let connection = try readerConnection(path(in: folder), options: options)
        guard try LogSchema.check(connection) >= LogSchema.oldestReadable else { throw SQLiteStoreError.olderSchema }
        return try SQLiteStore(folder: folder, options: options, lock: nil, connection)
    }

    private init(folder: String, options: Options, lock: FolderLock?, _ connection: SQLiteConnection) throws {
        self.folder = folder
        self.options = options
        self.lock = lock
        storeID = try connection.text("SELECT value FROM meta WHERE key = 'store_id'") ?? ""
    }

    public func makeWriter() throws -> SQLiteWriter {
        guard lock != nil else { throw EventStoreError.readOnly }
        guard hasWriter.compareExchange(expected: false, desired: true, ordering: .sequentiallyConsistent).exchanged
        else { throw EventStoreError.writerExists }
        do {
            return try SQLiteWriter(self, try Self.writerConnection(folder: folder, options: options))
        } catch {
            releaseWriter()
            throw error
        }
    }

    public func makeReader() throws -> SQLiteReader {
        try SQLiteReader(self, Self.readerConnection(Self.path(in: folder), options: options))
    }

    func releaseWriter() { hasWriter.store(false, ordering: .sequentiallyConsistent) }

    static func path(in folder: String) -> String { folder + "/" + fileName }
}

// MARK: - Connections

extension SQLiteStore {
    static func readerConnection(_ path: String, options: Options) throws -> SQLiteConnection {
        let connection = try SQLiteConnection(path, .read, vfs: options.vfs)
        try connection.execute("PRAGMA query_only = ON")
        try connection.configureMemory(cacheKiB: options.readerCacheKiB)
        return connection
    }

    private static func writerConnection(folder: String, options: Options) throws -> SQLiteConnection {
        let connection = try SQLiteConnection(path(in: folder), .createOrWrite, vfs: options.vfs)
        try LogSchema.check(connection)
        try connection.execute("PRAGMA secure_delete = ON")
        try connection.execute("PRAGMA journal_mode = WAL")
        try connection.execute("PRAGMA synchronous = FULL")
        try connection.execute("PRAGMA wal_autocheckpoint = 0")
        // Without this, REPLACE would delete an event behind the back of its trigger.
        try connection.execute("PRAGMA recursive_triggers = ON")
        try connection.configureMemory(cacheKiB: options.writerCacheKiB)
        try connection.requireDurability()
        return connection
    }
}

extension SQLiteConnection {
    fileprivate func configureMemory(cacheKiB: Int) throws {
        try execute("PRAGMA temp_store = MEMORY")
        try execute("PRAGMA mmap_size = 0")
        try execute("PRAGMA cache_size = \(-cacheKiB)")
    }

    /// Reads back what durability rests on: a PRAGMA that cannot be obeyed is silent.
    func requireDurability() throws {
        guard try text("PRAGMA journal_mode") == "wal", try integer("PRAGMA synchronous") == 2,
            try integer("PRAGMA secure_delete") == 1, try integer("PRAGMA wal_autocheckpoint") == 0
        else { throw SQLiteStoreError.notDurable }
    }
}

/// Why a folder cannot be used as a ledger.
public enum SQLiteStoreError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Another process writes the ledger of this folder; nil where its number is not known.
    case folderInUse(folder: String, processID: Int32?)
    /// A newer program has changed the database.
    case newerSchema(found: Int64, newest: Int64)
    /// The database has to be opened for writing once, by this program, before it can be read.
    case olderSchema
    /// The database belongs to another application.
    case notALedger
    /// The database does not keep what a commit promises (write-ahead log, `synchronous` FULL, `secure_delete`).
    case notDurable
    /// A reader in another process keeps the write-ahead log of an earlier writer from being copied.
    case readerBlocksRecovery
    /// A backup's target exists.
    case targetExists(String)
    /// A backup is not the log it was taken from; it was removed. The text says what differs.
    case backupDiffers(String)

    public var description: String {
        switch self {
        case .folderInUse(let folder, let processID):
            "the ledger in \(folder) is in use by " + (processID.map { "process \($0)" } ?? "another process")
                + ": stop it, or open the ledger for reading"
        case .newerSchema(let found, let newest):
            "the database has schema version \(found), this program knows \(newest): use a newer program"
        case .olderSchema: "the database has an older schema: open it for writing once"
        case .notALedger: "the database is no ledger"
        case .notDurable: "SQLite refuses the write-ahead log, synchronous FULL or secure_delete for this database"
        case .readerBlocksRecovery:
            "a program that reads the ledger keeps it from being recovered: stop it and try again"
        case .targetExists(let path): "\(path) exists: name a new file for the backup"
        case .backupDiffers(let what): "the backup was removed because \(what)"
        }
    }
}
