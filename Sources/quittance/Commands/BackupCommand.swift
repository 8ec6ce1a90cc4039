import ArgumentParser
import EventLog
import Foundation
import PersonStore
import SQLiteStore

/// `quittance backup`
struct BackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy a ledger, checked, into a new folder, while it goes on being written.",
        discussion: """
            Copies the log, the persons' records, the last checkpoint, the verifier key and the access tokens' hashes. \
            The copy of the log is read back: SQLite's own check, the hash of every event, the root. What is secret is \
            left out and belongs elsewhere, on another disk: `signing-key`, `person-keys` (without them the copy can \
            neither sign nor show a person, and with an older `person-keys` somebody erased since would come back).

            To restore, stop the service, put the copied files in the place of the old ones and leave `signing-key` and \
            `person-keys` as they are. A log that is behind what was signed takes no command before \
            `quittance restore --accept-loss` has recorded what is gone.

            EXAMPLE
              quittance backup /mnt/backup/2026-12-31

            EXIT CODES  0 copied and checked; 2 bad usage; 3 the ledger or the copy is unusable
            """)

    @Argument(help: "The folder that is made; it must not be there yet.")
    var target: String

    @OptionGroup var place: FolderOptions

    func run() throws {
        let manager = FileManager.default
        let source = place.folder
        try source.requireLedger()
        guard !manager.fileExists(atPath: target) else { throw ValidationError("'\(target)' is there already.") }
        // Made beside its place, so that a folder of this name is a whole copy.
        let draft = LedgerFolder(path: target + ".partial")
        try? manager.removeItem(atPath: draft.path)
        try draft.make()
        do {
            let head = try source.copy(to: draft)
            guard rename(draft.path, target) == 0 else {
                throw Diagnosis(.unusable, "\(target): \(String(cString: strerror(errno)))")
            }
            Console.write("Copied \(Counted.text(Int(head.size), "event")), root \(head.root), to \(target).\n")
        } catch {
            try? manager.removeItem(atPath: draft.path)
            throw error
        }
    }
}

extension LedgerFolder {
    /// Copies everything that is no secret.
    ///
    /// - Returns: the head of the log that was copied.
    fileprivate func copy(to target: LedgerFolder) throws -> TreeHead {
        let manager = FileManager.default
        // Read before the log is, which then goes at least as far as it signs.
        let small = [checkpointPath, verifierKeyPath, tokensPath].compactMap { path in
            manager.contents(atPath: path).map { (target.path + "/" + (path as NSString).lastPathComponent, $0) }
        }
        // Before the log too: what it commits to may be newer than a record, never missing from the log.
        if manager.fileExists(atPath: path + "/" + PersonStore.fileName) {
            try PersonStore(folder: path, creating: false).backup(to: target.path + "/" + PersonStore.fileName)
        }
        let head = try SQLiteStore.openReadOnly(folder: path).backup(to: target.databasePath)
        for (path, content) in small { try PrivateFile.write(Array(content), to: path) }
        return head
    }
}
