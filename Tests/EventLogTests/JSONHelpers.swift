import EventLog

/// What a parse of `text` is refused for, and where; nil when it is accepted.
func refusal(of bytes: [UInt8], maximumBytes: Int = JSONLimits.maximumBytes) -> (code: JSONError.Code, offset: Int)? {
    do throws(JSONError) {
        _ = try StrictJSON.parse(bytes, maximumBytes: maximumBytes)
        return nil
    } catch {
        return (error.code, error.offset)
    }
}

/// What the canonical reader refuses `bytes` for when it skips them as one value; nil when it accepts them.
func canonicalRefusal(of bytes: [UInt8]) -> JSONError? {
    reading(bytes) { (reader) throws(JSONError) in _ = try reader.skipValue() }
}

/// The error of reading `bytes` as `body` does, to the end; nil when there is none.
func reading(_ bytes: [UInt8], _ body: (inout CanonicalJSONReader) throws(JSONError) -> Void) -> JSONError? {
    bytes.withUnsafeBufferPointer { buffer in
        var reader = CanonicalJSONReader(buffer)
        do throws(JSONError) {
            try body(&reader)
            try reader.end()
            return nil
        } catch {
            return error
        }
    }
}

/// A text from a pool that has every kind of character the spelling treats differently.
func randomText(using generator: inout Seeded) -> String {
    let pool = [
        "a", "Z", "0", " ", "/", "\"", "\\", "\u{08}", "\t", "\n", "\u{0C}", "\r", "\u{00}", "\u{0F}", "\u{1F}",
        "\u{7F}", "é", "œ", "ÿ", "’", "€", "ạ\u{301}", "각", "𝄞", "😀", "\u{FFFD}", "\u{2028}",
    ]
    let count = Int.random(in: 0...20, using: &generator)
    return (0..<count).map { _ in pool[Int.random(in: 0..<pool.count, using: &generator)] }.joined()
}

/// A value of at most `depth` nested containers, whose keys are canonical and in any order.
func randomValue(depth: Int, using generator: inout Seeded) -> JSONValue {
    switch Int.random(in: 0...(depth > 0 ? 7 : 4), using: &generator) {
    case 0: return .null
    case 1: return .bool(Bool.random(using: &generator))
    case 2: return .integer(Int64.random(in: -9_007_199_254_740_991...9_007_199_254_740_991, using: &generator))
    case 3: return .integer(Int64.random(in: -12...12, using: &generator))
    case 4: return .string(randomText(using: &generator))
    case 5:
        let count = Int.random(in: 0...4, using: &generator)
        return .array((0..<count).map { _ in randomValue(depth: depth - 1, using: &generator) })
    default:
        let names = ["a", "ab", "a_b", "a1", "b", "amount_cents", "z_", "zz", "stream"].shuffled(using: &generator)
        let members = names.prefix(Int.random(in: 0...6, using: &generator)).map {
            JSONObject.Member(name: $0, value: randomValue(depth: depth - 1, using: &generator))
        }
        guard let object = try? JSONObject(members) else { return .null }
        return .object(object)
    }
}

extension JSONValue {
    /// This value with the members of every object in the order of their names.
    var sorted: JSONValue {
        switch self {
        case .null, .bool, .integer, .string: return self
        case .array(let elements): return .array(elements.map(\.sorted))
        case .object(let object):
            let members = object.members.map { JSONObject.Member(name: $0.name, value: $0.value.sorted) }
            guard let sorted = try? JSONObject(members.sorted { $0.name < $1.name }) else { return .null }
            return .object(sorted)
        }
    }
}
