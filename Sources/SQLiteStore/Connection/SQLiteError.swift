internal import CSQLite
import Glibc

/// An error that SQLite reported (https://sqlite.org/rescode.html).
public struct SQLiteError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The primary result code, such as 13 (`SQLITE_FULL`).
    public let code: Int32

    /// The extended result code, such as 1034 (`SQLITE_IOERR_FSYNC`).
    public let extendedCode: Int32

    /// SQLite's own sentence.
    public let message: String

    /// The statement that failed; empty where there was none.
    public let statement: String

    public var description: String {
        "SQLite \(extendedCode): \(message)" + (statement.isEmpty ? "" : " [\(statement)]")
    }

    init(extendedCode: Int32, message: String, statement: String) {
        code = extendedCode & 0xFF
        self.extendedCode = extendedCode
        self.message = message
        self.statement = statement
    }

    init(_ connection: OpaquePointer?, result: Int32, statement: String) {
        let extended = connection.map { sqlite3_extended_errcode($0) } ?? result
        let message = connection.flatMap { sqlite3_errmsg($0) } ?? sqlite3_errstr(result)
        self.init(
            extendedCode: extended & 0xFF == result & 0xFF ? extended : result,
            message: message.map { String(cString: $0) } ?? "unknown error", statement: statement)
    }
}

/// An error that the operating system reported about a file of the ledger's folder.
public struct FileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was tried, such as `open`.
    public let operation: String
    public let path: String

    /// The system's `errno`.
    public let number: Int32

    package init(operation: String, path: String, number: Int32) {
        self.operation = operation
        self.path = path
        self.number = number
    }

    public var description: String {
        "\(operation) \(path): " + (strerror(number).map { String(cString: $0) } ?? "error \(number)")
    }
}
