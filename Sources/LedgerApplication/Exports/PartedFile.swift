/// A temporary file of several parts, each written piece by piece and read back whole.
struct PartedFile: Sendable {
    private let file: TemporaryFile
    private var end = 0
    /// Where the pieces of each part lie.
    private var pieces: [[Range<Int>]]

    init(parts: Int) throws {
        file = try TemporaryFile()
        pieces = Array(repeating: [], count: parts)
    }

    /// A piece for each part, with nothing in it yet.
    var emptyPieces: [[UInt8]] { Array(repeating: [], count: pieces.count) }

    /// Adds a piece to each part.
    mutating func append(_ added: [[UInt8]]) throws {
        var all: [UInt8] = []
        all.reserveCapacity(added.reduce(0) { $0 + $1.count })
        for (part, piece) in added.enumerated() where !piece.isEmpty {
            pieces[part].append(end + all.count..<end + all.count + piece.count)
            all += piece
        }
        if all.isEmpty { return }
        try file.append(all)
        end += all.count
    }

    /// Adds a piece to one part.
    mutating func append(_ piece: [UInt8], to part: Int) throws {
        if piece.isEmpty { return }
        try file.append(piece)
        pieces[part].append(end..<end + piece.count)
        end += piece.count
    }

    /// The bytes of a part in the order in which they were added.
    func read(_ part: Int) throws -> [UInt8] { try file.read(pieces[part]) }
}

/// Values as they lie in memory: a temporary file is read by the process that wrote it, and by no other.
extension [UInt8] {
    mutating func file<Value: BitwiseCopyable>(_ value: Value) {
        Swift.withUnsafeBytes(of: value) { append(contentsOf: $0) }
    }
}

/// What was put into a temporary file, value by value.
struct FiledBytes {
    let bytes: UnsafeRawBufferPointer
    private(set) var offset = 0

    init(_ bytes: UnsafeRawBufferPointer, at offset: Int = 0) {
        self.bytes = bytes
        self.offset = offset
    }

    var isAtEnd: Bool { offset == bytes.count }

    mutating func next<Value: BitwiseCopyable>(_: Value.Type) -> Value {
        defer { offset += MemoryLayout<Value>.size }
        return bytes.loadUnaligned(fromByteOffset: offset, as: Value.self)
    }

    mutating func next(_ count: Int32) -> UnsafeBufferPointer<UInt8> {
        defer { offset += Int(count) }
        return UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + Int(count)]).assumingMemoryBound(to: UInt8.self)
    }

    /// A text of so many bytes; nil for a negative number.
    mutating func text(_ count: Int32) -> String? { count < 0 ? nil : String(decoding: next(count), as: UTF8.self) }
}
