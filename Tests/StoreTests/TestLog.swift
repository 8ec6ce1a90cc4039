import EventLog
import Foundation
import LedgerValues
import SQLiteStore
import Testing

/// The stores that must keep the same contract.
enum StoreKind: CaseIterable, CustomTestStringConvertible {
    case memory
    case sqlite

    var testDescription: String {
        switch self {
        case .memory: "in memory"
        case .sqlite: "SQLite"
        }
    }
}

/// What tests do with a log writer, whatever its store.
protocol WritesLog: AnyObject {
    var treeHead: TreeHead { get }
    var lastPosition: Position? { get }
    func append(_ request: AppendRequest) throws -> AppendOutcome
    @discardableResult func commit() throws -> TreeHead
    func discard() throws
    func stream(_ name: StreamName) throws -> [StoredEvent]
    func head(of name: StreamName) throws -> StreamHead?
    func idempotency(actor: Actor, key: IdempotencyKey) throws -> IdempotencyRecord?
    func replaceHead(of name: StreamName, with row: [UInt8]) throws
    func beginRows() throws
    func insertRow(of name: StreamName, _ row: [UInt8]) throws
    func switchRows(to version: Int) throws
    func rowsVersion() throws -> Int?
}

extension LogWriter: WritesLog {}

/// A log of either kind, with a clock that the test sets.
final class TestLog {
    final class Clock {
        var now = Instant(seconds: 1_790_000_000)
    }

    let clock = Clock()
    let folder: TemporaryFolder
    private let kind: StoreKind
    private var openStore: (any EventStore)?
    private var openWriter: (any WritesLog)?

    init(_ kind: StoreKind) throws {
        self.kind = kind
        folder = try TemporaryFolder()
        try open()
    }

    var store: any EventStore { get throws { try #require(openStore) } }
    var writer: any WritesLog { get throws { try #require(openWriter) } }

    func reader() throws -> any EventStoreReader { try store.makeReader() }

    /// Closes the writer and the store and opens them again; what is in memory keeps its store.
    func reopen() throws {
        openWriter = nil
        if kind == .sqlite { openStore = nil }
        try open()
    }

    private func open() throws {
        switch kind {
        case .memory:
            let store = openStore as? InMemoryStore ?? InMemoryStore()
            openStore = store
            openWriter = try LogWriter(store) { [clock] in clock.now }
        case .sqlite:
            let store = try SQLiteStore.open(folder: folder.path)
            openStore = store
            openWriter = try LogWriter(store) { [clock] in clock.now }
        }
    }

    /// Appends and commits one request.
    @discardableResult
    func record(_ request: AppendRequest) throws -> Receipt {
        let receipt = try writer.append(request).receipt
        try writer.commit()
        return receipt
    }
}

/// A folder on the same disk as the build, removed with the value.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        let url = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
            .appendingPathComponent("store-tests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// Random numbers that a printed seed repeats (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
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
