public import LedgerValues
import SQLiteStore

extension PersonStore {
    /// Deletes key and salt and lists the person as erased, in one transaction: nothing brings the records back.
    public func eraseKey(of person: PersonID, at instant: Instant) throws { try keys.erase(person, at: instant) }

    /// Deletes what is left of a person whose key is gone: ciphertext, hashes, requests, and who read what.
    public func eraseRecords(of person: PersonID) throws {
        try records.transaction {
            for table in ["records", "requests", "accesses"] {
                try records.run("DELETE FROM \(table) WHERE person = ?", .text(person.text))
            }
        }
    }

    /// Everybody who was erased, with the instant.
    public func erased() throws -> [(person: PersonID, at: Instant)] { try keys.erased() }

    public func isErased(_ person: PersonID) throws -> Bool { try keys.isErased(person) }
}
