import EventLog

/// The members of a JSON object with their texts, to be spelled again with one fault.
struct Members {
    let members: [(name: String, text: String, value: JSONValue)]

    /// - Throws: `JSONError` when `bytes` are no object.
    init(_ bytes: [UInt8]) throws {
        let value = try StrictJSON.parse(bytes)
        guard case .object(let object) = value else {
            throw JSONError(.wrongType, offset: 0, detail: "an object is due")
        }
        members = try object.members.map { member in
            (member.name, String(decoding: try member.value.canonicalBytes(), as: UTF8.self), member.value)
        }
    }

    private init(_ members: [(name: String, text: String, value: JSONValue)]) { self.members = members }

    func has(_ name: String) -> Bool { members.contains { $0.name == name } }

    /// The object, its members in the order they stand in.
    func text() -> [UInt8] { Self.spell(members.map { ($0.name, $0.text) }) }

    /// The same object with the integer `name` changed.
    func replacing(_ name: String, _ change: (Int64) -> JSONValue) throws -> Members {
        guard case .integer(let number)? = members.first(where: { $0.name == name })?.value else { return self }
        return try setting(name, to: change(number))
    }

    func setting(_ name: String, to value: JSONValue) throws -> Members {
        let text = String(decoding: try value.canonicalBytes(), as: UTF8.self)
        return Members(members.map { $0.name == name ? (name, text, value) : $0 })
    }

    struct Fault {
        let what: String
        let bytes: [UInt8]
    }

    /// The object with one fault each: a member too many, too few, of another type, misspelled or out of its place.
    func faults(optional: Set<String>) -> [Fault] {
        let parts = members.map { ($0.name, $0.text) }
        var faults = [
            Fault(what: "an unknown first member", bytes: Self.spell([("aa_unknown", "1")] + parts)),
            Fault(what: "an unknown last member", bytes: Self.spell(parts + [("zz_unknown", "1")])),
            Fault(what: "bytes after it", bytes: Self.spell(parts) + [0x20]),
            Fault(what: "no end", bytes: Self.spell(parts).dropLast()),
            Fault(what: "an array", bytes: Array("[]".utf8)),
        ]
        for (index, member) in members.enumerated() {
            if !optional.contains(member.name) {
                var without = parts
                without.remove(at: index)
                faults.append(Fault(what: "no \(member.name)", bytes: Self.spell(without)))
            }
            var twice = parts
            twice.insert(parts[index], at: index)
            faults.append(Fault(what: "\(member.name) twice", bytes: Self.spell(twice)))
            if index > 0 {
                var swapped = parts
                swapped.swapAt(index - 1, index)
                faults.append(Fault(what: "\(member.name) out of order", bytes: Self.spell(swapped)))
            }
            for text in Self.wrongTexts(for: member.value) {
                var wrong = parts
                wrong[index].1 = text
                faults.append(Fault(what: "\(member.name) is \(text)", bytes: Self.spell(wrong)))
            }
        }
        return faults
    }

    /// Texts that no member accepts whose canonical value is `value`.
    private static func wrongTexts(for value: JSONValue) -> [String] {
        let others = ["null", "true", "[]", "[1]", #"{"a":1}"#, ""]
        switch value {
        case .integer(let number):
            return others + [
                "\(number).0", "\(number).5", "\(number)e0", "\"\(number)\"", "0\(number)", "-1", "-0",
                "9007199254740992",
            ]
        case .string(let text): return others + ["1", "{}", "\"\(text)\" ", "'\(text)'", "\"\\u0041\""]
        case .object: return ["null", "true", "[]", "1", "\"{}\"", ""]
        case .bool: return others.filter { $0 != "true" } + ["1", "\"false\""]
        case .array: return others.filter { $0 != "[]" }
        case .null: return others
        }
    }

    private static func spell(_ parts: [(String, String)]) -> [UInt8] {
        Array(("{" + parts.map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}").utf8)
    }
}
