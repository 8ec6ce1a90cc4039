import ArgumentParser
import EventLog
import Foundation

/// `quittance timestamp`
struct TimestampCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "timestamp",
        abstract: "Have somebody else's clock say by when a checkpoint existed.",
        discussion: """
            RFC 3161, with any time-stamping authority. Whoever runs the ledger sets the time at which events were \
            recorded; an authority's stamp on a checkpoint says by when they were. Keep checkpoint, request and answer \
            together. Neither command needs a ledger.

            EXAMPLE
              quittance checkpoint > 2026-12-31.checkpoint
              quittance timestamp request 2026-12-31.checkpoint --output 2026-12-31.tsq
              curl --data-binary @2026-12-31.tsq --header 'Content-Type: application/timestamp-query' \
            https://authority.example > 2026-12-31.tsr
              quittance timestamp verify 2026-12-31.checkpoint --answer 2026-12-31.tsr --request 2026-12-31.tsq \
            --authorities roots.pem --log-key normandie.key

            EXIT CODES  0 done; 1 the stamp proves nothing; 2 bad usage
            """,
        subcommands: [TimestampRequestCommand.self, TimestampVerifyCommand.self])
}

/// `quittance timestamp request`
struct TimestampRequestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "request", abstract: "Write what an authority is asked about a checkpoint.",
        discussion: """
            EXAMPLE
              quittance timestamp request 2026-12-31.checkpoint --output 2026-12-31.tsq

            EXIT CODES  0 written; 2 bad usage
            """)

    @Argument(help: "The checkpoint, as `quittance checkpoint` printed it.")
    var checkpoint: String

    @OptionGroup var target: OutputOptions

    func run() throws {
        let note = try SignedNote.argument(checkpoint)
        var dice = SystemRandomNumberGenerator()
        try target.write(TimestampRequest(over: note.bytes, nonce: dice.next()).bytes)
    }
}

/// `quittance timestamp verify`
struct TimestampVerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Check an authority's answer, and say what it proves.",
        discussion: """
            EXAMPLE
              quittance timestamp verify 2026-12-31.checkpoint --answer 2026-12-31.tsr --request 2026-12-31.tsq \
            --authorities roots.pem --log-key normandie.key

            EXIT CODES  0 it proves what is printed; 1 it proves nothing; 2 bad usage
            """)

    @Argument(help: "The checkpoint that was stamped.")
    var checkpoint: String

    @Option(help: ArgumentHelp("What the authority answered.", valueName: "file"))
    var answer: String

    @Option(help: ArgumentHelp("What it was asked; the answer must be to this request.", valueName: "file"))
    var request: String?

    @Option(help: ArgumentHelp("The root certificates that you trust, in PEM.", valueName: "file"))
    var authorities: String

    @Option(help: ArgumentHelp("The log's verifier key, or a file that holds it.", valueName: "key"))
    var logKey: String

    func run() throws {
        let log = try NoteVerifier.argument(logKey)
        let note = try SignedNote.argument(checkpoint)
        let asked = try request.map { path in
            guard let request = TimestampRequest(try Self.content(path)) else {
                throw ValidationError("'\(path)' holds no time-stamp request.")
            }
            return request
        }
        do {
            let signed = try Checkpoint(note, signedBy: log)
            let stamp = try Timestamp(
                checking: try Self.content(answer), over: note.bytes, askedBy: asked, trusting: authorities)
            Console.write(
                """
                The first \(Counted.text(Int(signed.size), "event")) of \(signed.origin) existed at \(stamp.time).
                Root \(signed.root), stamp number \(stamp.serial).

                """)
        } catch let fault as TimestampFault {
            if case .authorities = fault { throw ValidationError("\(fault).") }
            throw Diagnosis(.found, "\(fault)")
        } catch let fault as CheckpointFault {
            throw Diagnosis(.found, "\(fault)")
        }
    }

    private static func content(_ path: String) throws -> [UInt8] {
        guard let content = FileManager.default.contents(atPath: path) else {
            throw ValidationError("'\(path)' cannot be read.")
        }
        return Array(content)
    }
}

extension SignedNote {
    /// Reads the file of a checkpoint.
    static func argument(_ path: String) throws -> SignedNote {
        guard let content = FileManager.default.contents(atPath: path), let note = SignedNote(Array(content)) else {
            throw ValidationError("'\(path)' holds no checkpoint.")
        }
        return note
    }
}
