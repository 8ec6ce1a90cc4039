import Exports
import Foundation
import Synchronization

/// A file without a name: it goes with its last user, however that ends.
final class TemporaryFile: ScratchFile {
    private let handle: Mutex<FileHandle>

    init() throws {
        let place = FileManager.default.temporaryDirectory.appendingPathComponent("quittance-\(UUID().uuidString)")
        guard FileManager.default.createFile(atPath: place.path, contents: nil, attributes: [.posixPermissions: 0o600])
        else { throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: place.path]) }
        defer { try? FileManager.default.removeItem(at: place) }
        handle = Mutex(try FileHandle(forUpdating: place))
    }

    func append(_ bytes: [UInt8]) throws {
        try handle.withLock { handle in
            try handle.seekToEnd()
            try handle.write(contentsOf: bytes)
        }
    }

    func read(_ count: Int, from offset: Int) throws -> [UInt8] { try read([offset..<offset + count]) }

    /// The bytes of some ranges, one after the other.
    func read(_ ranges: [Range<Int>]) throws -> [UInt8] {
        // Whoever reads holds the file, so that its descriptor stays open; a read at an offset moves nobody else's place.
        let descriptor = handle.withLock { $0.fileDescriptor }
        return try [UInt8](unsafeUninitializedCapacity: ranges.reduce(0) { $0 + $1.count }) { bytes, filled in
            for range in ranges {
                var offset = range.lowerBound
                while offset < range.upperBound {
                    let rest = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(bytes)[filled...])
                    let count = pread(descriptor, rest.baseAddress, range.upperBound - offset, off_t(offset))
                    if count < 0, errno == EINTR { continue }
                    guard count > 0 else { throw CocoaError(.fileReadCorruptFile) }
                    offset += count
                    filled += count
                }
            }
        }
    }
}
