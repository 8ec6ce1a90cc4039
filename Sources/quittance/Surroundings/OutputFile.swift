import ArgumentParser
import EventLog
import Glibc
import Synchronization

/// Where a document goes.
struct OutputOptions: ParsableArguments {
    @Option(name: .shortAndLong, help: ArgumentHelp("The file to write; default: standard output.", valueName: "file"))
    var output: String?

    /// Writes the whole file, and says its SHA-256.
    func write(_ bytes: [UInt8]) throws {
        let file = try OutputFile(output)
        try file.add(bytes[...])
        _ = try file.finish()
    }
}

/// A file that exists whole or not at all: it is written beside its place and renamed at the end.
final class OutputFile: Sendable {
    private struct Draft {
        let descriptor: Int32
        let hash = SHA256Stream()
        var isFinished = false
    }

    private let path: String?
    private let draftPath: String
    private let draft: Mutex<Draft>

    /// - Parameter path: nil writes to standard output.
    init(_ path: String?) throws {
        self.path = path
        draftPath = (path ?? "") + ".partial"
        guard path != nil else {
            draft = Mutex(Draft(descriptor: STDOUT_FILENO))
            return
        }
        let descriptor = open(draftPath, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        draft = Mutex(Draft(descriptor: descriptor))
        guard descriptor >= 0 else { throw Self.failure(draftPath) }
    }

    deinit {
        guard path != nil else { return }
        draft.withLock { draft in
            if draft.descriptor >= 0 { close(draft.descriptor) }
            if !draft.isFinished { unlink(draftPath) }
        }
    }

    func add(_ bytes: ArraySlice<UInt8>) throws {
        try draft.withLock { draft in
            try bytes.withUnsafeBytes { bytes in
                draft.hash.add(bytes)
                var rest = bytes[...]
                while !rest.isEmpty {
                    let count = write(draft.descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                    if count < 0, errno == EINTR { continue }
                    guard count > 0 else { throw Self.failure(path == nil ? "standard output" : draftPath) }
                    rest = rest.dropFirst(count)
                }
            }
        }
    }

    /// Puts the file in its place, once the disk holds all of it, and says its SHA-256 as `sha256sum` does.
    func finish() throws -> Digest {
        let digest = try draft.withLock { draft in
            if let path {
                guard fsync(draft.descriptor) == 0 else { throw Self.failure(draftPath) }
                guard rename(draftPath, path) == 0 else { throw Self.failure(path) }
            }
            draft.isFinished = true
            return draft.hash.finish()
        }
        Console.complain("\(digest)  \(path ?? "-")")
        return digest
    }

    private static func failure(_ place: String) -> Diagnosis {
        Diagnosis(.unusable, "\(place): \(String(cString: strerror(errno)))")
    }
}
