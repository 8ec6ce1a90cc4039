internal import CSQLite
public import EventLog

extension SQLiteStore {
    /// Copies the whole log, as of one commit, to the new file `target`, while the ledger goes on being written.
    ///
    /// The copy is one file without a write-ahead log. It is checked (SQLite's own integrity check, the hash of every event,
    /// the root computed anew) before it gets its name, and durable when the call returns. Throws
    /// `SQLiteStoreError.targetExists` and `backupDiffers`, `SQLiteError` and `FileError`.
    ///
    /// - Returns: the head of the tree that the copy holds.
    @discardableResult
    public func backup(to target: String) throws -> TreeHead {
        guard !FileSystem.exists(target) else { throw SQLiteStoreError.targetExists(target) }
        let draft = target + ".partial"
        FileSystem.remove(draft)
        do {
            let (head, schema) = try copy(to: draft)
            try verify(draft, is: head, ofSchema: schema)
            try FileSystem.synchronize(draft)
            try FileSystem.rename(draft, to: target)
            try FileSystem.synchronize(FileSystem.parent(of: target))
            return head
        } catch {
            for suffix in ["", "-wal", "-shm", "-journal"] { FileSystem.remove(draft + suffix) }
            throw error
        }
    }

    private func copy(to path: String) throws -> (TreeHead, schema: Int64) {
        let reader = try makeReader()
        let copy = try SQLiteConnection(path, .createOrWrite)
        let head = try reader.withSnapshot {
            let head = (try reader.treeHead(), try LogSchema.check(reader.connection))
            guard let backup = sqlite3_backup_init(copy.handle, "main", reader.connection.handle, "main") else {
                throw SQLiteError(copy.handle, result: sqlite3_errcode(copy.handle), statement: "backup")
            }
            let result = sqlite3_backup_step(backup, -1)
            let finish = sqlite3_backup_finish(backup)
            guard result == SQLITE_DONE, finish == SQLITE_OK else {
                throw SQLiteError(copy.handle, result: result == SQLITE_DONE ? finish : result, statement: "backup")
            }
            return head
        }
        // The copy says "write-ahead log" in its header, as its original does; a backup is one file.
        try copy.execute("PRAGMA journal_mode = DELETE")
        return head
    }

    private func verify(_ path: String, is head: TreeHead, ofSchema schema: Int64) throws {
        let connection = try SQLiteConnection(path, .read)
        let verdict = try connection.text("PRAGMA integrity_check") ?? "no answer"
        guard verdict == "ok" else { throw SQLiteStoreError.backupDiffers("SQLite finds it damaged: \(verdict)") }
        guard try LogSchema.check(connection) == schema else {
            throw SQLiteStoreError.backupDiffers("its schema is another")
        }
        let log = try SQLiteReader(self, connection)
        guard try log.treeHead() == head else { throw SQLiteStoreError.backupDiffers("its tree head is another") }
        guard try log.recomputedTreeHead() == head else {
            throw SQLiteStoreError.backupDiffers("its events do not have its root")
        }
    }
}
