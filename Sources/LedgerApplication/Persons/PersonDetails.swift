public import EventLog
public import LedgerValues
import PersonStore

/// What is kept about a person, as it was asked for.
public struct PersonDetails: Sendable {
    /// A section in clear.
    public struct Section: Sendable {
        /// The object as it was sent, in canonical form.
        public let value: JSONValue
        /// What the log holds: SHA-256 over the salt and the canonical bytes of ``value``.
        public let commitment: Digest
        /// Opens the commitment for whoever is shown the value.
        public let salt: [UInt8]
    }

    public let person: PersonID
    /// The sections that were asked for.
    public let asked: Set<PersonSection>
    /// Those of them that are kept.
    public let sections: [PersonSection: Section]
    /// The contracts that the person holds.
    public let contracts: [ContractID]

    /// Where refunds go; nil when no bank details are kept, or were not asked for.
    public var bank: BankDetails? { sections[.bank].flatMap { try? BankDetails($0.value, path: "") } }
}

extension PersonDetails {
    /// One object: the person, the contracts held, and the sections asked for; null where nothing is kept.
    public var json: JSONValue {
        get throws {
            var members = [
                JSONObject.Member(name: "person", value: .string(person.text)),
                JSONObject.Member(name: "contracts", value: .array(contracts.map { .string($0.text) })),
            ]
            members += asked.sorted().map {
                JSONObject.Member(name: $0.rawValue, value: sections[$0]?.value ?? .null)
            }
            return .object(try JSONObject(members))
        }
    }
}

/// What a registration or a change came to.
public struct PersonAnswer: Sendable {
    public let person: PersonID
    public let answer: CommandAnswer
}

extension PersonDetails.Section {
    init(_ record: PersonStore.Record) throws {
        self.init(
            value: try StrictJSON.parse(record.bytes), commitment: record.commitment, salt: record.salt)
    }
}
