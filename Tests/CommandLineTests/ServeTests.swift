import Foundation
import Testing

@Suite struct ServeTests {
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

    @Test func `a request that does not end keeps nobody from stopping the server`() throws {
        let folder = try Folder.withTariff()
        let server = try Server(folder, "--stop-within", "1")
        // Announces a body that never comes, and says when the answer begins.
        let script = #"""
            exec 3<>/dev/tcp/127.0.0.1/$1
            printf 'POST /v1/commands/batch HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n' "$2" >&3
            printf 'Content-Type: application/x-ndjson\r\nContent-Length: 9\r\n\r\n' >&3
            head -n 1 <&3 >&2
            cat <&3
            """#
        let port = try #require(server.address.split(separator: ":").last)
        let client = try Program.startScript(
            try folder.file("hold", script), [String(port), server.token], in: folder)
        let deadline = Date().addingTimeInterval(20)
        while !client.errorsSoFar.contains(" 200 "), Date() < deadline { Thread.sleep(forTimeInterval: 0.02) }
        #expect(client.errorsSoFar.contains(" 200 "))

        let told = Date()
        server.running.process.terminate()
        let end = try server.running.end()
        #expect(end.status == 0 && end.errors.contains("Stopped"), "\(end.errors)")
        #expect(Date().timeIntervalSince(told) < 30)
        _ = try client.end()
        #expect(try folder.run("serve", "--stop-within", "-1").status == 2)
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
