import EventCodecs
import EventLog
import LedgerValues

/// The contracts in groups, and the events of each group as one reading of the log filed them in a temporary file.
///
/// A contract's stream leads through pages of the database that it shares with all the others. So what a fold wants of each
/// event is filed, some 150 bytes an event, and groups of contracts are read back whole: nothing is looked for.
struct ContractGroups: Sendable {
    let contracts: [ContractID]
    private var places = ContractPlaces()
    /// The group of each contract.
    private var groupOf: [Int32] = []
    /// The contracts of each group.
    private let groups: [Range<Int>]
    private var file: PartedFile

    /// In events: those of a group are in memory together, as their bytes.
    static let length = 16_384

    /// - Parameter contracts: all there are, with the number of events of each.
    init(_ contracts: [(id: ContractID, events: Int)]) throws {
        self.contracts = contracts.map(\.id)
        var groups: [Range<Int>] = []
        var (start, events) = (0, 0)
        for (place, contract) in contracts.enumerated() {
            places.add(place, ContractPlaces.hash(contract.id))
            groupOf.append(Int32(groups.count))
            events += contract.events
            if events >= Self.length || place == contracts.count - 1 {
                groups.append(start..<place + 1)
                (start, events) = (place + 1, 0)
            }
        }
        self.groups = groups
        file = try PartedFile(parts: groups.count)
    }

    /// The number of groups.
    var count: Int { groups.count }

    /// The place of the contract whose identifier has these bytes.
    func place(of id: UnsafeBufferPointer<UInt8>) -> Int? {
        places.place(ContractPlaces.hash(id)) { place in
            var text = contracts[place].text
            return text.withUTF8 { $0.elementsEqual(id) }
        }
    }

    /// Adds an event of the contract at `place` to the values of a stretch of the log.
    func file(
        _ envelope: EnvelopeReader, in event: UnsafeBufferPointer<UInt8>, at position: Position, of place: Int,
        among values: inout PartedFile.Values
    ) {
        values.add(to: Int(groupOf[place])) {
            FiledEvent(envelope, in: event, at: position, of: place).put(envelope, into: &$0)
        }
    }

    /// Writes the values of a stretch of the log, from whatever thread.
    func write(_ values: PartedFile.Values) throws -> PartedFile.Written { try file.write(values) }

    /// Adds the values of the next stretch of the log.
    mutating func add(_ written: PartedFile.Written) { file.add(written) }

    /// Calls `body` with the events of each contract of a group, oldest first; without contracts that have none.
    func read(_ group: Int, _ body: (_ place: Int, Events) throws -> Void) throws {
        let contracts = groups[group]
        try file.read(group).withUnsafeBytes { bytes in try read(contracts, bytes, body) }
    }

    private func read(
        _ contracts: Range<Int>, _ bytes: UnsafeRawBufferPointer, _ body: (_ place: Int, Events) throws -> Void
    ) throws {
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
            let contract = contracts.lowerBound + place
            try body(
                contract, Events(contract: self.contracts[contract], bytes: bytes, starts: starts[first..<end]))
            first = end
        }
    }

    /// The events of one contract, which lie in memory as long as the group is read.
    struct Events {
        let contract: ContractID
        fileprivate let bytes: UnsafeRawBufferPointer
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

/// The head of an event that waits for its fold: its envelope without actor, key and schema. The name of its type and its
/// payload follow.
private struct FiledEvent: BitwiseCopyable {
    let position: Int64
    /// In microseconds.
    let recordedAt: Int64
    /// In microseconds; `.min` without one.
    let effectiveAt: Int64
    let effectiveOn: Int32
    let accountingOn: Int32
    let contract: Int32
    let streamVersion: Int32
    let eventVersion: Int32
    let nameCount: Int32
    let payloadCount: Int32
    /// Where the payload begins in the event.
    let payloadOffset: Int32

    init(_ envelope: EnvelopeReader, in event: UnsafeBufferPointer<UInt8>, at position: Position, of contract: Int) {
        self.position = position.number
        recordedAt = envelope.recordedAt.microseconds
        effectiveAt = envelope.effectiveAt?.microseconds ?? .min
        effectiveOn = envelope.effectiveOn.dayNumber
        accountingOn = envelope.accountingOn.dayNumber
        self.contract = Int32(contract)
        streamVersion = Int32(envelope.streamVersion)
        eventVersion = Int32(envelope.eventVersion)
        nameCount = Int32(envelope.event.count)
        payloadCount = Int32(envelope.payload.count)
        let offset = envelope.payload.baseAddress.flatMap { payload in event.baseAddress.map { payload - $0 } }
        payloadOffset = Int32(offset ?? 0)
    }

    func put(_ envelope: EnvelopeReader, into bytes: inout [UInt8]) {
        bytes.file(self)
        bytes.append(contentsOf: envelope.event)
        bytes.append(contentsOf: envelope.payload)
    }

    /// Calls `body` with the start of each event and the place of its contract.
    static func forEach(in bytes: UnsafeRawBufferPointer, _ body: (_ start: Int, _ contract: Int) -> Void) {
        var filed = FiledBytes(bytes)
        while !filed.isAtEnd {
            let start = filed.offset
            let head = filed.next(FiledEvent.self)
            body(start, Int(head.contract))
            filed.skip(Int(head.nameCount + head.payloadCount))
        }
    }
}

extension DecodedEvent {
    /// Decodes the event that was filed at `start`.
    fileprivate init(
        filed bytes: UnsafeRawBufferPointer, at start: Int, of contract: ContractID
    ) throws(UndecodableEvent) {
        var filed = FiledBytes(bytes, at: start)
        let head = filed.next(FiledEvent.self)
        let position = Position(leafIndex: head.position - 1)
        do throws(JSONError) {
            self.init(
                try PayloadReader.event(
                    name: filed.next(head.nameCount), version: Int(head.eventVersion), filed.next(head.payloadCount)),
                at: position, effectiveOn: CalendarDate(dayNumber: head.effectiveOn),
                effectiveAt: head.effectiveAt == .min ? nil : Instant(microseconds: head.effectiveAt),
                accountingOn: CalendarDate(dayNumber: head.accountingOn),
                recordedAt: Instant(microseconds: head.recordedAt), streamVersion: Int(head.streamVersion), of: contract
            )
        } catch {
            // Its place in the event, not in the payload.
            let placed = JSONError(error.code, offset: error.offset + Int(head.payloadOffset), detail: error.detail)
            throw UndecodableEvent(position: position, error: placed)
        }
    }
}
