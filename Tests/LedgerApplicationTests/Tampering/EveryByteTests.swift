import EventCodecs
import EventLog
import Foundation
import LedgerValues
import ResidenceRules
import SQLiteStore
import Testing

@testable import LedgerApplication

/// Every byte of a small ledger is flipped, one at a time: the damage is named, or every answer is what it was and the byte
/// is of a class that is known not to matter (docs/threat-model.md).
@Suite struct `Every byte of a ledger` {
    /// One byte in so many; every one in a whole run.
    private static var stride: Int { ProcessInfo.processInfo.environment["QUITTANCE_WHOLE"] == "1" ? 1 : 41 }

    @Test func `verify names the flipped byte, or it is of no consequence`() throws {
        let ledger = try SmallLedger()
        let layout = PageLayout(ledger.database, requestHashes: ledger.requestHashes)
        let expected = try #require(ledger.answers())
        #expect(ledger.isSound())
        var named = 0
        for place in Swift.stride(from: 0, to: ledger.database.count, by: Self.stride) {
            try ledger.flip(place)
            // Asked of a damaged ledger too: it may answer or refuse, never stop.
            let answers = ledger.answers()
            if ledger.isSound() {
                let kind = layout.class(of: place)
                #expect(answers == expected, "byte \(place), \(kind): an answer changes unseen")
                #expect(kind != .content, "byte \(place) is not named")
            } else {
                named += 1
            }
            try ledger.flip(place)
        }
        #expect(named * Self.stride > 2_000)
        #expect(ledger.isSound() && ledger.answers() == expected)
    }
}
