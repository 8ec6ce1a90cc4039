// Appends groups to the ledger of a folder until it is killed, and prints a line for each event once its commit has
// returned: position and leaf hash. Arguments: the folder and a seed.
import EventLog
import Glibc
import LedgerValues
import SQLiteStore

func failWith(_ text: String) -> Never {
    let line = Array((text + "\n").utf8)
    _ = write(STDERR_FILENO, line, line.count)
    exit(1)
}

func acknowledge(_ lines: String) {
    var rest = Array(lines.utf8)[...]
    while !rest.isEmpty {
        let count = rest.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
        guard count > 0 else { failWith("the acknowledgement was not written") }
        rest = rest.dropFirst(count)
    }
}

func appendForEver(to folder: String, seed: UInt64) throws {
    var options = SQLiteStore.Options()
    // Small, so that many kills hit a checkpoint.
    options.checkpointPages = 40
    let store = try SQLiteStore.open(folder: folder, options: options)
    let log = try LogWriter(store) {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return Instant(microseconds: Int64(now.tv_sec) * 1_000_000 + Int64(now.tv_nsec) / 1000)
    }
    guard let type = EventType(name: "payment-received", version: 1), let actor = Actor("crash-writer"),
        let day = CalendarDate("2026-10-05")
    else { failWith("a name is not accepted") }
    var state = seed
    while true {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let size = Int(state >> 33) % 20 + 1
        var lines = ""
        for number in 0..<size {
            let position = Position(leafIndex: log.lastPosition?.number ?? 0)
            guard let stream = StreamName("contract/\((Int(state >> 40) + number) % 50)"),
                let key = IdempotencyKey("key-\(position)")
            else { failWith("a name is not accepted") }
            let event = EventDraft(
                stream: stream, type: type, schema: MerkleHash.emptyRoot, effectiveOn: day,
                payload: Array("{\"amount_cents\":\(position)}".utf8))
            let request = AppendRequest(
                actor: actor, key: key, requestHash: MerkleHash.emptyRoot, events: [event],
                heads: [(stream, Array("at \(position)".utf8))])
            let receipt = try log.append(request).receipt
            lines += "\(receipt.firstPosition) \(receipt.leafHashes[0])\n"
        }
        try log.commit()
        acknowledge(lines)
    }
}

guard CommandLine.arguments.count == 3, let seed = UInt64(CommandLine.arguments[2]) else {
    failWith("usage: crash-writer FOLDER SEED")
}
do { try appendForEver(to: CommandLine.arguments[1], seed: seed) } catch { failWith("\(error)") }
