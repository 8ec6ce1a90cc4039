// Foundation's normalisation is wrong on Linux (Swift 6.3.1): it composes U+10041 U+0301 to U+00C1 and leaves U+AC00
// U+11A8 apart. The standard library's own follows the Unicode data; it is reached by the interface that it offers to
// Foundation, and only in this file.
@_spi(_Unicode) import Swift

/// Unicode Normalization Form C (UAX #15).
enum NormalizationFormC {
    /// Whether every character that starts with `leadByte` in UTF-8 is below U+0300: such text is in form C as it stands,
    /// since U+0300 is the first character that form C reorders or composes.
    @inline(__always)
    static func isAlwaysNormal(leadByte: UInt8) -> Bool { leadByte < 0xCC }

    /// Whether `text` is in form C.
    static func holds(for text: String) -> Bool {
        if isPlain(text) { return true }
        return text.unicodeScalars.elementsEqual(text._nfc)
    }

    /// `text` in form C.
    static func normal(_ text: String) -> String {
        if isPlain(text) { return text }
        var scalars = String.UnicodeScalarView()
        for scalar in text._nfc { scalars.append(scalar) }
        return String(scalars)
    }

    /// The first code point without a character; Unicode keeps normal forms for ever of assigned characters only.
    private static func firstUnassigned(in text: String) -> Unicode.Scalar? {
        if isPlain(text) { return nil }
        return text.unicodeScalars.first { $0.properties.generalCategory == .unassigned }
    }

    /// Throws `notNFC` or `unassignedCharacter`, at `offset`, for a string that must not enter the log.
    static func check(_ text: String, at offset: Int) throws(JSONError) {
        guard holds(for: text) else {
            throw JSONError(.notNFC, offset: offset, detail: "a string is not in Unicode Normalization Form C")
        }
        if let scalar = firstUnassigned(in: text) {
            let name = String(scalar.value, radix: 16, uppercase: true)
            throw JSONError(
                .unassignedCharacter, offset: offset, detail: "a string holds U+\(name), which is no character")
        }
    }

    private static func isPlain(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in bytes.allSatisfy(isAlwaysNormal) }
    }
}
