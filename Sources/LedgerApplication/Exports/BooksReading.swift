import EventCodecs
import EventLog
import Exports
import LedgerValues
import Projections
import ResidenceRules

/// The one reading of the log that a file of the accounts is made of: what each event comes to in the books, by stretch of
/// the log, and what folds want of the events of contracts, by group of contracts. Both wait in temporary files, some 250
/// bytes an event together; memory is a stretch for each processor, and 16 bytes for each stretch and group.
struct BooksReading: Sendable {
    private let request: BooksRequest
    private let known: Position
    private(set) var groups: ContractGroups
    private var items: PartedFile
    /// Knows the balances that entries of no contract leave, when the file is lettered.
    private(set) var before: BooksBefore

    /// In events; what was read of one is in memory at once.
    private static let length: Int64 = 16_384

    /// What a stretch adds.
    private struct Stretch: Sendable {
        let through: Position
        var items: [UInt8] = []
        var groups: [[UInt8]]
        var before: BooksBefore
    }

    /// - Parameters:
    ///   - contracts: all there are, with the number of events of each.
    ///   - known: the last event that is read.
    ///   - before: what learns of balances; it has learnt nothing yet.
    init(
        _ request: BooksRequest, _ contracts: [(id: ContractID, events: Int)], through known: Position,
        _ before: BooksBefore
    ) throws {
        self.request = request
        self.known = known
        self.before = before
        groups = try ContractGroups(contracts)
        items = try PartedFile(parts: Self.stretches(through: known))
    }

    /// The number of stretches of a log that ends at `known`.
    static func stretches(through known: Position) -> Int { Int((known.number + length - 1) / length) }

    /// The stretch that an event stands in.
    static func stretch(of position: Int64) -> Int { Int((position - 1) / length) }

    /// The positions of a stretch.
    static func positions(of stretch: Int, through known: Position) -> ClosedRange<Int64> {
        Int64(stretch) * length + 1...min(Int64(stretch + 1) * length, known.number)
    }

    /// Reads the log, on every processor, with readers that are lent for a stretch at a time: short questions go on
    /// meanwhile.
    mutating func fill<Reader: EventStoreReader>(
        _ readers: ReaderPool<Reader>, progress: @Sendable (Int64) -> Void
    ) throws {
        let empty = self
        try InOrder.run(Self.stretches(through: known), &self) { index in
            try readers.lend { try empty.stretch(index, $0) }
        } take: { reading, stretch in
            try reading.items.append(stretch.items, to: Self.stretch(of: stretch.through.number))
            try reading.groups.append(stretch.groups)
            reading.before.add(stretch.before)
            progress(stretch.through.number)
        }
    }

    private func stretch(_ index: Int, _ reader: some EventStoreReader) throws -> Stretch {
        let positions = Self.positions(of: index, through: known)
        var stretch = Stretch(
            through: Position(leafIndex: positions.upperBound - 1), groups: groups.emptyPieces, before: before)
        var recorded = RecordingDay()
        try reader.scan(
            from: Position(leafIndex: positions.lowerBound - 1), through: stretch.through
        ) { position, bytes in
            let (decoded, envelope) = try DecodedEvent.withEnvelope(bytes, at: position)
            var contract: Int?
            if let id = decoded.contract {
                guard let place = groups.place(of: id) else {
                    throw EventStoreError.corrupt("the event at position \(position) is of a contract without a stream")
                }
                contract = place
                if request.isPlaced, let row = decoded.event.unitRow {
                    BookItem.unit(contract: place, row).put(into: &stretch.items)
                }
                if request.isLettered {
                    groups.file(envelope, in: bytes, at: position, of: place, among: &stretch.groups)
                }
            } else if request.isLettered {
                stretch.before.add(decoded)
            }
            item(decoded, of: contract, &recorded)?.put(into: &stretch.items)
            return true
        }
        return stretch
    }

    private func item(_ decoded: DecodedEvent, of contract: Int?, _ recorded: inout RecordingDay) -> BookItem? {
        let movements = decoded.event.movements
        let day = decoded.accountingOn
        if movements.isEmpty || day > request.through { return nil }
        let journal = JournalRole(movements)
        if let from = request.from, day < from { return .earlier(journal, year: day.components.year) }
        var label = decoded.event.label
        if day != decoded.effectiveOn { label += " (effet du \(FrenchText.day(decoded.effectiveOn)))" }
        return .entry(
            BookDraft(
                journal: journal, accountingOn: day, effectiveOn: decoded.effectiveOn,
                recordedOn: recorded.day(of: decoded.recordedAt), position: decoded.position,
                reference: decoded.event.document, label: label, movements: movements, contract: contract,
                row: request.isPlaced ? decoded.event.pricedRow : nil))
    }

    /// Calls `body` with what each event of a stretch comes to, in order.
    func forEachItem(of stretch: Int, _ body: (BookItem) -> Void) throws {
        try items.read(stretch).withUnsafeBytes { bytes in
            var filed = FiledBytes(bytes)
            while !filed.isAtEnd { body(BookItem(&filed)) }
        }
    }
}

/// The civil day of one instant after the other: a day in Paris begins, and its clocks change, at a whole hour.
private struct RecordingDay {
    private var hour: Int64?
    private var day = CalendarDate.latest

    mutating func day(of instant: Instant) -> CalendarDate {
        let hour = instant.microseconds / 3_600_000_000
        if hour != self.hour { (self.hour, day) = (hour, ParisTime.day(of: instant)) }
        return day
    }
}

extension RecordedEvent {
    /// The reference of the document behind the entry; nil when the event is its own proof.
    fileprivate var document: String? {
        switch self {
        case .fact(.sundryCharged(let charge)), .fact(.chargeCancelled(_, let charge)): charge.reference?.text
        case .ledger(.serviceSold(let sale)): sale.reference?.text
        case .fact, .posting, .correction, .opened, .ledger, .schemaRegistered, .sealed, .exported, .chartAdopted,
            .keyAdopted, .person:
            nil
        }
    }
}
