extension JSONParser {
    /// Reads the string that begins at the quote under the cursor.
    mutating func string() throws(JSONError) -> String {
        let start = offset
        offset += 1
        guard let base = bytes.baseAddress else { throw unterminated(start) }
        let end = JSONBytes.endOfPlainRun(base, from: offset, count: bytes.count)
        if end < bytes.count, bytes[end] == JSONBytes.quote {
            let text = String(decoding: bytes[offset..<end], as: UTF8.self)
            offset = end + 1
            return text
        }
        var content: [UInt8] = []
        while let byte = next {
            switch byte {
            case JSONBytes.quote:
                offset += 1
                return try text(of: content, from: start)
            case JSONBytes.backslash:
                try escape(into: &content)
            case 0..<0x20:
                throw JSONError(
                    .controlCharacter, offset: offset, detail: "a control character stands unescaped in a string")
            case 0x80...:
                try character(into: &content)
            default:
                content.append(byte)
                offset += 1
            }
        }
        throw unterminated(start)
    }

    private func text(of content: [UInt8], from start: Int) throws(JSONError) -> String {
        guard let text = String(validating: content, as: UTF8.self) else {
            throw JSONError(.invalidUTF8, offset: start, detail: "a string is no UTF-8")
        }
        try NormalizationFormC.check(text, at: start)
        return text
    }

    /// Copies one character beyond U+007F (RFC 3629 §4 says which bytes are one), so that an error names its byte.
    private mutating func character(into content: inout [UInt8]) throws(JSONError) {
        let lead = bytes[offset]
        let length: Int
        let second: ClosedRange<UInt8>
        switch lead {
        case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xE1...0xEC, 0xEE, 0xEF: (length, second) = (3, 0x80...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        default: throw JSONError(.invalidUTF8, offset: offset, detail: "a string is no UTF-8")
        }
        guard bytes.count - offset >= length, second.contains(bytes[offset + 1]),
            bytes[(offset + 2)..<(offset + length)].allSatisfy({ $0 & 0xC0 == 0x80 })
        else { throw JSONError(.invalidUTF8, offset: offset, detail: "a string is no UTF-8") }
        content.append(contentsOf: bytes[offset..<offset + length])
        offset += length
    }

    /// Reads an escape, or a pair of them that spells one character beyond U+FFFF (RFC 8259 §7).
    private mutating func escape(into content: inout [UInt8]) throws(JSONError) {
        let start = offset
        offset += 1
        guard let letter = next else { throw unterminated(start) }
        offset += 1
        if let byte = JSONBytes.byte(ofShortEscape: letter) {
            content.append(byte)
            return
        }
        if letter == 0x2F {
            content.append(letter)
            return
        }
        guard letter == 0x75 else { throw JSONError(.syntax, offset: start, detail: "no escape is written so") }
        let unit = try codeUnit(from: start)
        var value = UInt32(unit)
        if UTF16.isSurrogate(unit) {
            guard UTF16.isLeadSurrogate(unit), take(JSONBytes.backslash), take(0x75) else { throw lone(start) }
            let trail = try codeUnit(from: start)
            guard UTF16.isTrailSurrogate(trail) else { throw lone(start) }
            value = 0x10000 + (UInt32(unit) - 0xD800) << 10 + (UInt32(trail) - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(value) else { throw lone(start) }
        content.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }

    private mutating func codeUnit(from start: Int) throws(JSONError) -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let byte = next, let nibble = JSONBytes.hexadecimal(byte) else {
                throw JSONError(.syntax, offset: start, detail: "an escape lacks its four hexadecimal digits")
            }
            unit = unit << 4 | nibble
            offset += 1
        }
        return unit
    }

    private func lone(_ start: Int) -> JSONError {
        JSONError(.loneSurrogate, offset: start, detail: "an escape spells half of a surrogate pair")
    }

    private func unterminated(_ start: Int) -> JSONError {
        JSONError(.syntax, offset: start, detail: "a string does not end")
    }
}
