import EventLog
import Foundation
import Testing

/// A time-stamping authority of one's own, kept by `openssl ts`.
private struct Authority {
    let folder: Folder

    init(_ folder: Folder, name: String = "Tests root") throws {
        self.folder = folder
        let script = """
            set -e
            cd "$1"
            printf '01' > serial
            cat > tsa.cnf <<'END'
            [tsa]
            default_tsa = here
            [here]
            serial = serial
            signer_digest = sha256
            default_policy = 1.2.3.4.1
            digests = sha256
            accuracy = secs:1
            [stamps]
            extendedKeyUsage = critical,timeStamping
            END
            openssl req -x509 -newkey ed25519 -nodes -keyout root.key -out root.pem -days 30 -subj '/CN=\(name)' 2>/dev/null
            openssl req -newkey rsa:2048 -nodes -keyout tsa.key -out tsa.csr -subj '/CN=Tests clock' 2>/dev/null
            openssl x509 -req -in tsa.csr -CA root.pem -CAkey root.key -CAcreateserial -days 30 -extfile tsa.cnf \
            -extensions stamps -out tsa.pem 2>/dev/null
            """
        try Self.bash(script, folder.path)
    }

    /// Answers a request.
    func stamp(_ request: String, to answer: String) throws {
        try Self.bash(
            """
            set -e
            cd "$1"
            openssl ts -reply -config tsa.cnf -queryfile "$2" -signer tsa.pem -inkey tsa.key -chain tsa.pem -out "$3"
            """, folder.path, request, answer)
    }

    var roots: String { folder.path + "/root.pem" }

    static func bash(_ script: String, _ arguments: String...) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = ["-c", script, "bash"] + arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
    }
}

@Suite struct TimestampTests {
    /// A ledger's checkpoint, stamped.
    private struct Stamped {
        let folder: Folder
        let authority: Authority
        let checkpoint: String
        let request: String
        let answer: String
        let key: String

        init() throws {
            folder = try Folder()
            try folder.run("init", "--crous", "normandie")
            authority = try Authority(folder)
            checkpoint = try folder.file("day.checkpoint", try folder.run("checkpoint").output)
            key = try folder.file("log.key", try folder.run("key").output)
            request = folder.path + "/day.tsq"
            answer = folder.path + "/day.tsr"
            let asked = try folder.run("timestamp", "request", checkpoint, "--output", request)
            #expect(asked.status == 0)
            try authority.stamp(request, to: answer)
        }

        func verify(
            _ checkpoint: String? = nil, answer: String? = nil, request: String? = nil, roots: String? = nil
        ) throws -> Program.Outcome {
            var arguments = [
                "timestamp", "verify", checkpoint ?? self.checkpoint, "--answer", answer ?? self.answer,
                "--authorities", roots ?? authority.roots, "--log-key", key,
            ]
            if let request { arguments += ["--request", request] }
            return try folder.run(arguments)
        }
    }

    @Test func `an authority says by when a checkpoint existed, and openssl agrees`() throws {
        let stamped = try Stamped()
        let outcome = try stamped.verify(request: stamped.request)
        #expect(outcome.status == 0, "\(outcome.errors)")
        let note = try #require(SignedNote(Array(try String(contentsOfFile: stamped.checkpoint, encoding: .utf8).utf8)))
        let signed = try #require(Checkpoint(text: note.text))
        #expect(outcome.output.hasPrefix("The first \(signed.size) events of \(signed.origin) existed at 20"))
        #expect(outcome.output.contains("\(signed.root)"))
        // Without the request too, as an auditor has it years later.
        #expect(try stamped.verify().status == 0)
        try Authority.bash(
            #"openssl ts -verify -data "$1" -in "$2" -CAfile "$3""#, stamped.checkpoint, stamped.answer,
            stamped.authority.roots)
    }

    @Test func `a stamp on something else, by somebody else or for another request proves nothing`() throws {
        let stamped = try Stamped()
        let other = stamped.folder.path + "/other.tsq"
        try stamped.folder.run("timestamp", "request", stamped.checkpoint, "--output", other)
        #expect(try stamped.verify(request: other).errors.contains("nonce"))

        try stamped.folder.run("publish-tariff", Repository.tariff)
        let later = try stamped.folder.file("later.checkpoint", try stamped.folder.run("checkpoint").output)
        let elsewhere = try stamped.verify(later)
        #expect(elsewhere.status == 1 && elsewhere.errors.contains("imprint"), "\(elsewhere.errors)")
        let crossed = try stamped.verify(later, request: stamped.request)
        #expect(crossed.status == 1 && crossed.errors.contains("another checkpoint"))

        let stranger = try Authority(try Folder(), name: "Somebody else")
        let foreign = try stamped.verify(roots: stranger.roots)
        #expect(foreign.status == 1 && foreign.errors.contains("certificate verify error"), "\(foreign.errors)")
    }

    @Test func `a changed answer is refused, whichever byte it is`() throws {
        let stamped = try Stamped()
        let note = Array(try Data(contentsOf: URL(fileURLWithPath: stamped.checkpoint)))
        let answer = Array(try Data(contentsOf: URL(fileURLWithPath: stamped.answer)))
        let whole = try Timestamp(
            checking: answer, over: note, askedBy: nil, trusting: stamped.authority.roots)
        for index in stride(from: 0, to: answer.count, by: 7) {
            var changed = answer
            changed[index] ^= 0x10
            // A byte that nobody signed, such as one of a certificate's spare fields, may change; what is said may not.
            let found = try? Timestamp(
                checking: changed, over: note, askedBy: nil, trusting: stamped.authority.roots)
            #expect(found == nil || found == whole, "byte \(index)")
        }
        #expect(throws: TimestampFault.unreadable) {
            try Timestamp(
                checking: Array(answer.dropLast()), over: note, askedBy: nil, trusting: stamped.authority.roots)
        }
        let nobody = try stamped.verify(roots: stamped.checkpoint)
        #expect(nobody.status == 2 && nobody.errors.contains("PEM"))
    }

    @Test func `an authority that refuses is quoted`() throws {
        let stamped = try Stamped()
        let refusal = stamped.folder.path + "/refusal.tsr"
        // A digest that it does not take.
        try Authority.bash(
            """
            set -e
            cd "$1"
            openssl ts -query -data day.checkpoint -sha512 -cert -out other.tsq 2>/dev/null
            openssl ts -reply -config tsa.cnf -queryfile other.tsq -signer tsa.pem -inkey tsa.key -out "$2" || true
            """, stamped.folder.path, refusal)
        let outcome = try stamped.verify(answer: refusal)
        #expect(outcome.status == 1 && outcome.errors.contains("status 2"), "\(outcome.errors)")
    }
}
