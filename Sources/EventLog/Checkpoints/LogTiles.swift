/// The whole log as static files that anybody may copy (C2SP tlog-tiles).
public enum LogTiles {
    /// The hashes of a full tile, and the events of a full bundle.
    public static let width: Int64 = 256

    /// A file of the log; full ones never change again.
    public struct File: Sendable {
        /// `tile/0/x001/234`, `tile/entries/000.p/17`.
        public let path: String
        public let isFull: Bool
    }

    /// Calls `body` with every file of the tree of `size` events, level by level, and what makes its content.
    ///
    /// Throws what reading and `body` throw.
    public static func files(
        ofSize size: Int64, in reader: some EventStoreReader,
        _ body: (File, _ content: () throws -> [UInt8]) throws -> Void
    ) throws {
        try each(of: size, under: "entries") { file, first, count in
            try body(file) { try entries(first, count, in: reader) }
        }
        var (level, nodes) = (0, size)
        while nodes > 0 {
            try each(of: nodes, under: String(level)) { [level] file, first, count in
                try body(file) { try hashes(level, first, count, in: reader) }
            }
            level += 1
            nodes >>= MerkleLevels.stride
        }
    }

    /// A file by what it holds; its path has one spelling.
    public struct Name: Hashable, Sendable {
        /// The level of the tiles, each eight levels of the tree; nil for events.
        public let level: Int?
        public let number: Int64
        /// 1 to ``LogTiles/width``.
        public let count: Int

        /// Reads what follows `tile/` in a path; nil when it is the path of no file.
        public init?(path: String) {
            let parts = path.split(separator: "/", omittingEmptySubsequences: false)
            guard parts.count >= 2, parts.count <= 10 else { return nil }
            level = parts[0] == "entries" ? nil : Int(parts[0])
            var elements = parts[1...]
            var count = Int(LogTiles.width)
            if elements.count > 1, elements[elements.endIndex - 2].hasSuffix(".p"), let last = elements.popLast() {
                guard let held = Int(last), (1..<count).contains(held), let part = elements.popLast() else {
                    return nil
                }
                count = held
                elements.append(part.dropLast(2))
            }
            let digits = elements.map { $0.hasPrefix("x") ? $0.dropFirst() : $0 }.joined()
            guard let number = Int64(digits), (0...(Int64.max >> 16)).contains(number) else { return nil }
            self.number = number
            self.count = count
            guard level.map({ (0...7).contains($0) }) ?? true, self.path == path else { return nil }
        }

        /// What follows `tile/`.
        public var path: String {
            let place = "\(level.map(String.init) ?? "entries")/\(LogTiles.spelled(number))"
            return count == Int(LogTiles.width) ? place : "\(place).p/\(count)"
        }
    }

    /// The content of a file of the tree of `size` events; nil when that tree has no such file.
    ///
    /// A part of a tile never changes, so parts of smaller trees are there too.
    public static func content(
        of name: Name, ofSize size: Int64, in reader: some EventStoreReader
    ) throws -> [UInt8]? {
        let first = name.number * width
        let held = name.level.map { size >> ($0 * MerkleLevels.stride) } ?? size
        guard first + Int64(name.count) <= held else { return nil }
        guard let level = name.level else { return try entries(first, name.count, in: reader) }
        return try hashes(level, first, name.count, in: reader)
    }

    private static func each(
        of count: Int64, under name: String, _ body: (File, _ first: Int64, _ count: Int) throws -> Void
    ) throws {
        for number in 0..<(count + width - 1) / width {
            let held = min(width, count - number * width)
            let path = "tile/\(name)/\(spelled(number))"
            let file = File(path: held == width ? path : "\(path).p/\(held)", isFull: held == width)
            try body(file, number * width, Int(held))
        }
    }

    /// Three digits an element, `x` before all but the last: 1234067 is `x001/x234/067`.
    static func spelled(_ number: Int64) -> String {
        var elements = [threeDigits(number)]
        var rest = number / 1_000
        while rest > 0 {
            elements.insert("x" + threeDigits(rest), at: 0)
            rest /= 1_000
        }
        return elements.joined(separator: "/")
    }

    private static func threeDigits(_ number: Int64) -> String {
        let digits = String(number % 1_000)
        return String(repeating: "0", count: 3 - digits.count) + digits
    }

    private static func hashes(
        _ level: Int, _ first: Int64, _ count: Int, in reader: some EventStoreReader
    ) throws -> [UInt8] {
        var bytes: [UInt8] = []
        for start in stride(from: 0, to: count, by: 128) {
            let wanted = min(128, count - start)
            let found = try reader.hashes(
                level: level * MerkleLevels.stride, first: first + Int64(start), count: wanted)
            guard found.count == wanted else {
                throw MerkleProofError.missingNode(level: level * MerkleLevels.stride, index: first)
            }
            for hash in found { hash.withUnsafeBytes { bytes += $0 } }
        }
        return bytes
    }

    /// Each event after its length, two bytes with the higher first.
    private static func entries(_ first: Int64, _ count: Int, in reader: some EventStoreReader) throws -> [UInt8] {
        var bytes: [UInt8] = []
        let start = Position(leafIndex: first)
        try reader.scan(from: start, through: start.advanced(by: count - 1)) { _, event in
            bytes += [UInt8(event.count >> 8), UInt8(event.count & 0xFF)]
            bytes += event
            return true
        }
        return bytes
    }
}
