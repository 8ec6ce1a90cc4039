public import EventLog
public import LedgerValues
import SQLiteStore

/// What is kept about persons, each section encrypted under the person's key: `persons.sqlite` in the ledger's folder.
///
/// The keys, salts and the list of the erased are in `person-keys` beside it, which belongs in no backup. The store takes
/// records as opaque bytes; a section that is written stays *pending* until the log holds its commitment. A store is
/// confined to one thread; several processes may use it one after the other.
public final class PersonStore {
    public static let fileName = "persons.sqlite"
    public static let keyFileName = "person-keys"

    let keys: KeyFile
    let records: PrivateDatabase

    private static let schema = """
        CREATE TABLE records (
            id INTEGER PRIMARY KEY,
            person TEXT NOT NULL,
            section TEXT NOT NULL,
            nonce BLOB NOT NULL CHECK (length(nonce) = 12),
            sealed BLOB NOT NULL,
            commitment BLOB NOT NULL CHECK (length(commitment) = 32),
            number_hash BLOB CHECK (length(number_hash) = 32),
            pending INTEGER NOT NULL CHECK (pending IN (0, 1))
        ) STRICT;
        CREATE INDEX records_of_person ON records (person, section);
        CREATE INDEX records_of_number ON records (number_hash) WHERE number_hash IS NOT NULL;
        CREATE INDEX records_pending ON records (person) WHERE pending = 1;
        CREATE TABLE requests (
            actor TEXT NOT NULL, key TEXT NOT NULL, person TEXT NOT NULL, PRIMARY KEY (actor, key)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE accesses (
            id INTEGER PRIMARY KEY, at INTEGER NOT NULL, actor TEXT NOT NULL, person TEXT NOT NULL, what TEXT NOT NULL
        ) STRICT;
        CREATE INDEX accesses_of_person ON accesses (person);
        CREATE TABLE store (id BLOB NOT NULL) STRICT;
        """

    /// Opens the store of a folder, and deletes what a copy that was put back holds of the erased.
    ///
    /// - Parameter creating: makes the files where there are none.
    /// - Throws: ``PersonStoreError``, `SQLiteError`, `FileError`.
    public init(folder: String, creating: Bool) throws {
        let (recordsPath, keysPath) = (folder + "/" + Self.fileName, folder + "/" + Self.keyFileName)
        guard FileSystem.exists(keysPath) || !FileSystem.exists(recordsPath) else {
            throw PersonStoreError.keysMissing(path: keysPath)
        }
        guard creating || FileSystem.exists(recordsPath) else { throw PersonStoreError.absent(folder: folder) }
        keys = try KeyFile(keysPath)
        records = try PrivateDatabase(recordsPath, applicationID: 0x5175_6950, schema: Self.schema)
        let (keys, records) = (keys, records)
        try records.transaction {
            guard let id = try records.rows("SELECT id FROM store", row: { $0.bytes(0) }).first else {
                return try records.run("INSERT INTO store (id) VALUES (?)", .blob(keys.storeID))
            }
            guard id == keys.storeID else { throw PersonStoreError.keysOfAnotherStore }
        }
        try applyErasures()
    }

    /// A record in clear, and what opens the log's commitment to it.
    public struct Record: Hashable, Sendable {
        public let bytes: [UInt8]
        /// SHA-256 over ``salt`` and ``bytes``.
        public let commitment: Digest
        public let salt: [UInt8]
    }

}

// MARK: - Backup

extension PersonStore {
    /// Copies the records, still encrypted, to the new file `target`; the keys stay where they are.
    public func backup(to target: String) throws { try records.run("VACUUM INTO ?", .text(target)) }
}

// MARK: - Writing

extension PersonStore {
    /// Encrypts the sections of a new person, pending; durable when it returns.
    ///
    /// - Returns: nil when another person has the student number.
    public func prepare(
        _ sections: [PersonSection: [UInt8]], number: StudentNumber?, by actor: Actor, under key: IdempotencyKey
    ) throws -> (person: PersonID, commitments: [PersonSection: Digest])? {
        let text = Cryptography.random(16).map { byte in
            String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
        }
        guard let person = PersonID(text.joined()) else { preconditionFailure("16 bytes are an identifier") }
        let secrets = PersonKey.random()
        // The key comes first: one without records harms nobody.
        try keys.add(secrets, of: person)
        let commitments = try records.transaction { () -> [PersonSection: Digest]? in
            if let number, try holder(of: number, otherThan: person) != nil { return nil }
            var commitments: [PersonSection: Digest] = [:]
            for (section, bytes) in sections {
                commitments[section] = try insert(
                    bytes, section, of: person, secrets, number: section == .ine ? number : nil)
            }
            try records.run(
                "INSERT INTO requests (actor, key, person) VALUES (?, ?, ?)", .text(actor.text), .text(key.text),
                .text(person.text))
            return commitments
        }
        guard let commitments else {
            try keys.drop(person)
            return nil
        }
        return (person, commitments)
    }

    /// Encrypts another record of a section, pending; durable when it returns.
    ///
    /// - Returns: nil when another person has the student number.
    public func prepare(
        _ bytes: [UInt8], _ section: PersonSection, of person: PersonID, number: StudentNumber?
    ) throws -> Digest? {
        let secrets = try secrets(of: person)
        return try records.transaction {
            if let number, try holder(of: number, otherThan: person) != nil { return nil }
            return try insert(bytes, section, of: person, secrets, number: number)
        }
    }

    /// The log holds the commitments of what is pending: it takes the place of what was there.
    public func confirm(_ person: PersonID) throws {
        try records.transaction {
            try records.run(
                """
                DELETE FROM records WHERE person = ?1 AND pending = 0 AND section IN (
                    SELECT section FROM records WHERE person = ?1 AND pending = 1)
                """, .text(person.text))
            try records.run("UPDATE records SET pending = 0 WHERE person = ?", .text(person.text))
        }
    }

    /// The log holds nothing of what is pending: it goes, and with it a person of whom nothing else is known.
    public func discard(_ person: PersonID, isNew: Bool) throws {
        try records.transaction {
            try records.run("DELETE FROM records WHERE person = ? AND pending = 1", .text(person.text))
            if isNew { try records.run("DELETE FROM requests WHERE person = ?", .text(person.text)) }
        }
        if isNew { try keys.drop(person) }
    }

    /// What was prepared when the process ended, by person.
    public func pending() throws -> [PersonID: [PersonSection: Digest]] {
        var pending: [PersonID: [PersonSection: Digest]] = [:]
        let rows = try records.rows("SELECT person, section, commitment FROM records WHERE pending = 1 ORDER BY id") {
            (PersonID($0.text(0)), PersonSection(rawValue: $0.text(1)), Digest(exactly: $0.blob(2)))
        }
        for case (let person?, let section?, let commitment?) in rows {
            pending[person, default: [:]][section] = commitment
        }
        return pending
    }

    private func insert(
        _ bytes: [UInt8], _ section: PersonSection, of person: PersonID, _ secrets: PersonKey, number: StudentNumber?
    ) throws -> Digest {
        let nonce = Cryptography.random(Cryptography.nonceBytes)
        let commitment = secrets.commitment(to: bytes, section, nonce: nonce)
        let sealed = Cryptography.seal(
            bytes, under: secrets.key(for: .records), nonce: nonce, context: context(person, section))
        try records.run(
            """
            INSERT INTO records (person, section, nonce, sealed, commitment, number_hash, pending)
            VALUES (?, ?, ?, ?, ?, ?, 1)
            """, .text(person.text), .text(section.rawValue), .blob(nonce), .blob(sealed),
            .blob(commitment.withUnsafeBytes { Array($0) }), number.map { .blob(keys.hash(of: $0)) } ?? .null)
        return commitment
    }

    /// What the tag of a record vouches for beside its text: a record moved to another place cannot be opened.
    private func context(_ person: PersonID, _ section: PersonSection) -> [UInt8] {
        Self.context(person, section, in: keys.storeID)
    }

    static func context(_ person: PersonID, _ section: PersonSection, in storeID: [UInt8]) -> [UInt8] {
        Array("quittance/person/\(person.text)/\(section.rawValue)/".utf8) + storeID
    }

    private func secrets(of person: PersonID) throws -> PersonKey {
        guard let secrets = try keys.key(of: person) else { throw PersonStoreError.unreadable(person, .identity) }
        return secrets
    }
}

// MARK: - Reading

extension PersonStore {
    /// The record of a section; nil when there is none.
    ///
    /// - Throws: ``PersonStoreError/unreadable(_:_:)`` when it was altered, or the key is gone.
    public func record(_ section: PersonSection, of person: PersonID) throws -> Record? {
        let row = try records.rows(
            "SELECT nonce, sealed FROM records WHERE person = ? AND section = ? AND pending = 0",
            .text(person.text), .text(section.rawValue)
        ) { ($0.bytes(0), $0.bytes(1)) }.last
        guard let (nonce, sealed) = row else { return nil }
        guard let secrets = try keys.key(of: person),
            let bytes = Cryptography.open(
                sealed, under: secrets.key(for: .records), nonce: nonce, context: context(person, section))
        else { throw PersonStoreError.unreadable(person, section) }
        return Record(
            bytes: bytes, commitment: secrets.commitment(to: bytes, section, nonce: nonce),
            salt: secrets.commitmentSalt(section, nonce: nonce))
    }

    /// The person who has a student number.
    public func person(with number: StudentNumber) throws -> PersonID? {
        try records.rows(
            "SELECT person FROM records WHERE number_hash = ? AND pending = 0", .blob(keys.hash(of: number))
        ) { PersonID($0.text(0)) }.first ?? nil
    }

    private func holder(of number: StudentNumber, otherThan person: PersonID) throws -> PersonID? {
        try records.rows(
            "SELECT person FROM records WHERE number_hash = ? AND person <> ?", .blob(keys.hash(of: number)),
            .text(person.text)
        ) { PersonID($0.text(0)) }.first ?? nil
    }

    /// The person whom `actor` registered under `key`.
    public func person(registeredBy actor: Actor, under key: IdempotencyKey) throws -> PersonID? {
        try records.rows(
            "SELECT person FROM requests WHERE actor = ? AND key = ?", .text(actor.text), .text(key.text)
        ) { PersonID($0.text(0)) }.first ?? nil
    }

    /// Twenty letters and digits that are the salt of a document's digest: the log holds SHA-256 of a document that holds
    /// its mark, which is a salted commitment (design 3.10). The mark of a person's document follows from his salt and
    /// cannot be made again once that is gone; the others follow from the key file.
    ///
    /// - Parameter document: what tells the document from every other.
    public func mark(of document: [UInt8], for person: PersonID?) throws -> String {
        let code = try person.map { try secrets(of: $0).mark(of: document) } ?? keys.mark(of: document)
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        return String(code.prefix(20).map { alphabet[Int($0 % 32)] })
    }

    /// The hash of a request under the person's key; it tells nothing once the key is gone.
    public func requestHash(_ request: [UInt8], of person: PersonID) throws -> Digest {
        try secrets(of: person).requestHash(request)
    }
}
