import EventCodecs
import EventLog
import Foundation
import LedgerApplication
import LedgerValues
import SQLiteStore

/// The key that signs the ledger's checkpoints, and the last checkpoint: files beside the database, never in it.
extension LedgerFolder {
    /// A secret; it never leaves this file.
    var signingKeyPath: String { path + "/signing-key" }
    /// What whoever checks a checkpoint needs to have got from the ledger's owner.
    var verifierKeyPath: String { path + "/verifier-key" }
    var checkpointPath: String { path + "/checkpoint" }

    /// Whether the log was ever signed, as far as the folder tells.
    var isSigned: Bool { holdsCheckpoint || FileManager.default.fileExists(atPath: verifierKeyPath) }

    private var holdsCheckpoint: Bool { FileManager.default.fileExists(atPath: checkpointPath) }

    /// Makes the key of a ledger that has none, and the checkpoint of what its log holds now.
    ///
    /// The origin names the Crous and the database: two ledgers of one Crous are two logs.
    func makeSigningKey(for crous: Code, _ store: SQLiteStore) throws -> NoteVerifier {
        let signer = Self.newSigner(of: crous, store)
        try install(signer, over: store)
        return signer.verifier
    }

    /// The key comes last: while it is missing, making one can be tried again.
    private func install(_ signer: NoteSigner, over store: SQLiteStore) throws {
        try sign(store, with: signer)
        try write(signer.verifier)
        try PrivateFile.write(Array((signer.secretText + "\n").utf8), to: signingKeyPath)
    }

    private static func newSigner(of crous: Code, _ store: SQLiteStore) -> NoteSigner {
        newSigner(named: "quittance/\(crous)/\(store.storeID.prefix(16))")
    }

    static func newSigner(named name: String) -> NoteSigner {
        guard let signer = NoteSigner(name: name, key: newKey()) else {
            preconditionFailure("codes, digits and slashes are a name")
        }
        return signer
    }

    /// A key from the system's randomness.
    static func newKey() -> SigningKey {
        var generator = SystemRandomNumberGenerator()
        let seed = (0..<SigningKey.byteCount).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        guard let key = SigningKey(seed: seed) else { preconditionFailure("32 bytes are a seed") }
        return key
    }

    /// Puts a key in the place of the one before. The verifier key may come late: ``keeper(of:)`` writes it again.
    func exchange(for signer: NoteSigner, signing note: SignedNote) throws {
        try keep(note.bytes)
        try PrivateFile.write(Array((signer.secretText + "\n").utf8), to: signingKeyPath)
        try write(signer.verifier)
    }

    private func write(_ verifier: NoteVerifier) throws {
        try PrivateFile.write(Array((verifier.text + "\n").utf8), to: verifierKeyPath)
    }

    /// Makes a key for a ledger that was founded without one or has lost it, and records it.
    ///
    /// - Throws: ``CheckpointFault`` when the log is not a continuation of what a lost key signed.
    func makeMissingSigningKey(by actor: Actor) async throws -> NoteVerifier {
        try requireLedger()
        guard !FileManager.default.fileExists(atPath: signingKeyPath) else {
            throw Diagnosis(.found, "the ledger in \(path) has a signing key already")
        }
        let store = try SQLiteStore.open(folder: path)
        let named = try store.makeReader().namedCheckpointKey()
        if isSigned || named != nil {
            guard holdsCheckpoint, let verifier = (try? verifier()) ?? named?.key.verifier else {
                throw missingKey(of: store)
            }
            try Checkpoint(lastNote(), signedBy: verifier).check(store.makeReader())
        }
        let ledger = try open(store, checkpoints: nil)
        defer { ledger.stop() }
        guard let crous = ledger.crous else { throw LedgerError.notFounded }
        let signer = named.map { Self.newSigner(named: $0.key.origin) } ?? Self.newSigner(of: crous, store)
        try await ledger.adopt(KeyAdoption(signer.verifier), by: actor)
        try install(signer, over: store)
        return signer.verifier
    }

    /// Keeps a checkpoint of everything that `store` holds, under the key of the folder.
    func signHead(of store: SQLiteStore) throws { try sign(store, with: signer(of: store)) }

    private func sign(_ store: SQLiteStore, with signer: NoteSigner) throws {
        try keep(CheckpointKeeper.note(of: store.makeReader().treeHead(), by: signer).bytes)
    }

    private func keep(_ note: [UInt8]) throws { try PrivateFile.write(note, to: checkpointPath) }

    /// What signs the log while this process writes it.
    func keeper(of store: SQLiteStore) throws -> CheckpointKeeper {
        let signer = try signer(of: store)
        if (try? verifier()) != signer.verifier { try write(signer.verifier) }
        let place = self
        return try CheckpointKeeper(signer: signer, last: lastNote()) { try place.keep($0) }
    }

    func signer(of store: SQLiteStore) throws -> NoteSigner {
        let manager = FileManager.default
        guard let content = manager.contents(atPath: signingKeyPath) else { throw missingKey(of: store) }
        let mode = try manager.attributesOfItem(atPath: signingKeyPath)[.posixPermissions] as? NSNumber
        guard let mode, mode.intValue & 0o077 == 0 else {
            throw Diagnosis(.unusable, "others may read \(signingKeyPath): run chmod 600 on it, or make a new key")
        }
        guard let text = String(data: content, encoding: .utf8), text.hasSuffix("\n"),
            let signer = NoteSigner(String(text.dropLast()))
        else { throw Diagnosis(.unusable, "\(signingKeyPath) holds no key: put it back from a copy") }
        return signer
    }

    /// Why a log without a signing key takes nothing, and what to do. A log that names its key was signed: whoever removed
    /// the files may have cut it.
    private func missingKey(of store: SQLiteStore) -> Diagnosis {
        let named = try? store.makeReader().namedCheckpointKey()
        if holdsCheckpoint, named != nil || FileManager.default.fileExists(atPath: verifierKeyPath) {
            return Diagnosis(
                .unusable,
                """
                the key that signed the checkpoint of \(path) is gone: put \(signingKeyPath) back.
                  Where there is no copy, `quittance key --make` makes another; tell the auditors its verifier key
                """)
        }
        if isSigned || named != nil {
            return Diagnosis(
                .unusable,
                """
                the log in \(path) was signed, and what shows that nothing of it is missing is gone: put the files \
                signing-key, verifier-key and checkpoint back.
                  Nothing is recorded before; where there are no copies, `quittance restore --accept-loss` goes on.
                """)
        }
        return Diagnosis(
            .unusable,
            """
            the ledger in \(path) has no signing key, for it was founded by an earlier version.
              `quittance key --make` makes one; nothing is recorded before
            """)
    }

    /// The key that checks the ledger's checkpoints.
    func verifier() throws -> NoteVerifier {
        try requireLedger()
        guard let content = FileManager.default.contents(atPath: verifierKeyPath) else {
            if holdsCheckpoint { throw CheckpointFault.verifierMissing }
            throw LedgerError.unsigned
        }
        guard let text = String(data: content, encoding: .utf8), text.hasSuffix("\n"),
            let verifier = NoteVerifier(String(text.dropLast()))
        else { throw Diagnosis(.unusable, "\(verifierKeyPath) holds no verifier key: put it back from a copy") }
        return verifier
    }

    /// The checkpoint that was kept last, whose signature was checked.
    func lastCheckpoint() throws -> SignedCheckpoint { try SignedCheckpoint(lastNote(), by: verifier()) }

    func lastNote() throws -> SignedNote {
        guard let content = FileManager.default.contents(atPath: checkpointPath) else { throw CheckpointFault.missing }
        guard let note = SignedNote(Array(content)) else { throw CheckpointFault.unreadable }
        return note
    }
}
