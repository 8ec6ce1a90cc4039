import EventLog
import Foundation
import LedgerApplication
import LedgerValues
import PersonStore
import Testing

@Suite struct `Persons` {
    private static let marie = """
        {"identity":{"family_name":"Durand","given_names":"Marie","born_on":"2006-03-14"},
         "ine":{"ine":"1234567890A"},"bank":{"holder":"Marie Durand","iban":"FR7630006000011234567890189"}}
        """

    private static func register(
        _ server: TestServer, _ body: String = marie, key: String = "k1", secret: TestServer.Secret? = .counter
    ) async throws -> HTTPAnswer {
        try await server.send(
            "POST", "/v1/persons", headers: ["Content-Type": "application/json", "Idempotency-Key": key],
            secret: secret, body: body)
    }

    private static func put(
        _ server: TestServer, _ path: String, _ body: String, key: String = "k2", headers: [String: String] = [:]
    ) async throws -> HTTPAnswer {
        let all = ["Content-Type": "application/json", "Idempotency-Key": key].merging(headers) { $1 }
        return try await server.send("PUT", path, headers: all, secret: .counter, body: body)
    }

    @Test func `a person is registered, read, changed and found`() async throws {
        try await TestServer.runWithPersons { server, folder in
            let created = try await Self.register(server)
            #expect(created.status == 201)
            #expect(created.headers["cache-control"] == "no-store")
            let person = try #require(try created.json["person"].text)
            #expect(try created.json["events"].elements.map { $0["type"].text } == ["person-registered"])
            let again = try await Self.register(server)
            #expect(again.status == 200)
            #expect(try again.json["person"].text == person && again.json["events"] == created.json["events"])

            let read = try await server.send("GET", "/v1/persons/\(person)", secret: .counter)
            #expect(read.status == 200 && read.headers["cache-control"] == "no-store")
            #expect(try read.json["identity"]["family_name"].text == "Durand")
            #expect(try read.json["bank"]["iban"].text == "FR7630006000011234567890189")
            #expect(try read.json["contact"] == .null && read.json["contracts"] == .array([]))

            let changed = try await Self.put(
                server, "/v1/persons/\(person)/bank", #"{"holder":"Marie Durand","iban":"BE68539007547034"}"#)
            #expect(changed.status == 201)
            let bank = try await server.send("GET", "/v1/persons/\(person)?section=bank", secret: .counter)
            #expect(try bank.json["bank"]["iban"].text == "BE68539007547034" && bank.json["identity"] == .null)

            let found = try await server.send(
                "POST", "/v1/persons/lookup", headers: ["Content-Type": "application/json"], secret: .counter,
                body: #"{"ine":"1234567890A"}"#)
            #expect(try found.status == 200 && found.json["person"].text == person)

            let store = try PersonStore(folder: folder, creating: false)
            let accesses = try store.accesses(to: #require(PersonID(person)))
            #expect(accesses.map(\.what) == ["show:bank,contact,identity,ine", "show:bank", "lookup:ine"])
            #expect(Set(accesses.map(\.actor.text)) == ["counter"])
        }
    }

    @Test func `a person is linked to a contract by a command`() async throws {
        try await TestServer.runWithPersons { server, _ in
            let person = try #require(try await Self.register(server).json["person"].text)
            let early = try await server.command(
                #"{"command":"link-person","contract":"c-1","person":"\#(person)","on":"2026-09-01"}"#)
            try early.expect(
                ExpectedProblem(status: 422, code: "UNKNOWN_CONTRACT", field: "contract", rule: "R-021"))
            _ = try await server.command(#"{"command":"open-contract","contract":"c-1","on":"2026-09-01"}"#)
            let linked = try await server.command(
                #"{"command":"link-person","contract":"c-1","person":"\#(person)","on":"2026-09-01"}"#, key: "link")
            #expect(linked.status == 201)
            #expect(try linked.json["events"].elements.map { $0["type"].text } == ["person-linked", "person-linked"])
            let again = try await server.command(
                #"{"command":"link-person","contract":"c-1","person":"\#(person)","on":"2026-09-01"}"#, key: "link")
            #expect(try again.json["contract"].text == "c-1" && again.json["repeated"] == .bool(true))
            let read = try await server.send("GET", "/v1/persons/\(person)", secret: .counter)
            #expect(try read.json["contracts"].elements.map(\.text) == ["c-1"])
            let stranger = String(repeating: "0", count: 32)
            let refused = try await server.command(
                #"{"command":"link-person","contract":"c-1","person":"\#(stranger)","on":"2026-09-01"}"#)
            try refused.expect(
                ExpectedProblem(status: 422, code: "UNKNOWN_PERSON", field: "person", rule: "R-039"))
        }
    }

    @Test func `a page names its tenant for whoever may read both`() async throws {
        try await TestServer.runWithPersons { server, folder in
            let person = try #require(try await Self.register(server).json["person"].text)
            _ = try await server.command(#"{"command":"open-contract","contract":"c-1","on":"2026-09-01"}"#)
            _ = try await server.command(
                #"{"command":"receive-payment","contract":"c-1","on":"2026-09-02","amount_cents":100}"#)
            _ = try await server.command(
                #"{"command":"link-person","contract":"c-1","person":"\#(person)","on":"2026-09-01"}"#)
            let path = "/v1/exports/pages/account/c-1?as_of=2026-12-31"
            let bare = try await server.send("GET", path, secret: .desk)
            #expect(bare.status == 200 && !String(decoding: bare.body, as: UTF8.self).contains("Durand"))
            let named = try await server.send("GET", path + "&with_names=true", secret: .desk)
            #expect(String(decoding: named.body, as: UTF8.self).contains("<p>Marie Durand</p>"))
            #expect(named.headers["cache-control"] == "no-store" && named.headers["etag"] == nil)
            #expect(named.headers["x-content-sha256"] == SHA256.hash(named.body).description)
            #expect(named.headers["log-position"] == bare.headers["log-position"])
            let size = try await server.size()
            let event = try #require(try await server.service.events(after: size - 1, limit: 1).first)
            let text = String(decoding: event.bytes, as: UTF8.self)
            #expect(text.contains(#""actor":"desk""#) && text.contains(SHA256.hash(named.body).description))
            for secret in [TestServer.Secret.all, .reader, .counter] {
                let refused = try await server.send("GET", path + "&with_names=true", secret: secret)
                try refused.expect(ExpectedProblem(status: 403, code: "FORBIDDEN"))
            }
            try await server.send("GET", path + "&with_names=perhaps", secret: .desk).expect(
                ExpectedProblem(status: 400, code: "INVALID_PARAMETER", field: "with_names"))
            let store = try PersonStore(folder: folder, creating: false)
            let accesses = try store.accesses(to: #require(PersonID(person)))
            #expect(accesses.map(\.what) == ["account:contact,identity"] && accesses.map(\.actor.text) == ["desk"])
            #expect(try await server.size() == size)
        }
    }

    @Test func `a person is erased, for ever`() async throws {
        try await TestServer.runWithPersons { server, folder in
            let person = try #require(try await Self.register(server).json["person"].text)
            func erase(_ person: String, _ key: String) async throws -> HTTPAnswer {
                try await server.send(
                    "DELETE", "/v1/persons/\(person)", headers: ["Idempotency-Key": key], secret: .counter)
            }
            _ = try await server.command(#"{"command":"open-contract","contract":"c-1","on":"2026-09-01"}"#)
            _ = try await server.command(
                #"{"command":"receive-payment","contract":"c-1","on":"2026-09-01","amount_cents":100}"#)
            _ = try await server.command(
                #"{"command":"link-person","contract":"c-1","person":"\#(person)","on":"2026-09-01"}"#)
            try await erase(person, "e0").expect(
                ExpectedProblem(status: 422, code: "PERSON_HAS_OPEN_ACCOUNT", rule: "R-039"))
            let other = try await Self.register(
                server, #"{"identity":{"family_name":"Petit","given_names":"Luc","born_on":"1999-02-01"}}"#, key: "k2")
            let luc = try #require(try other.json["person"].text)
            let erased = try await erase(luc, "e1")
            #expect(erased.status == 201)
            #expect(try erased.json["events"].elements.map { $0["type"].text } == ["person-erased"])
            #expect(try await erase(luc, "e1").status == 200)
            let gone = ExpectedProblem(status: 410, code: "PERSON_ERASED", field: "person", rule: "R-039")
            try await erase(luc, "e2").expect(gone)
            try await server.send("GET", "/v1/persons/\(luc)", secret: .counter).expect(gone)
            try await Self.put(server, "/v1/persons/\(luc)/bank", #"{"holder":"M","iban":"BE68539007547034"}"#)
                .expect(gone)
            #expect(try PersonStore(folder: folder, creating: false).erased().map(\.person.text) == [luc])
        }
    }

    @Test func `every route wants a token for persons`() async throws {
        try await TestServer.runWithPersons { server, _ in
            let person = String(repeating: "0", count: 32)
            for (method, path) in [
                ("POST", "/v1/persons"), ("POST", "/v1/persons/lookup"), ("GET", "/v1/persons/\(person)"),
                ("PUT", "/v1/persons/\(person)/bank"), ("DELETE", "/v1/persons/\(person)"),
            ] {
                let body = method == "GET" ? nil : "{}"
                let headers = ["Content-Type": "application/json", "Idempotency-Key": "k"]
                let without = try await server.send(method, path, headers: headers, secret: nil, body: body)
                try without.expect(ExpectedProblem(status: 401, code: "UNAUTHORIZED"))
                for secret in [TestServer.Secret.reader, .writer, .all] {
                    let other = try await server.send(method, path, headers: headers, secret: secret, body: body)
                    try other.expect(ExpectedProblem(status: 403, code: "FORBIDDEN"))
                }
            }
        }
    }

    @Test func `what is wrong has a problem that repeats nothing`() async throws {
        try await TestServer.runWithPersons { server, _ in
            let person = try #require(try await Self.register(server).json["person"].text)
            let taken = try await Self.register(server, key: "k9")
            try taken.expect(ExpectedProblem(status: 422, code: "INE_TAKEN", rule: "R-002"))
            let other = try await Self.register(server, Self.marie.replacingOccurrences(of: "Marie", with: "Anne"))
            try other.expect(ExpectedProblem(status: 409, code: "KEY_REUSED", field: "Idempotency-Key"))
            let iban = try await Self.put(
                server, "/v1/persons/\(person)/bank", #"{"holder":"Zoé Petit","iban":"FR7630006000011234567890188"}"#)
            try iban.expect(ExpectedProblem(status: 400, code: "INVALID_IBAN", field: "iban", line: 1, rule: "R-059"))
            for answer in [taken, other, iban] {
                for text in ["Durand", "Anne", "Petit", "FR76", "1234567890A"] { #expect(!answer.text.contains(text)) }
            }
            let stranger = String(repeating: "0", count: 32)
            for (path, expected) in [
                (
                    "/v1/persons/\(stranger)",
                    ExpectedProblem(status: 404, code: "UNKNOWN_PERSON", field: "person", rule: "R-039")
                ),
                ("/v1/persons/1234567890A", ExpectedProblem(status: 400, code: "INVALID_IDENTIFIER", field: "person")),
                (
                    "/v1/persons/\(person)?section=soul",
                    ExpectedProblem(status: 400, code: "INVALID_PARAMETER", field: "section")
                ),
            ] { try await server.send("GET", path, secret: .counter).expect(expected) }
            try await Self.put(server, "/v1/persons/\(person)/soul", "{}")
                .expect(ExpectedProblem(status: 404, code: "NOT_FOUND"))
            try await Self.put(server, "/v1/persons/\(person)/bank", "{}", headers: ["If-Match": "\"1\""])
                .expect(ExpectedProblem(status: 400, code: "NOT_FOR_PERSONS"))
            let keyless = try await server.send(
                "POST", "/v1/persons", headers: ["Content-Type": "application/json"], secret: .counter, body: Self.marie
            )
            try keyless.expect(ExpectedProblem(status: 400, code: "MISSING_KEY", field: "Idempotency-Key"))
            let unknown = try await server.send(
                "POST", "/v1/persons/lookup", headers: ["Content-Type": "application/json"], secret: .counter,
                body: #"{"ine":"0000000000A"}"#)
            try unknown.expect(ExpectedProblem(status: 404, code: "UNKNOWN_PERSON", field: "person", rule: "R-039"))
        }
    }

    @Test func `a service without a person store says so`() async throws {
        try await TestServer.run(tariff: false) { server in
            try await Self.register(server).expect(ExpectedProblem(status: 503, code: "NO_PERSON_STORE"))
        }
    }
}
