/// A SHA-256 digest: 32 bytes held inline, compared and ordered byte by byte.
public struct Digest: Hashable, Sendable {
    // Four words in memory order, so that the value itself is the 32 bytes.
    private var word0: UInt64
    private var word1: UInt64
    private var word2: UInt64
    private var word3: UInt64

    /// The number of bytes of a digest.
    public static let byteCount = 32

    /// Copies the 32 bytes of `bytes`; stops the process when there are more or fewer.
    ///
    /// For bytes that come from outside (a file, a database), `init(exactly:)` answers nil instead.
    public init(bytes: UnsafeRawBufferPointer) {
        precondition(bytes.count == Self.byteCount, "a SHA-256 digest has 32 bytes")
        word0 = bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self)
        word1 = bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
        word2 = bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self)
        word3 = bytes.loadUnaligned(fromByteOffset: 24, as: UInt64.self)
    }

    /// Copies the bytes of `bytes`; nil when they are not 32.
    public init?(exactly bytes: UnsafeRawBufferPointer) {
        guard bytes.count == Self.byteCount else { return nil }
        self.init(bytes: bytes)
    }

    /// Reads 64 lower-case hexadecimal digits; nil when the text is anything else.
    public init?(hex: some StringProtocol) {
        let text = Array(hex.utf8)
        let read = text.withUnsafeBufferPointer { Digest(hexadecimal: $0) }
        guard let read else { return nil }
        self = read
    }

    /// Reads 64 lower-case hexadecimal digits (ASCII) from memory; nil when the bytes are anything else.
    public init?(hexadecimal ascii: UnsafeBufferPointer<UInt8>) {
        guard ascii.count == 2 * Self.byteCount else { return nil }
        let raw = UnsafeRawBufferPointer(ascii)
        guard let word0 = Hexadecimal.word(raw, at: 0), let word1 = Hexadecimal.word(raw, at: 16),
            let word2 = Hexadecimal.word(raw, at: 32), let word3 = Hexadecimal.word(raw, at: 48)
        else { return nil }
        self.word0 = word0
        self.word1 = word1
        self.word2 = word2
        self.word3 = word3
    }

    /// Calls `body` with the 32 bytes, which are valid during the call only.
    @inline(__always)
    public func withUnsafeBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try Swift.withUnsafeBytes(of: self, body)
    }

    /// A digest whose 32 bytes `fill` writes.
    @inline(__always)
    init(filledBy fill: (UnsafeMutablePointer<UInt8>) -> Void) {
        self.init()
        Swift.withUnsafeMutableBytes(of: &self) { buffer in
            if let base = buffer.baseAddress { fill(base.assumingMemoryBound(to: UInt8.self)) }
        }
    }

    private init() {
        word0 = 0
        word1 = 0
        word2 = 0
        word3 = 0
    }

    /// Writes the 64 lower-case hexadecimal digits to `target`.
    func writeHexadecimal(to target: UnsafeMutableRawPointer) {
        withUnsafeBytes { bytes in
            for index in 0..<8 {
                let half = bytes.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self)
                target.storeBytes(of: Hexadecimal.digits(half), toByteOffset: 8 * index, as: UInt64.self)
            }
        }
    }
}

extension Digest: Comparable {
    /// The order of the bytes, first byte first.
    public static func < (left: Digest, right: Digest) -> Bool {
        (left.word0.bigEndian, left.word1.bigEndian, left.word2.bigEndian, left.word3.bigEndian)
            < (right.word0.bigEndian, right.word1.bigEndian, right.word2.bigEndian, right.word3.bigEndian)
    }
}

extension Digest: CustomStringConvertible {
    /// 64 lower-case hexadecimal digits.
    public var description: String {
        String(unsafeUninitializedCapacity: 2 * Self.byteCount) { buffer in
            guard let base = buffer.baseAddress else { return 0 }
            writeHexadecimal(to: base)
            return 2 * Self.byteCount
        }
    }
}

/// Lower-case hexadecimal, eight digits at a time in the bytes of one word.
private enum Hexadecimal {
    private static let ones: UInt64 = 0x0101_0101_0101_0101

    /// The eight bytes, in memory order, that the 16 digits at `offset` spell; nil for any other character.
    static func word(_ text: UnsafeRawBufferPointer, at offset: Int) -> UInt64? {
        let first = text.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        let second = text.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self)
        guard let low = half(UInt64(littleEndian: first)), let high = half(UInt64(littleEndian: second)) else {
            return nil
        }
        return (low | high << 32).littleEndian
    }

    private static func half(_ characters: UInt64) -> UInt64? {
        // A letter has bit 6 set, and its low nibble is 9 less than its value. Writing the nibbles again and comparing
        // refuses every other character, capitals too.
        let nibbles = ((characters & (ones &* 0x0F)) &+ ((characters >> 6) & ones) &* 9) & (ones &* 0x0F)
        guard spelled(nibbles) == characters else { return nil }
        let pairs = (nibbles << 4 | nibbles >> 8) & 0x00FF_00FF_00FF_00FF
        let quads = (pairs | pairs >> 8) & 0x0000_FFFF_0000_FFFF
        return (quads | quads >> 16) & 0xFFFF_FFFF
    }

    /// The eight digits, in memory order, of four bytes in memory order.
    static func digits(_ half: UInt32) -> UInt64 {
        let quads = UInt64(UInt32(littleEndian: half))
        let pairs = (quads | quads << 16) & 0x0000_FFFF_0000_FFFF
        let bytes = (pairs | pairs << 8) & 0x00FF_00FF_00FF_00FF
        let nibbles = (bytes >> 4 | bytes << 8) & (ones &* 0x0F)
        return spelled(nibbles).littleEndian
    }

    private static func spelled(_ nibbles: UInt64) -> UInt64 {
        let letters = ((nibbles &+ ones &* 6) >> 4) & ones
        return nibbles &+ ones &* 0x30 &+ letters &* 0x27
    }
}
