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
            let position = try #require(answer.headers["log-position"])
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
            #expect(beyond.status == 416)
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
            try await server.get("/v1/exports/fec/2026").expect(
                ExpectedProblem(status: 400, code: "MISSING_PARAMETER", field: "siren"))
            try await server.get("/v1/exports/fec/2026?siren=123456789").expect(
                ExpectedProblem(status: 400, code: "INVALID_PARAMETER", field: "siren"))
            #expect(try await server.get("/v1/exports/books/word").status == 404)
            #expect(try await server.send("GET", "/v1/exports/books/csv", secret: .writer).status == 403)
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
