public import EventLog
public import LedgerValues

/// Up to where a question lets the log speak.
public enum KnownAt: Hashable, Sendable {
    /// Everything recorded so far.
    case head
    /// Everything recorded up to a position, included.
    case position(Int64)
    /// Everything recorded up to an instant, included.
    case instant(Instant)
}

/// What the log knew: its last event that a question may see.
public struct Knowledge: Hashable, Sendable {
    public let position: Position
    /// When that event was recorded.
    public let recordedAt: Instant
}

/// Why a question cannot be answered. Never an empty success (design 3.1).
public enum QueryError: Error, Hashable, Sendable {
    /// The log holds no event at or before what was asked.
    case nothingKnown
    /// The position, or the instant, lies after the head of the log.
    case futureKnowledge(asked: String, head: Knowledge)
    /// What comes after a position was asked for, and the log, as far as it may speak, ends before it.
    case beyondHead(asked: Int64, last: Int64)
    /// No contract of that identifier was known.
    case unknownContract(String)
    /// No tenant code of that spelling was known.
    case unknownTenantCode(String)
    /// No person of that identifier, or with that student number, was registered.
    case unknownPerson
    /// What was kept about the person is gone.
    case personErased(PersonID)
    /// The earlier of two moments, by position, lies after the later one.
    case momentsInDisorder(from: Int64, to: Int64)
    /// A tree of `size` events has no such event, or no such earlier tree.
    case outsideTree(asked: Int64, size: Int64)
}

extension Knowledge {
    /// What the whole log knows.
    init(atEndOf reader: some EventStoreReader) throws {
        guard let last = Position(try reader.size()) else { throw QueryError.nothingKnown }
        self.init(position: last, recordedAt: try reader.recordedAt(last))
    }

    /// Resolves what was asked against the log.
    init(_ asked: KnownAt, now: Instant, in reader: some EventStoreReader) throws {
        let head = try Knowledge(atEndOf: reader)
        let last = head.position
        switch asked {
        case .head: self = head
        case .position(let number):
            guard let position = Position(number) else { throw QueryError.nothingKnown }
            guard position <= last else { throw QueryError.futureKnowledge(asked: String(number), head: head) }
            self.init(position: position, recordedAt: try reader.recordedAt(position))
        case .instant(let instant):
            guard instant <= max(now, head.recordedAt) else {
                throw QueryError.futureKnowledge(asked: instant.description, head: head)
            }
            guard let position = try reader.lastPosition(at: instant, head: head) else { throw QueryError.nothingKnown }
            self.init(position: position, recordedAt: try reader.recordedAt(position))
        }
    }
}

extension EventStoreReader {
    func recordedAt(_ position: Position) throws -> Instant {
        guard let stored = try event(at: position) else {
            throw EventStoreError.corrupt("position \(position) is missing")
        }
        return try stored.bytes.withUnsafeBufferPointer { try EnvelopeReader($0).recordedAt }
    }

    /// The last position recorded at or before `instant`: times of recording never go back, so halving finds it.
    fileprivate func lastPosition(at instant: Instant, head: Knowledge) throws -> Position? {
        var low: Int64 = 0
        var high = head.position.number
        while low < high {
            let middle = (low + high + 1) / 2
            guard let position = Position(middle) else { break }
            if try recordedAt(position) <= instant { low = middle } else { high = middle - 1 }
        }
        return Position(low)
    }
}
