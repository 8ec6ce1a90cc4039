import Foundation
import Glibc

/// Files that only their owner may read.
enum PrivateFile {
    /// Replaces the file at `path`, mode 0600, all of it or nothing; durable when the call returns.
    static func write(_ bytes: [UInt8], to path: String) throws {
        let draft = path + ".new"
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Diagnosis(.unusable, "\(draft): \(String(cString: strerror(errno)))") }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        try file.write(contentsOf: Data(bytes))
        try file.synchronize()
        guard rename(draft, path) == 0 else {
            throw Diagnosis(.unusable, "\(path): \(String(cString: strerror(errno)))")
        }
        let folder = (path as NSString).deletingLastPathComponent
        let place = open(folder.isEmpty ? "." : folder, O_RDONLY | O_CLOEXEC)
        guard place >= 0 else { throw Diagnosis(.unusable, "\(folder): \(String(cString: strerror(errno)))") }
        try FileHandle(fileDescriptor: place, closeOnDealloc: true).synchronize()
    }
}
