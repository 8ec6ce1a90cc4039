public import EventLog
public import LedgerValues
import SQLiteStore

extension PersonStore {
    /// One reading of what is kept about a person.
    public struct Access: Hashable, Sendable {
        public let at: Instant
        public let actor: Actor
        public let person: PersonID
        /// A code, such as `show:bank`.
        public let what: String

        public init(at: Instant, actor: Actor, person: PersonID, what: String) {
            self.at = at
            self.actor = actor
            self.person = person
            self.what = what
        }
    }

    /// Records who reads what; durable before anything is shown.
    public func add(_ accesses: [Access]) throws {
        try records.transaction {
            for access in accesses {
                try records.run(
                    "INSERT INTO accesses (at, actor, person, what) VALUES (?, ?, ?, ?)",
                    .integer(access.at.microseconds), .text(access.actor.text), .text(access.person.text),
                    .text(access.what))
            }
        }
    }

    /// Who read what of a person, in order.
    public func accesses(to person: PersonID) throws -> [Access] {
        try records.rows("SELECT at, actor, what FROM accesses WHERE person = ? ORDER BY id", .text(person.text)) {
            row in
            Actor(row.text(1)).map {
                Access(at: Instant(microseconds: row.integer(0)), actor: $0, person: person, what: row.text(2))
            }
        }.compactMap { $0 }
    }
}
