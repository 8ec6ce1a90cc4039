import EventCodecs
import EventLog
import Foundation
import LedgerValues
import ResidenceRules
import SQLiteStore

@testable import LedgerApplication

/// A ledger of a few events on disk, with a signed checkpoint, that a test may damage.
final class SmallLedger {
    /// The bytes of its database, undamaged.
    let database: [UInt8]
    let requestHashes: [[UInt8]]
    let storeID: String
    private let folder = NSTemporaryDirectory() + "quittance-bytes-" + UUID().uuidString
    private let signed: SignedCheckpoint
    private let file: FileHandle

    convenience init() throws { try self.init(founded: false) }

    /// - Parameter founded: founds it as `init` does; otherwise with one reading and none of the schemas but those it uses.
    init(founded: Bool) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let hashes = (1...2).map { SHA256.hash([$0]) }
        requestHashes = hashes.map { $0.withUnsafeBytes { Array($0) } }
        let path = folder + "/ledger.db"
        guard let key = SigningKey(seed: Array(repeating: 7, count: 32)),
            let signer = NoteSigner(name: "quittance/TESTS/1", key: key)
        else { preconditionFailure("valid names") }
        if founded {
            try Founding.found(
                SQLiteStore.open(folder: folder), crous: code("TESTS"), key: signer.verifier, by: actor,
                clock: { instant("2026-09-01T08:00:00Z") })
        }
        let head = try Self.record(in: folder, hashes, founding: !founded)
        storeID = try SQLiteStore.openReadOnly(folder: folder).storeID
        file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
        database = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
        signed = try SignedCheckpoint(CheckpointKeeper.note(of: head, by: signer), by: signer.verifier)
    }

    /// What it takes to make the same ledger again.
    struct Contents: Sendable {
        let database: [UInt8]
        fileprivate let requestHashes: [[UInt8]]
        fileprivate let storeID: String
        fileprivate let signed: SignedCheckpoint
    }

    var contents: Contents {
        Contents(database: database, requestHashes: requestHashes, storeID: storeID, signed: signed)
    }

    /// The same ledger in a folder of its own.
    init(_ other: Contents) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        (database, requestHashes, storeID, signed) = (other.database, other.requestHashes, other.storeID, other.signed)
        let path = URL(fileURLWithPath: folder + "/ledger.db")
        try Data(database).write(to: path)
        file = try FileHandle(forUpdating: path)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// Records two commands, in a ledger that it first founds with one reading and nothing else.
    private static func record(in folder: String, _ hashes: [Digest], founding isToFound: Bool) throws -> TreeHead {
        let store = try SQLiteStore.open(folder: folder)
        var sequencer = try Sequencer(store, cachedContracts: 4, clock: { instant("2026-09-01T08:00:00Z") })
        let today = day("2026-09-01")
        let policy = PolicyKey.allCases[0]
        let founding = [
            sequencer.draft(.opened(LedgerOpening(crous: code("TESTS"), key: nil)), in: .ledger, on: today),
            sequencer.draft(
                .ledger(.policyAdopted(policy, policy.initialValue, from: Founding.policiesFrom)), in: .ledger,
                on: today),
        ]
        if isToFound {
            _ = try sequencer.append(
                founding, expecting: [(.ledger, .absent)], heads: [], by: Authorship(actor: actor))
        }
        let commands: [ContractCommand] = [.record(.contractOpened), .record(.paymentReceived(Money(cents: 5_000)))]
        for (index, command) in commands.enumerated() {
            _ = try sequencer.execute(
                CommandRequest(
                    actor: actor, key: IdempotencyKey("k\(index)"), requestHash: hashes[index],
                    command: .contract(.id(contract("c1")), command), moment: EffectiveMoment(day: today)))
        }
        return try sequencer.log.commit()
    }

    /// Changes a byte of the database, or changes it back.
    func flip(_ place: Int) throws {
        try file.seek(toOffset: UInt64(place))
        let now = try file.read(upToCount: 1)?.first ?? 0
        try file.seek(toOffset: UInt64(place))
        try file.write(contentsOf: [now == database[place] ? ~now : database[place]])
        for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: folder + "/ledger.db" + suffix) }
    }

    /// Whether `verify` finds nothing.
    func isSound() -> Bool {
        guard let store = try? SQLiteStore.openReadOnly(folder: folder),
            let report = try? VerificationReport(of: store, signed: .success(signed))
        else { return false }
        return report.isSound
    }

    /// Everything that the store says, hashes of requests aside; nil when it cannot be read.
    func answers() -> [String]? {
        guard let reader = try? SQLiteStore.openReadOnly(folder: folder).makeReader() else { return nil }
        return try? reader.withSnapshot {
            var answers = ["\(try reader.treeHead())"]
            try reader.scan { position, bytes in
                answers.append("\(position) " + String(decoding: bytes, as: UTF8.self))
                return true
            }
            for (name, head) in try reader.streams(withPrefix: "", after: nil, limit: 100) {
                answers.append("\(name) \(head) \(try reader.positions(of: name, afterVersion: 0, limit: 100))")
                answers.append(
                    contentsOf: try reader.stream(name, through: nil).map { "\($0.position) \($0.leafHash)" })
            }
            for index in 0..<3 {
                let record = try IdempotencyKey("k\(index)").flatMap { try reader.idempotency(actor: actor, key: $0) }
                answers.append("\(index) \(record.map { "\($0.firstPosition) \($0.count)" } ?? "none")")
            }
            return answers
        }
    }
}
