import EventLog

extension TextPlace {
    init(offset: Int, in bytes: UnsafeBufferPointer<UInt8>) {
        let (line, column) = StrictJSON.position(ofByte: offset, in: bytes)
        self.init(offset: offset, line: line, column: column)
    }

    /// Where the value of the member `path` begins; the object around it when there is no such member.
    init?(ofMember path: String, in bytes: UnsafeBufferPointer<UInt8>) {
        var wanted = path
        while true {
            var found: Int?
            var walk = JSONWalk(bytes)
            while let token = walk.next() {
                if !token.isName, walk.path == wanted {
                    found = token.offset
                    break
                }
            }
            if let found {
                self.init(offset: found, in: bytes)
                return
            }
            guard !wanted.isEmpty else { return nil }
            wanted = wanted.lastIndex(of: ".").map { String(wanted[..<$0]) } ?? ""
        }
    }

    /// The path of the member in which the byte at `offset` lies; nil outside every member.
    static func member(atByte offset: Int, in bytes: UnsafeBufferPointer<UInt8>) -> String? {
        var walk = JSONWalk(bytes)
        var path = ""
        while let token = walk.next(), token.offset <= offset { path = walk.path }
        return path.isEmpty ? nil : path
    }
}

/// Walks over the names and values of a text that is JSON as far as it is asked about: to say where a fault is.
struct JSONWalk {
    /// A member's name, or a value.
    struct Token {
        let offset: Int
        let isName: Bool
    }

    private enum Level {
        case object(name: String)
        case array(index: Int)
    }

    private let bytes: UnsafeBufferPointer<UInt8>
    private var index = 0
    private var levels: [Level] = []
    /// The container that the last value opened.
    private var opened: Level?
    private var nameIsDue = false

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    /// The path of the token met last, such as `rows[2].row`; a name that could be personal data is `?`.
    var path: String {
        var path = ""
        for level in levels {
            switch level {
            case .object(let name): path += path.isEmpty ? name : "." + name
            case .array(let index): path += "[\(index)]"
            }
        }
        return path
    }

    mutating func next() -> Token? {
        if let level = opened {
            levels.append(level)
            opened = nil
        }
        while index < bytes.count {
            let start = index
            index += 1
            switch bytes[start] {
            case 0x7B:
                opened = .object(name: "")
                nameIsDue = true
                return Token(offset: start, isName: false)
            case 0x5B:
                opened = .array(index: 0)
                nameIsDue = false
                return Token(offset: start, isName: false)
            case 0x7D, 0x5D: _ = levels.popLast()
            case 0x2C: step()
            case 0x3A: nameIsDue = false
            case 0x22:
                skipString()
                guard nameIsDue, case .object? = levels.last else { return Token(offset: start, isName: false) }
                levels[levels.count - 1] = .object(name: Self.name(bytes[(start + 1)..<max(start + 1, index - 1)]))
                return Token(offset: start, isName: true)
            case 0x20, 0x09, 0x0A, 0x0D: continue
            default:
                while index < bytes.count, !Self.ends(bytes[index]) { index += 1 }
                return Token(offset: start, isName: false)
            }
        }
        return nil
    }

    private mutating func step() {
        switch levels.last {
        case .array(let number)?: levels[levels.count - 1] = .array(index: number + 1)
        case .object?: nameIsDue = true
        case nil: break
        }
    }

    private mutating func skipString() {
        while index < bytes.count, bytes[index] != 0x22 { index += bytes[index] == 0x5C ? 2 : 1 }
        index = min(index + 1, bytes.count)
    }

    private static func ends(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x2C, 0x5D, 0x7D, 0x20, 0x09, 0x0A, 0x0D: true
        default: false
        }
    }

    /// The name when it could be one of ours; never a text that may be personal data.
    private static func name(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> String {
        MemberName.isPlain(bytes) ? String(decoding: bytes, as: UTF8.self) : MemberName.hidden
    }
}

/// Which names of members are repeated in an error.
enum MemberName {
    /// Stands for a name that is not repeated.
    static let hidden = "?"

    /// Whether `bytes` are `[a-z][a-z0-9_]{0,63}`, which is never a student number.
    static func isPlain(_ bytes: some Collection<UInt8>) -> Bool {
        guard let first = bytes.first, (0x61...0x7A).contains(first), bytes.count <= 64 else { return false }
        return bytes.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F }
    }

    /// The name, or ``hidden``.
    static func shown(_ name: String) -> String { isPlain(name.utf8) ? name : hidden }
}
