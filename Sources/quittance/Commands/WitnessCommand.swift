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
              quittance witness rekey --state watch --log-key normandie-2.key

            EXIT CODES  0 done; 1 refused; 2 bad usage; 3 the state cannot be read
            """,
        subcommands: [WitnessInitCommand.self, WitnessCosignCommand.self, WitnessRekeyCommand.self])
}

/// The folder of a witness.
struct WitnessOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The witness's folder.", valueName: "folder"))
    var state: String

    var keyPath: String { state + "/witness-key" }
    /// The log's key, and in the lines below it those that signed before.
    var logKeyPath: String { state + "/log-key" }
    /// The last checkpoint; ``nothingSeen`` before the first.
    var seenPath: String { state + "/seen" }
    /// Said in words: a file that lost its content is not a witness that is new.
    static let nothingSeen = Array("nothing seen yet\n".utf8)

    /// Waits until no other process uses the folder; the descriptor that is answered holds it.
    func lock() throws -> Int32 {
        let descriptor = open(state, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0, flock(descriptor, LOCK_EX) == 0 else {
            throw Diagnosis(.unusable, "\(state): \(String(cString: strerror(errno)))")
        }
        return descriptor
    }

    /// The keys of the log, the one that signs now first.
    func logKeys() throws -> (current: NoteVerifier, earlier: [NoteVerifier]) {
        let lines = try line(logKeyPath).split(separator: "\n").map { NoteVerifier(String($0)) }
        let keys = lines.compactMap { $0 }
        guard let current = keys.first, keys.count == lines.count else {
            throw Diagnosis(.unusable, "\(logKeyPath) holds no verifier keys: put it back from a copy")
        }
        return (current, Array(keys.dropFirst()))
    }

    /// What was seen last; nil before the first checkpoint.
    ///
    /// A witness that forgot would vouch for any log, so a missing file is an end of its use.
    func seen() throws -> SignedNote? {
        guard let content = FileManager.default.contents(atPath: seenPath) else {
            throw Diagnosis(
                .unusable,
                """
                \(seenPath) is missing, and with it what this witness has vouched for: put it back from a copy.
                  A witness that has cosigned nothing yet is made anew with `quittance witness init` in another folder
                """)
        }
        if Array(content) == Self.nothingSeen { return nil }
        guard let note = SignedNote(Array(content)) else {
            throw Diagnosis(.unusable, "\(seenPath) is damaged: what was seen last must be put back")
        }
        return note
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
        commandName: "init", abstract: "Make a witness of one log, with a key of its own.",
        discussion: """
            EXAMPLE
              quittance witness init --state watch --name auditor.example/w1 --log-key normandie.key

            EXIT CODES  0 made; 2 bad usage; 3 the folder cannot be written
            """)

    @Option(help: ArgumentHelp("The witness's name, such as auditor.example/w1.", valueName: "name"))
    var name: String

    @Option(help: ArgumentHelp("The log's verifier key, or a file that holds it.", valueName: "key"))
    var logKey: String

    @OptionGroup var place: WitnessOptions

    func run() throws {
        let log = try NoteVerifier.argument(logKey)
        // What was seen is never lost to a new key.
        guard ![place.keyPath, place.seenPath].contains(where: FileManager.default.fileExists(atPath:)) else {
            throw Diagnosis(
                .found, "\(place.state) holds a witness already, or what is left of one: name another folder")
        }
        guard let witness = NoteSigner(name: name, algorithm: .cosignature, key: LedgerFolder.newKey()) else {
            throw ValidationError("A name has neither white space nor a plus sign.")
        }
        try LedgerFolder(path: place.state).make()
        try PrivateFile.write(WitnessOptions.nothingSeen, to: place.seenPath)
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
        guard let signer = NoteSigner(try place.line(place.keyPath)) else {
            throw Diagnosis(.unusable, "\(place.state) holds no witness")
        }
        let (log, earlier) = try place.logKeys()
        var witness: Witness
        do { witness = try Witness(watching: log, earlier: earlier, after: try place.seen()) } catch is CheckpointFault
        {
            throw Diagnosis(.unusable, "\(place.seenPath) was signed by no key of \(place.logKeyPath): put both back")
        }
        var note: SignedNote
        do {
            let hashes: [Digest]
            if let url {
                let service = try LogService(url, tokenFile: tokenFile)
                note = try await service.checkpoint()
                hashes = try await service.proof(from: witness.seen, to: note)
            } else {
                note = try SignedNote.argument(checkpoint ?? "")
                hashes = try proven()
            }
            try witness.accept(note, proof: hashes)
        } catch let refusal as WitnessRefusal { throw Diagnosis(.found, "\(refusal)") }
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

/// `quittance witness rekey`
struct WitnessRekeyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rekey", abstract: "Take the next key of the log that is watched; what was seen stays.",
        discussion: """
            After `quittance key --rotate` the log's checkpoints are signed by another key of the same name. Get it from \
            somebody you trust, or read it in the log that the old key signed. The next checkpoint must continue the last \
            one seen, as before, whichever key signed that. With --checkpoint, the one that both keys signed, the old \
            key itself vouches for the new one.

            EXAMPLE
              quittance witness rekey --state watch --log-key normandie-2.key

            EXIT CODES  0 taken; 1 refused; 2 bad usage; 3 the state cannot be read
            """)

    @Option(help: ArgumentHelp("The log's new verifier key, or a file that holds it.", valueName: "key"))
    var logKey: String

    @Option(help: ArgumentHelp("A checkpoint that the old and the new key signed.", valueName: "file"))
    var checkpoint: String?

    @OptionGroup var place: WitnessOptions

    func run() throws {
        let next = try NoteVerifier.argument(logKey)
        let lock = try place.lock()
        defer { close(lock) }
        let (current, earlier) = try place.logKeys()
        guard next.name == current.name else {
            throw Diagnosis(
                .found,
                "the key is of another log, \(next.name): another log takes another witness, with `witness init`")
        }
        if let checkpoint {
            let note = try SignedNote.argument(checkpoint)
            guard note.isSigned(by: current), note.isSigned(by: next) else {
                throw Diagnosis(.found, "the checkpoint is not signed by both keys")
            }
        }
        let keys = next == current ? [current] + earlier : [next, current] + earlier.filter { $0 != next }
        try PrivateFile.write(Array(keys.map { $0.text + "\n" }.joined().utf8), to: place.logKeyPath)
        Console.write("The witness now follows \(next.text)\n")
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
