public import LedgerValues

/// Why the person store cannot be used, or cannot answer.
public enum PersonStoreError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Nobody was registered in this folder yet.
    case absent(folder: String)
    /// There are records, but no key file.
    case keysMissing(path: String)
    /// Others than the owner may read the key file.
    case keysExposed(path: String)
    /// The keys and the records belong to two stores.
    case keysOfAnotherStore
    /// A newer program, or another application, wrote the file.
    case foreign(path: String)
    /// The database does not keep what a commit promises.
    case notDurable(path: String)
    /// A record cannot be opened with the person's key: it was altered, or moved here from elsewhere.
    case unreadable(PersonID, PersonSection)
    /// A record is not the one that the log commits to: the store was put back from an older copy, or altered.
    case notCommitted(PersonID, PersonSection)

    public var description: String {
        switch self {
        case .absent(let folder): "nobody was registered in \(folder) yet"
        case .keysMissing(let path):
            "the keys of the persons are gone: put \(path) back; without it nothing about anybody can be read"
        case .keysExposed(let path): "others may read \(path): run chmod 600 on it"
        case .keysOfAnotherStore: "the keys of the persons belong to another store: put the right file back"
        case .foreign(let path): "\(path) was written by a newer program, or is none of ours"
        case .notDurable(let path): "SQLite refuses synchronous EXTRA or secure_delete for \(path)"
        case .unreadable(let person, let section):
            "the \(section.rawValue) of person \(person) was altered and cannot be read: write it again"
        case .notCommitted(let person, let section):
            "the \(section.rawValue) of person \(person) is not what the log commits to: write it again"
        }
    }
}
