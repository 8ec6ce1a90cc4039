import EventCodecs
public import EventLog
import LedgerValues
import Projections
import ResidenceRules

/// What checking the log found.
public struct VerificationReport: Sendable {
    /// What a finding is about.
    public enum Class: String, Sendable, CaseIterable {
        /// A leaf hash, or the root, is not the hash of the stored bytes.
        case tree
        /// A position, a stream version or a time of recording is out of order.
        case order
        /// An event is not what its schema allows, or names another schema.
        case event
        /// An event's entry does not balance.
        case balance
        /// An idempotency key does not lead to its events.
        case idempotency
        /// A stored read row is not the fold of its stream.
        case projection
        /// A row is missing, or cannot be read.
        case storage
        /// The books are not what an event sealed.
        case seal
        /// The log is not a continuation of what was signed last, or the checkpoint cannot be read.
        case checkpoint
        /// What is kept about a person is not what the log commits to.
        case person
    }

    public struct Finding: Sendable {
        public let `class`: Class
        /// Log position, where there is one.
        public let position: Int64?
        public let text: String
    }

    public internal(set) var events: Int64 = 0
    public internal(set) var contracts = 0
    public internal(set) var findings: [Finding] = []
    /// Hex of the root over the stored bytes.
    public internal(set) var root = ""
    /// The position of the event that names the key of the checkpoints; nil where the log names none, as in logs that
    /// nobody signs and those that the first release founded.
    public internal(set) var keyPosition: Int64?

    /// Whether the stored read rows are of this program's version; where they are not, nobody uses them and they were not
    /// compared.
    public internal(set) var rowsAreCurrent = true

    /// What a process left half done in the person store, a sentence each: the next command that writes finishes it, so
    /// it is no finding.
    public internal(set) var unfinished: [String] = []

    public var isSound: Bool { findings.isEmpty }
}

extension VerificationReport {
    /// Finds that no checkpoint is kept of a log that names the key of its checkpoints: they were there.
    public mutating func missCheckpoint() {
        guard let position = keyPosition else { return }
        findings.append(
            Finding(
                class: .checkpoint, position: position,
                text: "the log names here the key that signs it, and neither a checkpoint nor the verifier key is kept")
        )
    }

    /// Checks the log of `store`, whatever state it is in.
    ///
    /// Two threads say whether it is sound; only where it is not, the log is read again to say what is wrong.
    /// - Parameters:
    ///   - signed: the checkpoint that was signed last; nil where none are signed.
    ///   - progress: called with the number of events checked.
    /// - Throws: what opening a reader throws.
    public init(
        of store: some EventStore, signed: Result<SignedCheckpoint, any Error>?,
        progress: (@Sendable (Int64) -> Void)? = nil
    ) throws {
        if let sound = SoundLog(store, signed: signed, progress: progress ?? { _ in }) {
            self = sound.report
            return
        }
        var verification = Verification(try store.makeReader(), signed: signed)
        self = verification.run(progress: progress)
    }
}

/// Checks every stored byte, row and read model against the log's own rules.
struct Verification<Reader: EventStoreReader> {
    let reader: Reader
    private var report = VerificationReport()
    private var frontier = MerkleFrontier()
    private var replay = Replay()
    private var streams: [String: StreamEnd] = [:]
    private var lastRecordedAt: Instant?
    /// The append under a key whose events are being read.
    private var keyed: OpenAppend?
    /// Whether events are missing; what the nodes above them should be is not known.
    private var gaps = false
    /// Appends under a key read so far.
    private var keys: Int64 = 0
    private var seals: [(position: Position, seal: BooksSeal)] = []
    private let signed: Result<SignedCheckpoint, any Error>?
    /// The key that the log named last.
    private var named: (position: Position, key: CheckpointKey)?

    /// - Parameter signed: the checkpoint that was signed last; nil where none are signed.
    init(_ reader: Reader, signed: Result<SignedCheckpoint, any Error>? = nil) {
        self.reader = reader
        self.signed = signed
    }

    mutating func run(progress: ((Int64) -> Void)?) -> VerificationReport {
        do { try reader.withSnapshot { check(progress) } } catch {
            find(.storage, nil, "the store cannot be read: \(error)")
        }
        return report
    }

    /// Each step says what it finds; one that cannot read on leaves the others their turn.
    private mutating func check(_ progress: ((Int64) -> Void)?) {
        checkSigned()
        attempt("the head of the tree") { verification in
            let head = try verification.reader.treeHead()
            verification.checkEvents(through: head.size, progress)
            if verification.frontier.size != head.size || verification.frontier.root != head.root {
                verification.find(
                    .tree, nil, "the stored root \(head.root) of \(head.size) is not the root over the bytes")
            }
        }
        report.root = frontier.root.description
        if case .success(let signed)? = signed { checkEnd(signed) }
        attempt("a corrected contract", .projection) { try $0.replay.fileAgain($0.reader) }
        endAppend()
        attempt("the keys that are remembered", .idempotency) { verification in
            let remembered = try verification.reader.idempotencyCount()
            if remembered != verification.keys {
                verification.find(
                    .idempotency, nil, "\(remembered) keys are remembered, and events have \(verification.keys)")
            }
        }
        attempt("the read rows", .projection) { try $0.checkRows() }
        checkSeals()
        attempt("what else is stored") { verification in
            for stray in try verification.reader.strays() { verification.find(.storage, stray.position, stray.text) }
            try verification.reader.checkStructure()
        }
    }

    private mutating func attempt(
        _ what: String, _ kind: VerificationReport.Class = .storage, _ body: (inout Self) throws -> Void
    ) {
        do { try body(&self) } catch { find(kind, nil, "\(what) cannot be read: \(error)") }
    }

    /// Reads every event that is there; what is missing between two of them is one finding.
    private mutating func checkEvents(through size: Int64, _ progress: ((Int64) -> Void)?) {
        guard let last = Position(size) else { return }
        while let next = Position(frontier.size + 1), next <= last {
            do {
                try reader.scan(from: next, through: last) { position, bytes in
                    check(position, bytes)
                    checkSigned()
                    if position.number % 10_000 == 0 { progress?(position.number) }
                    return true
                }
            } catch { if !goOn(through: last, error) { return } }
        }
    }

    /// Looks for the event at which the scan ended: it may be found where the one after it is not. False when nothing more
    /// is to be had.
    private mutating func goOn(through last: Position, _ error: any Error) -> Bool {
        guard let position = Position(frontier.size + 1), position <= last else { return false }
        guard let event = try? reader.event(at: position) else { return skip(from: position, through: last, error) }
        event.bytes.withUnsafeBufferPointer { check(position, $0) }
        checkSigned()
        return true
    }

    /// How many missing events are looked behind: the size of a damaged tree may be any number.
    private static var reach: Int64 { 1 << 17 }

    /// Passes over events that are not there or cannot be read, at least one.
    private mutating func skip(from first: Position, through last: Position, _ error: any Error) -> Bool {
        var end = first
        while end < last, end.number - first.number < Self.reach, !isReadable(end.next) { end = end.next }
        gaps = true
        let isEnd = end == last || end.number - first.number == Self.reach
        if isEnd { end = last }
        find(
            .storage, first,
            (first == end ? "the event cannot be read" : "the events through position \(end) cannot be read")
                + ": \(error)")
        if isEnd { return false }
        // No leaf is known: the root will be another, which is true of a log without these events.
        for _ in first.number...end.number { frontier.append(MerkleHash.emptyRoot) }
        return true
    }

    private func isReadable(_ position: Position) -> Bool {
        do { return try reader.event(at: position) != nil } catch { return false }
    }

    private mutating func find(_ kind: VerificationReport.Class, _ position: Position?, _ text: String) {
        report.findings.append(.init(class: kind, position: position?.number, text: text))
    }

    private mutating func find(_ fault: any Error) { find(.checkpoint, nil, String(describing: fault)) }

    /// The root over as many events as were signed is the one that was signed.
    private mutating func checkSigned() {
        switch signed {
        case nil: return
        case .failure(let fault)?: if frontier.size == 0 { find(fault) }
        case .success(let signed)?:
            guard signed.checkpoint.size == frontier.size else { return }
            do { try signed.checkpoint.compare(frontier.root) } catch { find(error) }
        }
    }

    /// The log is as long as what was signed, by the key that it names.
    private mutating func checkEnd(_ signed: SignedCheckpoint) {
        if signed.checkpoint.size > frontier.size {
            find(CheckpointFault.logShrank(found: frontier.size, signed: signed.checkpoint.size))
        }
        if let (position, key) = named, key != CheckpointKey(signed.verifier) {
            find(.checkpoint, position, "the last checkpoint is not signed by the key that the log names here")
        }
    }

    private mutating func check(_ position: Position, _ bytes: UnsafeBufferPointer<UInt8>) {
        report.events += 1
        let leaf = MerkleHash.leaf(UnsafeRawBufferPointer(bytes))
        var nodes: [(level: Int, index: Int64, hash: Digest)] = [(0, position.leafIndex, leaf)]
        frontier.append(leaf) { level, index, hash in
            if level > 0, MerkleLevels.isStored(level) { nodes.append((level, index, hash)) }
        }
        for node in nodes where !gaps || node.level == 0 { check(node.hash, position, level: node.level, node.index) }
        let decoded: DecodedEvent
        let envelope: EnvelopeReader
        do {
            envelope = try EnvelopeReader(bytes)
            decoded = try DecodedEvent(bytes, at: position)
            do { try envelope.checkNames() } catch { find(.event, position, error.detail) }
        } catch let error as UndecodableEvent {
            find(.event, position, "byte \(error.error.offset): \(error.error.detail)")
            return
        } catch let error as JSONError {
            find(.event, position, "byte \(error.offset): \(error.detail)")
            return
        } catch {
            find(.event, position, "\(error)")
            return
        }
        check(decoded, envelope, position)
    }

    private mutating func check(_ hash: Digest, _ position: Position, level: Int, _ index: Int64) {
        do {
            guard try reader.hashes(level: level, first: index, count: 1) != [hash] else { return }
            find(.tree, position, "the stored hash of level \(level) is not the hash of the bytes")
        } catch { find(.tree, position, "the stored hash of level \(level) cannot be read: \(error)") }
    }

    private mutating func check(_ decoded: DecodedEvent, _ envelope: EnvelopeReader, _ position: Position) {
        checkOrder(envelope, decoded, position)
        let kind = decoded.event.kind
        if envelope.schema != EventSchema.of(kind, version: envelope.eventVersion)?.hash {
            find(.event, position, "\(kind.rawValue) was written under another schema")
        }
        if decoded.event.registersAnotherSchema {
            find(.event, position, "a schema was registered that is another one")
        }
        replay.apply(decoded)
        if let key = decoded.event.checkpointKey {
            named = (position, key)
            report.keyPosition = position.number
        }
        if case .sealed(let seal) = decoded.event { seals.append((position, seal)) }
        if decoded.event.movements.map(\.amount).total() != .zero {
            find(.balance, position, "debits do not equal credits in \(kind.rawValue)")
        }
        checkKey(envelope, position)
    }

    private mutating func checkOrder(_ envelope: EnvelopeReader, _ decoded: DecodedEvent, _ position: Position) {
        if envelope.position != position { find(.order, position, "the event says position \(envelope.position)") }
        let name = String(decoding: envelope.stream, as: UTF8.self)
        var stream = streams[name] ?? StreamEnd()
        if decoded.streamVersion != stream.version + 1 {
            find(.order, position, "\(name) is at version \(decoded.streamVersion), expected \(stream.version + 1)")
        }
        stream.add(position, version: decoded.streamVersion)
        streams[name] = stream
        if let last = lastRecordedAt, decoded.recordedAt < last {
            find(.order, position, "recorded before its predecessor")
        }
        lastRecordedAt = decoded.recordedAt
    }

    /// Events under one key stand together: they were one append.
    private mutating func checkKey(_ envelope: EnvelopeReader, _ position: Position) {
        guard envelope.idempotencyKeyJSON != nil else { return endAppend() }
        guard let actor = Actor(String(decoding: envelope.actor, as: UTF8.self)), let key = envelope.idempotencyKey
        else {
            find(.idempotency, position, "the key of the event is none")
            return endAppend()
        }
        if keyed?.actor == actor, keyed?.key == key {
            keyed?.count += 1
            return
        }
        endAppend()
        keyed = OpenAppend(actor: actor, key: key, first: position)
    }

    /// The row of a key is the append that used it.
    private mutating func endAppend() {
        guard let append = keyed else { return }
        keyed = nil
        keys += 1
        let found = Result { try reader.idempotency(actor: append.actor, key: append.key) }
        guard case .success(let remembered) = found else {
            return find(.idempotency, append.first, "what is remembered of the key cannot be read")
        }
        guard let record = remembered else {
            return find(.idempotency, append.first, "the key of the event is not remembered")
        }
        if record.firstPosition != append.first || record.count != append.count {
            find(
                .idempotency, append.first,
                "the key of \(append.count) events leads to \(record.count) from \(record.firstPosition) on")
        }
    }

    /// Whether what was sealed is what the same events say today.
    mutating func holds(_ seals: [(position: Position, seal: BooksSeal)], at instant: Instant?) -> Bool {
        self.seals = seals
        lastRecordedAt = instant
        checkSeals()
        return report.isSound
    }

    /// What was sealed is what the same events say today.
    private mutating func checkSeals() {
        guard !seals.isEmpty else { return }
        do {
            let queries = LedgerQueries(
                reader: reader, known: try KnownContext(reading: reader),
                now: lastRecordedAt ?? Instant(microseconds: 0))
            for (position, seal) in seals { check(seal, at: position, queries) }
        } catch { find(.seal, seals.last?.position, "what was sealed cannot be computed again: \(error)") }
    }

    private mutating func check(_ seal: BooksSeal, at position: Position, _ queries: LedgerQueries<Reader>) {
        do {
            let books = try queries.booksSaid(through: seal.through, knownAt: .position(seal.knownAt)).value
            if seal.knownAt >= position.number || books != seal {
                find(.seal, position, "the books of \(seal.through) at position \(seal.knownAt) are not those sealed")
            }
        } catch { find(.seal, position, "what was sealed cannot be computed again: \(error)") }
    }

    /// Every stored stream is the events that name it, its read row their fold, and none is missing or left over.
    private mutating func checkRows() throws {
        let heads = replay.heads
        report.rowsAreCurrent = try reader.hasCurrentRows
        if let version = try reader.rowsVersion(), version > ContractRows.version {
            find(
                .projection, nil,
                "the read rows say version \(version), and \(ContractRows.version) is the newest known")
        }
        var after: StreamName?
        while true {
            let page = try reader.streams(withPrefix: "", after: after, limit: 500)
            for (name, stored) in page {
                guard let found = streams.removeValue(forKey: name.text) else {
                    find(.projection, stored.lastPosition, "\(name) has a row but no event")
                    continue
                }
                try check(name, stored, against: found)
                guard let id = Streams.contract(of: name) else {
                    if !stored.row.isEmpty {
                        find(.projection, stored.lastPosition, "\(name) has a row that nothing reads")
                    }
                    continue
                }
                report.contracts += 1
                if report.rowsAreCurrent, stored.row != heads[id].map({ ContractHeadCodec.encode($0.head) }) {
                    find(.projection, stored.lastPosition, "the row of \(name) is not the fold of its events")
                }
            }
            guard let last = page.last else { break }
            after = last.name
        }
        for name in streams.keys.sorted() { find(.projection, nil, "\(name) has events but no row") }
    }

    /// Walking the stored stream meets the events that name it, and no other.
    private mutating func check(_ name: StreamName, _ stored: StreamHead, against found: StreamEnd) throws {
        var walked = StreamEnd()
        do {
            for position in try reader.positions(of: name, afterVersion: 0, limit: found.version) {
                walked.add(position)
            }
        } catch {
            find(.projection, stored.lastPosition, "\(name) cannot be walked: \(error)")
            return
        }
        if stored.version != found.version || stored.lastPosition != found.lastPosition || walked != found {
            find(.projection, stored.lastPosition, "walking \(name) does not meet the events that name it")
        }
    }
}

private struct OpenAppend {
    let actor: Actor
    let key: IdempotencyKey
    let first: Position
    var count = 1
}

/// Where a stream ends, and a fingerprint of every position it holds.
private struct StreamEnd: Hashable {
    private(set) var version = 0
    private(set) var lastPosition: Position?
    /// FNV-1a over the positions: it tells two walks apart, it proves nothing by itself.
    private var fingerprint: UInt64 = 0xCBF2_9CE4_8422_2325

    /// - Parameter said: the version that the event says; one more than before where nothing is said.
    mutating func add(_ position: Position, version said: Int? = nil) {
        version = said ?? version + 1
        lastPosition = position
        fingerprint = (fingerprint ^ UInt64(bitPattern: position.number)) &* 0x0000_0100_0000_01B3
    }
}
