public import EventLog

/// A version of an event's schema: a file of `EventSchemas/`, known by its hash.
public struct EventSchema: Hashable, Sendable {
    public let kind: EventKind
    public let version: Int
    /// The type and version as events hold them.
    public let type: EventType
    /// SHA-256 of the file.
    public let hash: Digest

    /// The text of the file, whose hash is ``hash``.
    public var text: String {
        guard let text = SchemaTexts.byHash[hash.description] else {
            preconditionFailure("no text for \(kind.rawValue).v\(version)")
        }
        return text.withUTF8Buffer { String(decoding: $0, as: UTF8.self) }
    }

    /// Every schema this binary knows, by type and version.
    public static let all: [EventSchema] = SchemaCatalogue.hashes.map { type, version, hex in
        guard let kind = EventKind(rawValue: type), let hash = Digest(hex: hex),
            let type = EventType(name: type, version: version)
        else { preconditionFailure("the schema catalogue names \(type).v\(version)") }
        return EventSchema(kind: kind, version: version, type: type, hash: hash)
    }

    /// The schema under which new events of `kind` are written.
    public static func newest(_ kind: EventKind) -> EventSchema {
        guard let schema = newestByKind[kind] else { preconditionFailure("no schema for \(kind.rawValue)") }
        return schema
    }

    private static let newestByKind = Dictionary(
        uniqueKeysWithValues: EventKind.allCases.map { kind in
            guard let schema = all.first(where: { $0.kind == kind && $0.version == kind.newestVersion }) else {
                preconditionFailure("no schema for \(kind.rawValue).v\(kind.newestVersion)")
            }
            return (kind, schema)
        })
}
