import Foundation
import Testing

@Suite struct LockTests {
    @Test func `while one process writes, others may ask but not write`() throws {
        let folder = try Folder.withTariff()
        let input = Pipe()
        let writer = try Program.start(["record", "-"], in: folder, input: input)
        let deadline = Date().addingTimeInterval(10)
        while !isLocked(folder), Date() < deadline { Thread.sleep(forTimeInterval: 0.01) }

        let second = try folder.run("bill", "--through", "2026-09-30")
        #expect(second.status == 3)
        #expect(second.errors.contains("is being written by process \(writer.process.processIdentifier)"))
        #expect(second.errors.contains("HTTP API"))
        #expect(try folder.run("init", "--crous", "lille").status == 3)
        #expect(try folder.run("trial-balance").status == 0)
        #expect(try folder.run("verify").status == 0)
        let rehearsal = try folder.run("record", try folder.file("good", WorkedTenancy.commands), "--dry-run")
        #expect(rehearsal.status == 0)

        try input.fileHandleForWriting.write(contentsOf: Data(WorkedTenancy.commands.utf8))
        try input.fileHandleForWriting.close()
        let recorded = try writer.end()
        #expect(recorded.status == 0)
        #expect(recorded.output.contains("9 lines: 9 recorded"))
        #expect(try folder.run("statement", "c1").status == 0)
    }

    /// Whether some process holds the folder's lock.
    private func isLocked(_ folder: Folder) -> Bool {
        let descriptor = open(folder.ledger + "/ledger.lock", O_RDONLY)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return flock(descriptor, LOCK_SH | LOCK_NB) != 0
    }
}
