import EventLog
import Foundation
import LedgerApplication
import LedgerValues
import ResidenceRules
import Testing

@Suite struct AuditBundleTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path
    private static let isWhole = ProcessInfo.processInfo.environment["QUITTANCE_WHOLE"] == "1"

    private static func signer(_ byte: UInt8 = 1) throws -> NoteSigner {
        let key = try #require(SigningKey(seed: Array(repeating: byte, count: 32)))
        return try #require(NoteSigner(name: "quittance/TESTS/1", key: key))
    }

    /// A student of three months with rents, a payment and a late one, and a neighbour; everything signed.
    private static func signed(naming key: NoteVerifier? = nil) async throws -> Ledger<InMemoryStore> {
        let books = try await TestLedger(key: key)
        try await books.houseStudent("c1")
        try await books.houseStudent("c2")
        try await books.bill(through: "2026-11-30")
        try await books.execute(
            .record(.paymentReceived(Money(cents: 28_867), Remittance(means: .card))), "c1", on: "2026-10-02")
        try await books.execute(.record(.paymentReceived(Money(cents: 30_000))), "c1", on: "2026-11-20")
        try await books.bill(through: "2026-12-31")
        books.ledger.stop()
        let note = CheckpointKeeper.note(of: try books.store.makeReader().treeHead(), by: try signer())
        let last = try SignedCheckpoint(note, by: signer().verifier)
        return try Ledger(
            reading: books.store, lastCheckpoint: { last }, clock: { instant("2027-01-01T08:00:00Z") })
    }

    private static func python(_ arguments: String...) throws -> (status: Int32, output: String) {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3"] + arguments
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }

    /// Runs `body` with the path of a file that holds `bytes`.
    private static func withFile<Value>(_ bytes: [UInt8], _ body: (String) throws -> Value) throws -> Value {
        let file = FileManager.default.temporaryDirectory.appending(path: "bundle-\(UUID().uuidString)")
        try Data(bytes).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        return try body(file.path)
    }

    private static func judge(_ bytes: [UInt8], key: String) throws -> (status: Int32, output: String) {
        try withFile(bytes) { try python(root + "/Tools/verify-bundle.py", $0, "--key", key) }
    }

    @Test func `a bundle is believed by both verifiers, and says what the ledger says`() async throws {
        let ledger = try await Self.signed()
        let bundle = try await ledger.auditBundle(of: contract("c1"))
        let bytes = try bundle.bytes
        let key = try Self.signer().verifier
        let read = try AuditBundle(verifying: bytes, by: key)
        #expect(try read.bytes == bytes)
        #expect(read.count == bundle.count && read.contract == contract("c1"))
        let answer = try ledger.statement(of: contract("c1"), asOf: day("2027-08-31"), knownAt: .head).value
        #expect(read.balance == answer.movements.last?.balance)
        #expect(read.balance != .zero)
        let judged = try Self.judge(bytes, key: key.text)
        #expect(judged.status == 0)
        #expect(judged.output.hasPrefix("Sound: \(bundle.count) events of contract c1"))
        #expect(judged.output.contains("the account stands at \(bundle.balance.cents) cents."))
    }

    @Test func `a bundle holds the event that names the key, where the log names it`() async throws {
        let key = try Self.signer().verifier
        let old = try await Self.signed().auditBundle(of: contract("c1"))
        #expect(old.keyPosition == nil)
        #expect(try Self.judge(try old.bytes, key: key.text).output.hasSuffix("The log does not name the key.\n"))
        let bundle = try await Self.signed(naming: key).auditBundle(of: contract("c1"))
        let bytes = try bundle.bytes
        #expect(try AuditBundle(verifying: bytes, by: key).keyPosition == .first)
        let judged = try Self.judge(bytes, key: key.text)
        #expect(judged.status == 0 && judged.output.hasSuffix("The log names the key at position 1.\n"))
        let other = try await Self.signed(naming: Self.signer(2).verifier).auditBundle(of: contract("c1"))
        #expect(other.keyPosition == nil, "the log names a key that did not sign")
        for forged in try Self.forgedKeyEvents(bytes) {
            #expect(throws: BundleFault.self) { try AuditBundle(verifying: forged, by: key) }
            #expect(try Self.judge(forged, key: key.text).status == 1)
        }
    }

    /// Without the event, with an event of the contract in its place, and with another key in it.
    private static func forgedKeyEvents(_ bytes: [UInt8]) throws -> [[UInt8]] {
        guard case .object(let bundle) = try StrictJSON.parse(bytes, maximumBytes: 1 << 24),
            case .array(let events)? = bundle["events"], let first = events.first
        else { throw LedgerError.notFounded }
        let rest = bundle.members.filter { $0.name != "key_event" }
        func spelled(_ members: [JSONObject.Member]) throws -> [UInt8] {
            try JSONValue.object(JSONObject(members)).canonicalBytes() + [0x0A]
        }
        let text = String(decoding: bytes, as: UTF8.self)
        let old = try signer().verifier.publicKey.withUnsafeBytes { Digest(bytes: $0) }.description
        return [
            try spelled(rest), try spelled(rest + [JSONObject.Member(name: "key_event", value: first)]),
            Array(text.replacing(old, with: String(repeating: "0", count: 64)).utf8),
        ]
    }

    @Test func `no bit of a bundle can be changed`() async throws {
        let ledger = try await Self.signed()
        let bytes = try await ledger.auditBundle(of: contract("c1")).bytes
        let key = try Self.signer().verifier
        for (number, place) in stride(from: 0, to: bytes.count, by: Self.isWhole ? 1 : 29).enumerated() {
            var changed = bytes
            changed[place] ^= UInt8(1 << (number % 8))
            #expect(throws: (any Error).self, "byte \(place)") { try AuditBundle(verifying: changed, by: key) }
        }
        let step = Self.isWhole ? 37 : 149
        let printed = try Self.withFile(bytes) {
            try Self.python(
                Self.root + "/Tests/LedgerApplicationTests/Bundles/mutate-bundle.py", $0, key.text, "\(step)")
        }
        let places = (bytes.count + step - 1) / step
        #expect(printed.output.hasSuffix("\n\(places) of \(places) refused\n"), "\(printed.output)")
    }

    /// What somebody with the file and an editor would try; each is written in canonical form again.
    private static func forgeries(_ bytes: [UInt8]) throws -> [(what: String, bytes: [UInt8])] {
        guard case .object(let bundle) = try StrictJSON.parse(bytes, maximumBytes: 1 << 24),
            case .array(let events)? = bundle["events"], case .array(let entries)? = bundle["entries"],
            case .array(let schemas)? = bundle["schemas"]
        else { throw LedgerError.notFounded }
        func with(_ name: String, _ value: JSONValue) throws -> [UInt8] {
            let rest = bundle.members.filter { $0.name != name }
            let object = try JSONObject(rest + [JSONObject.Member(name: name, value: value)])
            return try JSONValue.object(object).canonicalBytes() + [0x0A]
        }
        let text = String(decoding: bytes, as: UTF8.self)
        return [
            ("an event of the middle left out", try with("events", .array(events.dropLast(3) + events.suffix(2)))),
            ("the first event left out", try with("events", .array(Array(events.dropFirst())))),
            ("an event twice", try with("events", .array(events + events.suffix(1)))),
            ("the events in another order", try with("events", .array(events.reversed()))),
            ("no event", try with("events", .array([]))),
            ("an entry left out", try with("entries", .array(entries.dropLast()))),
            ("a schema left out", try with("schemas", .array(schemas.dropLast()))),
            ("a schema more", try with("schemas", .array(schemas + [.string("{}")]))),
            ("another contract", try with("contract", .string("c2"))),
            ("a member more", try with("remark", .string("all is well"))),
            ("an amount", Array(text.replacing("28867", with: "28967").utf8)),
            ("another form of white space", Array(text.replacing(#"","contract""#, with: #"", "contract""#).utf8)),
            ("no line feed", Array(bytes.dropLast())),
        ]
    }

    @Test func `forgeries are refused by both, and so is what another key signed`() async throws {
        let ledger = try await Self.signed()
        let bytes = try await ledger.auditBundle(of: contract("c1")).bytes
        let key = try Self.signer().verifier
        for forgery in try Self.forgeries(bytes) {
            #expect(forgery.bytes != bytes, "\(forgery.what)")
            #expect(throws: (any Error).self, "\(forgery.what)") {
                try AuditBundle(verifying: forgery.bytes, by: key)
            }
            let judged = try Self.judge(forgery.bytes, key: key.text)
            #expect(judged.status == 1 && judged.output.hasPrefix("REFUSED: "), "\(forgery.what): \(judged.output)")
        }
        let other = try Self.signer(2).verifier
        let text = String(decoding: bytes, as: UTF8.self).replacing(key.text, with: other.text)
        #expect(throws: CheckpointFault.unreadable) { try AuditBundle(verifying: Array(text.utf8), by: other) }
        #expect(try Self.judge(Array(text.utf8), key: other.text).status == 1)
        #expect(try Self.judge(bytes, key: other.text).status == 1)
    }

    /// The vector of docs/log-format.md: the bundle that the first release wrote, read for ever.
    @Test func `the frozen bundle is believed by both verifiers`() throws {
        let path = Self.root + "/Tests/CommandLineTests/FirstRelease/account.bundle"
        let key = "quittance/normandie/89b5aff350ffd2e6+a04a6ef4+ARuuH09R5juvwatZs8Zbq5Cwtp7pypVm0gcqao7MEDuc"
        let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
        let bundle = try AuditBundle(verifying: bytes, by: try #require(NoteVerifier(key)))
        #expect(bundle.count == 34 && bundle.signed.checkpoint.size == 236)
        let judged = try Self.python(Self.root + "/Tools/verify-bundle.py", path, "--key", key)
        #expect(judged.status == 0 && judged.output.hasPrefix("Sound: 34 events of contract a1"), "\(judged.output)")
        #expect(judged.output.contains("the account stands at \(bundle.balance.cents) cents."))
    }

    @Test func `a contract that nobody signed has no bundle`() async throws {
        let ledger = try await Self.signed()
        await #expect(throws: QueryError.unknownContract("c3")) { try await ledger.auditBundle(of: contract("c3")) }
    }
}
