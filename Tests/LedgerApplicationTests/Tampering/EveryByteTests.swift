import EventCodecs
import EventLog
import Foundation
import LedgerValues
import ResidenceRules
import SQLiteStore
import Synchronization
import Testing

@testable import LedgerApplication

/// Every byte of a small ledger is flipped, one at a time: the damage is named, or every answer is what it was and the byte
/// is of a class that is known not to matter (docs/threat-model.md).
@Suite struct `Every byte of a ledger` {
    private static let isWhole = ProcessInfo.processInfo.environment["QUITTANCE_WHOLE"] == "1"

    @Test func `verify names the flipped byte, or it is of no consequence`() throws {
        try Self.flip(every: Self.isWhole ? 1 : 41, of: { try SmallLedger() })
    }

    /// As `init` founds one, with its schemas, policies and key: too many bytes for each of them every time.
    @Test func `so it does in a ledger that was founded`() throws {
        try Self.flip(every: Self.isWhole ? 37 : 401, of: { try SmallLedger(founded: true) })
    }

    @Test func `every byte of the header is judged`() throws {
        let ledger = try SmallLedger(founded: true)
        for place in 0..<100 {
            try ledger.flip(place)
            #expect(!ledger.isSound() || PageLayout.harmlessHeader.contains(place), "byte \(place) of the header")
            try ledger.flip(place)
        }
    }

    /// Flips one byte in so many, beginning anywhere, on every processor.
    private static func flip(every stride: Int, of make: @Sendable () throws -> SmallLedger) throws {
        let start = Int.random(in: 0..<stride)
        let threads = max(2, ProcessInfo.processInfo.activeProcessorCount)
        let found = Mutex<(named: Int, problems: [String])>((0, []))
        let contents = try make().contents
        // Each thread has a copy of its own, of the same bytes.
        DispatchQueue.concurrentPerform(iterations: threads) { thread in
            let places = Swift.stride(
                from: start + thread * stride, to: contents.database.count, by: stride * threads)
            let (named, problems) =
                (try? judge(SmallLedger(contents), places)) ?? (0, ["thread \(thread) has no sound copy of the ledger"])
            found.withLock { $0 = ($0.named + named, $0.problems + problems) }
        }
        let (named, problems) = found.withLock { $0 }
        #expect(problems == [])
        #expect(named * stride > 2_000)
    }

    /// How many of the places were named, and what is wrong about the others.
    private static func judge(
        _ ledger: SmallLedger, _ places: StrideTo<Int>
    ) throws -> (named: Int, problems: [String]) {
        let layout = PageLayout(ledger.database, requestHashes: ledger.requestHashes, storeID: ledger.storeID)
        guard let expected = ledger.answers(), ledger.isSound() else { throw LedgerError.notFounded }
        var named = 0
        var problems: [String] = []
        for place in places {
            try ledger.flip(place)
            // Asked of a damaged ledger too: it may answer or refuse, never stop.
            let answers = ledger.answers()
            if ledger.isSound() {
                let kind = layout.class(of: place)
                if answers != expected { problems.append("byte \(place), \(kind): an answer changes unseen") }
                if kind == .content || kind == .header && !PageLayout.harmlessHeader.contains(place) {
                    problems.append("byte \(place), \(kind), is not named")
                }
            } else {
                named += 1
            }
            try ledger.flip(place)
        }
        if !ledger.isSound() || ledger.answers() != expected { problems.append("the ledger is not what it was") }
        return (named, problems)
    }
}
