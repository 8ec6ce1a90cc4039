/// The strict reader of JSON that comes from outside: RFC 8259 without its loopholes.
///
/// Any order of members and any white space are accepted. Duplicate names, floats, -0, integers outside ±(2^53 − 1), lone
/// surrogates, invalid UTF-8, strings (names too) that are not in form C, and a byte order mark are refused.
public enum StrictJSON {
    /// Parses one JSON value that fills `bytes`, white space around it allowed.
    ///
    /// - Parameters:
    ///   - maximumBytes: a longer text is `tooLarge`, without being read.
    ///   - maximumDepth: how deep arrays and objects may be nested; the outermost counts 1.
    public static func parse(
        _ bytes: UnsafeBufferPointer<UInt8>, maximumBytes: Int = JSONLimits.maximumBytes,
        maximumDepth: Int = JSONLimits.maximumDepth
    ) throws(JSONError) -> JSONValue {
        guard bytes.count <= maximumBytes else {
            throw JSONError(
                .tooLarge, offset: maximumBytes, detail: "the text has \(bytes.count) bytes, \(maximumBytes) at most")
        }
        var parser = JSONParser(bytes, maximumDepth: maximumDepth)
        return try parser.document()
    }

    /// Parses one JSON value that fills `bytes`, white space around it allowed.
    public static func parse(
        _ bytes: [UInt8], maximumBytes: Int = JSONLimits.maximumBytes, maximumDepth: Int = JSONLimits.maximumDepth
    ) throws(JSONError) -> JSONValue {
        // A typed error does not pass through this closure in every toolchain, so it travels as a value.
        let result = bytes.withUnsafeBufferPointer { buffer -> Result<JSONValue, JSONError> in
            do throws(JSONError) {
                return .success(try parse(buffer, maximumBytes: maximumBytes, maximumDepth: maximumDepth))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    /// Line and column, both from 1, of a byte of a text; columns count characters of UTF-8, not bytes.
    public static func position(ofByte offset: Int, in bytes: UnsafeBufferPointer<UInt8>) -> (line: Int, column: Int) {
        let before = bytes.prefix(max(0, offset))
        let line = before.count { $0 == 0x0A } + 1
        let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        let column = before[lineStart...].count { $0 & 0xC0 != 0x80 } + 1
        return (line, column)
    }
}

/// A recursive-descent parser over bytes that outlive it.
struct JSONParser {
    let bytes: UnsafeBufferPointer<UInt8>
    let maximumDepth: Int
    var offset = 0
    private var depth = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>, maximumDepth: Int) {
        self.bytes = bytes
        self.maximumDepth = maximumDepth
    }

    mutating func document() throws(JSONError) -> JSONValue {
        skipSpace()
        let result = try value()
        skipSpace()
        guard offset == bytes.count else {
            throw JSONError(.trailingBytes, offset: offset, detail: "bytes follow the end of the value")
        }
        return result
    }

    /// The next byte, nil at the end.
    var next: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    private mutating func value() throws(JSONError) -> JSONValue {
        guard let first = next else {
            throw JSONError(.syntax, offset: offset, detail: "the text ends where a value is due")
        }
        switch first {
        case 0x7B: return .object(try object())
        case 0x5B: return .array(try array())
        case JSONBytes.quote: return .string(try string())
        case 0x2D, 0x30...0x39: return .integer(try integer())
        case 0x74:
            try literal("true")
            return .bool(true)
        case 0x66:
            try literal("false")
            return .bool(false)
        case 0x6E:
            try literal("null")
            return .null
        default: throw JSONError(.syntax, offset: offset, detail: "no JSON value begins so")
        }
    }

    private mutating func object() throws(JSONError) -> JSONObject {
        try enter()
        var members: [JSONObject.Member] = []
        var names: Set<String> = []
        skipSpace()
        if take(0x7D) {
            depth -= 1
            return JSONObject(distinct: members)
        }
        while true {
            skipSpace()
            let start = offset
            guard next == JSONBytes.quote else {
                throw JSONError(.syntax, offset: offset, detail: "a member's name in quotes is due")
            }
            let name = try string()
            guard names.insert(name).inserted else {
                throw JSONError(.duplicateKey, offset: start, detail: "the member \"\(name)\" stands twice")
            }
            skipSpace()
            guard take(0x3A) else { throw JSONError(.syntax, offset: offset, detail: "a colon is due") }
            skipSpace()
            members.append(JSONObject.Member(name: name, value: try value()))
            skipSpace()
            if take(0x2C) { continue }
            guard take(0x7D) else {
                throw JSONError(.syntax, offset: offset, detail: "a comma or the end of the object is due")
            }
            depth -= 1
            return JSONObject(distinct: members)
        }
    }

    private mutating func array() throws(JSONError) -> [JSONValue] {
        try enter()
        var elements: [JSONValue] = []
        skipSpace()
        if take(0x5D) {
            depth -= 1
            return elements
        }
        while true {
            skipSpace()
            elements.append(try value())
            skipSpace()
            if take(0x2C) { continue }
            guard take(0x5D) else {
                throw JSONError(.syntax, offset: offset, detail: "a comma or the end of the array is due")
            }
            depth -= 1
            return elements
        }
    }

    private mutating func enter() throws(JSONError) {
        depth += 1
        guard depth <= maximumDepth else {
            throw JSONError(.tooDeep, offset: offset, detail: "values are nested deeper than \(maximumDepth)")
        }
        offset += 1
    }

    private mutating func integer() throws(JSONError) -> Int64 {
        let start = offset
        let negative = take(0x2D)
        guard let first = next, (0x30...0x39).contains(first) else {
            throw JSONError(.syntax, offset: offset, detail: "a digit is due")
        }
        var magnitude: Int64 = 0
        while let byte = next, (0x30...0x39).contains(byte) {
            // Beyond the largest integer the digits no longer matter, and the sum must not overflow.
            if magnitude <= JSONLimits.largestInteger { magnitude = magnitude * 10 + Int64(byte - 0x30) }
            offset += 1
        }
        if first == 0x30, offset > start + (negative ? 2 : 1) {
            throw JSONError(.syntax, offset: start, detail: "a number begins with a needless zero")
        }
        if next == 0x2E || next == 0x65 || next == 0x45 {
            throw JSONError(.float, offset: start, detail: "a number has a fraction or an exponent")
        }
        if negative, magnitude == 0 { throw JSONError(.float, offset: start, detail: "-0 is no integer") }
        guard magnitude <= JSONLimits.largestInteger else {
            throw JSONError(.integerOutOfRange, offset: start, detail: "an integer lies outside ±(2^53 − 1)")
        }
        return negative ? -magnitude : magnitude
    }

    private mutating func literal(_ text: StaticString) throws(JSONError) {
        let count = text.utf8CodeUnitCount
        guard bytes.count - offset >= count,
            UnsafeBufferPointer(rebasing: bytes[offset..<offset + count])
                .elementsEqual(UnsafeBufferPointer(start: text.utf8Start, count: count))
        else { throw JSONError(.syntax, offset: offset, detail: "no JSON value begins so") }
        offset += count
    }

    mutating func take(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        offset += 1
        return true
    }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { offset += 1 }
    }
}
