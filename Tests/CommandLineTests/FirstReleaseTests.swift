import Foundation
import Testing

/// What release 0.1.0 wrote is read for ever: its ledger, and a bundle (`FirstRelease/make-ledger.py`).
@Suite struct FirstReleaseTests {
    private static let release = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("FirstRelease")
    private static let verifier = release.appendingPathComponent("../../../Tools/verify-bundle.py").path
    private static let key = release.appendingPathComponent("ledger/verifier-key").path

    /// A copy of the ledger as the release left it.
    static func ledger() throws -> Folder {
        let folder = try Folder()
        try FileManager.default.copyItem(atPath: release.path + "/ledger", toPath: folder.ledger)
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.ledger) {
            // Git does not keep who may read a file.
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o600], ofItemAtPath: folder.ledger + "/" + name)
        }
        return folder
    }

    private static func python(_ folder: Folder, _ bundle: String) throws -> Program.Outcome {
        let script = try folder.file("judge", "exec python3 \(verifier) \(bundle) --key \(key)\n")
        return try Program.startScript(script, [], in: folder).end()
    }

    private static func json(_ text: String) throws -> Any {
        try JSONSerialization.jsonObject(with: Data(text.utf8))
    }

    /// Whether `answer` says what the release said; later releases may say more.
    private static func says(_ answer: Any?, _ released: Any) -> Bool {
        switch (answer, released) {
        case (let answer as [String: Any], let released as [String: Any]):
            released.allSatisfy { says(answer[$0.key], $0.value) }
        case (let answer as [Any], let released as [Any]):
            answer.count == released.count && zip(answer, released).allSatisfy { says($0, $1) }
        default: (answer as? NSObject) == (released as? NSObject)
        }
    }

    /// A trial balance with its accounts in the order of their numbers.
    private static func byNumber(_ answer: Any) -> Any {
        guard var balance = answer as? [String: Any], let accounts = balance["accounts"] as? [[String: Any]] else {
            return answer
        }
        balance["accounts"] = accounts.sorted { "\($0["number"] ?? "")" < "\($1["number"] ?? "")" }
        return balance
    }

    private static func expectReleasedAnswers(_ folder: Folder) throws {
        let answers = try FileManager.default.contentsOfDirectory(atPath: release.path + "/answers")
        let size = try String(contentsOfFile: release.path + "/answers/size", encoding: .utf8).prefix { $0 != "\n" }
        for name in answers.filter({ $0.hasSuffix(".json") }) {
            let parts = name.dropLast(".json".count).split(separator: "-", maxSplits: 1).map(String.init)
            let arguments = parts[0] == "statement" ? parts : [parts.joined(separator: "-")]
            // A trial balance is of an accounting year since 0.2.0; that of the release began with the log.
            let isTrial = name == "trial-balance.json"
            let answer = try folder.run(
                arguments + ["--as-of", "2027-01-31", "--known-at", "\(size)", "--json"]
                    + (isTrial ? ["--from", "2000-01-01"] : []))
            let released = try String(contentsOfFile: release.path + "/answers/" + name, encoding: .utf8)
            let (found, wanted) = (try json(answer.output), try json(released))
            #expect(
                isTrial ? says(byNumber(found), byNumber(wanted)) : says(found, wanted),
                "\(name): \(answer.output)\(answer.errors)")
        }
        #expect(answers.count > 8)
    }

    @Test func `its ledger is sound and answers as it did, before anything is written to it`() throws {
        let folder = try Self.ledger()
        let database = try Data(contentsOf: URL(fileURLWithPath: folder.ledger + "/ledger.db"))
        let verdict = try folder.run("verify")
        #expect(verdict.status == 0, "\(verdict.output)")
        #expect(verdict.output.contains("The log does not name the key that signs it"))
        try Self.expectReleasedAnswers(folder)
        #expect(try folder.run("key", "--history").output.contains("1  not recorded"))
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder.ledger + "/ledger.db")) == database)
    }

    @Test func `its ledger goes on, and its events stay as they are`() throws {
        let folder = try Self.ledger()
        let before = try folder.run("events").output
        let hash = try String(contentsOfFile: Self.release.path + "/answers/events.sha256", encoding: .utf8)
        let printed = try Program.startScript(
            try folder.file("hash", "sha256sum < \(try folder.file("events", before))\n"), [], in: folder
        ).end().output
        #expect(printed.hasPrefix(hash.trimmingCharacters(in: .newlines)))

        let payment = #"{"command":"receive-payment","contract":"a1","key":"n1","on":"2027-02-02","amount_cents":700}"#
        let recorded = try folder.run("record", try folder.file("more", payment + "\n"))
        #expect(recorded.status == 0, "\(recorded.output)\(recorded.errors)")
        #expect(try folder.run("bill", "--through", "2027-02-28").status == 0)
        let after = try folder.run("events").output
        #expect(after.hasPrefix(before) && after.contains(#""type":"ledger-opened","version":2"#))
        try Self.expectReleasedAnswers(folder)
        let verdict = try folder.run("verify")
        #expect(verdict.status == 0, "\(verdict.output)")

        let rotated = try folder.run("key", "--rotate")
        #expect(rotated.status == 0)
        #expect(try folder.run("key", "--history").output.contains(rotated.output))
        #expect(try !folder.run("verify").output.contains("does not name the key"))
    }

    @Test func `its bundle, and a new one of its contracts, are believed by both verifiers`() throws {
        let folder = try Self.ledger()
        let new = folder.path + "/new.bundle"
        #expect(try folder.run("audit-bundle", "--contract", "b2", "--out", new).status == 0)
        for bundle in [Self.release.path + "/account.bundle", new] {
            let judged = try folder.run("verify-bundle", bundle, "--key", Self.key)
            #expect(judged.status == 0, "\(judged.output)\(judged.errors)")
            #expect(try Self.python(folder, bundle).output == judged.output)
        }
    }
}
