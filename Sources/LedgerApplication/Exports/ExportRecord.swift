public import EventCodecs
public import EventLog
public import Exports
import LedgerValues

extension Sequencer {
    /// Records that an actor was given a file; once for the same bytes.
    mutating func record(_ export: BooksExport, by actor: Actor) throws -> Position? {
        let payload = PayloadWriter.payload(of: .exported(export))
        let digest = SHA256.hash(payload)
        return try append(
            [draft(.exported(export), in: .ledger, on: today)], expecting: [], heads: [],
            by: Authorship(actor: actor, key: IdempotencyKey("export:\(digest)"), requestHash: digest))?.firstPosition
    }
}

extension BooksExport {
    /// What was written with `settings` from the log up to `position`.
    public init(_ settings: ExportSettings, knownAt position: Position, file: Digest) {
        guard let form = Code(settings.form) else { preconditionFailure("the name of a form is a code") }
        self.init(
            form: form, contract: settings.contract, from: settings.from, through: settings.through,
            knownAt: position.number, settings: SHA256.hash(Array(settings.text.utf8)), file: file)
    }
}

extension ExportSettings {
    /// What tells a document from every other: its settings and the position that it knows.
    public func marked(_ position: Position) -> String { "\(text)known_at=\(position)\n" }
}

extension LedgerQueries {
    /// What an export sees. Without a moment it is the last event that is not itself the record of an export, so that
    /// giving out a file does not make the next one another.
    func exportMoment(_ asked: KnownAt) throws -> Knowledge {
        try reader.withSnapshot {
            var knowledge = try Knowledge(asked, now: now, in: reader)
            guard asked == .head else { return knowledge }
            while let stored = try reader.event(at: knowledge.position),
                case .exported = try DecodedEvent(stored).event,
                let before = Position(knowledge.position.number - 1)
            {
                knowledge = Knowledge(position: before, recordedAt: try reader.recordedAt(before))
            }
            return knowledge
        }
    }
}
