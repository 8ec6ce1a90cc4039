import Foundation
import Testing

/// One bit of the database flips: `verify` says so, or every answer is what it was before.
///
/// Bits that do not matter lie in free pages, in the unused ends of pages, in counters and hints of SQLite's own, and in
/// the hashes of requests, which no event holds.
@Suite struct FlippedBitTests {
    private static var flips: Int { ProcessInfo.processInfo.environment["QUITTANCE_WHOLE"] == "1" ? 500 : 60 }

    private static let commands = """
        {"command":"open-contract","contract":"c1","on":"2026-09-01","key":"k1"}
        {"command":"receive-payment","contract":"c1","on":"2026-09-02","amount_cents":5000,"key":"k2"}
        {"command":"receive-payment","contract":"c2","on":"2026-09-02","amount_cents":700,"key":"k3"}
        {"command":"charge-cost","contract":"c1","on":"2026-09-03","amount_cents":900,"item":"BAILIFF","key":"k4"}

        """

    /// Everything that the ledger says.
    private static func answers(_ folder: Folder) throws -> [String] {
        try [
            ["events"], ["contracts", "--json", "--as-of", "2027-01-01"],
            ["trial-balance", "--json", "--as-of", "2027-01-01"],
            ["statement", "c1", "--json", "--as-of", "2027-01-01"],
        ].map { arguments in
            let outcome = try folder.run(arguments)
            return "\(outcome.status) \(outcome.output)"
        }
    }

    @Test func `no bit changes an answer unseen`() throws {
        let seed = UInt64(ProcessInfo.processInfo.environment["QUITTANCE_SEED"] ?? "") ?? .random(in: 0..<100_000)
        print("flipped bits: seed \(seed)")
        let folder = try Folder()
        try folder.run("init", "--crous", "normandie")
        #expect(try folder.run("record", try folder.file("commands", Self.commands)).status == 0)
        let path = folder.ledger + "/ledger.db"
        let sound = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
        let expected = try Self.answers(folder)
        var state = seed
        var found = 0
        for _ in 0..<Self.flips {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let place = Int(state >> 33) % sound.count
            var damaged = sound
            damaged[place] ^= UInt8(1 << (state >> 20 & 7))
            for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
            try Data(damaged).write(to: URL(fileURLWithPath: path))
            let verdict = try folder.run("verify")
            switch verdict.status {
            case 0: #expect(try Self.answers(folder) == expected, "seed \(seed): byte \(place) changes an answer")
            case 1: found += 1
            case 3: found += 1
            default: Issue.record("seed \(seed): byte \(place) ends verify with \(verdict.status): \(verdict.errors)")
            }
        }
        #expect(found > 0)
    }
}
