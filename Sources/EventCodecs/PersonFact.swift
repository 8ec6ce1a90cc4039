public import EventLog
public import LedgerValues

/// What the log knows of a person: an opaque identifier and salted commitments, never a personal datum (design 3.10).
public enum PersonFact: Hashable, Sendable {
    /// A person was registered; one commitment for each section kept.
    case registered(PersonID, [PersonSection: Digest])
    /// A section was replaced as a whole.
    case detailsChanged(PersonID, PersonSection, Digest)
    /// The person holds the contract from here on; recorded in the stream of both.
    case linked(PersonID, ContractID)
    /// Key, salt and ciphertext are gone.
    case erased(PersonID)

    public var person: PersonID {
        switch self {
        case .registered(let person, _), .detailsChanged(let person, _, _), .linked(let person, _),
            .erased(let person):
            person
        }
    }
}
