import EventLog
import Foundation
import LedgerApplication
import Testing

/// Numbers at the ends of what 64 bits hold, wherever a caller gives one: answered, and never the end of the server.
@Suite struct `Numbers at the ends of their range` {
    static let numbers = [
        "9223372036854775807", "9223372036854775806", "-9223372036854775808", "9223372036854775808",
        "99999999999999999999", "-1",
    ]

    /// Every place of a path or a query that holds a number, as `N`.
    static let questions = [
        "/v1/journal?after=N", "/v1/journal?limit=N", "/v1/journal?known_at=N", "/v1/events?after=N",
        "/v1/events?limit=N", "/v1/unpaid?limit=N", "/v1/unpaid?known_at=N", "/v1/contracts?limit=N",
        "/v1/deposits?limit=N", "/v1/unallocated?limit=N", "/v1/parked-receipts?known_at=N",
        "/v1/trial-balance?known_at=N", "/v1/contracts/c-1/statement?known_at=N", "/v1/caf/N",
        "/v1/caf/2026-10?limit=N",
        "/v1/audit/proof/inclusion?position=N", "/v1/audit/proof/inclusion?position=1&size=N",
        "/v1/audit/proof/consistency?from=N", "/v1/audit/proof/consistency?from=1&to=N", "/v1/audit/diff?from=N",
        "/v1/audit/diff?from=1&to=N", "/v1/audit/seal/N", "/v1/audit/tile/0/N", "/v1/audit/tile/N/000",
        "/v1/audit/tile/entries/xN/000", "/v1/audit/tile/0/000.p/N", "/v1/exports/fec/N?siren=180014045",
        "/v1/exports/books/csv?known_at=N", "/v1/exports/tables/caf?month=N", "/v1/exports/tables/unpaid?known_at=N",
        "/v1/exports/pages/account/c-1?known_at=N",
    ]

    @Test func `a question that holds one is refused with a problem`() async throws {
        try await TestServer.run { server in
            try await server.moveIn()
            for question in Self.questions {
                for number in Self.numbers {
                    let path = question.replacing("N", with: number)
                    let answer = try await server.get(path)
                    #expect((400...499).contains(answer.status), "\(path): \(answer.text)")
                    #expect(answer.headers["content-type"] == "application/problem+json", "\(path)")
                }
            }
            #expect(try await server.get("/v1/journal").status == 200)
        }
    }

    @Test func `a cursor put together by hand, or a range of bytes, does no harm`() async throws {
        try await TestServer.run { server in
            try await server.moveIn()
            for version in ["1", "2"] {
                let forged = Data("\(version) journal 2026-12-31 10 9223372036854775807".utf8).base64EncodedString()
                    .replacing("=", with: "")
                try await server.get("/v1/journal?cursor=\(forged)").expect(
                    ExpectedProblem(status: 400, code: "INVALID_PARAMETER", field: "cursor"))
            }
            for number in Self.numbers {
                for range in ["bytes=\(number)-", "bytes=-\(number)", "bytes=0-\(number)", "bytes=\(number)-\(number)"]
                {
                    let answer = try await server.send(
                        "GET", "/v1/exports/books/csv", headers: ["Range": range])
                    #expect([200, 206, 416].contains(answer.status), "\(range)")
                }
            }
            #expect(try await server.get("/v1/log").status == 200)
        }
    }

    @Test func `a command with one in any member is refused before any rule is asked`() async throws {
        try await TestServer.run { server in
            try await server.moveIn()
            let size = try await server.size()
            var asked = 0
            for command in CommandName.allCases {
                for member in command.shape.members {
                    switch member.form {
                    case .cents, .integer: break
                    default: continue
                    }
                    for number in Self.numbers {
                        let subject = command.shape.subject == .contract ? #""contract":"c-1","# : ""
                        let start = #"{"command":"\#(command.rawValue)",\#(subject)"at":"2026-09-02T10:00","#
                        let answer = try await server.command(start + #""\#(member.name)":\#(number)}"#)
                        #expect(answer.status == 400, "\(command) \(member.name) \(number): \(answer.text)")
                        asked += 1
                    }
                }
            }
            #expect(asked > 200)
            #expect(try await server.size() == size)
        }
    }

    @Test func `the dearest things a command may ask for are refused, or reckoned`() async throws {
        try await TestServer.run { server in
            try await server.moveIn()
            let dear = try await server.command(
                #"{"command":"charge-service","contract":"c-1","on":"2026-09-02","amount_cents":1000000000,"#
                    + #""quantity":10000,"vat_bp":10000,"item":"A"}"#)
            try dear.expect(
                ExpectedProblem(status: 422, code: "AMOUNT_OUT_OF_RANGE", field: "amount_cents", rule: "R-012"))
            let prices = ["up_to_3", "up_to_14", "from_15"].map { #""nights_\#($0)_cents":1000000000,"# }.joined()
            var commands = [
                #"{"command":"publish-short-stay-rates","on":"2026-06-01","rows":[{"typology":"T","persons":1,"#
                    + #""status":"student",\#(prices)"from_on":"2026-06-01"}]}"#,
                #"{"command":"adopt-vat-rate","on":"2026-06-01","item":"SHORT_STAY","vat_bp":1000,"#
                    + #""from_on":"2026-06-01"}"#,
                #"{"command":"book-short-stay","contract":"s","on":"2026-06-02","typology":"T","persons":1,"#
                    + #""status":"student","arrival_on":"2026-10-10","nights":30}"#,
            ]
            commands += (10..<30).map {
                #"{"command":"receive-payment","contract":"s","on":"2026-06-\#($0)","amount_cents":1000000000}"#
            }
            commands.append(#"{"command":"record-no-show","contract":"s","on":"2026-10-10"}"#)
            for command in commands {
                let answer = try await server.command(command)
                try #require(answer.status == 201, "\(command) \(answer.text)")
            }
            let statement = try await server.get("/v1/contracts/s/statement?as_of=2026-10-31")
            #expect(statement.status == 200)
            #expect(try statement.json["balances"]["charged_cents"].number == 20_000_000_000)
        }
    }
}
