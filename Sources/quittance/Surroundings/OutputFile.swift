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

/// A file that exists whole or not at all: it has no name until it is put in its place, so that nothing is left of it
/// however the process ends, and two processes that write to one place never share a byte.
///
/// Where the file system knows no files without a name, it is a draft of its own beside the place (``Draft``).
final class OutputFile: Sendable {
    private struct State {
        var draft: Draft
        let hash = SHA256Stream()
    }

    private let path: String?
    private let state: Mutex<State>

    /// - Parameters:
    ///   - path: nil writes to standard output.
    ///   - isNameless: false makes a draft with a name, as where the file system knows no other.
    init(_ path: String?, isNameless: Bool = true) throws {
        self.path = path
        state = Mutex(State(draft: try path.map { try Draft(for: $0, isNameless: isNameless) } ?? .standardOutput))
    }

    deinit { state.withLock { $0.draft.discard() } }

    func add(_ bytes: ArraySlice<UInt8>) throws {
        try state.withLock { state in
            try bytes.withUnsafeBytes { bytes in
                state.hash.add(bytes)
                var rest = bytes[...]
                while !rest.isEmpty {
                    let start = UnsafeRawBufferPointer(rebasing: rest).baseAddress
                    let count = write(state.draft.descriptor, start, rest.count)
                    if count < 0, errno == EINTR { continue }
                    guard count > 0 else { throw Draft.failure(path ?? "standard output") }
                    rest = rest.dropFirst(count)
                }
            }
        }
    }

    /// Puts the file in its place, once the disk holds all of it, and says its SHA-256 as `sha256sum` does.
    func finish() throws -> Digest { try Self.finish([self])[0] }

    /// Puts files in their places that belong together: all of them, or none that was not there before.
    static func finish(_ files: [OutputFile]) throws -> [Digest] {
        for file in files { try file.prepare() }
        var placed: [String] = []
        do {
            for file in files { if let path = try file.place() { placed.append(path) } }
        } catch {
            for path in placed { unlink(path) }
            throw error
        }
        return files.map { file in
            let digest = file.state.withLock { $0.hash.finish() }
            Console.complain("\(digest)  \(file.path ?? "-")")
            return digest
        }
    }

    /// Whatever can go wrong before the first file is in its place goes wrong here.
    private func prepare() throws {
        guard let path else { return }
        try state.withLock { state in
            guard state.draft.isPlaced || fsync(state.draft.descriptor) == 0 else { throw Draft.failure(path) }
        }
        if Draft.kind(of: path) == S_IFDIR {
            errno = EISDIR
            throw Draft.failure(path)
        }
    }

    /// - Returns: the path when nothing was there before.
    private func place() throws -> String? {
        guard let path else { return nil }
        return try state.withLock { try $0.draft.place(at: path) } ? path : nil
    }
}
