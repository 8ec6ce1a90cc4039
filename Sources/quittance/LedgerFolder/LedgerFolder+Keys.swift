import EventCodecs
import EventLog
import Foundation
import LedgerApplication
import LedgerValues
import SQLiteStore

/// Other keys: by rotation, and after a part of the log was lost. Both are recorded before the key signs.
extension LedgerFolder {
    /// Records a new key of the same origin, signs the head with both, and lets the new one sign from here on.
    ///
    /// Whoever has the old verifier key checks that last checkpoint, and finds the new key in the log that it signs. When
    /// the process dies in between, the old key goes on, and rotating again is all there is to do.
    func rotateSigningKey(by actor: Actor) async throws -> NoteVerifier {
        try requireLedger()
        // Held to the end: nobody else writes while keys are exchanged.
        let store = try SQLiteStore.open(folder: path)
        let ledger = try open(store, checkpoints: keeper(of: store))
        let signer = Self.newSigner(named: try signer(of: store).verifier.name)
        do { try await ledger.adopt(KeyAdoption(signer.verifier), by: actor) } catch {
            ledger.stop()
            throw error
        }
        ledger.stop()
        var note = try lastNote()
        note.add(signer.signature(of: note))
        try exchange(for: signer, signing: note)
        return withExtendedLifetime(store) { signer.verifier }
    }

    /// Begins a log of another origin on what is left, and records what was signed and is gone.
    ///
    /// The checkpoint that the log contradicts is kept in the file `checkpoint.lost`, or `checkpoint.lost.2` and so on.
    /// - Throws: ``Diagnosis`` when nothing is lost.
    func acceptLoss(by actor: Actor) async throws -> KeyAdoption {
        try requireLedger()
        let store = try SQLiteStore.open(folder: path)
        let old = try lastOrigin(of: store)
        guard let lost = try loss(in: store) else {
            throw Diagnosis(.found, "nothing is lost: the log in \(path) continues what was signed last")
        }
        let signer = Self.newSigner(named: Self.nextEpoch(after: old))
        let adoption = KeyAdoption(signer.verifier, lostFrom: lost.from, lostThrough: lost.through)
        if let contradicted = FileManager.default.contents(atPath: checkpointPath) {
            try keep(lost: contradicted)
        }
        let ledger = try open(store, checkpoints: nil)
        do { try await ledger.adopt(adoption, by: actor) } catch {
            ledger.stop()
            throw error
        }
        ledger.stop()
        // Nothing may come between: a log that names a key which nobody kept could not be signed any more. Whoever writes next
        // applies the list of the erased.
        try exchange(for: signer, signing: CheckpointKeeper.note(of: store.makeReader().treeHead(), by: signer))
        return adoption
    }

    /// Keeps a checkpoint as evidence, beside those of earlier losses.
    private func keep(lost checkpoint: Data) throws {
        var (path, number) = (checkpointPath + ".lost", 1)
        while let kept = FileManager.default.contents(atPath: path) {
            if kept == checkpoint { return }
            number += 1
            path = checkpointPath + ".lost.\(number)"
        }
        try PrivateFile.write(Array(checkpoint), to: path)
    }

    /// The origin of the checkpoints so far, as the signing key says it, or else the log, or what is left of the files.
    private func lastOrigin(of store: SQLiteStore) throws -> String {
        if FileManager.default.fileExists(atPath: signingKeyPath) { return try signer(of: store).verifier.name }
        if let named = try store.makeReader().namedCheckpointKey() { return named.key.origin }
        if let verifier = try? verifier() { return verifier.name }
        guard let origin = (try? lastNote()).flatMap({ Checkpoint(text: $0.text)?.origin }) else {
            throw Diagnosis(.found, "nothing is lost: the log in \(path) was never signed")
        }
        return origin
    }

    /// The key that signed the last checkpoint, wherever it is still to be had.
    private func lastVerifier(of store: SQLiteStore) throws -> NoteVerifier {
        if FileManager.default.fileExists(atPath: signingKeyPath) { return try signer(of: store).verifier }
        if let verifier = try? verifier() { return verifier }
        guard let named = try store.makeReader().namedCheckpointKey()?.key.verifier else {
            throw CheckpointFault.verifierMissing
        }
        return named
    }

    /// What was signed and is no longer what was signed; nil when the log continues the last checkpoint.
    private func loss(in store: SQLiteStore) throws -> (from: Int64, through: Int64?)? {
        let reader = try store.makeReader()
        do {
            try SignedCheckpoint(lastNote(), by: lastVerifier(of: store)).checkpoint.check(reader)
            return nil
        } catch CheckpointFault.logShrank(let found, let signed) {
            return (found + 1, signed)
        } catch CheckpointFault.logForked(let size) {
            // Where the two part is not known any more: any of the events that were signed may be another one.
            return (1, size)
        } catch is CheckpointFault {
            return (try reader.size() + 1, nil)
        }
    }

    /// `quittance/normandie/ID`, then `…/2`, `…/3`.
    private static func nextEpoch(after name: String) -> String {
        let parts = name.split(separator: "/")
        guard parts.count > 3, let epoch = Int(parts[3]) else { return name + "/2" }
        return parts.prefix(3).joined(separator: "/") + "/\(epoch + 1)"
    }
}
