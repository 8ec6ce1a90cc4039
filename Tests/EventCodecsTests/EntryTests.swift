import EventCodecs
import Foundation
import LedgerValues
import Projections
import ResidenceRules
import Testing

/// The posting table is written down twice: in the product, and in `Tools/verify-bundle.py` for auditors.
@Suite struct EntryTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    private static func movements(_ event: RecordedEvent) -> Movements {
        switch event {
        case .fact(let fact): Bookkeeping.movements(of: fact)
        case .posting(let posting): Bookkeeping.movements(of: posting)
        case .ledger(let fact): Bookkeeping.movements(of: fact)
        case .correction, .opened, .schemaRegistered, .sealed, .exported, .chartAdopted, .keyAdopted, .person:
            Movements()
        }
    }

    private static func line(_ kind: EventKind, _ event: RecordedEvent) -> String {
        let sums = Dictionary(movements(event).map { ($0.account.number, $0.amount) }, uniquingKeysWith: +)
        let members = sums.filter { $1 != .zero }.map { #""\#($0.key)":\#($0.value.cents)"# }.joined(separator: ",")
        let payload = String(decoding: PayloadWriter.payload(of: event), as: UTF8.self)
        return #"{"event":"\#(kind.rawValue)","movements":{\#(members)},"payload":\#(payload)}"#
    }

    @Test func `both derive the same entry from every type of event`() throws {
        var random = Seeded(seed: 20_260_901)
        let lines = EventKind.allCases.flatMap { kind in
            (0..<40).map { _ in Self.line(kind, RandomEvent.event(kind, using: &random)) }
        }
        let file = FileManager.default.temporaryDirectory.appending(path: "entries-\(UUID().uuidString)")
        try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", Self.root + "/Tests/EventCodecsTests/Entries/check-entries.py", file.path]
        process.standardOutput = output
        try process.run()
        let printed = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        #expect(printed == "\(lines.count) agree\n", "give new types that move money a line in ENTRIES of the tool")
    }
}
