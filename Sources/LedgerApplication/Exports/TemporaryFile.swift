import Exports
import Foundation
import Synchronization

/// A file without a name: it goes with its last user, however that ends.
final class TemporaryFile: ScratchFile {
    private let descriptor: Int32
    private let end = Atomic(0)

    init() throws {
        let place = FileManager.default.temporaryDirectory.appendingPathComponent("quittance-\(UUID().uuidString)").path
        descriptor = open(place, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw TemporaryFileError(errno) }
        unlink(place)
    }

    deinit { close(descriptor) }

    func append(_ bytes: [UInt8]) throws { _ = try add(bytes) }

    /// Appends bytes, from whatever thread; what several threads append does not mix.
    ///
    /// - Returns: where they begin.
    func add(_ bytes: [UInt8]) throws -> Int {
        let start = end.add(bytes.count, ordering: .relaxed).oldValue
        try bytes.withUnsafeBytes { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let address = UnsafeRawBufferPointer(rebasing: rest).baseAddress
                let count = pwrite(descriptor, address, rest.count, off_t(start + rest.startIndex))
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { throw TemporaryFileError(errno) }
                rest = rest.dropFirst(count)
            }
        }
        return start
    }

    func read(_ count: Int, from offset: Int) throws -> [UInt8] { try read([offset..<offset + count]) }

    /// The bytes of some ranges, one after the other.
    func read(_ ranges: [Range<Int>]) throws -> [UInt8] {
        try [UInt8](unsafeUninitializedCapacity: ranges.reduce(0) { $0 + $1.count }) { bytes, filled in
            for range in ranges {
                var offset = range.lowerBound
                while offset < range.upperBound {
                    let rest = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(bytes)[filled...])
                    let count = pread(descriptor, rest.baseAddress, range.upperBound - offset, off_t(offset))
                    if count < 0, errno == EINTR { continue }
                    guard count > 0 else { throw TemporaryFileError(count < 0 ? errno : EIO) }
                    offset += count
                    filled += count
                }
            }
        }
    }
}

/// A temporary file that cannot be made, written or read, such as for want of room.
public struct TemporaryFileError: Error, CustomStringConvertible {
    /// The folder that temporary files are in (`TMPDIR`).
    public let folder: String
    /// What the system says.
    public let reason: String

    init(_ code: Int32) {
        folder = FileManager.default.temporaryDirectory.path
        reason = String(cString: strerror(code))
    }

    public var description: String { "a temporary file in \(folder): \(reason)" }
}
