import EventCodecs
import EventLog
import Foundation
import LedgerValues
import Projections
import ResidenceRules
import SQLiteStore
import Synchronization
import Testing

@testable import LedgerApplication

/// Read rows are made anew beside the old ones, on a real database.
@Suite struct `Making the read rows anew` {
    private static let clock: @Sendable () -> Instant = { instant("2026-06-01T08:00:00Z") }
    private static let contracts = 3 * ContractRows.pageSize / 2

    /// A folder with a ledger of many contracts, whose rows are those of code that nobody knows.
    private static func foreignRows() async throws -> Place {
        let place = try Place()
        let store = try SQLiteStore.open(folder: place.path)
        try Founding.found(store, crous: code("TESTS"), by: actor, clock: clock)
        let ledger = try Ledger(store, clock: clock, onStorageFailure: { _ in })
        for number in 0..<contracts { try await pay(number, 100 + Int64(number), ledger) }
        ledger.stop()
        let log = try LogWriter(store, clock: clock)
        try log.beginRows()
        for (name, _) in try log.reader.streams(withPrefix: Streams.contractPrefix, after: nil, limit: .max) {
            try log.insertRow(of: name, Array("of another shape".utf8))
        }
        try log.switchRows(to: ContractRows.version + 1)
        try log.commit()
        return place
    }

    private static func id(_ number: Int) -> ContractID { contract("c\(number)") }

    private static func pay(_ number: Int, _ cents: Int64, _ ledger: Ledger<SQLiteStore>) async throws {
        let moment = EffectiveMoment(day: day("2026-06-01"))
        for command in [ContractCommand.record(.contractOpened), .record(.paymentReceived(Money(cents: cents)))] {
            do {
                _ = try await ledger.execute(
                    CommandRequest(
                        actor: actor, key: nil, requestHash: MerkleHash.emptyRoot,
                        command: .contract(.id(id(number)), command), moment: moment))
            } catch is Rejection { continue }
        }
    }

    /// The rows as they are stored.
    private static func rows(_ store: SQLiteStore) throws -> Set<[UInt8]> {
        Set(try store.makeReader().streams(withPrefix: Streams.contractPrefix, after: nil, limit: .max).map(\.head.row))
    }

    private static let foreign: Set<[UInt8]> = [Array("of another shape".utf8)]

    @Test func `questions are answered from the events while rows are foreign or half made`() async throws {
        let place = try await Self.foreignRows()
        let store = try SQLiteStore.open(folder: place.path)
        do {
            let reading = try Ledger(reading: store, clock: Self.clock)
            defer { reading.stop() }
            #expect(try !reading.rowsAreCurrent)
            #expect(try await reading.contract(Self.id(7)).head.received == Money(cents: 107))
        }
        let ledger = try Ledger(store, clock: Self.clock, onStorageFailure: { _ in })
        defer { ledger.stop() }
        #expect(try !ledger.rowsAreCurrent)
        var after: StreamName?
        var pages = 0
        try await ledger.beginRebuild()
        while let page = try await ledger.rebuildPage(after: after) {
            after = page.last
            pages += 1
            // Of a contract whose row was made, one whose row was not, and a new one.
            for (number, cents) in [(0, Int64(1)), (Self.contracts - 1, 2), (Self.contracts + pages, 3)] {
                try await Self.pay(number, cents, ledger)
            }
            #expect(try await ledger.contract(Self.id(0)).head.received == Money(cents: 100 + Int64(pages)))
            let listed = try await ledger.contracts(after: nil, limit: .max)
            #expect(listed.count == Self.contracts + pages)
            #expect(try !ledger.rowsAreCurrent)
            let verdict = try await ledger.verify(progress: nil)
            #expect(verdict.isSound && !verdict.rowsAreCurrent, "\(verdict.findings)")
        }
        #expect(pages == 2)
        try await ledger.finishRebuild()
        #expect(try ledger.rowsAreCurrent)
        try await Self.pay(1, 5, ledger)
        let verdict = try await ledger.verify(progress: nil)
        #expect(verdict.isSound && verdict.rowsAreCurrent, "\(verdict.findings)")
        #expect(verdict.contracts == Self.contracts + pages)
        let last = try await ledger.contract(Self.id(Self.contracts - 1)).head.received
        #expect(last == Money(cents: 99 + Int64(Self.contracts) + 2 * Int64(pages)))
    }

    @Test func `a rebuild that was left half done leaves the old rows, and is begun again`() async throws {
        let place = try await Self.foreignRows()
        let store = try SQLiteStore.open(folder: place.path)
        do {
            let ledger = try Ledger(store, clock: Self.clock, onStorageFailure: { _ in })
            try await ledger.beginRebuild()
            _ = try await ledger.rebuildPage(after: nil)
            try await Self.pay(3, 1_000, ledger)
            ledger.stop()
            #expect(try Self.rows(store) == Self.foreign)
        }
        let ledger = try Ledger(store, clock: Self.clock, onStorageFailure: { _ in })
        defer { ledger.stop() }
        #expect(try !ledger.rowsAreCurrent)
        #expect(try await ledger.contract(Self.id(3)).head.received == Money(cents: 1_103))
        let reached = Mutex(0)
        #expect(try await ledger.rebuild { count in reached.withLock { $0 = count } } == Self.contracts)
        #expect(reached.withLock { $0 } == Self.contracts)
        #expect(try await ledger.verify(progress: nil).rowsAreCurrent)
        #expect(try !Self.rows(store).contains(Array("of another shape".utf8)))
    }

    @Test func `commands and questions go on while the rows are made`() async throws {
        let place = try await Self.foreignRows()
        let store = try SQLiteStore.open(folder: place.path)
        let ledger = try Ledger(store, clock: Self.clock, onStorageFailure: { _ in })
        defer { ledger.stop() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { _ = try await ledger.rebuild(progress: nil) }
            for number in 0..<Self.contracts {
                group.addTask {
                    try await Self.pay(number, 1_000, ledger)
                    let received = try await ledger.contract(Self.id(number)).head.received
                    #expect(received == Money(cents: 1_100 + Int64(number)))
                }
            }
            try await group.waitForAll()
        }
        let verdict = try await ledger.verify(progress: nil)
        #expect(verdict.isSound && verdict.rowsAreCurrent, "\(verdict.findings)")
    }
}

/// A folder on the same disk as the build, removed with the value.
private final class Place: Sendable {
    let path: String

    init() throws {
        let url = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
            .appendingPathComponent("rows-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
