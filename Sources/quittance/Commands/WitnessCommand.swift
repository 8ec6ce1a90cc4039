import ArgumentParser
import EventLog
import Foundation
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
struct WitnessCosignCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cosign", abstract: "Check that a checkpoint continues the last one seen, and cosign it.")

    @Argument(help: "The checkpoint, as `quittance checkpoint` printed it.")
    var checkpoint: String

    @Option(help: ArgumentHelp("What `quittance proof consistency` printed.", valueName: "file"))
    var proof: String?

    @OptionGroup var place: WitnessOptions

    func run() throws {
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
        guard let content = manager.contents(atPath: checkpoint), var note = SignedNote(Array(content)) else {
            throw ValidationError("'\(checkpoint)' holds no checkpoint.")
        }
        do {
            var witness = try Witness(watching: log, after: last)
            try witness.accept(note, proof: try hashes())
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

    private func hashes() throws -> [Digest] {
        guard let proof else { return [] }
        guard let content = FileManager.default.contents(atPath: proof),
            case .object(let object)? = try? StrictJSON.parse(Array(content)),
            case .array(let values)? = object["hashes"]
        else { throw ValidationError("'\(proof)' holds no proof.") }
        return try values.map { value in
            guard case .string(let hex) = value, let digest = Digest(hex: hex) else {
                throw ValidationError("'\(proof)' holds no proof.")
            }
            return digest
        }
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
