import Foundation
import LedgerApplication

/// Reads a file, or standard input, line by line.
///
/// Of a line that is longer than any command only as much is kept as shows it: whoever decodes it refuses it.
struct LineReader {
    private let file: FileHandle
    private var buffer: [UInt8] = []
    private var start = 0
    private var ended = false
    /// The number of lines read so far.
    private(set) var number = 0

    /// In bytes.
    private static let longest = RequestLimits.tariffBytes + 1

    /// - Parameter path: a file, or `-` for standard input.
    init(_ path: String) throws {
        if path == "-" {
            file = FileHandle.standardInput
        } else {
            guard let opened = FileHandle(forReadingAtPath: path) else {
                throw Diagnosis(.badInput, "\(path) cannot be read")
            }
            file = opened
        }
    }

    /// The next line without its end; nil after the last.
    mutating func next() throws -> [UInt8]? {
        var searched = start
        while true {
            if let end = buffer[searched...].firstIndex(of: 0x0A) {
                let line = buffer[start..<end]
                start = end + 1
                number += 1
                return Array(line.last == 0x0D ? line.dropLast() : line)
            }
            if ended { return rest() }
            if buffer.count - start > Self.longest { buffer.removeSubrange((start + Self.longest)...) }
            searched = buffer.count
            if start > 0 {
                buffer.removeFirst(start)
                searched -= start
                start = 0
            }
            let data = try read()
            buffer.append(contentsOf: data)
            ended = data.isEmpty
        }
    }

    private func read() throws -> Data {
        do { return try file.read(upToCount: 1 << 18) ?? Data() } catch {
            throw Diagnosis(.badInput, "the file cannot be read: \(error.localizedDescription)")
        }
    }

    /// What stands after the last line feed.
    private mutating func rest() -> [UInt8]? {
        guard start < buffer.count else { return nil }
        let line = Array(buffer[start...])
        start = buffer.count
        number += 1
        return line
    }
}
