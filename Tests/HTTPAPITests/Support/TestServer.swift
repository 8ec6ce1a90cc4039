import EventLog
import Foundation
import HTTPAPI
import Hummingbird
import LedgerApplication
import LedgerValues
import Logging
import NIOCore
import PersonStore
import Synchronization
import Testing

/// A ledger with the real tariff behind a real socket.
struct TestServer: Sendable {
    let client: SocketClient
    let service: any LedgerService

    /// The secrets of the tokens that the server knows.
    enum Secret: String {
        case all = "secret-of-the-office"
        case reader = "secret-of-the-auditor"
        case writer = "secret-of-the-bank-import"
        case counter = "secret-of-the-counter"
        case folder = "secret-of-the-folder"
        case desk = "secret-of-the-housing-desk"
    }

    /// Runs `body` against a server over a new ledger in memory, then stops both.
    static func run<Value: Sendable>(
        tariff: Bool = true, _ body: @escaping @Sendable (TestServer) async throws -> Value
    ) async throws -> Value {
        try await run(on: InMemoryStore(), tariff: tariff, body)
    }

    /// Runs `body` against a server that keeps persons in a folder of its own, which it is told.
    static func runWithPersons(
        _ body: @escaping @Sendable (TestServer, String) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("quittance-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await run(on: InMemoryStore(), tariff: false, persons: folder.path) { try await body($0, folder.path) }
    }

    /// Runs `body` against a server over a new ledger in `store`.
    static func run<Value: Sendable>(
        on store: some EventStore, tariff: Bool = true, checkpoints: CheckpointKeeper? = nil, persons: String? = nil,
        limits: LedgerAPI.Limits = LedgerAPI.Limits(),
        _ body: @escaping @Sendable (TestServer) async throws -> Value
    ) async throws -> Value {
        let clock = TestClock()
        try Founding.found(
            store, crous: try #require(Code("NORMANDIE")), by: .system, clock: { clock.next() })
        let ledger = try Ledger(
            store, checkpoints: checkpoints, clock: { clock.next() }, onStorageFailure: { _ in })
        defer { ledger.stop() }
        var register: PersonRegister?
        if let persons {
            register = try await PersonRegister.open(beside: ledger, settling: true, clock: { clock.next() }) {
                try PersonStore(folder: persons, creating: true)
            }
        }
        defer { register?.stop() }
        let folderToken = Token(
            actor: .system, scopes: [.write], sha256: SHA256.hash(Array(Secret.folder.rawValue.utf8)))
        let api = LedgerAPI(
            service: ledger, persons: register, tokens: try tokens(), folderTokens: TokenStore([folderToken]),
            limits: limits)
        let (ports, told) = AsyncStream.makeStream(of: Int.self)
        var logger = Logger(label: "tests")
        logger.logLevel = .critical
        let application = api.application(port: 0, logger: logger) { channel in
            told.yield(channel.localAddress?.port ?? 0)
        }
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await application.run() }
            defer { group.cancelAll() }
            var iterator = ports.makeAsyncIterator()
            let port = try #require(await iterator.next())
            let server = TestServer(client: SocketClient(port: port), service: ledger)
            if tariff { try await server.publishTariff() }
            return try await body(server)
        }
    }

    private static func tokens() throws -> TokenStore {
        func token(_ secret: Secret, _ actor: String, _ scopes: Set<Scope>) throws -> Token {
            Token(
                actor: try #require(Actor(actor)), scopes: scopes, sha256: SHA256.hash(Array(secret.rawValue.utf8)))
        }
        return TokenStore([
            try token(.all, "office", [.read, .write]), try token(.counter, "counter", [.persons]),
            try token(.desk, "desk", [.read, .persons]),
            try token(.reader, "auditor", [.read]),
            try token(.writer, "bank-import", [.write]),
        ])
    }
}

/// A clock that starts on 1 September 2026, 10:00 in Paris, and moves a second each time it is read.
final class TestClock: Sendable {
    private let seconds = Atomic<Int64>(0)

    func next() -> Instant {
        let passed = seconds.add(1, ordering: .relaxed).oldValue
        return Instant(microseconds: 1_788_249_600_000_000 + passed * 1_000_000)
    }
}

// MARK: - Requests

extension TestServer {
    /// Sends a request; `body` brings its length.
    func send(
        _ method: String, _ path: String, headers: [String: String] = [:], secret: Secret? = .all, body: String? = nil
    ) async throws -> HTTPAnswer {
        try await client.send(Self.request(method, path, headers: headers, secret: secret, body: body))
    }

    static func request(
        _ method: String, _ path: String, headers: [String: String] = [:], secret: Secret? = .all, body: String? = nil
    ) -> [UInt8] {
        var text = "\(method) \(path) HTTP/1.1\r\nHost: localhost\r\n"
        if let secret { text += "Authorization: Bearer \(secret.rawValue)\r\n" }
        for (name, value) in headers { text += "\(name): \(value)\r\n" }
        if let body { text += "Content-Length: \(body.utf8.count)\r\n" }
        return Array((text + "\r\n" + (body ?? "")).utf8)
    }

    func get(_ path: String) async throws -> HTTPAnswer { try await send("GET", path) }

    /// Sends a command under `key`, a new one if nil.
    func command(
        _ text: String, key: String? = nil, headers: [String: String] = [:], secret: Secret? = .all
    ) async throws -> HTTPAnswer {
        var all = ["Content-Type": "application/json", "Idempotency-Key": key ?? Self.newKey()]
        all.merge(headers) { $1 }
        return try await send("POST", "/v1/commands", headers: all, secret: secret, body: text)
    }

    /// Sends commands by the line, each with a key of its own unless it has one.
    func batch(_ lines: [String], path: String = "/v1/commands/batch") async throws -> [JSONValue] {
        let answer = try await send(
            "POST", path, headers: ["Content-Type": "application/x-ndjson"],
            body: lines.map { $0 + "\n" }.joined())
        #expect(answer.status == 200)
        return try answer.body.split(separator: 0x0A).map { try StrictJSON.parse(Array($0)) }
    }

    /// Sends commands that must all be recorded.
    func record(_ lines: [String], of contract: String = "c-1") async throws {
        let keyed = lines.map { #"{"key":"\#(Self.newKey())","contract":"\#(contract)",\#($0)}"# }
        for answer in try await batch(keyed) {
            try #require(answer.status == 201, "\(answer)")
        }
    }

    static func newKey() -> String { "key-\(keys.add(1, ordering: .relaxed).newValue)" }

    private static let keys = Atomic<Int>(0)

    /// Events in the log.
    func size() async throws -> Int64 { try await service.treeHead().size }
}
