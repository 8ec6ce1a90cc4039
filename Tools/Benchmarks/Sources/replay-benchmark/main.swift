import Foundation
import LedgerApplication
import SQLiteStore

// Folds the log of a ledger into the read models as served, and prints events a second. Usage: replay-benchmark FOLDER
let folder = CommandLine.arguments.dropFirst().first ?? "ledger"
let store = try SQLiteStore.openReadOnly(folder: folder)
for _ in 1...3 {
    let clock = ContinuousClock()
    let start = clock.now
    let replay = try Replay(store)
    let seconds = (clock.now - start) / .seconds(1)
    print(Int(Double(replay.events) / seconds), replay.events)
}
