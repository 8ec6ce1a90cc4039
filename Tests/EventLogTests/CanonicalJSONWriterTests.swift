import EventLog
import LedgerValues
import Testing

@Suite struct CanonicalJSONWriterTests {
    private func canonical(_ text: String) throws -> String {
        String(decoding: try StrictJSON.parse(Array(text.utf8)).canonicalBytes(), as: UTF8.self)
    }

    @Test func `the example of RFC 8785 without its floats has the published bytes`() throws {
        let text = #"""
            {
              "numbers": [333333333, 4, 2],
              "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
              "literals": [null, true, false]
            }
            """#
        let expected =
            #"{"literals":[null,true,false],"numbers":[333333333,4,2],"string":"€$\u000f\nA'B\"\\\\\"/"}"#
        #expect(try canonical(text) == expected)
    }

    @Test func `keys are sorted by their bytes at every depth`() throws {
        #expect(
            try canonical(#"{"b":{"z":1,"a_":2,"a":3,"a1":4,"aa":5},"a":[{"d":1,"c":2}]}"#)
                == #"{"a":[{"c":2,"d":1}],"b":{"a":3,"a1":4,"a_":2,"aa":5,"z":1}}"#)
    }

    @Test func `every character below U+0080 has the escape of ECMAScript`() throws {
        let short: [UInt8: String] = [
            0x08: #"\b"#, 0x09: #"\t"#, 0x0A: #"\n"#, 0x0C: #"\f"#, 0x0D: #"\r"#, 0x22: #"\""#, 0x5C: #"\\"#,
        ]
        for byte in UInt8(0)..<0x80 {
            let text = String(Unicode.Scalar(byte))
            let hexadecimal = String(byte, radix: 16)
            let long = #"\u00"# + (byte < 16 ? "0" : "") + hexadecimal
            let expected = short[byte] ?? (byte < 0x20 ? long : text)
            var writer = CanonicalJSONWriter()
            writer.string("x\(text)y")
            #expect(String(decoding: writer.bytes, as: UTF8.self) == "\"x\(expected)y\"")
        }
    }

    @Test func `the writer manages commas, nesting and scalars`() throws {
        let digest = SHA256.hash([])
        var writer = CanonicalJSONWriter(capacity: 8)
        for _ in 0..<2 {
            writer.reset()
            writer.beginObject()
            writer.key("a")
            writer.beginArray()
            writer.endArray()
            writer.key("b")
            writer.beginArray()
            writer.integer(-9_007_199_254_740_991)
            writer.integer(0)
            writer.beginObject()
            writer.endObject()
            writer.beginArray()
            writer.null()
            writer.endArray()
            writer.raw(Array("{\"x\":1}".utf8))
            writer.string("")
            writer.endArray()
            writer.key("c")
            writer.beginObject()
            writer.key("a")
            writer.bool(true)
            writer.key("b")
            writer.bool(false)
            writer.endObject()
            writer.key("d")
            writer.date(try #require(CalendarDate("2026-09-01")))
            writer.key("e")
            writer.instant(Instant(microseconds: -1))
            writer.key("f")
            writer.digest(digest)
            #expect(!writer.isComplete)
            writer.endObject()
            #expect(writer.isComplete)
        }
        let expected =
            #"{"a":[],"b":[-9007199254740991,0,{},[null],{"x":1},""],"c":{"a":true,"b":false},"d":"2026-09-01","#
            + #""e":"1969-12-31T23:59:59.999999Z","f":"\#(digest)"}"#
        #expect(String(decoding: writer.bytes, as: UTF8.self) == expected)
        #expect(canonicalRefusal(of: writer.bytes) == nil)
    }

    @Test func `the writer brings strings into form C`() {
        var writer = CanonicalJSONWriter()
        writer.string("e\u{301}\n\u{AC00}\u{11A8}")
        #expect(writer.bytes == Array("\"\u{E9}\\n\u{AC01}\"".utf8))
    }

    @Test func `days and instants are spelled as their types describe them`() {
        var generator = Seeded(seed: Seeded.announced("days and instants"))
        for _ in 0..<2_000 {
            let day = CalendarDate(dayNumber: Int32.random(in: -719_162...2_932_896, using: &generator))
            let seconds = Int64.random(in: -62_135_596_800...253_402_300_799, using: &generator)
            let fraction = Bool.random(using: &generator) ? 0 : Int64.random(in: 0..<1_000_000, using: &generator)
            let instant = Instant(microseconds: seconds * 1_000_000 + fraction)
            var writer = CanonicalJSONWriter()
            writer.beginArray()
            writer.date(day)
            writer.instant(instant)
            writer.endArray()
            #expect(String(decoding: writer.bytes, as: UTF8.self) == "[\"\(day)\",\"\(instant)\"]")
        }
    }

    @Test func `values that have no canonical bytes are refused`() throws {
        func code(_ value: JSONValue) -> JSONError.Code? {
            do throws(JSONError) {
                _ = try value.canonicalBytes()
                return nil
            } catch {
                return error.code
            }
        }
        for name in ["", "A", "aB", "é", "1a", "_a", "a-b", "a b", "a\n"] {
            let object = try JSONObject([.init(name: name, value: .null)])
            #expect(code(.array([.object(object)])) == .keyNotSnakeCase, "\(name)")
        }
        #expect(code(.integer(9_007_199_254_740_991)) == nil)
        #expect(code(.integer(9_007_199_254_740_992)) == .integerOutOfRange)
        #expect(code(.integer(.min)) == .integerOutOfRange)
        #expect(code(.string("e\u{301}")) == .notNFC)
        #expect(code(.string("\u{378}")) == .unassignedCharacter)
        let nested = { (levels: Int) in (0..<levels).reduce(JSONValue.null) { inner, _ in .array([inner]) } }
        #expect(code(nested(16)) == nil)
        #expect(code(nested(17)) == .tooDeep)
    }

    @Test func `keys out of order stop the process`() async {
        await #expect(processExitsWith: .failure) {
            var writer = CanonicalJSONWriter()
            writer.beginObject()
            writer.key("b")
            writer.null()
            writer.key("a")
        }
        await #expect(processExitsWith: .failure) {
            var writer = CanonicalJSONWriter()
            writer.beginObject()
            writer.key("a")
            writer.null()
            writer.key("a")
        }
        await #expect(processExitsWith: .success) {
            var writer = CanonicalJSONWriter()
            writer.beginObject()
            writer.key("b")
            writer.beginObject()
            writer.key("a")
            writer.null()
            writer.endObject()
            writer.key("b_")
        }
    }

    @Test func `an integer without canonical bytes stops the process`() async {
        await #expect(processExitsWith: .failure) {
            var writer = CanonicalJSONWriter()
            writer.integer(9_007_199_254_740_992)
        }
    }

    @Test func `a value without its key and a second document stop the process`() async {
        await #expect(processExitsWith: .failure) {
            var writer = CanonicalJSONWriter()
            writer.beginObject()
            writer.null()
        }
        await #expect(processExitsWith: .failure) {
            var writer = CanonicalJSONWriter()
            writer.null()
            writer.null()
        }
    }
}
