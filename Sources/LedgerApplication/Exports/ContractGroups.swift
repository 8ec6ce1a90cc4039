import EventCodecs
import EventLog
import LedgerValues

/// The events of contracts, contract by contract, by one reading of the log in its order.
///
/// A contract's stream leads through pages of the database that it shares with all the others. So what a fold wants of each
/// event goes into a temporary file, some 150 bytes an event, and groups of contracts are read back whole: nothing is looked
/// for. Memory is a stretch of the log or a group for each processor, and 16 bytes for each group and stretch.
struct ContractGroups: Sendable {
    private let contracts: [ContractID]
    private var places = ContractPlaces()
    /// The group of each contract.
    private var groupOf: [Int32] = []
    /// The contracts of each group.
    private let groups: [Range<Int>]
    private let known: Position
    private var file: PartedFile

    /// In events: what a stretch costs beside them, and how many of a group's bytes lie together.
    private static let stretchLength: Int64 = 16_384
    /// In events: those of a group are in memory together, as their bytes.
    private static let groupLength = 32_768

    /// - Parameters:
    ///   - contracts: all there are at `known`, with the number of events of each; there may be later ones among them.
    ///   - known: the last event that is wanted.
    init(_ contracts: [(id: ContractID, events: Int)], through known: Position) throws {
        self.contracts = contracts.map(\.id)
        self.known = known
        var groups: [Range<Int>] = []
        var (start, events) = (0, 0)
        for (place, contract) in contracts.enumerated() {
            places.add(place, places.hash(contract.id))
            groupOf.append(Int32(groups.count))
            events += contract.events
            if events >= Self.groupLength || place == contracts.count - 1 {
                groups.append(start..<place + 1)
                (start, events) = (place + 1, 0)
            }
        }
        self.groups = groups
        file = try PartedFile(parts: groups.count)
    }

    /// The number of groups.
    var count: Int { groups.count }

    /// Reads the log, on every processor, with readers that are lent for a stretch at a time.
    mutating func fill<Reader: EventStoreReader>(
        _ readers: ReaderPool<Reader>, progress: @Sendable (Int64) -> Void
    ) throws {
        let length = Self.stretchLength
        let last = known.number
        let empty = self
        try InOrder.run(Int((last + length - 1) / length), &self) { index in
            let first = Int64(index) * length
            let through = min(first + length, last)
            let pieces = try readers.lend { reader in
                try empty.pieces(reader, from: Position(leafIndex: first), through: Position(leafIndex: through - 1))
            }
            return (pieces, through)
        } take: { groups, stretch in
            try groups.file.append(stretch.0)
            progress(stretch.1)
        }
    }

    /// What a stretch of the log adds to each group.
    private func pieces(
        _ reader: some EventStoreReader, from first: Position, through last: Position
    ) throws -> [[UInt8]] {
        var pieces = [[UInt8]](repeating: [], count: groups.count)
        try reader.scan(from: first, through: last) { position, bytes in
            let envelope: EnvelopeReader
            do throws(JSONError) { envelope = try EnvelopeReader(bytes) } catch {
                throw UndecodableEvent(position: position, error: error)
            }
            guard let id = DecodedEvent.contract(envelope.stream) else { return true }
            guard let place = places.place(places.hash(id), { contracts[$0] == id }) else {
                throw EventStoreError.corrupt("the event at position \(position) is of a contract without a stream")
            }
            FiledEvent.put(
                envelope, in: bytes, at: position, contract: place, into: &pieces[Int(groupOf[place])])
            return true
        }
        return pieces
    }

    /// Calls `body` with the events of each contract of a group, oldest first; without those that have none.
    func read(_ group: Int, _ body: (ContractID, Events) throws -> Void) throws {
        let bytes = try file.read(group)
        let contracts = groups[group]
        // The first pass counts the events of each contract, the second puts them together.
        var ends = [Int](repeating: 0, count: contracts.count)
        FiledEvent.forEach(in: bytes) { _, contract in ends[contract - contracts.lowerBound] += 1 }
        var sum = 0
        for place in ends.indices { (ends[place], sum) = (sum, sum + ends[place]) }
        var starts = [Int](repeating: 0, count: sum)
        FiledEvent.forEach(in: bytes) { start, contract in
            let place = contract - contracts.lowerBound
            starts[ends[place]] = start
            ends[place] += 1
        }
        var first = 0
        for (place, end) in ends.enumerated() where end > first {
            let id = self.contracts[contracts.lowerBound + place]
            try body(id, Events(contract: id, bytes: bytes, starts: starts[first..<end]))
            first = end
        }
    }

    /// The events of one contract.
    struct Events {
        fileprivate let contract: ContractID
        fileprivate let bytes: [UInt8]
        fileprivate let starts: ArraySlice<Int>

        var count: Int { starts.count }

        /// Calls `body` with each event, oldest first.
        func forEach(_ body: (DecodedEvent) throws -> Void) throws {
            var version = 0
            for start in starts {
                let decoded = try DecodedEvent(filed: bytes, at: start, of: contract)
                version += 1
                guard decoded.event.isOfContract, decoded.streamVersion == version else {
                    throw EventStoreError.corrupt(
                        "the event at position \(decoded.position) is not number \(version) of \(contract)")
                }
                try body(decoded)
            }
        }
    }
}

/// What a fold wants of an event, as it is kept until its turn: its envelope without actor, key and schema, and its payload.
private enum FiledEvent {
    static var headBytes: Int { 56 }

    /// Appends an event in a form of its own: a head of fixed length, then the name of its type and its payload.
    static func put(
        _ envelope: EnvelopeReader, in event: UnsafeBufferPointer<UInt8>, at position: Position, contract: Int,
        into bytes: inout [UInt8]
    ) {
        withUnsafeTemporaryAllocation(byteCount: headBytes, alignment: 8) { head in
            head.storeBytes(of: position.number, toByteOffset: 0, as: Int64.self)
            head.storeBytes(of: envelope.recordedAt.microseconds, toByteOffset: 8, as: Int64.self)
            head.storeBytes(of: envelope.effectiveAt?.microseconds ?? .min, toByteOffset: 16, as: Int64.self)
            head.storeBytes(of: envelope.effectiveOn.dayNumber, toByteOffset: 24, as: Int32.self)
            head.storeBytes(of: envelope.accountingOn.dayNumber, toByteOffset: 28, as: Int32.self)
            head.storeBytes(of: Int32(contract), toByteOffset: 32, as: Int32.self)
            head.storeBytes(of: Int32(envelope.streamVersion), toByteOffset: 36, as: Int32.self)
            head.storeBytes(of: Int32(envelope.eventVersion), toByteOffset: 40, as: Int32.self)
            head.storeBytes(of: Int32(envelope.event.count), toByteOffset: 44, as: Int32.self)
            head.storeBytes(of: Int32(envelope.payload.count), toByteOffset: 48, as: Int32.self)
            let offset = envelope.payload.baseAddress.flatMap { payload in event.baseAddress.map { payload - $0 } }
            head.storeBytes(of: Int32(offset ?? 0), toByteOffset: 52, as: Int32.self)
            bytes.append(contentsOf: head)
        }
        bytes.append(contentsOf: envelope.event)
        bytes.append(contentsOf: envelope.payload)
    }

    /// Calls `body` with the start of each event and the place of its contract.
    static func forEach(in bytes: [UInt8], _ body: (_ start: Int, _ contract: Int) -> Void) {
        bytes.withUnsafeBytes { bytes in
            func word(_ offset: Int) -> Int { Int(bytes.loadUnaligned(fromByteOffset: offset, as: Int32.self)) }
            var start = 0
            while start < bytes.count {
                body(start, word(start + 32))
                start += headBytes + word(start + 44) + word(start + 48)
            }
        }
    }
}

extension DecodedEvent {
    /// Decodes the event that was filed at `start`.
    fileprivate init(filed bytes: [UInt8], at start: Int, of contract: ContractID) throws(UndecodableEvent) {
        let decoded = bytes.withUnsafeBytes { bytes -> Result<DecodedEvent, UndecodableEvent> in
            func long(_ offset: Int) -> Int64 { bytes.loadUnaligned(fromByteOffset: start + offset, as: Int64.self) }
            func word(_ offset: Int) -> Int32 { bytes.loadUnaligned(fromByteOffset: start + offset, as: Int32.self) }
            let middle = start + FiledEvent.headBytes + Int(word(44))
            let name = bytes[start + FiledEvent.headBytes..<middle]
            let payload = bytes[middle..<middle + Int(word(48))]
            let position = Position(leafIndex: long(0) - 1)
            do throws(JSONError) {
                let event = try PayloadReader.event(
                    name: UnsafeRawBufferPointer(rebasing: name).assumingMemoryBound(to: UInt8.self),
                    version: Int(word(40)),
                    UnsafeRawBufferPointer(rebasing: payload).assumingMemoryBound(to: UInt8.self))
                return .success(
                    DecodedEvent(
                        event, at: position, effectiveOn: CalendarDate(dayNumber: word(24)),
                        effectiveAt: long(16) == .min ? nil : Instant(microseconds: long(16)),
                        accountingOn: CalendarDate(dayNumber: word(28)),
                        recordedAt: Instant(microseconds: long(8)), streamVersion: Int(word(36)), of: contract))
            } catch {
                // Its place in the event, not in the payload.
                let placed = JSONError(error.code, offset: error.offset + Int(word(52)), detail: error.detail)
                return .failure(UndecodableEvent(position: position, error: placed))
            }
        }
        self = try decoded.get()
    }
}
