extension CanonicalJSONReader {
    /// Skips one value and answers its bytes in place; the skipped value is checked to be canonical throughout, the form and
    /// the order of its keys included.
    public mutating func skipValue() throws(JSONError) -> UnsafeBufferPointer<UInt8> {
        try startValue()
        needsComma = false
        let start = offset
        try skip()
        return UnsafeBufferPointer(start: base + start, count: offset - start)
    }

    /// Moves from one value to the last member of the text that is called `name`; the value is read elsewhere. Without such a
    /// member the cursor stays where it is.
    ///
    /// - Parameter tail: how many bytes there are at least from the comma before the member to the end of the text.
    mutating func skipUnread(toLast name: StaticString, tail: Int) {
        let length = name.utf8CodeUnitCount
        var start = count - max(tail, length + 4)
        while start > offset {
            // `,"name":`: no quote stands in a string without an escape before it.
            if base[start] == 0x2C, base[start + 1] == JSONBytes.quote, base[start + length + 2] == JSONBytes.quote,
                JSONBytes.areEqual(base + start + 2, name.utf8Start, count: length)
            {
                needsComma = true
                offset = start
                return
            }
            start -= 1
        }
    }

    private mutating func skip() throws(JSONError) {
        switch peek {
        case 0x7B?: try skipObject()
        case 0x5B?:
            try beginArray()
            while arrayHasNext() { try skip() }
            try endArray()
        case JSONBytes.quote?: try skipString()
        case 0x74?, 0x66?: _ = try bool()
        case 0x6E?:
            guard try isNull() else { throw syntax("no JSON value begins so") }
        default:
            guard let byte = peek, byte == 0x2D || (0x30...0x39).contains(byte) else {
                throw syntax("no JSON value begins so")
            }
            _ = try integer()
        }
    }

    private mutating func skipObject() throws(JSONError) {
        try beginObject()
        var previous = UnsafeBufferPointer(start: base, count: 0)
        while peek != 0x7D {
            if needsComma {
                guard peek == 0x2C else { throw syntax("a comma or the end of the object is due") }
                offset += 1
                needsComma = false
            }
            guard peek == JSONBytes.quote else { throw syntax("a member's name in quotes is due") }
            let start = offset
            let key = try ascii()
            guard JSONBytes.isSnakeCase(key) else {
                throw JSONError(.keyNotSnakeCase, offset: start, detail: "a key is not in snake case")
            }
            guard previous.lexicographicallyPrecedes(key) else {
                let code: JSONError.Code = previous.elementsEqual(key) ? .duplicateKey : .notCanonical
                throw JSONError(
                    code, offset: start, detail: "the key \"\(JSONBytes.excerpt(key))\" is not after the one before it")
            }
            previous = key
            guard peek == 0x3A else { throw syntax("a colon is due") }
            offset += 1
            needsComma = false
            try skip()
        }
        try endObject()
    }

    private mutating func skipString() throws(JSONError) {
        let end = JSONBytes.endOfPlainRun(base, from: offset + 1, count: count)
        if end < count, base[end] == JSONBytes.quote {
            offset = end + 1
            needsComma = true
        } else {
            _ = try string()
        }
    }
}
