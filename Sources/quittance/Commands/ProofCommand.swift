import ArgumentParser
import EventLog
import LedgerApplication

/// `quittance proof`
struct ProofCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "proof",
        abstract: "Prove that an event is in the log, or that the log only grew.",
        discussion: """
            The proofs of RFC 9162, of the tree that the last checkpoint signed unless a size is named. They are checked \
            with a checkpoint and the verifier key, and nothing else.

            EXAMPLE
              quittance proof inclusion 1500
              quittance proof consistency 1200

            EXIT CODES  0 printed; 2 there is no such tree or event; 3 the ledger is unusable
            """,
        subcommands: [InclusionProofCommand.self, ConsistencyProofCommand.self])
}

/// `quittance proof inclusion`
struct InclusionProofCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inclusion",
        abstract: "Prove that the event at a position is in the log.",
        discussion: """
            Every answer to a command names positions and leaf hashes: this turns such a receipt into a proof. One line \
            of JSON, hashes in hexadecimal; --tlog prints proof and checkpoint in one text (C2SP tlog-proof).

            EXAMPLE
              quittance proof inclusion 1500 --tlog > 1500.tlog-proof

            EXIT CODES  0 printed; 2 there is no such tree or event; 3 the ledger is unusable
            """)

    @Argument(help: ArgumentHelp("The position of the event, 1 for the first.", valueName: "position"))
    var position: Int64

    @Option(help: ArgumentHelp("The number of events of the tree; default: those signed last.", valueName: "events"))
    var size: Int64?

    @Flag(help: "Print proof and checkpoint in one text.")
    var tlog = false

    @OptionGroup var place: FolderOptions

    func validate() throws {
        if position < 1 { throw ValidationError("The first position is 1.") }
        if tlog, size != nil { throw ValidationError("A proof with its checkpoint is of the size that was signed.") }
    }

    func run() async throws {
        guard let position = Position(position) else { return }
        try await place.folder.reading { ledger in
            guard tlog else {
                return try Console.write(json: try await ledger.inclusion(of: position, size: size).json)
            }
            let signed = try await ledger.checkpoint()
            let proof = try await ledger.inclusion(of: position, size: signed.checkpoint.size)
            guard let text = proof.text(with: signed.note) else { throw CheckpointFault.unreadable }
            Console.write(text)
        }
    }
}

/// `quittance proof consistency`
struct ConsistencyProofCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "consistency",
        abstract: "Prove that the log only grew since it had so many events.",
        discussion: """
            Whoever kept an earlier checkpoint compares its root with `from_root`, and that of the last one with \
            `to_root`. One line of JSON, hashes in hexadecimal.

            EXAMPLE
              quittance proof consistency 1200 1500

            EXIT CODES  0 printed; 2 there is no such tree; 3 the ledger is unusable
            """)

    @Argument(help: ArgumentHelp("The number of events of the earlier tree.", valueName: "from"))
    var from: Int64

    @Argument(
        help: ArgumentHelp("The number of events of the later tree; default: those signed last.", valueName: "to"))
    var to: Int64?

    @OptionGroup var place: FolderOptions

    func run() async throws {
        let proof = try await place.folder.reading { try await $0.consistency(from: from, to: to) }
        try Console.write(json: proof.json)
    }
}

extension InclusionProof {
    fileprivate var json: JSONValue {
        .members([
            "position": .integer(position.number), "leaf_hash": .text(leaf), "size": .integer(size),
            "root": .text(root), "hashes": .list(hashes) { .text($0) },
        ])
    }
}

extension ConsistencyProof {
    fileprivate var json: JSONValue {
        .members([
            "from": .integer(from), "from_root": .text(fromRoot), "to": .integer(to), "to_root": .text(toRoot),
            "hashes": .list(hashes) { .text($0) },
        ])
    }
}
