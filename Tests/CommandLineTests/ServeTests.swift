import Foundation
import FoundationNetworking
import Testing

@Suite struct ServeTests {
    /// A server of a folder's ledger, on a port of its own.
    private struct Server {
        let running: Program.Running
        let address: String
        private let token: String

        init(_ folder: Folder) throws {
            running = try Program.start(["serve", "--port", "0"], in: folder)
            let deadline = Date().addingTimeInterval(20)
            var address: Substring?
            while address == nil, Date() < deadline, running.process.isRunning {
                address = running.errorsSoFar.firstMatch(of: #/on (http:\/\/[0-9.:]+)\n/#)?.1
                Thread.sleep(forTimeInterval: 0.02)
            }
            self.address = String(try #require(address))
            token = try String(contentsOfFile: folder.ledger + "/token", encoding: .utf8).trimmingCharacters(
                in: .whitespacesAndNewlines)
        }

        func get(_ path: String, withToken: Bool = true) async throws -> (status: Int, body: NSDictionary?) {
            var request = URLRequest(url: try #require(URL(string: address + path)))
            if withToken { request.setValue("Bearer " + token, forHTTPHeaderField: "Authorization") }
            let (data, response) = try await URLSession.shared.data(for: request)
            let body = try JSONSerialization.jsonObject(with: data) as? NSDictionary
            return (try #require(response as? HTTPURLResponse).statusCode, body)
        }
    }

    @Test func `a server answers what the command line answers, and stops when it is told to`() async throws {
        let folder = try Folder.withTariff()
        try folder.run("record", try folder.file("commands", WorkedTenancy.commands))
        try folder.run("bill", "--through", "2026-12-31")
        let server = try Server(folder)

        #expect(try await server.get("/v1/log", withToken: false).status == 401)
        for (path, arguments) in [
            ("/v1/contracts/c1/statement", ["statement", "c1"]), ("/v1/contracts", ["contracts"]),
            ("/v1/unpaid", ["unpaid"]), ("/v1/deposits", ["deposits"]), ("/v1/caf/2026-10", ["caf", "2026-10"]),
            ("/v1/trial-balance", ["trial-balance"]),
        ] {
            let day = "2027-01-15"
            let served = try await server.get(path + "?as_of=" + day)
            #expect(served.status == 200)
            let body = try #require(served.body?.mutableCopy() as? NSMutableDictionary)
            // A page of the API says where the next one begins; the command line gives the whole list.
            body.removeObject(forKey: "next_cursor")
            let printed = try Program.start(arguments + ["--as-of", day, "--json"], in: folder).end()
            #expect(printed.status == 0)
            let answer = try JSONSerialization.jsonObject(with: Data(printed.output.utf8)) as? NSDictionary
            #expect(body == answer, "\(path)")
        }
        let refused = try folder.run("close", "--month", "2026-09")
        #expect(refused.status == 3)
        #expect(refused.errors.contains("HTTP API"))

        server.running.process.terminate()
        let end = try server.running.end()
        #expect(end.status == 0)
        #expect(end.errors.contains("Stopped"))
        #expect(try folder.run("close", "--month", "2026-09").status == 0)
    }

    @Test func `a server without tokens, or with a damaged file of them, does not start`() throws {
        let folder = try Folder.withTariff()
        try #"{"tokens":[{"actor":"x","scopes":["everything"],"sha256":"00"}]}"#.write(
            toFile: folder.ledger + "/tokens.json", atomically: true, encoding: .utf8)
        #expect(try folder.run("serve", "--port", "0").status == 3)
        try FileManager.default.removeItem(atPath: folder.ledger + "/tokens.json")
        let outcome = try folder.run("serve", "--port", "0")
        #expect(outcome.status == 3)
        #expect(outcome.errors.contains("tokens.json"))
    }
}
