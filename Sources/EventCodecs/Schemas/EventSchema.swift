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
        guard let own = SchemaTexts.byHash[hash.description] else {
            preconditionFailure("no text for \(kind.rawValue).v\(version)")
        }
        return SchemaTexts.text(
            type: kind.rawValue, version: version, description: own.description, payload: own.payload)
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
        guard let schema = of(kind, version: kind.newestVersion) else {
            preconditionFailure("no schema for \(kind.rawValue).v\(kind.newestVersion)")
        }
        return schema
    }

    /// The schema under which an event says it was written; nil when this binary knows no such version.
    public static func of(_ kind: EventKind, version: Int) -> EventSchema? {
        let versions = byPlace[kind.place]
        guard versions.indices.contains(version - 1) else { return nil }
        return versions[version - 1]
    }

    /// The hash of that schema.
    public static func hash(of kind: EventKind, version: Int) -> Digest? {
        let versions = byPlace[kind.place]
        guard versions.indices.contains(version - 1) else { return nil }
        return versions[version - 1].hash
    }

    /// Versions count from 1 without a gap.
    private static let byPlace = {
        var byPlace = [[EventSchema]](repeating: [], count: EventKind.placeCount)
        for schema in all.sorted(by: { $0.version < $1.version }) {
            byPlace[schema.kind.place].append(schema)
            precondition(byPlace[schema.kind.place].count == schema.version, "versions of a schema have a gap")
        }
        return byPlace
    }()
}
