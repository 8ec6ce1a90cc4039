import EventLog
import Foundation
import Testing

@testable import quittance

/// How an export gets to its place.
@Suite struct OutputFileTests {
    private static func names(_ folder: Folder) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path)
    }

    @Test(arguments: [true, false])
    func `two exports to one place never share a byte, and each says the digest of its own`(isNameless: Bool) throws {
        let folder = try Folder()
        let path = folder.path + "/year.csv"
        func content() throws -> [UInt8] { Array(try Data(contentsOf: URL(fileURLWithPath: path))) }
        let (first, second) = (
            try OutputFile(path, isNameless: isNameless), try OutputFile(path, isNameless: isNameless)
        )
        try first.add(Array("the whole year".utf8)[...])
        try second.add(Array("a month".utf8)[...])
        try first.add(Array(", to its end".utf8)[...])
        #expect(try first.finish() == SHA256.hash(content()))
        #expect(try content() == Array("the whole year, to its end".utf8))
        #expect(try second.finish() == SHA256.hash(content()))
        #expect(try content() == Array("a month".utf8))
        #expect(try Self.names(folder) == ["year.csv"])
    }

    @Test(arguments: [true, false])
    func `what is not finished is gone with its writer`(isNameless: Bool) throws {
        let folder = try Folder()
        func write() throws {
            let file = try OutputFile(folder.path + "/year.csv", isNameless: isNameless)
            try file.add(Array("half".utf8)[...])
            // Without a name nothing can be left, whatever kills the process.
            #expect(try Self.names(folder).count == (isNameless ? 0 : 1))
        }
        try write()
        #expect(try Self.names(folder).isEmpty)
    }

    @Test func `a device or a pipe is written to, and nothing takes its place`() throws {
        let folder = try Folder()
        let pipe = folder.path + "/pipe"
        #expect(mkfifo(pipe, 0o600) == 0)
        let reader = open(pipe, O_RDONLY | O_NONBLOCK)
        let file = try OutputFile(pipe)
        try file.add(Array("whole".utf8)[...])
        _ = try file.finish()
        var bytes = [UInt8](repeating: 0, count: 16)
        #expect(read(reader, &bytes, bytes.count) == 5 && bytes.prefix(5) == Array("whole".utf8)[...])
        close(reader)
        #expect(try Self.names(folder) == ["pipe"])
        var status = stat()
        #expect(stat(pipe, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO)
    }

    @Test func `files that belong together are there together or not at all`() throws {
        let folder = try Folder()
        try folder.run("init", "--crous", "normandie")
        let payment = #"{"command":"receive-payment","contract":"c1","on":"2026-09-02","amount_cents":700,"key":"k"}"#
        try folder.run("record", try folder.file("commands", payment + "\n"))
        let fec = ["export", "fec", "--year", "2026", "--siren", "123456782", "--folder", folder.path]
        #expect(try folder.run(fec).status == 0)
        let names = try Self.names(folder).filter { $0.contains("FEC") }.sorted()
        #expect(names.count == 2)
        for name in names {
            for name in names { try FileManager.default.removeItem(atPath: folder.path + "/" + name) }
            try FileManager.default.createDirectory(
                atPath: folder.path + "/" + name, withIntermediateDirectories: false)
            #expect(try folder.run(fec).status == 3)
            #expect(try Self.names(folder).filter { $0.contains("FEC") } == [name])
            try FileManager.default.removeItem(atPath: folder.path + "/" + name)
            #expect(try folder.run(fec).status == 0)
        }
    }
}
