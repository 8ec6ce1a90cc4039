import Glibc

/// The right to write a ledger's folder: one process of the machine has it, for as long as this value lives.
///
/// The lock is the kernel's (`flock`), so it ends with the process, however that dies; the file stays. A folder on a network
/// file system is not supported.
final class FolderLock: Sendable {
    static let fileName = "ledger.lock"

    private let descriptor: Int32

    /// Throws `SQLiteStoreError.folderInUse` with the process that holds the lock.
    init(folder: String) throws {
        let path = folder + "/" + Self.fileName
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw FileError(operation: "open", path: path, number: errno) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let number = errno
            let holder = Self.holder(descriptor)
            guard number == EWOULDBLOCK else { throw FileError(operation: "flock", path: path, number: number) }
            throw SQLiteStoreError.folderInUse(folder: folder, processID: holder)
        }
        let text = Array("\(getpid())\n".utf8)
        guard ftruncate(descriptor, 0) == 0, pwrite(descriptor, text, text.count, 0) == text.count else {
            let number = errno
            throw FileError(operation: "write", path: path, number: number)
        }
    }

    /// Runs when `init` throws, too: nothing else closes the descriptor, which another thread may have by then.
    deinit {
        // A child that is being started shares the descriptor until it executes its program; this unlocks for it too.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }

    /// The process that wrote the file last; nil before it has written.
    private static func holder(_ descriptor: Int32) -> Int32? {
        var text = [UInt8](repeating: 0, count: 16)
        let count = pread(descriptor, &text, text.count, 0)
        guard count > 0 else { return nil }
        return Int32(String(decoding: text[..<count], as: UTF8.self).prefix { $0.isNumber })
    }
}

/// Files and folders, as far as a store needs them.
package enum FileSystem {
    package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// Makes what was created, renamed or removed in a folder, or the content of a file, survive a loss of power.
    package static func synchronize(_ path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError(operation: "open", path: path, number: errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw FileError(operation: "fsync", path: path, number: errno) }
    }

    static func rename(_ path: String, to target: String) throws {
        // A hard link, unlike rename, refuses a target that exists.
        guard link(path, target) == 0 else { throw FileError(operation: "link", path: target, number: errno) }
        guard unlink(path) == 0 else { throw FileError(operation: "unlink", path: path, number: errno) }
    }

    static func remove(_ path: String) { _ = unlink(path) }

    /// The folder that holds `path`.
    package static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
