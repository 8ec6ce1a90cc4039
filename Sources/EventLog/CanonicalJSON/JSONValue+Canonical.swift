extension JSONValue {
    /// The canonical bytes of this value: RFC 8785 restricted to ASCII keys in snake case, integers within ±(2^53 − 1) and
    /// strings in form C.
    ///
    /// Throws `keyNotSnakeCase`, `integerOutOfRange`, `notNFC`, `unassignedCharacter` or `tooDeep`; the offset is the byte of
    /// the output where the value would have stood.
    public func canonicalBytes() throws(JSONError) -> [UInt8] {
        var output: [UInt8] = []
        try writeCanonical(to: &output, depth: 0)
        return output
    }

    private func writeCanonical(to output: inout [UInt8], depth: Int) throws(JSONError) {
        switch self {
        case .null: output.appendText("null")
        case .bool(let value): output.appendText(value ? "true" : "false")
        case .integer(let number):
            guard number.magnitude <= UInt64(JSONLimits.largestInteger) else {
                throw JSONError(
                    .integerOutOfRange, offset: output.count, detail: "the integer \(number) lies outside ±(2^53 − 1)")
            }
            output.appendInteger(number)
        case .string(let text):
            try NormalizationFormC.check(text, at: output.count)
            output.appendString(text)
        case .array(let elements):
            try Self.check(depth, at: output.count)
            output.append(0x5B)
            for (index, element) in elements.enumerated() {
                if index > 0 { output.append(0x2C) }
                try element.writeCanonical(to: &output, depth: depth + 1)
            }
            output.append(0x5D)
        case .object(let object):
            try Self.check(depth, at: output.count)
            try object.writeCanonical(to: &output) { (value, output) throws(JSONError) in
                try value.writeCanonical(to: &output, depth: depth + 1)
            }
        }
    }

    private static func check(_ depth: Int, at offset: Int) throws(JSONError) {
        guard depth < JSONLimits.maximumDepth else {
            throw JSONError(
                .tooDeep, offset: offset, detail: "values are nested deeper than \(JSONLimits.maximumDepth)")
        }
    }
}

extension JSONObject {
    /// Writes the members in the order of their keys' bytes, which for ASCII is the UTF-16 order of RFC 8785 §3.2.3.
    fileprivate func writeCanonical(
        to output: inout [UInt8], value: (JSONValue, inout [UInt8]) throws(JSONError) -> Void
    ) throws(JSONError) {
        output.append(0x7B)
        let sorted = members.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        for (index, member) in sorted.enumerated() {
            if index > 0 { output.append(0x2C) }
            var name = member.name
            guard name.withUTF8(JSONBytes.isSnakeCase) else {
                throw JSONError(
                    .keyNotSnakeCase, offset: output.count, detail: "the key \"\(member.name)\" is not in snake case")
            }
            output.appendString(name)
            output.append(0x3A)
            try value(member.value, &output)
        }
        output.append(0x7D)
    }
}
