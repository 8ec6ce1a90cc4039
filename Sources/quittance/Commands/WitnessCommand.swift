import ArgumentParser
import EventLog
import Foundation
import Glibc
import LedgerApplication
import LedgerValues

/// `quittance witness`
struct WitnessCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "witness",
        abstract: "Vouch for a log that only grew, from another machine.",
        discussion: """
            An auditor's own: a folder with a key of its own and the last checkpoint that it saw. It needs no ledger. \
            Each checkpoint that continues the last one is kept, then cosigned (C2SP tlog-cosignature); one that was \
            cut or rewritten is refused for ever.

            EXAMPLE
              quittance witness init --state watch --name auditor.example/w1 --log-key normandie.key
              quittance witness cosign today.checkpoint --state watch --proof consistency.json

            EXIT CODES  0 done; 1 refused; 2 bad usage; 3 the state cannot be read
            """,
        subcommands: [WitnessInitCommand.self, WitnessCosignCommand.self])
}

/// The folder of a witness.
struct WitnessOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The witness's folder.", valueName: "folder"))
    var state: String

    var keyPath: String { state + "/witness-key" }
    var logKeyPath: String { state + "/log-key" }
    var seenPath: String { state + "/seen" }

    /// Waits until no other process uses the folder; the descriptor that is answered holds it.
    func lock() throws -> Int32 {
        let descriptor = open(state, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0, flock(descriptor, LOCK_EX) == 0 else {
            throw Diagnosis(.unusable, "\(state): \(String(cString: strerror(errno)))")
        }
        return descriptor
    }

    func line(_ path: String) throws -> String {
        guard let content = FileManager.default.contents(atPath: path) else {
            throw Diagnosis(.unusable, "\(path) cannot be read: run `quittance witness init` first")
        }
        return String(decoding: content, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
}

/// `quittance witness init`
struct WitnessInitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Make a witness of one log, with a key of its own.")

    @Option(help: ArgumentHelp("The witness's name, such as auditor.example/w1.", valueName: "name"))
    var name: String

    @Option(help: ArgumentHelp("The log's verifier key, or a file that holds it.", valueName: "key"))
    var logKey: String

    @OptionGroup var place: WitnessOptions

    func run() throws {
        let log = try NoteVerifier.argument(logKey)
        guard !FileManager.default.fileExists(atPath: place.keyPath) else {
            throw Diagnosis(.found, "\(place.state) holds a witness already")
        }
        guard let witness = NoteSigner(name: name, algorithm: .cosignature, key: LedgerFolder.newKey()) else {
            throw ValidationError("A name has neither white space nor a plus sign.")
        }
        try LedgerFolder(path: place.state).make()
        try PrivateFile.write(Array((log.text + "\n").utf8), to: place.logKeyPath)
        try PrivateFile.write(Array((witness.secretText + "\n").utf8), to: place.keyPath)
        Console.write(witness.verifier.text + "\n")
    }
}

/// `quittance witness cosign`
struct WitnessCosignCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cosign", abstract: "Check that a checkpoint continues the last one seen, and cosign it.",
        discussion: """
            The checkpoint, and the proof that it continues the one seen last, come from files, or from a running \
            `quittance serve` with a token that may read.

            EXAMPLE
              quittance witness cosign today.checkpoint --proof consistency.json --state watch
              quittance witness cosign --url https://ledger.example --token-file token --state watch

            EXIT CODES  0 cosigned; 1 refused; 2 bad usage; 3 the state or the service cannot be read
            """)

    @Argument(help: "The checkpoint, as `quittance checkpoint` printed it.")
    var checkpoint: String?

    @Option(help: ArgumentHelp("What `quittance proof consistency` printed.", valueName: "file"))
    var proof: String?

    @Option(help: ArgumentHelp("Where the log is served, without /v1.", valueName: "url"))
    var url: String?

    @Option(help: ArgumentHelp("The file that holds the bearer token.", valueName: "file"))
    var tokenFile: String?

    @OptionGroup var place: WitnessOptions

    func validate() throws {
        if (checkpoint == nil) == (url == nil) { throw ValidationError("Name a checkpoint, or --url.") }
        if url == nil, tokenFile != nil { throw ValidationError("A token is for --url.") }
        if url != nil, proof != nil { throw ValidationError("With --url the proof is fetched.") }
    }

    func run() async throws {
        // Two at once could each vouch for another history.
        let lock = try place.lock()
        defer { close(lock) }
        guard let log = NoteVerifier(try place.line(place.logKeyPath)),
            let signer = NoteSigner(try place.line(place.keyPath))
        else { throw Diagnosis(.unusable, "\(place.state) holds no witness") }
        let manager = FileManager.default
        let last = try manager.contents(atPath: place.seenPath).map { content in
            guard let note = SignedNote(Array(content)) else {
                throw Diagnosis(.unusable, "\(place.seenPath) is damaged: what was seen last must be put back")
            }
            return note
        }
        var note: SignedNote
        do {
            var witness = try Witness(watching: log, after: last)
            let hashes: [Digest]
            if let url {
                let service = try LogService(url, tokenFile: tokenFile)
                note = try await service.checkpoint()
                hashes = try await service.proof(from: witness.seen, to: Checkpoint(note, signedBy: log))
            } else {
                note = try SignedNote.argument(checkpoint ?? "")
                hashes = try proven()
            }
            try witness.accept(note, proof: hashes)
        } catch let refusal as WitnessRefusal {
            throw Diagnosis(.found, "\(refusal)")
        } catch let fault as CheckpointFault {
            throw Diagnosis(.found, "\(fault)")
        }
        // Kept before it is vouched for: a crash in between forgets a signature, never what was signed.
        try PrivateFile.write(note.bytes, to: place.seenPath)
        note.add(signer.signature(of: note, at: SystemClock.now().microseconds / 1_000_000))
        Console.write(note.bytes)
    }

    private func proven() throws -> [Digest] {
        guard let proof else { return [] }
        guard let content = FileManager.default.contents(atPath: proof),
            let hashes = ConsistencyProof.hashes(inJSON: Array(content))
        else { throw ValidationError("'\(proof)' holds no proof.") }
        return hashes
    }
}

extension ConsistencyProof {
    /// The hashes of a proof as the command line and the service spell it; nil when it is none.
    static func hashes(inJSON bytes: [UInt8]) -> [Digest]? {
        guard case .object(let object)? = try? StrictJSON.parse(bytes), case .array(let values)? = object["hashes"]
        else { return nil }
        let hashes = values.compactMap { value in
            if case .string(let hex) = value { Digest(hex: hex) } else { nil }
        }
        return hashes.count == values.count ? hashes : nil
    }
}

extension NoteVerifier {
    /// Reads a verifier key of the command line, or of the file that it names.
    static func argument(_ text: String) throws -> NoteVerifier {
        var key = text
        if !text.contains("+") {
            guard let content = FileManager.default.contents(atPath: text) else {
                throw ValidationError("'\(text)' cannot be read.")
            }
            key = String(decoding: content, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        }
        guard let verifier = NoteVerifier(key) else { throw ValidationError("There is no verifier key NAME+ID+KEY.") }
        return verifier
    }
}
