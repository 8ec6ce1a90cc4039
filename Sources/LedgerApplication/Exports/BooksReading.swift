import EventCodecs
import EventLog
import Exports
import LedgerValues
import Projections
import ResidenceRules

/// The one reading of the log that a file of the accounts is made of: the events of contracts by group of contracts, in a
/// temporary file, and what the other events come to in the books.
struct BooksReading: Sendable {
    private let request: BooksRequest
    private let names: ServiceNames
    private(set) var groups: ContractGroups
    private(set) var entries: FiledEntries
    /// Knows the balances that entries of no contract leave.
    private(set) var before: BooksBefore

    /// What an event of a contract takes in a temporary file, more or less.
    private static let eventBytes = 160

    /// What a stretch adds.
    private struct Stretch: Sendable {
        let through: Position
        let groups: PartedFile.Written
        let entries: FiledEntries.Written
        let before: BooksBefore
    }

    /// - Parameters:
    ///   - contracts: all there are, with the number of events of each.
    ///   - known: the last event that is read.
    ///   - before: what learns of balances; it has learnt nothing yet.
    init(
        _ request: BooksRequest, _ contracts: [(id: ContractID, events: Int)], through known: Position,
        _ before: BooksBefore, _ names: ServiceNames
    ) throws {
        self.request = request
        self.names = names
        self.before = before
        groups = try ContractGroups(contracts)
        entries = try FiledEntries(through: known)
    }

    /// Reads the log, on every processor, with readers that are lent for a stretch at a time: short questions go on
    /// meanwhile.
    mutating func fill<Reader: EventStoreReader>(
        _ readers: ReaderPool<Reader>, progress: @Sendable (Int64) -> Void
    ) throws {
        let empty = self
        try InOrder.run(entries.stretches.count, &self) { index in
            try readers.lend { try empty.stretch(index, $0) }
        } take: { reading, stretch in
            reading.groups.add(stretch.groups)
            reading.entries.add(stretch.entries)
            reading.before.add(stretch.before)
            progress(stretch.through.number)
        }
    }

    private func stretch(_ index: Int, _ reader: some EventStoreReader) throws -> Stretch {
        let positions = entries.stretches[index]
        let through = Position(leafIndex: positions.upperBound - 1)
        var ofContracts = PartedFile.Values(room: positions.count * Self.eventBytes)
        var others = entries.values(count: 0)
        var before = before
        var days = RecordingDays()
        try reader.scan(from: Position(leafIndex: positions.lowerBound - 1), through: through) { position, bytes in
            let envelope: EnvelopeReader
            do throws(JSONError) { envelope = try EnvelopeReader(unread: bytes) } catch {
                throw UndecodableEvent(position: position, error: error)
            }
            if let id = DecodedEvent.contractBytes(envelope.stream) {
                guard let place = groups.place(of: id) else {
                    throw EventStoreError.corrupt("the event at position \(position) is of a contract without a stream")
                }
                groups.file(envelope, in: bytes, at: position, of: place, among: &ofContracts)
                return true
            }
            let decoded = try DecodedEvent(bytes, at: position)
            let movements = decoded.event.movements
            before.add(decoded, movements)
            if let draft = BookDraft(decoded, movements, request, &days, names) { others.add(draft, of: nil, []) }
            return true
        }
        return Stretch(
            through: through, groups: try groups.write(ofContracts), entries: try entries.write(others), before: before)
    }
}
