import Glibc
import LedgerValues
import SQLiteStore

/// The keys of the persons and the list of the erased: a file of its own, which no backup holds.
///
/// Erasing somebody is one transaction here: the key goes, and the person is in the list for ever.
struct KeyFile {
    private let database: PrivateDatabase

    private static let schema = """
        CREATE TABLE keys (
            person TEXT PRIMARY KEY,
            secret BLOB NOT NULL CHECK (length(secret) = 32),
            salt BLOB NOT NULL CHECK (length(salt) = 32)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE erased (person TEXT PRIMARY KEY, erased_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE store (id BLOB NOT NULL, number_key BLOB NOT NULL) STRICT;
        """

    /// 16 bytes that the records repeat.
    let storeID: [UInt8]
    private let numberKey: [UInt8]

    init(_ path: String) throws {
        database = try PrivateDatabase(path, applicationID: 0x5175_694B, schema: Self.schema)
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & 0o077 == 0 else {
            throw PersonStoreError.keysExposed(path: path)
        }
        let database = database
        let found = try database.transaction {
            let read = {
                try database.rows("SELECT id, number_key FROM store") { ($0.bytes(0), $0.bytes(1)) }.first
            }
            if let store = try read() { return store }
            let made = (Cryptography.random(16), Cryptography.random(Cryptography.keyBytes))
            try database.run("INSERT INTO store (id, number_key) VALUES (?, ?)", .blob(made.0), .blob(made.1))
            return made
        }
        (storeID, numberKey) = found
    }

    /// Nil for a person who was never registered, and for one who was erased.
    func key(of person: PersonID) throws -> PersonKey? {
        try database.rows("SELECT secret, salt FROM keys WHERE person = ?", .text(person.text)) {
            PersonKey(secret: $0.bytes(0), salt: $0.bytes(1))
        }.first
    }

    /// Everybody who has a key.
    func persons() throws -> Set<PersonID> {
        try Set(database.rows("SELECT person FROM keys") { PersonID($0.text(0)) }.compactMap { $0 })
    }

    func add(_ key: PersonKey, of person: PersonID) throws {
        let (secret, salt) = key.stored
        try database.run(
            "INSERT INTO keys (person, secret, salt) VALUES (?, ?, ?)", .text(person.text), .blob(secret), .blob(salt))
    }

    /// Deletes a key of which the log knows nothing.
    func drop(_ person: PersonID) throws {
        try database.run("DELETE FROM keys WHERE person = ?", .text(person.text))
    }

    /// Deletes key and salt and puts the person into the list of the erased, in one transaction.
    func erase(_ person: PersonID, at instant: Instant) throws {
        try database.transaction {
            try database.run("DELETE FROM keys WHERE person = ?", .text(person.text))
            try database.run(
                "INSERT INTO erased (person, erased_at) VALUES (?, ?) ON CONFLICT (person) DO NOTHING",
                .text(person.text), .integer(instant.microseconds))
        }
    }

    /// Everybody who was erased, with the instant.
    func erased() throws -> [(person: PersonID, at: Instant)] {
        try database.rows("SELECT person, erased_at FROM erased ORDER BY person") { row in
            PersonID(row.text(0)).map { ($0, Instant(microseconds: row.integer(1))) }
        }.compactMap { $0 }
    }

    func isErased(_ person: PersonID) throws -> Bool {
        try !database.rows("SELECT 1 FROM erased WHERE person = ?", .text(person.text)) { _ in true }.isEmpty
    }

    /// What stands in a file with details of several persons, so that nobody who lacks the file can guess its digest.
    func mark(of document: [UInt8]) -> [UInt8] {
        Cryptography.authenticate(
            document, under: Cryptography.derive(numberKey, info: Array("quittance/store/document".utf8)))
    }

    /// The keyed hash under which a student number is unique; whoever has the records alone cannot try numbers.
    func hash(of number: StudentNumber) -> [UInt8] { Self.hash(of: number, under: numberKey) }

    static func hash(of number: StudentNumber, under key: [UInt8]) -> [UInt8] {
        Cryptography.authenticate(Array("ine:\(number.text)".utf8), under: key)
    }
}
