internal import Glibc

/// Scans and spells the bytes of JSON strings.
package enum JSONBytes {
    static let quote: UInt8 = 0x22
    static let backslash: UInt8 = 0x5C

    /// The first index from `start` of a byte that is not printable-as-is ASCII: a quote, a backslash, a control character
    /// or a byte of a character beyond U+007F; `count` when there is none.
    @inline(__always)
    static func endOfPlainRun(_ base: UnsafePointer<UInt8>, from start: Int, count: Int) -> Int {
        var index = start
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs: UInt64 = 0x8080_8080_8080_8080
        while index &+ 8 <= count {
            let loaded = UnsafeRawPointer(base + index).loadUnaligned(as: UInt64.self)
            let word = UInt64(littleEndian: loaded)
            // The lowest bit 7 that is set marks the first special byte: borrows only run towards later bytes.
            let quotes = word ^ (ones &* 0x22)
            let slashes = word ^ (ones &* 0x5C)
            let marks =
                (word | (word &- ones &* 0x20) & ~word | (quotes &- ones) & ~quotes | (slashes &- ones) & ~slashes)
                & highs
            if marks != 0 { return index &+ marks.trailingZeroBitCount &>> 3 }
            index &+= 8
        }
        while index < count, isPlain(base[index]) { index &+= 1 }
        return index
    }

    /// Whether a string of these bytes needs no escape (RFC 8259 §7).
    package static func needNoEscape(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let base = bytes.baseAddress else { return true }
        var index = 0
        while true {
            index = endOfPlainRun(base, from: index, count: bytes.count)
            if index == bytes.count { return true }
            guard base[index] >= 0x80 else { return false }
            index += 1
        }
    }

    @inline(__always)
    static func isPlain(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte < 0x80 && byte != quote && byte != backslash
    }

    /// Whether the first `count` bytes at two places are the same.
    @inline(__always)
    static func areEqual(_ left: UnsafePointer<UInt8>, _ right: UnsafePointer<UInt8>, count: Int) -> Bool {
        memcmp(left, right, count) == 0
    }

    /// The letter that follows the backslash in the two-character escape of `byte`, if RFC 8785 §3.2.2.2 gives it one.
    static func shortEscape(of byte: UInt8) -> UInt8? {
        switch byte {
        case 0x08: 0x62
        case 0x09: 0x74
        case 0x0A: 0x6E
        case 0x0C: 0x66
        case 0x0D: 0x72
        case quote: quote
        case backslash: backslash
        default: nil
        }
    }

    /// The byte that RFC 8785 §3.2.2.2 escapes as a backslash and `letter`.
    static func byte(ofShortEscape letter: UInt8) -> UInt8? {
        switch letter {
        case 0x62: 0x08
        case 0x74: 0x09
        case 0x6E: 0x0A
        case 0x66: 0x0C
        case 0x72: 0x0D
        case quote: quote
        case backslash: backslash
        default: nil
        }
    }

    /// The value of a hexadecimal digit in either case, nil for another byte.
    static func hexadecimal(_ byte: UInt8) -> UInt16? {
        switch byte {
        case 0x30...0x39: UInt16(byte - 0x30)
        case 0x41...0x46: UInt16(byte - 0x37)
        case 0x61...0x66: UInt16(byte - 0x57)
        default: nil
        }
    }

    static func lowerHexadecimal(_ nibble: UInt8) -> UInt8 { nibble < 10 ? 0x30 + nibble : 0x57 + nibble }

    /// Whether `name` is `[a-z][a-z0-9_]*`, the form of every key of an event.
    static func isSnakeCase(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let first = name.first, (0x61...0x7A).contains(first) else { return false }
        return name.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F }
    }

    /// The text of bytes that stand in a document, for an error's sentence: at most 40 bytes of it.
    static func excerpt(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        String(decoding: bytes.prefix(40), as: UTF8.self) + (bytes.count > 40 ? "…" : "")
    }
}
