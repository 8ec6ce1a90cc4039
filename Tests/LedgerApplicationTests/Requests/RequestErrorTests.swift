import EventLog
import LedgerApplication
import Testing

/// A text that is no command, and what is said of it.
struct Refusal: Sendable, CustomTestStringConvertible {
    let text: String
    let code: RequestErrorCode
    var field: String?
    var line: Int?
    var column: Int?
    var rule: String?

    var testDescription: String { "\(code.rawValue) \(text.prefix(80))" }
}

@Suite struct `Requests that are no command` {
    static let keys = #""command":"hand-over-keys","contract":"c-1""#
    static let tariff =
        #""row":"A/B","from_on":"2026-09-01","to_on":"2027-08-31","deposit_cents":1,"site":"a","residence":"b","#
        + #""typology":"c","occupancy":"single""#

    static let refusals: [Refusal] = [
        Refusal(text: "", code: .malformedJSON, line: 1, column: 1),
        Refusal(text: "{\n \"command\" \"x\"}", code: .malformedJSON, line: 2, column: 12),
        Refusal(text: #"{"command":"hand-over-keys"} x"#, code: .malformedJSON, line: 1, column: 30),
        Refusal(text: "[]", code: .notAnObject),
        Refusal(text: "7", code: .notAnObject),
        Refusal(text: "{}", code: .missingField, field: "command", line: 1, column: 1),
        Refusal(text: #"{"command":"open-door"}"#, code: .unknownCommand, field: "command", line: 1, column: 12),
        Refusal(text: #"{"command":7}"#, code: .wrongType, field: "command", line: 1, column: 12),
        Refusal(text: "{\(keys)}", code: .missingField, field: "on", line: 1, column: 1),
        Refusal(text: #"{"command":"hand-over-keys","on":"2026-09-01"}"#, code: .missingField, field: "contract"),
        Refusal(
            text: #"{\#(keys),"tenant_code":"T1","on":"2026-09-01"}"#, code: .conflictingFields, field: "tenant_code"),
        Refusal(
            text: #"{\#(keys),"on":"2026-09-01","at":"2026-09-01T10:00"}"#, code: .conflictingFields, field: "on"),
        Refusal(text: #"{\#(keys),"on":"2026-09-01","colour":"red"}"#, code: .unknownField, field: "colour"),
        Refusal(text: #"{\#(keys),"on":"2026-09-01","0123456789A":1}"#, code: .unknownField, field: "?"),
        Refusal(text: #"{\#(keys),"on":"2026-09-01","key":"k"}"#, code: .unknownField, field: "key"),
        Refusal(text: "{\(keys),\n\"on\":\"2026-02-29\"}", code: .invalidDate, field: "on", line: 2, column: 6),
        Refusal(text: #"{\#(keys),"on":"9999-12-31"}"#, code: .invalidDate, field: "on"),
        Refusal(text: #"{\#(keys),"on":20260901}"#, code: .wrongType, field: "on"),
        Refusal(text: #"{\#(keys),"on":null}"#, code: .wrongType, field: "on"),
        Refusal(text: #"{\#(keys),"at":"2026-09-01 10:00"}"#, code: .invalidInstant, field: "at"),
        Refusal(
            text: #"{"command":"receive-advance","contract":"c-1","on":"2026-09-01","amount_cents":7000}"#,
            code: .unknownField, field: "on"),
        Refusal(
            text: #"{"command":"receive-advance","contract":"c-1","amount_cents":7000}"#, code: .missingField,
            field: "at"
        ),
        Refusal(text: amount("70.0"), code: .amountNotInteger, field: "amount_cents", line: 1, column: 80),
        Refusal(text: amount("7e3"), code: .amountNotInteger, field: "amount_cents"),
        Refusal(text: amount("\"7000\""), code: .wrongType, field: "amount_cents"),
        Refusal(text: amount("0"), code: .amountOutOfRange, field: "amount_cents", rule: "R-012"),
        Refusal(text: amount("-1"), code: .amountOutOfRange, field: "amount_cents", rule: "R-012"),
        Refusal(text: amount("1000000001"), code: .amountOutOfRange, field: "amount_cents", rule: "R-012"),
        Refusal(text: amount("99999999999999999999"), code: .amountOutOfRange, field: "amount_cents", rule: "R-012"),
        Refusal(
            text: #"{\#(keys),"on":"2026-09-01","on":"2026-09-02"}"#, code: .duplicateField, field: "on", line: 1,
            column: 64),
        Refusal(
            text: #"{"command":"hand-over-keys","tenant_code":"0123456789A","on":"2026-09-01"}"#,
            code: .ineIsNotATenantCode, field: "tenant_code", line: 1, column: 43, rule: "R-002"),
        Refusal(
            text: #"{"command":"hand-over-keys","contract":"012345678AB","on":"2026-09-01"}"#,
            code: .ineIsNotATenantCode, field: "contract", rule: "R-002"),
        Refusal(
            text: #"{"command":"issue-tenant-code","contract":"c-1","on":"2026-09-01","code":"0123456789A"}"#,
            code: .ineIsNotATenantCode, field: "code", rule: "R-002"),
        Refusal(
            text: #"{"command":"hand-over-keys","contract":"c 1","on":"2026-09-01"}"#, code: .invalidIdentifier,
            field: "contract"),
        Refusal(
            text: #"{"command":"waive-deposit","contract":"c-1","on":"2026-09-01","ground":"Because she asked."}"#,
            code: .invalidCode, field: "ground"),
        Refusal(
            text: #"{"command":"return-keys","contract":"c-1","on":"2026-09-01","inventory":"good"}"#,
            code: .invalidCode, field: "inventory"),
        Refusal(
            text:
                #"{"command":"charge-cost","contract":"c-1","on":"2026-09-01","amount_cents":1,"vat_bp":10001,"item":"A"}"#,
            code: .numberOutOfRange, field: "vat_bp"),
        Refusal(
            text: #"{"command":"close-month","contract":"c-1","on":"2026-11-01","month":"2026-10"}"#,
            code: .unknownField,
            field: "contract"),
        Refusal(
            text: #"{"command":"close-month","on":"2026-11-01","month":"2026-13"}"#, code: .invalidMonth, field: "month"
        ),
        Refusal(text: #"{"command":"publish-tariff","on":"2026-06-01","rows":[]}"#, code: .missingField, field: "rows"),
        Refusal(text: rows("{}"), code: .missingField, field: "rows[0].from_on"),
        Refusal(text: rows("7"), code: .wrongType, field: "rows[0]"),
        Refusal(text: rows("{\(tariff)}"), code: .missingField, field: "rows[0].bare_cents"),
        Refusal(text: rows("{\(tariff),\"flat_cents\":1.5}"), code: .amountNotInteger, field: "rows[0].flat_cents"),
        Refusal(
            text: rows("{\(tariff),\"flat_cents\":1,\"bare_cents\":1}"), code: .conflictingFields,
            field: "rows[0].bare_cents"),
        Refusal(text: rows("{\(tariff),\"colour\":1}"), code: .unknownField, field: "rows[0].colour"),
        Refusal(text: "{\"command\":\"e\u{301}\"}", code: .invalidText, field: "command"),
    ]

    static func amount(_ text: String) -> String {
        #"{"command":"receive-payment","contract":"c-1","on":"2026-09-01","amount_cents":\#(text)}"#
    }

    static func rows(_ text: String) -> String {
        #"{"command":"publish-tariff","on":"2026-06-01","rows":[\#(text)]}"#
    }

    @Test(arguments: refusals) func `each is refused with its code, its place and a remedy`(_ refusal: Refusal) throws {
        let error = try #require(throws: RequestError.self) { try decode(refusal.text) }
        #expect(error.code == refusal.code)
        #expect(error.field == refusal.field)
        if let line = refusal.line { #expect(error.place?.line == line) }
        if let column = refusal.column { #expect(error.place?.column == column) }
        #expect(error.rule == refusal.rule ?? refusal.code.rule)
        #expect(error.remedy.hasSuffix("."))
        #expect(!error.detail.isEmpty)
        #expect(!"\(error)".contains("0123456789A") && !"\(error)".contains("012345678AB"), "an INE is never repeated")
    }

    @Test func `a command without a key is refused, in a bulk line too`() throws {
        let text = #"{"command":"hand-over-keys","contract":"c-1","on":"2026-09-01"}"#
        let single = try #require(throws: RequestError.self) { try decode(text, key: nil) }
        #expect(single.code == .missingKey)
        let line = try #require(throws: RequestError.self) { try decode(text, key: nil, keyInBody: true) }
        #expect(line.code == .missingKey && line.field == "key")
    }

    @Test func `a key is 1 to 128 printable characters`() throws {
        let long = String(repeating: "k", count: 129)
        let error = try #require(throws: RequestError.self) {
            try decode(
                #"{"key":"\#(long)","command":"hand-over-keys","contract":"c-1","on":"2026-09-01"}"#, key: nil,
                keyInBody: true)
        }
        #expect(error.code == .invalidKey && error.field == "key")
    }

    @Test func `a command of more than 65,535 bytes is refused, a tariff of more than 1 MiB`() throws {
        let padding = String(repeating: " ", count: 65_535)
        let error = try #require(throws: RequestError.self) {
            try decode(#"{"command":"hand-over-keys","contract":"c-1","on":"2026-09-01"\#(padding)}"#)
        }
        #expect(error.code == .tooLarge && error.place?.offset == 65_535 && error.place?.column == 65_536)
        let huge = String(repeating: " ", count: RequestLimits.tariffBytes)
        let other = try #require(throws: RequestError.self) { try decode("{\(huge)}") }
        #expect(other.code == .tooLarge)
        #expect(throws: Never.self) {
            try decode(Self.rows("{\(Self.tariff),\"flat_cents\":1\(padding)}"))
        }
    }
}
