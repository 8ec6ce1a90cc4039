import EventLog
import LedgerApplication
import Testing

@testable import HTTPAPI

@Suite struct ExportTests {
    @Test func `GET v1 exports books is a file with its digest, and the same one again is not sent`() async throws {
        try await TestServer.run { server in
            try await server.moveIn()
            let path = "/v1/exports/books/hledger?through=2026-12-31"
            let answer = try await server.get(path)
            #expect(answer.status == 200)
            let text = String(decoding: answer.body, as: UTF8.self)
            #expect(text.contains("4191:C0") && text.contains("359.00 EUR"))
            #expect(answer.headers["x-content-sha256"] == SHA256.hash(answer.body).description)
            #expect(
                answer.headers["content-disposition"] == "attachment; filename=\"quittance_2026-12-31.journal\"")
            let tag = try #require(answer.headers["etag"])
            let again = try await server.send("GET", path, headers: ["If-None-Match": tag])
            #expect(again.status == 304 && again.body.isEmpty)
            for (asked, status) in [
                ("*", 304), ("\"a\", W/\(tag)", 304), ("x\(tag)", 200), ("\"a\", *", 200), ("\"a\"", 200),
            ] {
                #expect(try await server.send("GET", path, headers: ["If-None-Match": asked]).status == status)
            }
            let position = try #require(answer.headers["log-position"])
            let recorded = try await server.service.treeHead().size
            let events = try await server.service.events(after: recorded - 1, limit: 1)
            let event = String(decoding: try #require(events.first).bytes, as: UTF8.self)
            #expect(event.contains(#""event":"books-exported""#) && event.contains(#""actor":""#))
            #expect(event.contains(SHA256.hash(answer.body).description))
            #expect(try await server.send("HEAD", path).headers["etag"] == tag)
            let once = try await server.get(path)
            #expect(once.body == answer.body && once.headers["etag"] == tag)
            #expect(try await server.service.treeHead().size == recorded)
            let known = try await server.get(path + "&known_at=\(position)")
            #expect(known.body == answer.body && known.headers["etag"] == tag)
            let earlier = try await server.get(path + "&known_at=\((Int(position) ?? 0) - 1)")
            #expect(earlier.headers["etag"] != tag)
        }
    }

    @Test func `a part of an export is sent, of the same file alone`() async throws {
        try await TestServer.run { server in
            try await server.moveIn()
            let path = "/v1/exports/books/csv?through=2026-12-31"
            let whole = try await server.get(path)
            let tag = try #require(whole.headers["etag"])
            let part = try await server.send("GET", path, headers: ["Range": "bytes=10-19", "If-Range": tag])
            #expect(part.status == 206 && part.body == Array(whole.body[10..<20]))
            #expect(part.headers["content-range"] == "bytes 10-19/\(whole.body.count)")
            #expect(part.headers["x-content-sha256"] == whole.headers["x-content-sha256"])
            let end = try await server.send("GET", path, headers: ["Range": "bytes=-5"])
            #expect(end.body == Array(whole.body.suffix(5)))
            let beyond = try await server.send("GET", path, headers: ["Range": "bytes=\(whole.body.count)-"])
            try beyond.expect(ExpectedProblem(status: 416, code: "RANGE_NOT_SATISFIABLE", field: "Range"))
            #expect(beyond.headers["content-range"] == "bytes */\(whole.body.count)")
            let other = try await server.send("GET", path, headers: ["Range": "bytes=0-1", "If-Range": "\"x\""])
            #expect(other.status == 200 && other.body == whole.body)
        }
    }

    @Test func `GET v1 exports fec wants a SIREN, and a form must exist`() async throws {
        try await TestServer.run { server in
            try await server.moveIn()
            let file = try await server.get("/v1/exports/fec/2026?siren=123456782")
            #expect(file.status == 200 && String(decoding: file.body, as: UTF8.self).hasPrefix("JournalCode\t"))
            #expect(file.headers["content-disposition"] == "attachment; filename=\"123456782FEC20261231.txt\"")
            let description = try await server.get("/v1/exports/fec/2026/description?siren=123%20456%20782")
            #expect(description.status == 200)
            #expect(String(decoding: description.body, as: UTF8.self).contains("EcritureLib"))
            #expect(
                description.headers["content-disposition"]
                    == "attachment; filename=\"123456782FEC20261231_description.txt\"")
            #expect(description.headers["x-content-sha256"] == SHA256.hash(description.body).description)
            let path = "/v1/exports/fec/2026/description?siren=123456782"
            let part = try await server.send("GET", path, headers: ["Range": "bytes=10-19"])
            #expect(part.status == 206 && part.body == Array(description.body[10..<20]))
            #expect(part.headers["content-range"] == "bytes 10-19/\(description.body.count)")
            let tag = try #require(description.headers["etag"])
            #expect(try await server.send("GET", path, headers: ["If-None-Match": tag]).status == 304)
            #expect(try await server.send("GET", path, headers: ["Range": "bytes=99999-"]).status == 416)
            try await server.get("/v1/exports/fec/2026/description").expect(
                ExpectedProblem(status: 400, code: "MISSING_PARAMETER", field: "siren"))
            try await server.get("/v1/exports/fec/2025?siren=123456782").expect(
                ExpectedProblem(status: 404, code: "NOTHING_TO_GIVE"))
            let nothing = try await server.send(
                "GET", "/v1/exports/fec/2025?siren=123456782", headers: ["If-None-Match": "*"])
            try nothing.expect(ExpectedProblem(status: 404, code: "NOTHING_TO_GIVE"))
            try await server.get("/v1/exports/fec/2026").expect(
                ExpectedProblem(status: 400, code: "MISSING_PARAMETER", field: "siren"))
            try await server.get("/v1/exports/fec/2026?siren=123456789").expect(
                ExpectedProblem(status: 400, code: "INVALID_PARAMETER", field: "siren"))
            #expect(try await server.get("/v1/exports/books/word").status == 404)
            #expect(try await server.send("GET", "/v1/exports/books/csv", secret: .writer).status == 403)
        }
    }

    @Test func `GET v1 exports tables writes lists and accounts`() async throws {
        try await TestServer.run { server in
            try await server.moveIn()
            for name in TableName.allCases {
                let month = name.isOfMonth ? "&month=2026-10" : ""
                let answer = try await server.get("/v1/exports/tables/\(name.rawValue)?as_of=2026-12-31\(month)")
                #expect(answer.status == 200, "\(name.rawValue)")
                #expect(answer.headers["content-type"] == "text/csv; charset=utf-8")
                #expect(answer.headers["content-disposition"]?.contains("_\(name.rawValue)_2026-1") == true)
            }
            let lines = try await server.get("/v1/exports/tables/deposits?as_of=2026-12-31&ndjson=true")
            #expect(String(decoding: lines.body, as: UTF8.self).contains("\"held_cents\":35900"))
            #expect(String(decoding: lines.body, as: UTF8.self).contains("\"blocked_by\":\"keys_not_returned\""))
            let array = try await server.get("/v1/exports/tables/deposits?as_of=2026-12-31&json=true")
            #expect(array.headers["content-type"] == "application/json")
            #expect(try array.json.elements.count == 1)
            #expect(try await server.get("/v1/exports/tables/deposits?json=true&french=true").status == 400)
            let ledger = try await server.get(
                "/v1/exports/tables/general-ledger?from=2026-01-01&as_of=2026-12-31&french=true")
            #expect(String(decoding: ledger.body, as: UTF8.self).contains(";359,00;"))
            try await server.get("/v1/exports/tables/caf").expect(
                ExpectedProblem(status: 400, code: "MISSING_PARAMETER", field: "month"))
            #expect(try await server.get("/v1/exports/tables/unpaid?month=2026-10").status == 400)
            #expect(
                try await server.get("/v1/exports/tables/general-ledger?from=2027-01-01&as_of=2026-12-31").status == 400
            )
            #expect(try await server.get("/v1/exports/tables/none").status == 404)
        }
    }

    @Test func `GET v1 exports pages gives a tenant's page, and records it`() async throws {
        try await TestServer.run { server in
            try await server.moveIn()
            let page = try await server.get("/v1/exports/pages/account/c-1?as_of=2026-12-31")
            #expect(page.status == 200 && page.headers["content-type"] == "text/html; charset=utf-8")
            #expect(String(decoding: page.body, as: UTF8.self).contains("Relevé de compte"))
            let size = try await server.service.treeHead().size
            let event = try #require(try await server.service.events(after: size - 1, limit: 1).first)
            let text = String(decoding: event.bytes, as: UTF8.self)
            #expect(text.contains(#""form":"account""#) && text.contains(#""contract":"c-1""#))
            try await server.get("/v1/exports/pages/receipts/c-1?month=2026-10&as_of=2026-12-31").expect(
                ExpectedProblem(status: 404, code: "NOTHING_TO_GIVE"))
            #expect(try await server.get("/v1/exports/pages/letter/c-1").status == 404)
            #expect(try await server.get("/v1/exports/pages/account/nobody").status == 404)
        }
    }

    @Test func `POST v1 exports records records what was made beside the service, for whoever has the folder`()
        async throws
    {
        try await TestServer.run { server in
            try await server.moveIn()
            let hash = String(repeating: "0a", count: 32)
            func payload(_ position: Int64) -> String {
                #"{"file_hash":"\#(hash)","form":"csv","known_at":\#(position),"settings_hash":"\#(hash)","#
                    + #""through_on":"2026-12-31"}"#
            }
            func record(
                _ body: String, by actor: String = "?actor=officer", secret: TestServer.Secret? = .folder
            ) async throws -> HTTPAnswer {
                try await server.send(
                    "POST", "/v1/exports/records\(actor)", headers: ["Content-Type": "application/json"],
                    secret: secret,
                    body: body)
            }
            let size = try await server.size()
            for secret in [TestServer.Secret.all, .reader, .writer, .counter, nil] {
                #expect(try await record(payload(size), secret: secret).status == 401)
            }
            #expect(try await server.send("GET", "/v1/log", secret: .folder).status == 401)
            try await record(payload(size + 1)).expect(
                ExpectedProblem(status: 422, code: "FUTURE_KNOWLEDGE", field: "known_at"))
            try await record(payload(size), by: "").expect(
                ExpectedProblem(status: 400, code: "MISSING_PARAMETER", field: "actor"))
            try await record(payload(size), by: "?actor=Jean%20Dupont").expect(
                ExpectedProblem(status: 400, code: "INVALID_PARAMETER", field: "actor"))
            for body in ["", "{}", payload(size) + " ", payload(size).replacing("csv", with: "a b")] {
                try await record(body).expect(ExpectedProblem(status: 400, code: "MALFORMED_JSON"))
            }
            #expect(try await server.size() == size)
            let first = try await record(payload(size))
            #expect(first.status == 200 && first.body == Array(#"{"position":\#(size + 1)}"#.utf8))
            #expect(try await record(payload(size)).body == first.body)
            #expect(try await server.size() == size + 1)
            let event = try #require(try await server.service.events(after: size, limit: 1).first)
            #expect(String(decoding: event.bytes, as: UTF8.self).contains(#""actor":"officer""#))
        }
    }

    @Test func `a spool that takes no bytes is a failure of storage`() {
        #expect(Problem(SpoolError(code: 28)).code == "STORAGE_FAILED")
    }

    @Test func `entity tags are read as RFC 9110 writes them`() {
        #expect(EntityTags("*") == .any)
        #expect(EntityTags("\"a\"") == .listed(["\"a\""]))
        #expect(EntityTags(" ,W/\"a,b\" ,\t\"\",") == .listed(["\"a,b\"", "\"\""]))
        for text in ["a", "\"a", "x\"a\"", "\"a\"\"b\"", "\"a\", *", "w/\"a\"", "W/a"] {
            #expect(EntityTags(text) == nil, "\(text)")
        }
    }

    @Test func `ranges are read as RFC 9110 writes them`() {
        func asked(_ header: String?) -> ByteRange.Asked { ByteRange.asked(header, of: 100) }
        #expect(asked(nil) == .whole && asked("lines=1-2") == .whole && asked("bytes=1-2,4-5") == .whole)
        #expect(asked("bytes=5-2") == .whole && asked("bytes=a-2") == .whole)
        #expect(asked("bytes=0-0") == .part(ByteRange(start: 0, end: 1)))
        #expect(asked("bytes=90-200") == .part(ByteRange(start: 90, end: 100)))
        #expect(asked("bytes=-300") == .part(ByteRange(start: 0, end: 100)))
        #expect(asked("bytes=100-") == .unsatisfiable && asked("bytes=-0") == .unsatisfiable)
    }
}
