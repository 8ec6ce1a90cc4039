import Glibc
import SQLiteStore

/// A small database that only its owner may read, and in which deleted content is overwritten.
///
/// It has a rollback journal instead of a write-ahead log: several processes may write it one after the other, and no
/// copy of an old page outlives a commit.
final class PrivateDatabase {
    /// A value of a statement.
    enum Cell {
        case integer(Int64)
        case text(String)
        case blob([UInt8])
        case null
    }

    let path: String
    private let connection: SQLiteConnection

    /// Opens the file at `path`, mode 0600, and makes it where there is none.
    ///
    /// - Parameter schema: makes the tables of a new database.
    init(_ path: String, applicationID: Int64, schema: String) throws {
        self.path = path
        // A file that exists is left to SQLite: closing another descriptor of it would drop the locks of this process.
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 || errno == EEXIST else {
            throw FileError(operation: "open", path: path, number: errno)
        }
        if descriptor >= 0 { close(descriptor) }
        connection = try SQLiteConnection(path, .write)
        try connection.execute("PRAGMA temp_store = MEMORY")
        try connection.execute("PRAGMA journal_mode = DELETE")
        try connection.execute("PRAGMA synchronous = EXTRA")
        try connection.execute("PRAGMA secure_delete = ON")
        guard try connection.text("PRAGMA journal_mode") == "delete", try connection.integer("PRAGMA synchronous") == 3,
            try connection.integer("PRAGMA secure_delete") == 1
        else { throw PersonStoreError.notDurable(path: path) }
        try connection.transaction {
            let tables = try connection.integer("SELECT count(*) FROM sqlite_schema")
            if tables == 0 {
                try connection.execute(schema)
                try connection.execute("PRAGMA application_id = \(applicationID)")
                try connection.execute("PRAGMA user_version = 1")
            }
        }
        guard try connection.integer("PRAGMA application_id") == applicationID,
            try connection.integer("PRAGMA user_version") == 1
        else { throw PersonStoreError.foreign(path: path) }
        try FileSystem.synchronize(FileSystem.parent(of: path))
    }

    /// Runs `body` in one durable transaction; a failure leaves nothing behind.
    func transaction<Result>(_ body: () throws -> Result) throws -> Result { try connection.transaction(body) }

    /// Runs a statement that answers no row.
    func run(_ sql: String, _ cells: Cell...) throws {
        let statement = try connection.prepare(sql)
        try Self.bind(cells[...], to: statement) { try statement.run() }
    }

    /// Every row of a query.
    func rows<Row>(_ sql: String, _ cells: Cell..., row: (SQLiteStatement) throws -> Row) throws -> [Row] {
        let statement = try connection.prepare(sql)
        return try Self.bind(cells[...], to: statement) {
            var rows: [Row] = []
            while try statement.step() { rows.append(try row(statement)) }
            return rows
        }
    }

    private static func bind<Result>(
        _ cells: ArraySlice<Cell>, to statement: SQLiteStatement, _ body: () throws -> Result
    ) throws -> Result {
        guard let cell = cells.first else { return try body() }
        let index = Int32(cells.startIndex + 1)
        func rest() throws -> Result { try bind(cells.dropFirst(), to: statement, body) }
        switch cell {
        case .integer(let number):
            statement.bind(index, number)
            return try rest()
        case .text(let text): return try statement.binding(index, text, rest)
        case .blob(let bytes): return try statement.binding(index, bytes, rest)
        case .null: return try rest()
        }
    }
}

extension SQLiteStatement {
    func bytes(_ column: Int32) -> [UInt8] { Array(blob(column)) }
}
