import EventLog
import Testing

@Suite struct StrictJSONTests {
    private static func object(_ members: (String, JSONValue)...) throws -> JSONValue {
        .object(try JSONObject(members.map { JSONObject.Member(name: $0.0, value: $0.1) }))
    }

    @Test func `accepted documents have the value they spell`() throws {
        let accepted: [(String, JSONValue)] = [
            ("null", .null), ("true", .bool(true)), ("false", .bool(false)), (" \t\r\n0 \n", .integer(0)),
            ("-1", .integer(-1)), ("9007199254740991", .integer(9_007_199_254_740_991)),
            ("-9007199254740991", .integer(-9_007_199_254_740_991)), ("\"\"", .string("")),
            (#""\b\t\n\f\r\"\\\/""#, .string("\u{08}\t\n\u{0C}\r\"\\/")), (#""\u0041\u00e9\u00E9""#, .string("Aéé")),
            (#""\uD834\uDD1E""#, .string("𝄞")), (#""\u0000""#, .string("\u{00}")), ("\"\u{7F}\"", .string("\u{7F}")),
            ("\"été œuvre ’ € 각 😀\"", .string("été œuvre ’ € 각 😀")), ("[]", .array([])), ("[ ]", .array([])),
            ("[1 , 2,[3]]", .array([.integer(1), .integer(2), .array([.integer(3)])])), ("{}", try Self.object()),
            ("{ }", try Self.object()),
            (
                #"{ "b" : 1 , "a" : {"Clé é": [true]} , "" : null }"#,
                try Self.object(
                    ("b", .integer(1)), ("a", try Self.object(("Clé é", .array([.bool(true)])))), ("", .null))
            ),
        ]
        for (text, value) in accepted { #expect(try StrictJSON.parse(Array(text.utf8)) == value, "\(text)") }
    }

    @Test(arguments: [
        ("", .syntax, 0), (" ", .syntax, 1), ("nul", .syntax, 0), ("nulll", .trailingBytes, 4), ("True", .syntax, 0),
        ("1 2", .trailingBytes, 2), ("{} x", .trailingBytes, 3), ("[1,]", .syntax, 3), ("[,1]", .syntax, 1),
        ("[1 2]", .syntax, 3), ("[1", .syntax, 2), ("[", .syntax, 1), ("]", .syntax, 0), ("{\"a\":1,}", .syntax, 7),
        ("{\"a\" 1}", .syntax, 5), ("{\"a\":}", .syntax, 5), ("{a:1}", .syntax, 1), ("{'a':1}", .syntax, 1),
        ("{\"a\":1", .syntax, 6), ("{1:1}", .syntax, 1), ("/* */1", .syntax, 0), ("NaN", .syntax, 0),
        ("Infinity", .syntax, 0), ("+1", .syntax, 0), ("-", .syntax, 1), ("-a", .syntax, 1), ("01", .syntax, 0),
        ("-01", .syntax, 0), ("00", .syntax, 0), (".5", .syntax, 0), ("0x10", .trailingBytes, 1),
        ("1.0", .float, 0), ("[1.5]", .float, 1), ("1e2", .float, 0), ("1E2", .float, 0), ("-0", .float, 0),
        ("-0.0", .float, 0), ("0.0", .float, 0), ("1.", .float, 0),
        ("9007199254740992", .integerOutOfRange, 0), ("-9007199254740992", .integerOutOfRange, 0),
        ("[99999999999999999999999999999999]", .integerOutOfRange, 1),
        ("{\"a\":1,\"b\":2,\"a\":3}", .duplicateKey, 13), (#"{"a":1,"\u0061":2}"#, .duplicateKey, 7),
        (#"[{"x":{"a":1,"a":1}}]"#, .duplicateKey, 13),
        (#""\ud800""#, .loneSurrogate, 1), (#""\udc00""#, .loneSurrogate, 1), (#""\ud800\ud800""#, .loneSurrogate, 1),
        (#""\ud800x""#, .loneSurrogate, 1), (#""\ud800\n""#, .loneSurrogate, 1), (#""\udc00\ud800""#, .loneSurrogate, 1),
        ("\"", .syntax, 0), ("\"abc", .syntax, 0), (#""a\""#, .syntax, 0), (#""\x""#, .syntax, 1),
        (#""\u12""#, .syntax, 1), (#""\u12G4""#, .syntax, 1), (#""\U0041""#, .syntax, 1), (#""\a""#, .syntax, 1),
        ("\"a\u{0}\"", .controlCharacter, 2), ("\"\n\"", .controlCharacter, 1), ("\"12345678\t\"", .controlCharacter, 9),
        ("\"e\u{301}\"", .notNFC, 0), ("{\"e\u{301}\":1}", .notNFC, 1), (#""e\u0301""#, .notNFC, 0),
        ("\"\u{212B}\"", .notNFC, 0), ("\"\u{1100}\u{1161}\"", .notNFC, 0), ("\"\u{AC00}\u{11A8}\"", .notNFC, 0),
        ("\"a\u{301}\u{323}\"", .notNFC, 0), ("\"\u{958}\"", .notNFC, 0),
        ("\"\u{378}\"", .unassignedCharacter, 0), ("\"\u{FFFF}\"", .unassignedCharacter, 0),
        ("\u{FEFF}1", .syntax, 0), ("\u{A0}1", .syntax, 0),
    ] as [(String, JSONError.Code, Int)])
    func `refused documents have a code and a place`(_ text: String, _ code: JSONError.Code, _ offset: Int) throws {
        let found = try #require(refusal(of: Array(text.utf8)), "\(text) is accepted")
        #expect(found.code == code)
        #expect(found.offset == offset)
    }

    @Test(arguments: [
        [0x80], [0xC0, 0xAF], [0xC1, 0x81], [0xC3], [0xC3, 0x28], [0xE0, 0x80, 0x80], [0xE2, 0x82], [0xED, 0xA0, 0x80],
        [0xF0, 0x80, 0x80, 0x80], [0xF0, 0x9F, 0x98], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF],
    ] as [[UInt8]])
    func `bytes that are no UTF-8 are refused in strings and names`(_ bytes: [UInt8]) throws {
        let inString = try #require(refusal(of: [0x22, 0x61] + bytes + [0x22]))
        #expect(inString.code == .invalidUTF8)
        #expect(inString.offset == 2)
        let inName = try #require(refusal(of: [0x7B, 0x22] + bytes + [0x22, 0x3A, 0x31, 0x7D]))
        #expect(inName.code == .invalidUTF8)
        #expect(refusal(of: [0x22] + bytes) != nil)
        #expect(canonicalRefusal(of: [0x22, 0x61] + bytes + [0x22])?.code == .invalidUTF8)
    }

    @Test func `form C follows the Unicode data where Foundation on Linux does not`() throws {
        // U+10041 is no letter A, whatever its low bits say.
        #expect(try StrictJSON.parse(Array("\"\u{10041}\u{301}\"".utf8)) == .string("\u{10041}\u{301}"))
        #expect(refusal(of: Array("\"\u{AC00}\u{11A8}\"".utf8))?.code == .notNFC)
        #expect(try StrictJSON.parse(Array("\"\u{AC01}\"".utf8)) == .string("\u{AC01}"))
        #expect(refusal(of: Array("\"\u{1100}\u{1176}\"".utf8)) == nil)
    }

    @Test func `nesting is allowed to the limit and not beyond`() throws {
        let deep = { (levels: Int) in
            Array((String(repeating: "[", count: levels) + String(repeating: "]", count: levels)).utf8)
        }
        #expect(refusal(of: deep(16)) == nil)
        let found = try #require(refusal(of: deep(17)))
        #expect(found == (.tooDeep, 16))
        #expect(refusal(of: Array(String(repeating: "{\"a\":", count: 17).utf8))?.code == .tooDeep)
        #expect(refusal(of: Array((String(repeating: "[[],", count: 15) + "1").utf8))?.code == .syntax)
        #expect(throws: Never.self) { try StrictJSON.parse(deep(17), maximumDepth: 17) }
    }

    @Test func `texts are allowed to the limit of bytes and not beyond`() {
        let text = { (bytes: Int) in Array("\"\(String(repeating: "x", count: bytes - 2))\"".utf8) }
        #expect(refusal(of: text(65_535)) == nil)
        #expect(refusal(of: text(65_536)).map { $0 == (.tooLarge, 65_535) } == true)
        #expect(refusal(of: text(10), maximumBytes: 10) == nil)
        #expect(refusal(of: text(11), maximumBytes: 10)?.code == .tooLarge)
    }

    @Test func `a byte is found by line and column`() {
        let text = Array("{\n  \"é\": x\n}".utf8)
        text.withUnsafeBufferPointer { bytes in
            #expect(StrictJSON.position(ofByte: 0, in: bytes) == (1, 1))
            #expect(StrictJSON.position(ofByte: 2, in: bytes) == (2, 1))
            #expect(StrictJSON.position(ofByte: 10, in: bytes) == (2, 8))
            #expect(StrictJSON.position(ofByte: 12, in: bytes) == (3, 1))
        }
    }

    @Test func `an object finds its members and has each name once`() throws {
        let object = try JSONObject([.init(name: "b", value: .null), .init(name: "a", value: .integer(1))])
        #expect(object.names == ["b", "a"])
        #expect(object["a"] == .integer(1))
        #expect(object["c"] == nil)
        #expect(throws: JSONError.self) {
            try JSONObject([.init(name: "b", value: .null), .init(name: "b", value: .null)])
        }
    }
}
