public import EventLog
public import LedgerValues
import SQLiteStore

/// What lies in the person store of a folder, without what it says: nothing is written, and no reading is noted.
public struct PersonInspection: Sendable {
    /// A record as it lies.
    public struct Kept: Hashable, Sendable {
        /// The number of its row.
        public let id: Int64
        public let person: PersonID
        public let section: PersonSection
        /// What the store says that the log commits to.
        public let commitment: Digest
        public let isPending: Bool
        /// Whether the person's key opens it, and it is what was committed to; nil where there is no key file to ask.
        public let opens: Bool?
        /// Whether a search by the student number that it holds finds it, and no other search does; nil where ``opens``
        /// is not true.
        public let isFoundByItsNumber: Bool?
    }

    public let records: [Kept]
    /// Whose keys are in the key file.
    public let keyed: Set<PersonID>
    /// Who is in the list of the erased.
    public let erased: Set<PersonID>
    /// Rows that are no record of anybody.
    public let unreadable: Int
    /// What SQLite's own check says of either file, where it is not sound.
    public let damages: [String]

    /// A process ended in the middle of a write, which whoever writes next takes back; nothing can be read before.
    public struct UnfinishedWrite: Error {}

    /// Reads what is in `folder`; nil where nobody was registered.
    ///
    /// The store may be damaged, and its key file elsewhere.
    /// - Parameter number: the student number that the bytes of a record hold.
    /// - Throws: ``UnfinishedWrite``, `SQLiteError`.
    public init?(folder: String, number: (PersonSection, [UInt8]) -> StudentNumber?) throws {
        do { try self.init(in: folder, number) } catch let error as SQLiteError
            // SQLITE_READONLY_ROLLBACK: whoever only reads cannot take a write back.
            where error.extendedCode == 776
        { throw UnfinishedWrite() }
    }

    private init?(in folder: String, _ number: (PersonSection, [UInt8]) -> StudentNumber?) throws {
        let (recordsPath, keysPath) = (folder + "/" + PersonStore.fileName, folder + "/" + PersonStore.keyFileName)
        guard FileSystem.exists(recordsPath) else { return nil }
        let keys = FileSystem.exists(keysPath) ? try KeyReader(keysPath) : nil
        let connection = try SQLiteConnection(recordsPath, .read)
        // The process that made the file ended before it made the tables.
        if try connection.integer("SELECT count(*) FROM sqlite_schema") == 0 { return nil }
        damages = try [
            Self.damage(of: connection, PersonStore.fileName),
            keys.flatMap { try Self.damage(of: $0.connection, PersonStore.keyFileName) },
        ].compactMap { $0 }
        keyed = try keys?.persons(in: "keys") ?? []
        erased = try keys?.persons(in: "erased") ?? []
        let rows = try connection.prepare(
            "SELECT person, section, nonce, sealed, commitment, pending, number_hash, id FROM records")
        var records: [Kept] = []
        var unreadable = 0
        while try rows.step() {
            guard let person = PersonID(rows.text(0)), let section = PersonSection(rawValue: rows.text(1)),
                let commitment = Digest(exactly: rows.blob(4)), let isPending = [0: false, 1: true][rows.integer(5)]
            else {
                unreadable += 1
                continue
            }
            let opened = try keys?.open(rows.bytes(3), nonce: rows.bytes(2), person, section)
            let isTrue = keys.map { _ in opened?.commitment == commitment }
            let hash = opened.flatMap { number(section, $0.bytes) }.flatMap { keys?.hash(of: $0) }
            records.append(
                Kept(
                    id: rows.integer(7), person: person, section: section, commitment: commitment,
                    isPending: isPending, opens: isTrue,
                    isFoundByItsNumber: isTrue == true ? rows.bytes(6) == hash ?? [] : nil))
        }
        (self.records, self.unreadable) = (records, unreadable)
    }

    private static func damage(of connection: SQLiteConnection, _ file: String) throws -> String? {
        let verdict = try connection.text("PRAGMA integrity_check(1)") ?? "no answer"
        return verdict == "ok" ? nil : "\(file): \(verdict)"
    }
}

/// The keys of a folder, for reading alone.
private struct KeyReader {
    let connection: SQLiteConnection
    private let storeID: [UInt8]
    private let numberKey: [UInt8]

    init(_ path: String) throws {
        connection = try SQLiteConnection(path, .read)
        let store = try connection.prepare("SELECT id, number_key FROM store")
        (storeID, numberKey) = try store.step() ? (store.bytes(0), store.bytes(1)) : ([], [])
    }

    func persons(in table: String) throws -> Set<PersonID> {
        let rows = try connection.prepare("SELECT person FROM \(table)")
        var persons: Set<PersonID> = []
        while try rows.step() { if let person = PersonID(rows.text(0)) { persons.insert(person) } }
        return persons
    }

    func hash(of number: StudentNumber) -> [UInt8] { KeyFile.hash(of: number, under: numberKey) }

    /// What a record holds and commits to; nil when the key is gone or does not open it.
    func open(
        _ sealed: [UInt8], nonce: [UInt8], _ person: PersonID, _ section: PersonSection
    ) throws -> (bytes: [UInt8], commitment: Digest)? {
        let row = try connection.prepare("SELECT secret, salt FROM keys WHERE person = ?")
        return try row.binding(1, person.text) {
            guard try row.step() else { return nil }
            let secrets = PersonKey(secret: row.bytes(0), salt: row.bytes(1))
            guard nonce.count == Cryptography.nonceBytes,
                let bytes = Cryptography.open(
                    sealed, under: secrets.key(for: .records), nonce: nonce,
                    context: PersonStore.context(person, section, in: storeID))
            else { return nil }
            return (bytes, secrets.commitment(to: bytes, section, nonce: nonce))
        }
    }
}
