import Foundation
import FoundationNetworking
import Testing

/// A server of a folder's ledger, on a port of its own.
struct Server {
    let running: Program.Running
    let address: String
    let token: String

    init(_ folder: Folder, _ options: String...) throws {
        running = try Program.start(["serve", "--port", "0"] + options, in: folder)
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

    /// The bytes of an answer.
    func bytes(_ path: String) async throws -> Data {
        var request = URLRequest(url: try #require(URL(string: address + path)))
        request.setValue("Bearer " + token, forHTTPHeaderField: "Authorization")
        return try await URLSession.shared.data(for: request).0
    }

    func get(_ path: String, withToken: Bool = true) async throws -> (status: Int, body: NSDictionary?) {
        var request = URLRequest(url: try #require(URL(string: address + path)))
        if withToken { request.setValue("Bearer " + token, forHTTPHeaderField: "Authorization") }
        let (data, response) = try await URLSession.shared.data(for: request)
        let body = try JSONSerialization.jsonObject(with: data) as? NSDictionary
        return (try #require(response as? HTTPURLResponse).statusCode, body)
    }
}
