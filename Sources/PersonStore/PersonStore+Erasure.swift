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

    /// Deletes everything about a person of whom the log holds nothing, so that nobody needs to know of an erasure.
    public func forget(_ person: PersonID) throws {
        try keys.drop(person)
        try eraseRecords(of: person)
    }

    /// Everybody who has a key or records here.
    public func persons() throws -> Set<PersonID> {
        let recorded = try records.rows("SELECT DISTINCT person FROM records") { PersonID($0.text(0)) }
        return try keys.persons().union(recorded.compactMap { $0 })
    }

    /// Deletes what is there of persons who were erased: records that were put back from a copy.
    func applyErasures() throws {
        for (person, _) in try keys.erased() {
            // Whoever has a request has records: both are written, and go, in one transaction.
            let kept = try records.rows(
                "SELECT 1 FROM records WHERE person = ?1 UNION ALL SELECT 1 FROM accesses WHERE person = ?1 LIMIT 1",
                .text(person.text)
            ) { _ in true }
            if !kept.isEmpty { try eraseRecords(of: person) }
        }
    }

    /// Everybody who was erased, with the instant.
    public func erased() throws -> [(person: PersonID, at: Instant)] { try keys.erased() }

    public func isErased(_ person: PersonID) throws -> Bool { try keys.isErased(person) }
}
