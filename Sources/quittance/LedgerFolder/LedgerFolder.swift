import ArgumentParser
import EventLog
import Foundation
import LedgerApplication
import LedgerValues
import PersonStore
import SQLiteStore

/// Which folder a command works on.
struct FolderOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The ledger's folder; default: $QUITTANCE_DATA, else ./ledger.", valueName: "folder"))
    var data: String?

    /// Whether a folder was named, on the command line or in the environment.
    var isNamed: Bool { data != nil || ProcessInfo.processInfo.environment["QUITTANCE_DATA"] != nil }

    /// The folder that was named, on the command line or in the environment.
    var folder: LedgerFolder {
        LedgerFolder(path: data ?? ProcessInfo.processInfo.environment["QUITTANCE_DATA"] ?? "ledger")
    }
}

/// The folder of one ledger.
struct LedgerFolder: Sendable {
    let path: String

    var databasePath: String { path + "/" + SQLiteStore.fileName }
    var tokensPath: String { path + "/tokens.json" }
    /// The bearer token that `init` made, for the person who ran it.
    var firstTokenPath: String { path + "/token" }

    var holdsLedger: Bool { FileManager.default.fileExists(atPath: databasePath) }

    /// Makes the folder, or takes an existing one, for its owner alone.
    func make() throws {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: path)
        } catch {
            throw Diagnosis(.unusable, "the folder \(path) cannot be made: \(error.localizedDescription)")
        }
    }

    /// Opens the ledger for commands; no other process may write it meanwhile.
    ///
    /// - Throws: ``CheckpointFault`` when the log is not a continuation of what was signed last.
    func openForWriting() throws -> Ledger<SQLiteStore> {
        try requireLedger()
        let store = try SQLiteStore.open(folder: path)
        return try open(store, checkpoints: keeper(of: store))
    }

    func open(_ store: SQLiteStore, checkpoints: CheckpointKeeper?) throws -> Ledger<SQLiteStore> {
        try Ledger(store, checkpoints: checkpoints, clock: SystemClock.now) { failure in
            Console.complain("quittance: the log could not be made durable, nothing more is recorded: \(failure)")
            ExitStatus.unusable.leave()
        }
    }

    /// Opens the ledger for questions, beside the process that writes it or without one.
    func openForReading() throws -> Ledger<SQLiteStore> {
        try requireLedger()
        let place = self
        // Whoever folds every contract comes back to the same pages.
        var options = SQLiteStore.Options()
        options.readerCacheKiB = 8_192
        return try Ledger(
            reading: SQLiteStore.openReadOnly(folder: path, options: options),
            lastCheckpoint: isSigned ? { @Sendable in try place.lastCheckpoint() } : nil, clock: SystemClock.now)
    }

    /// Checks the log without opening the ledger, which a damaged log may not allow.
    func verify() throws -> VerificationReport {
        try requireLedger()
        // Before the log is looked at: a checkpoint that is signed meanwhile may be of more events than were seen.
        let signed = isSigned ? Result { try lastCheckpoint() } : nil
        let store = try SQLiteStore.openReadOnly(folder: path)
        let progress = Progress("events checked", of: try? store.makeReader().size())
        defer { progress.end() }
        var report = try VerificationReport(of: store, signed: signed) { progress.reach($0) }
        if signed == nil { report.missCheckpoint() }
        let place = path
        report.comparePersons(with: store) {
            try PersonInspection(folder: place) { section, bytes in (try? PersonJSON.section(bytes, section))?.number }
        }
        guard report.events > 0 || !report.isSound else { throw LedgerError.notFounded }
        return report
    }

    /// Runs `body` on a ledger opened for questions.
    func reading<Value>(_ body: (Ledger<SQLiteStore>) async throws -> Value) async throws -> Value {
        let ledger = try openForReading()
        defer { ledger.stop() }
        return try await body(ledger)
    }

    /// Makes the read rows of `ledger` anew, with progress on a terminal.
    @discardableResult
    func rebuild(_ ledger: Ledger<SQLiteStore>) async throws -> Int {
        let progress = Progress("contracts read again")
        defer { progress.end() }
        return try await ledger.rebuild { progress.reach(Int64($0)) }
    }

    /// Runs `body` on a ledger opened for commands.
    func writing<Value>(_ body: (Ledger<SQLiteStore>) async throws -> Value) async throws -> Value {
        let ledger = try openForWriting()
        defer { ledger.stop() }
        if try !ledger.rowsAreCurrent { try await rebuild(ledger) }
        try await applyErasures(beside: ledger)
        return try await body(ledger)
    }

    /// Runs `body` on a copy of the ledger that is thrown away: a rehearsal on the real code path, in which each
    /// command sees what the commands before it would have recorded.
    func rehearsing<Value>(_ body: (Ledger<SQLiteStore>) async throws -> Value) async throws -> Value {
        try requireLedger()
        let place = FileManager.default.temporaryDirectory.appendingPathComponent("quittance-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: place, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(at: place) }
        let copy = LedgerFolder(path: place.path)
        try SQLiteStore.openReadOnly(folder: path).backup(to: copy.databasePath)
        // Nobody signs what is thrown away.
        let ledger = try copy.open(SQLiteStore.open(folder: copy.path), checkpoints: nil)
        defer { ledger.stop() }
        return try await body(ledger)
    }

    func requireLedger() throws {
        guard holdsLedger else {
            throw Diagnosis(
                .unusable, "there is no ledger in \(path): run `quittance init`, or name its folder with --data")
        }
    }
}

/// Who a command acts as.
struct ActorOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Who acts: the code of an account or a program, never a name.", valueName: "code"))
    var actor = "cli"

    /// The actor as the log holds it.
    func parsed() throws -> Actor {
        try StudentNumber.refuse(actor, at: "--actor")
        guard let parsed = Actor(actor) else {
            throw ValidationError("An actor is 1 to 64 characters of [0-9A-Za-z_.:@-], and no student number.")
        }
        return parsed
    }
}
