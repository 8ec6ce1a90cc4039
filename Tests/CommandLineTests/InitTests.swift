import EventLog
import Foundation
import Testing

@Suite struct InitTests {
    private func mode(_ path: String) throws -> Int? {
        (try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber)?.intValue
    }

    @Test func `a new ledger is its owner's alone`() throws {
        let folder = try Folder()
        let outcome = try folder.run("init", "--crous", "normandie")
        #expect(outcome.status == 0)
        #expect(try mode(folder.ledger) == 0o700)
        for name in ["token", "tokens.json", "ledger.db"] { #expect(try mode(folder.ledger + "/" + name) == 0o600) }
    }

    @Test func `the token is shown once and only its hash is kept`() throws {
        let folder = try Folder()
        let outcome = try folder.run("init", "--crous", "normandie")
        let token = try String(contentsOfFile: folder.ledger + "/token", encoding: .utf8).dropLast()
        #expect(token.count == 43)
        #expect(outcome.output.contains(token))
        let tokens = try String(contentsOfFile: folder.ledger + "/tokens.json", encoding: .utf8)
        #expect(!tokens.contains(token))
        #expect(tokens.contains(SHA256.hash(Array(token.utf8)).description))
    }

    @Test func `a program gets in JSON what a person reads`() throws {
        let folder = try Folder()
        let outcome = try folder.run("init", "--crous", "normandie", "--json")
        #expect(outcome.status == 0)
        guard case .object(let answer) = try StrictJSON.parse(Array(outcome.output.utf8.dropLast())) else {
            Issue.record("\(outcome.output) is no object")
            return
        }
        let token = try String(contentsOfFile: folder.ledger + "/token", encoding: .utf8).dropLast()
        #expect(answer["token"] == .string(String(token)))
        #expect(answer["crous"] == .string("normandie") && answer["folder"] == .string(folder.ledger))
        let verifier = try String(contentsOfFile: folder.ledger + "/verifier-key", encoding: .utf8).dropLast()
        #expect(answer["verifier_key"] == .string(String(verifier)))
        #expect(answer["size"] == .integer(Int64(try folder.run("events").lines.count)))
        guard case .string(let root)? = answer["root"] else {
            Issue.record("there is no root")
            return
        }
        #expect(try folder.run("verify").output.contains(root))
    }

    @Test func `a ledger is founded once`() throws {
        let folder = try Folder()
        try folder.run("init", "--crous", "normandie")
        let token = try String(contentsOfFile: folder.ledger + "/token", encoding: .utf8)
        let log = try folder.run("events").output
        let again = try folder.run("init", "--crous", "lille")
        #expect(again.status == 1)
        #expect(again.errors.contains("holds a ledger already"))
        #expect(try String(contentsOfFile: folder.ledger + "/token", encoding: .utf8) == token)
        #expect(try folder.run("events").output == log)
    }

    @Test(arguments: [["verify"], ["trial-balance"], ["bill", "--through", "2026-09-30"]])
    func `a folder without a ledger is no ledger`(arguments: [String]) throws {
        let outcome = try Program.start(arguments, in: Folder()).end()
        #expect(outcome.status == 3)
        #expect(outcome.errors.contains("quittance init"))
    }
}
