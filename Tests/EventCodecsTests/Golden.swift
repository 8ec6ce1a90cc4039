import EventCodecs
import EventLog
import Foundation

/// A frozen event: the exact bytes that a version of a schema was written with, to be read for ever (design 3.9).
struct Golden: Sendable, CustomStringConvertible {
    let name: String
    let bytes: [UInt8]

    var description: String { name }

    /// `<type>.v<N>`, without what tells several goldens of one schema apart.
    var schema: String { name.split(separator: ".").prefix(2).joined(separator: ".") }

    /// Calls `body` with the members of the event.
    func withEnvelope<Result>(_ body: (EnvelopeReader) throws -> Result) throws -> Result {
        try bytes.withUnsafeBufferPointer { try body(EnvelopeReader($0)) }
    }

    /// The kind, the version of its schema and the payload that the event holds.
    func content() throws -> (kind: EventKind, version: Int, payload: [UInt8]) {
        try withEnvelope { envelope in
            guard let kind = EventKind(ascii: envelope.event) else { throw UnknownGolden(name: name) }
            return (kind, envelope.eventVersion, Array(envelope.payload))
        }
    }

    /// Every golden event, by name.
    static let all: [Golden] = names(in: folder).map { name in
        let file = folder.appending(path: name)
        return Golden(name: name, bytes: (try? Data(contentsOf: file)).map(Array.init) ?? [])
    }

    /// The schemas of the project: `<type>.v<N>`, by name.
    static let schemas: [String] = names(in: root.appending(path: "EventSchemas")).map { String($0.dropLast(5)) }

    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private static let folder = root.appending(path: "Tests/EventCodecsTests/Golden")

    private static func names(in folder: URL) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).filter { $0.hasSuffix(".json") }
            .sorted()
    }
}

struct UnknownGolden: Error {
    let name: String
}

/// The event that a payload says; under the newest version of its schema if none is named.
func read(_ kind: EventKind, version: Int? = nil, _ payload: [UInt8]) throws -> RecordedEvent {
    try payload.withUnsafeBufferPointer { try PayloadReader.event(kind, version: version ?? kind.newestVersion, $0) }
}
