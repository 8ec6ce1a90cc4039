import Glibc

/// What the end of the process says to the program that started it.
enum ExitStatus: Int32 {
    case done = 0
    /// A rule refused a command, or a check found something.
    case found = 1
    /// The command line or an input cannot be understood.
    case badInput = 2
    /// The ledger is absent, locked, corrupt or no longer durable.
    case unusable = 3

    /// Ends the process.
    func leave() -> Never { exit(rawValue) }
}
