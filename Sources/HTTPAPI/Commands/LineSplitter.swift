import NIOCore

/// Cuts a stream of bytes into lines, keeping at most one unfinished line of a bounded length.
struct LineSplitter {
    enum Line {
        case text([UInt8])
        /// More bytes than allowed; they are not kept, only the column of the first one too many.
        case tooLong(column: Int)
    }

    private let limit: Int
    private var unfinished: [UInt8] = []
    /// The column of the first byte too many.
    private var tooLongAt: Int?

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
    mutating func last() -> Line? { unfinished.isEmpty && tooLongAt == nil ? nil : finish() }

    private mutating func append(_ bytes: Slice<UnsafeRawBufferPointer>) {
        guard tooLongAt == nil else { return }
        guard unfinished.count + bytes.count <= limit else {
            unfinished.append(contentsOf: bytes.prefix(limit - unfinished.count))
            tooLongAt = unfinished.count { $0 & 0xC0 != 0x80 } + 1
            unfinished.removeAll()
            return
        }
        unfinished.append(contentsOf: bytes)
    }

    private mutating func finish() -> Line {
        let line = tooLongAt.map { Line.tooLong(column: $0) } ?? .text(unfinished)
        unfinished = []
        tooLongAt = nil
        return line
    }
}
