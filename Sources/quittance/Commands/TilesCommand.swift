import ArgumentParser
import EventLog
import Foundation
import LedgerApplication
import SQLiteStore

/// `quittance tiles`
struct TilesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tiles",
        abstract: "Write the whole signed log as static files.",
        discussion: """
            The layout of C2SP tlog-tiles: the tree in tiles of 256 hashes, the events in bundles of 256, and the \
            checkpoint they belong to, written last. Running it again adds what is new; full tiles never change. Any \
            web server can serve the folder, and whoever copies it can check everything offline.

            EXAMPLE
              quittance tiles --out public

            EXIT CODES  0 written; 2 bad usage; 3 the ledger is unusable
            """)

    @Option(help: ArgumentHelp("The folder that is written.", valueName: "folder"))
    var out: String

    @OptionGroup var place: FolderOptions

    func run() throws {
        let manager = FileManager.default
        let signed = try place.folder.lastCheckpoint()
        let reader = try SQLiteStore.openReadOnly(folder: place.folder.path).makeReader()
        try signed.checkpoint.check(reader)
        var written = 0
        try LogTiles.files(ofSize: signed.checkpoint.size, in: reader) { file, content in
            let path = out + "/" + file.path
            if file.isFull, manager.fileExists(atPath: path) { return }
            let folder = (path as NSString).deletingLastPathComponent
            try manager.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try Data(try content()).write(to: URL(fileURLWithPath: path), options: .atomic)
            written += 1
        }
        // Last, so that no checkpoint is there before its tiles.
        try PrivateFile.write(signed.note.bytes, to: out + "/checkpoint")
        Console.write(
            "Wrote \(Counted.text(written, "file")) of the log of \(signed.checkpoint.size) events to \(out).\n")
    }
}
