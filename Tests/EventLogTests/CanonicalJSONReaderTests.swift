import EventLog
import LedgerValues
import Testing

@Suite struct CanonicalJSONReaderTests {
    @Test(arguments: [
        ("{}", nil), (#"{"a":1,"b":[1,{"c":null}],"c":"é\n\u000f"}"#, nil), ("[]", nil), ("0", nil), ("-7", nil),
        (" 1", .syntax), ("1 ", .trailingBytes), ("{ }", .syntax), ("[1, 2]", .syntax), ("[ ]", .syntax),
        (#"{"a": 1}"#, .syntax), (#"{"a" :1}"#, .syntax), ("[1,]", .syntax), ("[,1]", .syntax), ("[1 2]", .syntax),
        ("[1", .syntax), (#"{"a":1,}"#, .syntax), (#"{,"a":1}"#, .syntax), (#"{"a":1"b":2}"#, .syntax),
        (#"{"a":}"#, .syntax), (#"{"a""#, .syntax), ("{", .syntax), ("", .syntax), ("tru", .wrongType),
        ("nul", .syntax), ("01", .notCanonical), ("-01", .notCanonical), ("-0", .float), ("1.0", .float),
        ("1e3", .float), ("-", .syntax), ("9007199254740992", .integerOutOfRange),
        ("123456789012345678901234567890", .integerOutOfRange),
        (#"{"b":1,"a":2}"#, .notCanonical), (#"{"a":1,"a":2}"#, .duplicateKey), (#"{"A":1}"#, .keyNotSnakeCase),
        (#"{"":1}"#, .keyNotSnakeCase), (#"{"\u0061":1}"#, .wrongType), (#"{"é":1}"#, .wrongType),
        (#""\/""#, .notCanonical), (#""\u0041""#, .notCanonical), (#""\u000a""#, .notCanonical),
        (#""\u000F""#, .notCanonical), (#""\u001f""#, nil), (#""\u0020""#, .notCanonical),
        (#""\u00e9""#, .notCanonical), (#""\ud834\udd1e""#, .notCanonical), (#""\x""#, .notCanonical),
        ("\"\n\"", .controlCharacter), ("\"é\n\"", .controlCharacter), ("\"abc", .syntax), (#""abc\"#, .syntax),
        ("\"e\u{301}\"", .notNFC), ("[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]", .tooDeep),
    ] as [(String, JSONError.Code?)])
    func `only canonical spelling is accepted`(_ text: String, _ code: JSONError.Code?) {
        #expect(canonicalRefusal(of: Array(text.utf8))?.code == code)
    }

    private let event = Array(#"{"a":"x","b":[1,2],"d":{"n":null},"e":true}"#.utf8)

    @Test func `an object is read key by key`() {
        let error = reading(event) { (reader) throws(JSONError) in
            try reader.beginObject()
            try reader.key("a")
            #expect(try reader.string() == "x")
            try reader.key("b")
            try reader.beginArray()
            var elements: [Int64] = []
            while reader.arrayHasNext() { elements.append(try reader.integer()) }
            try reader.endArray()
            #expect(elements == [1, 2])
            let hasC = reader.keyIfPresent("c")
            #expect(!hasC)
            let hasD = reader.keyIfPresent("d")
            #expect(hasD)
            let isNull = try reader.isNull()
            #expect(!isNull)
            try reader.beginObject()
            try reader.key("n")
            #expect(try reader.isNull())
            try reader.endObject()
            try reader.key("e")
            #expect(try reader.bool())
            #expect(reader.offset == event.count - 1)
            try reader.endObject()
        }
        #expect(error == nil)
    }

    @Test func `a skipped value is handed out in place`() {
        let error = reading(event) { (reader) throws(JSONError) in
            try reader.beginObject()
            try reader.key("a")
            #expect(String(decoding: try reader.skipValue(), as: UTF8.self) == "\"x\"")
            try reader.key("b")
            try reader.beginArray()
            #expect(String(decoding: try reader.skipValue(), as: UTF8.self) == "1")
            #expect(String(decoding: try reader.skipValue(), as: UTF8.self) == "2")
            try reader.endArray()
            try reader.key("d")
            #expect(String(decoding: try reader.skipValue(), as: UTF8.self) == #"{"n":null}"#)
            try reader.key("e")
            _ = try reader.skipValue()
            try reader.endObject()
        }
        #expect(error == nil)
    }

    @Test func `a key that is missing, extra or broken is named`() {
        func error(_ text: String) -> JSONError? {
            reading(Array(text.utf8)) { (reader) throws(JSONError) in
                try reader.beginObject()
                try reader.key("b")
                _ = try reader.integer()
                try reader.key("d")
                _ = try reader.integer()
                try reader.endObject()
            }
        }
        #expect(error(#"{"b":1,"d":2}"#) == nil)
        #expect(error(#"{}"#)?.code == .missingField)
        #expect(error(#"{"b":1}"#)?.code == .missingField)
        #expect(error(#"{"d":2}"#)?.code == .missingField)
        #expect(error(#"{"a":0,"b":1,"d":2}"#)?.code == .unexpectedField)
        #expect(error(#"{"b":1,"c":0,"d":2}"#)?.code == .unexpectedField)
        #expect(error(#"{"b":1,"d":2,"e":0}"#)?.code == .unexpectedField)
        #expect(error(#"{"b":1,"d":2,"e":0}"#)?.detail == "the member \"e\" is not expected")
        #expect(error(#"{"b":1,"d":2,}"#)?.code == .syntax)
        #expect(error(#"{"b":1"d":2}"#)?.code == .syntax)
        #expect(error(#"{"b":1,"d" :2}"#)?.code == .missingField || error(#"{"b":1,"d" :2}"#)?.code == .unexpectedField)
        #expect(error(#"{"b":1,"d":2}}"#)?.code == .trailingBytes)
        #expect(error(#"{"b":"1","d":2}"#)?.code == .wrongType)
        #expect(error(#"{"b":1,"d":2"#)?.code == .syntax)
    }

    @Test func `texts of days, instants, digests and plain strings are exact`() {
        func code(_ text: String, _ read: (inout CanonicalJSONReader) throws(JSONError) -> Void) -> JSONError.Code? {
            reading(Array("\"\(text)\"".utf8), read)?.code
        }
        func date(_ text: String) -> JSONError.Code? {
            code(text) { (reader) throws(JSONError) in _ = try reader.date() }
        }
        func instant(_ text: String) -> JSONError.Code? {
            code(text) { (reader) throws(JSONError) in _ = try reader.instant() }
        }
        func ascii(_ text: String) -> JSONError.Code? {
            code(text) { (reader) throws(JSONError) in _ = try reader.ascii() }
        }
        func digest(_ text: String) -> JSONError.Code? {
            code(text) { (reader) throws(JSONError) in _ = try reader.digest() }
        }
        #expect(date("2026-02-28") == nil)
        #expect(date("2026-02-29") == .invalidDate)
        #expect(date("2026-2-28") == .invalidDate)
        #expect(instant("2026-02-28T23:59:59Z") == nil)
        #expect(instant("2026-02-28T23:59:59.000001Z") == nil)
        for wrong in [
            "2026-02-28T23:59:59.000000Z", "2026-02-28T23:59:59.1Z", "2026-02-28T23:59:59+00:00", "2026-02-28t23:59:59Z",
            "2026-02-28T24:00:00Z", "2026-02-28T23:60:00Z", "2026-02-28T23:59:60Z", "2026-02-30T00:00:00Z",
            "2026-02-28 23:59:59Z", "2026-02-28T23:59:59z", "2026-02-28T23:59:59,000001Z", "2026-02-28T23-59-59Z", "",
        ] { #expect(instant(wrong) == .invalidInstant, "\(wrong)") }
        #expect(ascii("") == nil)
        #expect(ascii("clerk-7 ~") == nil)
        #expect(ascii("é") == .wrongType)
        #expect(ascii(#"a\n"#) == .wrongType)
        #expect(digest(SHA256.hash([]).description) == nil)
        #expect(digest(SHA256.hash([]).description.uppercased()) == .invalidDigest)
        #expect(digest("e3") == .invalidDigest)
    }
}
