import Dispatch
import Glibc
import Synchronization

/// A file that is being written: without a name, or with a name that no other process has.
struct Draft {
    let descriptor: Int32
    /// Nil while it has no name.
    private var name: String?
    /// Whether what is written is where it belongs already.
    private(set) var isPlaced = false

    static let standardOutput = Draft(descriptor: STDOUT_FILENO, name: nil)

    private init(descriptor: Int32, name: String?) {
        self.descriptor = descriptor
        self.name = name
    }

    /// A draft in the folder of `path`, so that it can be put there without being copied.
    init(for path: String, isNameless: Bool) throws {
        if let kind = Self.kind(of: path), kind != S_IFREG, kind != S_IFDIR {
            // A device or a pipe is written to; nothing takes its place.
            let descriptor = open(path, O_WRONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw Self.failure(path) }
            self.init(descriptor: descriptor, name: nil)
            isPlaced = true
            return
        }
        if isNameless, access("/proc/self/fd", F_OK) == 0 {
            let descriptor = open(Self.folder(of: path), Self.withoutName | O_WRONLY | O_CLOEXEC, 0o600)
            if descriptor >= 0 {
                self.init(descriptor: descriptor, name: nil)
                return
            }
        }
        var template = Array((Self.prefix(path) + "XXXXXX").utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw Self.failure(path) }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        let name = template.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
        Drafts.add(name)
        self.init(descriptor: descriptor, name: name)
    }

    /// Gives the draft its name.
    ///
    /// - Returns: whether nothing had the name before.
    mutating func place(at path: String) throws -> Bool {
        if isPlaced { return false }
        if name == nil {
            let source = "/proc/self/fd/\(descriptor)"
            if linkat(AT_FDCWD, source, AT_FDCWD, path, AT_SYMLINK_FOLLOW) == 0 { return true }
            guard errno == EEXIST else { throw Self.failure(path) }
            // A link never takes the place of a file: the draft gets a name of its own for the moment of the change.
            var generator = SystemRandomNumberGenerator()
            let draft = Self.prefix(path) + String(generator.next(), radix: 36)
            Drafts.add(draft)
            name = draft
            guard linkat(AT_FDCWD, source, AT_FDCWD, draft, AT_SYMLINK_FOLLOW) == 0 else { throw Self.failure(path) }
        }
        guard let draft = name else { return true }
        let isNew = access(path, F_OK) != 0
        guard rename(draft, path) == 0 else { throw Self.failure(path) }
        Drafts.remove(draft)
        name = nil
        return isNew
    }

    /// Throws away what has not got its place.
    func discard() {
        guard descriptor > STDERR_FILENO else { return }
        close(descriptor)
        guard let name else { return }
        unlink(name)
        Drafts.remove(name)
    }

    /// What kind of file there is at `path`, as `st_mode` says; nil for none.
    static func kind(of path: String) -> mode_t? {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
    }

    static func failure(_ place: String) -> Diagnosis {
        Diagnosis(.unusable, "\(place): \(String(cString: strerror(errno)))")
    }

    /// `O_TMPFILE`, which the importer does not know (`open(2)`).
    private static let withoutName = 0o20_000_000 | O_DIRECTORY

    /// A hidden name beside `path`, to be completed.
    private static func prefix(_ path: String) -> String {
        let file = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
        return "\(path.dropLast(file.count)).\(file).partial-"
    }

    private static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}

/// The drafts that have a name: a signal that ends the process takes them along.
private enum Drafts {
    private static let names = Mutex<Set<String>>([])
    private static let guards = Mutex<[any DispatchSourceSignal]>([])

    static func add(_ name: String) {
        watch()
        _ = names.withLock { $0.insert(name) }
    }

    static func remove(_ name: String) { _ = names.withLock { $0.remove(name) } }

    private static func watch() {
        guards.withLock { guards in
            guard guards.isEmpty else { return }
            guards = [SIGINT, SIGTERM, SIGHUP].map { number in
                signal(number, SIG_IGN)
                let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
                source.setEventHandler {
                    names.withLock { for name in $0 { unlink(name) } }
                    signal(number, SIG_DFL)
                    raise(number)
                }
                source.resume()
                return source
            }
        }
    }
}
