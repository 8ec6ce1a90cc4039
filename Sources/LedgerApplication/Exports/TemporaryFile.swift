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

    func read(_ count: Int, from offset: Int) throws -> [UInt8] {
        try handle.withLock { handle in
            try handle.seek(toOffset: UInt64(offset))
            var bytes: [UInt8] = []
            while bytes.count < count, let more = try handle.read(upToCount: count - bytes.count), !more.isEmpty {
                bytes += more
            }
            guard bytes.count == count else { throw CocoaError(.fileReadCorruptFile) }
            return bytes
        }
    }
}
