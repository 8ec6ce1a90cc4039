import NIOCore

/// Cuts a stream of bytes into lines, keeping at most one unfinished line of a bounded length.
struct LineSplitter {
    enum Line {
        case text([UInt8])
        /// More bytes than allowed; they are not kept.
        case tooLong
    }

    private let limit: Int
    private var unfinished: [UInt8] = []
    private var isTooLong = false

    /// - Parameter limit: the most bytes of a line, its line feed aside.
    init(limit: Int) { self.limit = limit }

    /// Takes the next bytes of the stream and calls `body` with every line that they end.
    mutating func take(_ buffer: ByteBuffer, _ body: (Line) -> Void) {
        buffer.withUnsafeReadableBytes { bytes in
            var rest = bytes[...]
            while let end = rest.firstIndex(of: 0x0A) {
                append(rest[..<end])
                body(finish())
                rest = rest[(end + 1)...]
            }
            append(rest)
        }
    }

    /// The last line, when the stream ends without a line feed.
    mutating func last() -> Line? { unfinished.isEmpty && !isTooLong ? nil : finish() }

    private mutating func append(_ bytes: Slice<UnsafeRawBufferPointer>) {
        guard !isTooLong, unfinished.count + bytes.count <= limit else {
            isTooLong = true
            unfinished.removeAll()
            return
        }
        unfinished.append(contentsOf: bytes)
    }

    private mutating func finish() -> Line {
        let line: Line = isTooLong ? .tooLong : .text(unfinished)
        unfinished = []
        isTooLong = false
        return line
    }
}
