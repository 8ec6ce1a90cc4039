import Foundation
import Glibc
import SQLiteStore
import Synchronization
import Testing

@Suite struct FolderLockTests {
    /// A descriptor that were closed twice would sometimes be one that another thread had opened in between: a file of
    /// its own that it loses.
    @Test func `a folder in use is refused without closing what belongs to others`() throws {
        let folder = NSTemporaryDirectory() + "quittance-lock-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let store = try SQLiteStore.open(folder: folder)
        let lost = Atomic(0)
        let accepted = Atomic(0)
        let isDone = Atomic(false)
        DispatchQueue.concurrentPerform(iterations: 2) { side in
            if side == 0 {
                for _ in 0..<60_000 {
                    if (try? SQLiteStore.open(folder: folder)) != nil { accepted.add(1, ordering: .relaxed) }
                }
                isDone.store(true, ordering: .relaxed)
            } else {
                while !isDone.load(ordering: .relaxed) {
                    let descriptor = open("/dev/null", O_RDONLY | O_CLOEXEC)
                    for _ in 0..<4 where fcntl(descriptor, F_GETFD) < 0 { lost.add(1, ordering: .relaxed) }
                    close(descriptor)
                }
            }
        }
        withExtendedLifetime(store) {}
        #expect(accepted.load(ordering: .relaxed) == 0)
        #expect(lost.load(ordering: .relaxed) == 0)
    }
}
