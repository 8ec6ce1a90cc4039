/// A temporary file of several parts, each written piece by piece and read back whole.
struct PartedFile: Sendable {
    private let file: TemporaryFile
    /// Where the pieces of each part lie.
    private var pieces: [[Range<Int>]]

    init(parts: Int) throws {
        file = try TemporaryFile()
        pieces = Array(repeating: [], count: parts)
    }

    /// Values on their way into the parts, in the order in which they come.
    struct Values: Sendable {
        fileprivate var bytes: [UInt8] = []
        fileprivate var starts: [(part: Int, offset: Int)] = []

        /// - Parameter room: how many bytes to expect.
        init(room: Int = 0) { bytes.reserveCapacity(room) }

        /// Adds what `put` appends to a part.
        mutating func add(to part: Int, _ put: (inout [UInt8]) -> Void) {
            starts.append((part, bytes.count))
            put(&bytes)
        }
    }

    /// Values that the file holds, but no part yet.
    struct Written: Sendable {
        fileprivate let pieces: [(part: Int, range: Range<Int>)]
    }

    /// Writes values, from whatever thread, those of a part together; for as long as it takes they are in memory twice.
    func write(_ values: Values) throws -> Written {
        func end(_ index: Int) -> Int {
            index + 1 < values.starts.count ? values.starts[index + 1].offset : values.bytes.count
        }
        var ends = [Int](repeating: 0, count: pieces.count)
        for (index, start) in values.starts.enumerated() { ends[start.part] += end(index) - start.offset }
        var ranges: [(part: Int, range: Range<Int>)] = []
        var sum = 0
        for (part, count) in ends.enumerated() {
            ends[part] = sum
            if count > 0 { ranges.append((part, sum..<sum + count)) }
            sum += count
        }
        let grouped = [UInt8](unsafeUninitializedCapacity: sum) { grouped, filled in
            values.bytes.withUnsafeBytes { bytes in
                for (index, start) in values.starts.enumerated() {
                    let value = UnsafeRawBufferPointer(rebasing: bytes[start.offset..<end(index)])
                    UnsafeMutableRawBufferPointer(
                        rebasing: UnsafeMutableRawBufferPointer(grouped)[ends[start.part]...]
                    )
                    .copyMemory(from: value)
                    ends[start.part] += value.count
                }
            }
            filled = sum
        }
        let offset = try file.add(grouped)
        return Written(pieces: ranges.map { ($0.part, $0.range.lowerBound + offset..<$0.range.upperBound + offset) })
    }

    /// Adds values to their parts, behind those that were added before.
    mutating func add(_ written: Written) {
        for (part, range) in written.pieces { pieces[part].append(range) }
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

    mutating func skip(_ count: Int) { offset += count }
}
