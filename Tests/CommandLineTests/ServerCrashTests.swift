import EventLog
import Foundation
import FoundationNetworking
import Glibc
import Testing

/// What a server answered before it was killed.
private actor Acknowledgements {
    private(set) var events: [(position: Int64, leafHash: String)] = []

    func add(_ new: [(position: Int64, leafHash: String)]) { events += new }
}

@Suite struct ServerCrashTests {
    private static let rounds = 12
    private static let writers = 4

    @Test func `a server killed under several writers loses nothing that it acknowledged`() async throws {
        let folder = try Folder.withTariff()
        var acknowledged = 0
        for round in 0..<Self.rounds {
            let server = try Server(folder)
            let events = try await killing(server, after: Int.random(in: 1...60), round: round)
            acknowledged += events.count
            let lines = try folder.run("events").lines
            for (index, line) in lines.enumerated() where !line.contains("\"position\":\(index + 1),") {
                Issue.record("round \(round): line \(index + 1) holds another position: \(line)")
            }
            for (position, leafHash) in events {
                try #require(position <= lines.count, "round \(round): \(position) was acknowledged and is lost")
                let leaf = SHA256.hash([0] + Array(lines[Int(position) - 1].utf8))
                #expect(leaf.description == leafHash, "round \(round): position \(position) holds another event")
            }
        }
        #expect(acknowledged >= Self.rounds)
        let verdict = try folder.run("verify")
        #expect(verdict.status == 0, "\(verdict.output)")
    }

    /// Sends commands from several writers until so many events were acknowledged, then kills the server.
    private func killing(
        _ server: Server, after count: Int, round: Int
    ) async throws -> [(position: Int64, leafHash: String)] {
        let acknowledgements = Acknowledgements()
        let process = server.running.process
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<Self.writers {
                group.addTask {
                    let contract = "r\(round)-w\(writer)"
                    var commands = 0
                    // The kill is the end: no request is answered after it.
                    while commands < 100_000 {
                        let members = commands == 0 ? "open-contract\"" : "receive-payment\",\"amount_cents\":1"
                        let body = #"{"contract":"\#(contract)","on":"2026-09-01","command":"\#(members)}"#
                        let key = "\(contract)-\(commands)"
                        guard let events = try await server.events(of: body, key: key) else { return }
                        await acknowledgements.add(events)
                        commands += 1
                    }
                }
            }
            group.addTask {
                let deadline = ContinuousClock.now + .seconds(60)
                while await acknowledgements.events.count < count, ContinuousClock.now < deadline, process.isRunning {
                    try await Task.sleep(for: .milliseconds(1))
                }
                try await Task.sleep(for: .microseconds(Int.random(in: 0...5_000)))
                kill(process.processIdentifier, SIGKILL)
            }
            try await group.waitForAll()
        }
        process.waitUntilExit()
        #expect(process.terminationReason == .uncaughtSignal, "the server ended by itself")
        return await acknowledgements.events
    }
}

extension Server {
    /// What a command was acknowledged with; nil when the server did not answer.
    fileprivate func events(of body: String, key: String) async throws -> [(position: Int64, leafHash: String)]? {
        var request = URLRequest(url: try #require(URL(string: address + "/v1/commands")))
        request.httpMethod = "POST"
        request.httpBody = Data(body.utf8)
        for (name, value) in [
            "Authorization": "Bearer " + token, "Content-Type": "application/json", "Idempotency-Key": key,
        ] {
            request.setValue(value, forHTTPHeaderField: name)
        }
        guard let (data, response) = try? await URLSession.shared.data(for: request) else { return nil }
        guard (response as? HTTPURLResponse)?.statusCode == 201 else {
            Issue.record("\(String(decoding: data, as: UTF8.self))")
            return nil
        }
        guard case .object(let answer) = try StrictJSON.parse(Array(data)), case .array(let events)? = answer["events"]
        else { return nil }
        return events.compactMap { event in
            guard case .object(let event) = event, case .integer(let position)? = event["position"],
                case .string(let leafHash)? = event["leaf_hash"]
            else { return nil }
            return (position, leafHash)
        }
    }
}
