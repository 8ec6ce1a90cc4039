import ArgumentParser
import EventCodecs
import EventLog
import Glibc
import LedgerApplication
import SQLiteStore

/// Whether the log learns that a file was given out, and to whom.
struct RecordingOptions: ParsableArguments {
    @Flag(help: "Do not record in the log that the file was given out.")
    var noRecord = false

    @OptionGroup var author: ActorOptions

    /// Who is recorded; nil when nobody is to be.
    func parsed() throws -> Actor? {
        let actor = try author.parsed()
        return noRecord ? nil : actor
    }
}

extension LedgerFolder {
    /// Records that a file was given out: here, or by the server that writes the folder. The file is there already, and
    /// stays whatever comes of it.
    ///
    /// - Parameter actor: nil records nothing.
    func record(_ export: BooksExport, by actor: Actor?) async throws {
        guard let actor else { return }
        do {
            do {
                _ = try await writing { try await $0.record(export, by: actor) }
            } catch SQLiteStoreError.folderInUse(let path, let process) {
                guard let notice = servingNotice(), notice.process == process else {
                    throw SQLiteStoreError.folderInUse(folder: path, processID: process)
                }
                // The server is on this machine, whatever lies between it and others.
                setenv("no_proxy", "*", 1)
                try await LogService(notice.address, token: notice.token).record(export, by: actor)
            }
        } catch {
            throw Diagnosis(
                .found,
                """
                the file is whole, but the log does not know that it was given out: \(Diagnosis(error).message)
                  Export it again when the ledger is free or served, or say --no-record
                """)
        }
    }
}
