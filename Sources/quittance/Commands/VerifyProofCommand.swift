import ArgumentParser
import EventLog
import Foundation
import LedgerApplication

/// `quittance verify-proof`
struct VerifyProofCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify-proof",
        abstract: "Check one proof with nothing but a checkpoint and the verifier key.",
        discussion: """
            Takes what `quittance proof inclusion` (with --tlog too) or `quittance proof consistency` printed, or the HTTP \
            API answered. The roots of the proof must be those of checkpoints that the key signed: a root that comes with \
            a proof proves nothing. An inclusion proof is of an event when its leaf hash is the one of a receipt (--leaf) \
            or of the event's bytes (--event). Tools/verify-bundle.py checks the same with --proof. No ledger is needed.

            EXAMPLE
              quittance verify-proof 1500.json --checkpoint today.checkpoint --key normandie.key --leaf 5f08…
              quittance verify-proof 1500.tlog-proof --key normandie.key --event event.json
              quittance verify-proof grown.json --checkpoint today.checkpoint --earlier kept.checkpoint --key normandie.key

            EXIT CODES  0 sound; 1 refused, with the reason; 2 bad usage
            """)

    @Argument(help: "The proof.")
    var file: String

    @Option(help: ArgumentHelp("The verifier key, or a file that holds it.", valueName: "key"))
    var key: String

    @Option(
        help: ArgumentHelp("The checkpoint that the proof leads to; a tlog-proof holds its own.", valueName: "file"))
    var checkpoint: String?

    @Option(help: ArgumentHelp("For consistency: the checkpoint that was kept from before.", valueName: "file"))
    var earlier: String?

    @Option(
        help: ArgumentHelp("For inclusion: the leaf hash that the receipt named, in hexadecimal.", valueName: "hash"))
    var leaf: String?

    @Option(help: ArgumentHelp("For inclusion: a file with the event's line.", valueName: "file"))
    var event: String?

    func validate() throws {
        if leaf != nil, event != nil { throw ValidationError("Give --leaf or --event, not both.") }
    }

    func run() throws {
        let verifier = try NoteVerifier.argument(key)
        let content = try Self.bytes(of: file)
        let leaf = try self.leaf.map(Self.digest) ?? event.map { MerkleHash.leaf(try Self.line($0)) }
        do {
            if content.starts(with: "c2sp.org/tlog-proof@v1\n".utf8) {
                try inclusion(tlog: content, leaf, verifier)
            } else {
                try judge(json: content, leaf, verifier)
            }
        } catch let fault as CheckpointFault { throw Diagnosis(.found, "REFUSED: \(fault)") }
    }

    private func inclusion(tlog content: [UInt8], _ leaf: Digest?, _ verifier: NoteVerifier) throws {
        guard let leaf else { throw ValidationError("A tlog-proof does not say the leaf: give --leaf or --event.") }
        if checkpoint != nil { throw ValidationError("A tlog-proof holds its own checkpoint: leave --checkpoint out.") }
        try refuseEarlier()
        guard let (proof, note) = InclusionProof.read(text: content, leaf: leaf) else {
            throw Diagnosis(.found, "REFUSED: the file is no proof")
        }
        try judge(proof, against: SignedCheckpoint(note, by: verifier), leaf)
    }

    private func judge(json content: [UInt8], _ leaf: Digest?, _ verifier: NoteVerifier) throws {
        guard let checkpoint else { throw ValidationError("Name the checkpoint that the proof leads to.") }
        let signed = try SignedCheckpoint(SignedNote.argument(checkpoint), by: verifier)
        guard case .object(let object)? = try? StrictJSON.parse(content),
            let hashes = ConsistencyProof.hashes(inJSON: content)
        else { throw Diagnosis(.found, "REFUSED: the file is no proof") }
        if case .integer(let number)? = object["position"] {
            try refuseEarlier()
            guard let position = Position(number), case .integer(let size)? = object["size"],
                let named = Self.hash(object["leaf_hash"]), let root = Self.hash(object["root"])
            else { throw Diagnosis(.found, "REFUSED: the file is no inclusion proof") }
            let proof = InclusionProof(position: position, leaf: named, size: size, root: root, hashes: hashes)
            return try judge(proof, against: signed, leaf)
        }
        guard case .integer(let from)? = object["from"], case .integer(let to)? = object["to"],
            let fromRoot = Self.hash(object["from_root"]), let toRoot = Self.hash(object["to_root"])
        else { throw Diagnosis(.found, "REFUSED: the file is no proof") }
        // What was asked for and is not looked at must not pass.
        if leaf != nil { throw Diagnosis(.found, "REFUSED: the proof is of no event") }
        let proof = ConsistencyProof(from: from, fromRoot: fromRoot, to: to, toRoot: toRoot, hashes: hashes)
        let kept = try earlier.map { try SignedCheckpoint(SignedNote.argument($0), by: verifier).checkpoint }
        try judge(proof, from: kept, against: signed)
    }

    private func refuseEarlier() throws {
        if earlier != nil { throw Diagnosis(.found, "REFUSED: the proof is of an event, not of an earlier tree") }
    }

    private func judge(_ proof: InclusionProof, against signed: SignedCheckpoint, _ leaf: Digest?) throws {
        if let leaf, leaf != proof.leaf {
            throw Diagnosis(.found, "REFUSED: the proof is of another event, with leaf hash \(proof.leaf)")
        }
        guard signed.checkpoint.size == proof.size, signed.checkpoint.root == proof.root else {
            throw Diagnosis(.found, "REFUSED: the proof is of another tree than the checkpoint")
        }
        guard proof.isValid else {
            throw Diagnosis(
                .found, "REFUSED: the event at position \(proof.position) is not in the log that was signed")
        }
        Console.write(
            "Sound: the event with leaf hash \(proof.leaf) is at position \(proof.position) of the log "
                + "\(signed.verifier.name) of \(proof.size) events.\n")
    }

    private func judge(_ proof: ConsistencyProof, from kept: Checkpoint?, against signed: SignedCheckpoint) throws {
        guard signed.checkpoint.size == proof.to, signed.checkpoint.root == proof.toRoot else {
            throw Diagnosis(.found, "REFUSED: the proof is of another tree than the checkpoint")
        }
        if let kept, kept.size != proof.from || kept.root != proof.fromRoot {
            throw Diagnosis(.found, "REFUSED: the proof is of another tree than the earlier checkpoint")
        }
        guard proof.isValid else {
            throw Diagnosis(.found, "REFUSED: the log does not continue the one of \(proof.from) events")
        }
        Console.write(
            "Sound: the log \(signed.verifier.name) of \(proof.to) events continues the one of \(proof.from) with root "
                + "\(proof.fromRoot).\n")
    }

    private static func bytes(of file: String) throws -> [UInt8] {
        guard let content = FileManager.default.contents(atPath: file) else {
            throw ValidationError("'\(file)' cannot be read.")
        }
        return Array(content)
    }

    /// The bytes of an event, without the line feed that `quittance events` writes behind them.
    private static func line(_ file: String) throws -> [UInt8] {
        let content = try bytes(of: file)
        return content.last == 0x0A ? Array(content.dropLast()) : content
    }

    private static func digest(_ text: String) throws -> Digest {
        guard let digest = Digest(hex: text) else { throw ValidationError("'\(text)' is no 64 hexadecimal digits.") }
        return digest
    }

    private static func hash(_ value: JSONValue?) -> Digest? {
        if case .string(let text)? = value { Digest(hex: text) } else { nil }
    }
}

extension InclusionProof {
    /// Reads what `proof inclusion --tlog` writes, for the event whose leaf is given; nil when the bytes are none.
    fileprivate static func read(text bytes: [UInt8], leaf: Digest) -> (proof: InclusionProof, note: SignedNote)? {
        let all = String(decoding: bytes, as: UTF8.self)
        guard let blank = all.firstRange(of: "\n\n"), let note = SignedNote(Array(all[blank.upperBound...].utf8)),
            let checkpoint = Checkpoint(text: note.text)
        else { return nil }
        let lines = all[..<blank.lowerBound].split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count >= 2, lines[1].hasPrefix("index "), let index = Int64(lines[1].dropFirst(6)),
            String(index) == lines[1].dropFirst(6), index >= 0, index < .max
        else { return nil }
        let hashes = lines.dropFirst(2).compactMap { line -> Digest? in
            guard let data = Data(base64Encoded: String(line)), data.base64EncodedString() == line else { return nil }
            return Array(data).withUnsafeBytes { Digest(exactly: $0) }
        }
        guard hashes.count == lines.count - 2 else { return nil }
        let proof = InclusionProof(
            position: Position(leafIndex: index), leaf: leaf, size: checkpoint.size, root: checkpoint.root,
            hashes: hashes)
        return (proof, note)
    }
}
