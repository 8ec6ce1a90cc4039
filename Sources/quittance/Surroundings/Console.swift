import Glibc

/// Standard output and standard error, unbuffered.
enum Console {
    /// Whether a person watches standard error, so that progress makes sense.
    static var showsProgress: Bool { isatty(STDERR_FILENO) == 1 }

    /// Writes an answer to standard output.
    static func write(_ text: String) { send(Array(text.utf8), to: STDOUT_FILENO) }

    /// Writes bytes as they are to standard output.
    static func write(_ bytes: [UInt8]) { send(bytes, to: STDOUT_FILENO) }

    /// Writes a line to standard error.
    static func complain(_ text: String) { send(Array((text + "\n").utf8), to: STDERR_FILENO) }

    /// Writes to standard error without ending the line.
    static func mumble(_ text: String) { send(Array(text.utf8), to: STDERR_FILENO) }

    private static func send(_ bytes: [UInt8], to descriptor: Int32) {
        bytes.withUnsafeBytes { buffer in
            var rest = buffer[...]
            while !rest.isEmpty {
                let count = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if count < 0, errno == EINTR { continue }
                if count > 0 {
                    rest = rest.dropFirst(count)
                    continue
                }
                // Nobody reads on: there is nobody to tell.
                if errno == EPIPE || descriptor != STDOUT_FILENO { return }
                complain("quittance: standard output is not whole: \(String(cString: strerror(errno)))")
                ExitStatus.unusable.leave()
            }
        }
    }
}

/// A count that grows on a terminal's standard error; silent in a pipe.
struct Progress: Sendable {
    let what: String
    let total: Int64?
    private let shows = Console.showsProgress

    init(_ what: String, of total: Int64? = nil) {
        self.what = what
        self.total = total
    }

    /// Shows how far the work is.
    ///
    /// - Parameter other: what it comes to, where it was not known before.
    func reach(_ count: Int64, of other: Int64? = nil) {
        guard shows else { return }
        let share = (other ?? total).map { " of \($0)" } ?? ""
        Console.mumble("\r\u{1B}[K\(count)\(share) \(what)")
    }

    /// Wipes the line.
    func end() {
        if shows { Console.mumble("\r\u{1B}[K") }
    }
}
