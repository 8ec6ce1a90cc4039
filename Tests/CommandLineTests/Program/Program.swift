import Foundation

/// The built `quittance`, run as people run it.
enum Program {
    /// What a run came to.
    struct Outcome: Sendable {
        let status: Int32
        let output: String
        let errors: String

        /// The lines of standard output.
        var lines: [Substring] { output.split(separator: "\n") }
    }

    /// The binary beside the tests.
    static var path: URL {
        get throws {
            let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
            return URL(fileURLWithPath: tests).deletingLastPathComponent().appendingPathComponent("quittance")
        }
    }

    /// Starts the program; its output goes to files of `folder`, so that no pipe ever fills up.
    static func start(
        _ arguments: [String], in folder: Folder, input: Pipe? = nil, environment: [String: String] = [:]
    ) throws -> Running {
        try start(path, arguments, in: folder, input: input, environment: environment)
    }

    /// Starts a script that runs the program, which it finds in `$QUITTANCE`.
    static func startScript(_ script: String, _ arguments: [String], in folder: Folder) throws -> Running {
        try start(URL(fileURLWithPath: "/bin/bash"), [script] + arguments, in: folder, input: nil)
    }

    private static func start(
        _ executable: URL, _ arguments: [String], in folder: Folder, input: Pipe?,
        environment: [String: String] = [:]
    ) throws -> Running {
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        process.environment = [
            "QUITTANCE_DATA": folder.ledger, "QUITTANCE": try path.path, "TMPDIR": folder.path,
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
        ].merging(environment) { $1 }
        let name = UUID().uuidString
        let files = [name + ".out", name + ".err"].map { folder.path + "/" + $0 }
        for file in files { _ = FileManager.default.createFile(atPath: file, contents: nil) }
        process.standardOutput = FileHandle(forWritingAtPath: files[0])
        process.standardError = FileHandle(forWritingAtPath: files[1])
        process.standardInput = input ?? FileHandle.nullDevice
        try process.run()
        return Running(process: process, files: files, folder: folder)
    }

    /// A run under way.
    struct Running {
        let process: Process
        fileprivate let files: [String]
        /// Kept until the run has ended.
        fileprivate let folder: Folder

        /// What standard error holds by now.
        var errorsSoFar: String { (try? String(contentsOfFile: files[1], encoding: .utf8)) ?? "" }

        /// Waits for its end.
        func end() throws -> Outcome {
            process.waitUntilExit()
            let texts = try files.map { try String(contentsOfFile: $0, encoding: .utf8) }
            for file in files { try FileManager.default.removeItem(atPath: file) }
            return Outcome(status: process.terminationStatus, output: texts[0], errors: texts[1])
        }
    }
}

/// A temporary folder that goes with its test.
final class Folder: Sendable {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "quittance-tests-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The ledger's folder, which `init` makes.
    var ledger: String { path + "/ledger" }

    /// Writes a file and gives its path.
    func file(_ name: String, _ text: String) throws -> String {
        let file = path + "/" + name
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        return file
    }

    /// Runs `quittance` on this folder's ledger.
    @discardableResult
    func run(_ arguments: String..., environment: [String: String] = [:]) throws -> Program.Outcome {
        try run(arguments, environment: environment)
    }

    @discardableResult
    func run(_ arguments: [String], environment: [String: String] = [:]) throws -> Program.Outcome {
        try Program.start(arguments, in: self, environment: environment).end()
    }

    /// A folder whose ledger is founded and holds the voted tariff.
    static func withTariff() throws -> Folder {
        let folder = try Folder()
        try folder.run("init", "--crous", "normandie")
        try folder.run("publish-tariff", Repository.tariff)
        return folder
    }
}

/// Files of the repository.
enum Repository {
    private static let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    private static let root = tests.deletingLastPathComponent().deletingLastPathComponent()

    /// The voted tariff of 2026-2027.
    static let tariff = root.appendingPathComponent("Tools/Tariffs/tariffs_2026.csv").path

    /// The prices of services and of short stays of 2026-2027.
    static let services = root.appendingPathComponent("Tools/Tariffs/services_2026.csv").path
    static let shortStays = root.appendingPathComponent("Tools/Tariffs/short_stay_2026.csv").path

    /// The parser of accounting files that knows nothing of ours.
    static let checkFEC = root.appendingPathComponent("Tools/check-fec").path

    /// The verifier of bundles that knows nothing of ours.
    static let verifyBundle = root.appendingPathComponent("Tools/verify-bundle.py").path

    /// Somebody with root, who rewrites a ledger.
    static let forgeLog = tests.appendingPathComponent("forge-log.py").path

    /// What shows the product to somebody new.
    static let quickstart = root.appendingPathComponent("Tools/quickstart").path

    /// The text of a snapshot; with `QUITTANCE_SNAPSHOTS=write` it is first replaced by `found`.
    static func snapshot(_ name: String, found: String) throws -> String {
        let file = tests.appendingPathComponent("Snapshots/\(name)")
        if ProcessInfo.processInfo.environment["QUITTANCE_SNAPSHOTS"] == "write" {
            try found.write(to: file, atomically: true, encoding: .utf8)
        }
        return try String(contentsOf: file, encoding: .utf8)
    }
}

extension Folder {
    /// The last position before the first command about a contract; it grows with the schemas that the program knows.
    var positionsBeforeCommands: Int {
        get throws {
            let events = try run("events").lines
            return events.firstIndex { $0.contains(#""event":"allocation-proposed""#) } ?? events.count
        }
    }
}

extension String {
    /// The text without what differs from run to run or from version to version: instants of recording are replaced, and
    /// positions counted from the first command, in as many characters.
    func neutral(after start: Int) -> String {
        let text = replacing(#/\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{6})?Z/#, with: "INSTANT")
        return text.replacing(#/(?<space>[ ])(?<number>\d+)(?=[ ]{2}[a-z]|[ ]\()/#) { match in
            guard let number = Int(match.number), number > start else { return String(match.0) }
            let count = "+\(number - start)"
            return " " + String(repeating: " ", count: max(0, match.number.count - count.count)) + count
        }
    }
}
