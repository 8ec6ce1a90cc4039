// Measures the log writer on SQLite beside c/append_baseline.c, which writes the same rows and computes nothing.
//
//     append-benchmark FOLDER append BATCH EVENTS [random]    events a second and microseconds of processor
//                                                             time an event, encoding and hashing included
//     append-benchmark FOLDER scan                            events a second handed out in place
//     append-benchmark FOLDER decode                          the same, each envelope read
//     append-benchmark FOLDER latency BATCH EVENTS [PAGES]    a group's latency, p50, p99 and largest, in microseconds,
//                                                            with a checkpoint every PAGES pages
//     append-benchmark none memory BATCH EVENTS               events a second in memory: our own share of the work
import EventLog
import Glibc
import LedgerValues
import SQLiteStore

let streamCount = 25_000

func failWith(_ text: String) -> Never {
    print(text)
    exit(2)
}

struct Workload {
    private var random = SplitMix(state: 42)
    private let streams: [StreamName]
    private let actor: Actor
    private let type: EventType
    private let day: CalendarDate
    private let head = [UInt8](repeating: 0x68, count: 120)
    private let isRandom: Bool
    private var count: UInt64 = 0

    init(isRandom: Bool) {
        self.isRandom = isRandom
        streams = (0..<streamCount).compactMap { number in
            let digits = String(number)
            return StreamName("contract/" + String(repeating: "0", count: 8 - digits.count) + digits)
        }
        guard let actor = Actor("benchmark"), let type = EventType(name: "payment-received", version: 1),
            let day = CalendarDate("2026-10-05")
        else { failWith("a name is not accepted") }
        self.actor = actor
        self.type = type
        self.day = day
    }

    /// The requests that create every stream, outside the measured time.
    func openings() -> [AppendRequest] { streams.map { request($0, key: nil) } }

    mutating func requests(_ number: Int) -> [AppendRequest] {
        (0..<number).map { _ in
            let high = isRandom ? random.next() : 0x0190_0000_0000_0000 + count
            count += 1
            let key = IdempotencyKey(Self.hexadecimal(high) + "-" + Self.hexadecimal(random.next()))
            return request(streams[Int(random.next() % UInt64(streamCount))], key: key)
        }
    }

    private func request(_ stream: StreamName, key: IdempotencyKey?) -> AppendRequest {
        // With the envelope around it, about 400 bytes.
        let payload = Array(#"{"amount_cents":24045,"method":"transfer"}"#.utf8)
        let event = EventDraft(
            stream: stream, type: type, schema: MerkleHash.emptyRoot, effectiveOn: day, payload: payload)
        return AppendRequest(
            actor: actor, key: key, requestHash: MerkleHash.emptyRoot, expectations: [(stream, .any)],
            events: [event], heads: [(stream, head)])
    }

    private static func hexadecimal(_ value: UInt64) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

func now() -> Instant {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Instant(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
}

func seconds(_ duration: Duration) -> Double {
    Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
}

func processorSeconds() -> Double {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
        + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6
}

struct Measured {
    /// How long each group took.
    var groups: [Duration]
    var batch: Int
    var processorSeconds: Double

    /// Events a second, and microseconds of processor time an event.
    var text: String {
        let events = Double(groups.count * batch)
        let rate = Int(events / seconds(groups.reduce(.zero, +)))
        let hundredths = Int(processorSeconds * 1e8 / events)
        return "\(rate) \(hundredths / 100).\(hundredths / 10 % 10)\(hundredths % 10)"
    }
}

/// Appends `events` events in groups of `batch`.
func append<Store: EventStore>(to store: Store, batch: Int, events: Int, isRandom: Bool) throws -> Measured {
    let log = try LogWriter(store, clock: now)
    var workload = Workload(isRandom: isRandom)
    for request in workload.openings() { _ = try log.append(request) }
    try log.commit()
    var groups: [[AppendRequest]] = []
    for _ in 0..<(events / batch) { groups.append(workload.requests(batch)) }
    let clock = ContinuousClock()
    let processorStart = processorSeconds()
    let durations = try groups.map { group in
        try clock.measure {
            for request in group { _ = try log.append(request) }
            try log.commit()
        }
    }
    return Measured(groups: durations, batch: batch, processorSeconds: processorSeconds() - processorStart)
}

func scan(_ folder: String, isDecoding: Bool) throws -> Int {
    let reader = try SQLiteStore.openReadOnly(folder: folder).makeReader()
    var best = 0
    for _ in 0..<3 {
        var count = 0
        var bytesRead = 0
        let duration = try ContinuousClock().measure {
            try reader.scan { _, bytes in
                count += 1
                bytesRead += isDecoding ? try EnvelopeReader(bytes).payload.count : bytes.count
                return true
            }
        }
        best = max(best, Int(Double(count) / seconds(duration)))
        if bytesRead == 0 { failWith("nothing was read") }
    }
    return best
}

func run(_ arguments: [String]) throws {
    let folder = arguments[0]
    let batch = arguments.count > 2 ? Int(arguments[2]) ?? 1 : 1
    let events = arguments.count > 3 ? Int(arguments[3]) ?? 1 : 1
    let isRandom = arguments.last == "random"
    switch arguments[1] {
    case "append":
        print(try append(to: SQLiteStore.open(folder: folder), batch: batch, events: events, isRandom: isRandom).text)
    case "latency":
        var options = SQLiteStore.Options()
        if let pages = arguments.dropFirst(4).first.flatMap({ Int($0) }) { options.checkpointPages = pages }
        let store = try SQLiteStore.open(folder: folder, options: options)
        let measured = try append(to: store, batch: batch, events: events, isRandom: false)
        let micros = measured.groups.map { Int(seconds($0) * 1e6) }.sorted()
        let (p50, p99) = (micros[micros.count / 2], micros[micros.count * 99 / 100])
        print("p50 \(p50) p99 \(p99) largest \(micros[micros.count - 1])")
    case "memory":
        print(try append(to: InMemoryStore(), batch: batch, events: events, isRandom: isRandom).text)
    case "scan": print(try scan(folder, isDecoding: false))
    case "decode": print(try scan(folder, isDecoding: true))
    default: failWith("unknown measurement")
    }
}

guard CommandLine.arguments.count >= 3 else {
    failWith("usage: append-benchmark FOLDER append|scan|decode|latency|memory [BATCH EVENTS] [random]")
}
try run(Array(CommandLine.arguments.dropFirst()))
