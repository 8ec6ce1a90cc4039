internal import CSQLite

/// A prepared statement, kept and used again by one thread.
package final class SQLiteStatement {
    private let handle: OpaquePointer
    // The statement keeps its connection open.
    private let connection: SQLiteConnection

    init(_ connection: SQLiteConnection, _ sql: String) throws {
        var prepared: OpaquePointer?
        let flags = UInt32(SQLITE_PREPARE_PERSISTENT)
        let result = sqlite3_prepare_v3(connection.handle, sql, -1, flags, &prepared, nil)
        guard result == SQLITE_OK, let prepared else {
            throw SQLiteError(connection.handle, result: result, statement: sql)
        }
        handle = prepared
        self.connection = connection
    }

    deinit { sqlite3_finalize(handle) }

    /// Goes to the next row; false after the last one.
    package func step() throws -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let result:
            let error = SQLiteError(connection.handle, result: result, statement: sql)
            reset()
            throw error
        }
    }

    /// Runs a statement that answers no row, and makes it ready for the next use.
    package func run() throws {
        let hasRow = try step()
        reset()
        precondition(!hasRow, "the statement answers rows")
    }

    /// Ends the statement and forgets its parameters, whose memory may be gone afterwards.
    package func reset() {
        // What `sqlite3_reset` answers is the failure of the last step, which has been thrown already.
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
    }

    private var sql: String { sqlite3_sql(handle).map { String(cString: $0) } ?? "" }

    private func check(_ result: Int32) {
        // Binding fails for a wrong index, a running statement or without memory: never for the value.
        precondition(result == SQLITE_OK, "a parameter cannot be bound")
    }
}

// MARK: - Parameters, counted from 1

extension SQLiteStatement {
    package func bind(_ index: Int32, _ value: Int64) { check(sqlite3_bind_int64(handle, index, value)) }

    /// Binds bytes that stay where they are until the statement is reset.
    func bind(_ index: Int32, blob bytes: UnsafeRawBufferPointer) {
        // An absent base address would bind NULL instead of no bytes.
        guard let base = bytes.baseAddress, !bytes.isEmpty else {
            return check(sqlite3_bind_zeroblob(handle, index, 0))
        }
        check(sqlite3_bind_blob64(handle, index, base, UInt64(bytes.count), nil))
    }

    /// Binds ASCII text that stays where it is until the statement is reset.
    func bind(_ index: Int32, ascii bytes: UnsafeBufferPointer<UInt8>) {
        let base = UnsafeRawPointer(bytes.baseAddress)?.assumingMemoryBound(to: CChar.self)
        check(sqlite3_bind_text(handle, index, base, Int32(bytes.count), nil))
    }

    /// Calls `body` while `text` is bound.
    @inline(__always)
    package func binding<Result>(_ index: Int32, _ text: String, _ body: () throws -> Result) rethrows -> Result {
        var text = text
        return try text.withUTF8 { bytes in
            bind(index, ascii: bytes)
            return try body()
        }
    }

    /// Calls `body` while `bytes` are bound.
    @inline(__always)
    package func binding<Result>(_ index: Int32, _ bytes: [UInt8], _ body: () throws -> Result) rethrows -> Result {
        try bytes.withUnsafeBytes { bytes in
            bind(index, blob: bytes)
            return try body()
        }
    }
}

// MARK: - Columns of the current row, counted from 0

extension SQLiteStatement {
    package func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

    package func text(_ column: Int32) -> String {
        sqlite3_column_text(handle, column).map { String(cString: $0) } ?? ""
    }

    /// The bytes of a column, valid until the statement moves.
    package func blob(_ column: Int32) -> UnsafeRawBufferPointer {
        let base = sqlite3_column_blob(handle, column)
        return UnsafeRawBufferPointer(start: base, count: Int(sqlite3_column_bytes(handle, column)))
    }
}
