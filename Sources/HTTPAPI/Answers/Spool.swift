import EventLog
import Foundation
import Glibc
import NIOCore
import Synchronization

/// A file without a name that holds an answer too large for memory, until it is sent. It is written at the ledger's speed,
/// so that a slow reader holds up nobody.
final class Spool: Sendable {
    private struct Written {
        var bytes: Int64 = 0
        let hash = SHA256Stream()
    }

    private let descriptor: Int32
    private let written = Mutex(Written())

    init() throws {
        var name = Array("\(NSTemporaryDirectory())/quittance-export-XXXXXX".utf8CString)
        descriptor = mkstemp(&name)
        guard descriptor >= 0 else { throw SpoolError(code: errno) }
        unlink(name)
    }

    deinit { close(descriptor) }

    /// Adds the next bytes; blocks on the disk.
    func add(_ bytes: ArraySlice<UInt8>) throws {
        try written.withLock { written in
            try bytes.withUnsafeBytes { bytes in
                var rest = bytes[...]
                while !rest.isEmpty {
                    let count = write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                    if count < 0, errno == EINTR { continue }
                    guard count > 0 else { throw SpoolError(code: errno) }
                    rest = rest.dropFirst(count)
                }
                written.bytes += Int64(bytes.count)
                written.hash.add(bytes)
            }
        }
    }

    var size: Int64 { written.withLock(\.bytes) }

    /// The digest of everything added; nothing may be added after it.
    func finish() -> Digest { written.withLock { $0.hash.finish() } }

    /// At most 256 kB from `offset` on, read away from Swift's cooperative threads.
    func read(from offset: Int64, upTo end: Int64) async throws -> ByteBuffer {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async { [self] in
                let wanted = Int(min(end - offset, 1 << 18))
                var buffer = ByteBufferAllocator().buffer(capacity: wanted)
                let count = buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: wanted) { space in
                    max(0, pread(descriptor, space.baseAddress, wanted, off_t(offset)))
                }
                if count > 0 {
                    continuation.resume(returning: buffer)
                } else {
                    continuation.resume(throwing: SpoolError(code: errno))
                }
            }
        }
    }
}

/// The disk took or gave no bytes.
struct SpoolError: Error, CustomStringConvertible {
    let code: Int32

    var description: String { "the spool of an export: \(String(cString: strerror(code)))" }
}
