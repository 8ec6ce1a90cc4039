import EventCodecs
import EventLog
import Testing

@Suite struct `Round trips` {
    @Test func `random events of every type are read as they were written`() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("EventCodecs round trips: seed \(seed)")
        var random = Seeded(seed: seed)
        for kind in EventKind.allCases {
            for _ in 0..<400 {
                let event = RandomEvent.event(kind, using: &random)
                #expect(event.kind == kind)
                let payload = PayloadWriter.payload(of: event)
                let found = try read(kind, payload)
                #expect(found == event, "seed \(seed): \(String(decoding: payload, as: UTF8.self))")
                #expect(PayloadWriter.payload(of: found) == payload, "seed \(seed)")
            }
        }
    }

    @Test func `random payloads are canonical`() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("EventCodecs canonical payloads: seed \(seed)")
        var random = Seeded(seed: seed)
        for kind in EventKind.allCases {
            for _ in 0..<100 {
                let payload = PayloadWriter.payload(of: RandomEvent.event(kind, using: &random))
                let parsed = try StrictJSON.parse(payload)
                #expect(try parsed.canonicalBytes() == payload, "seed \(seed)")
            }
        }
    }
}

/// A small deterministic generator (SplitMix64), so that a printed seed replays a failing run.
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
