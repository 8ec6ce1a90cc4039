import Foundation
import Synchronization

/// Work that is made on every processor and taken piece by piece in its order: while one thread takes a piece, the others
/// make the next ones. No more pieces are in memory than there are threads.
enum InOrder {
    /// The pieces handed out so far, and what stopped one of them.
    private struct Queue: Sendable {
        var next = 0
        var error: (any Error)?

        mutating func claim(of count: Int) -> Int? {
            guard error == nil, next < count else { return nil }
            next += 1
            return next - 1
        }
    }

    /// Makes the pieces from 0 to `count`, and hands each to `take` once those before it were taken.
    ///
    /// - Throws: what `make` or `take` threw first; nothing is taken after it.
    static func run<State: Sendable, Piece>(
        _ count: Int, _ state: inout State, make: @Sendable (Int) throws -> Piece,
        take: @Sendable (inout State, Piece) throws -> Void
    ) throws {
        guard count > 0 else { return }
        let threads = min(count, ProcessInfo.processInfo.activeProcessorCount)
        let queue = Mutex(Queue())
        let shared = Mutex(state)
        // Pieces at work follow each other, so that no two of them wait at the same gate.
        let gates = (0..<threads).map { _ in DispatchSemaphore(value: 0) }
        gates[0].signal()
        DispatchQueue.concurrentPerform(iterations: threads) { _ in
            while let index = queue.withLock({ $0.claim(of: count) }) {
                let piece = Result { try make(index) }
                gates[index % threads].wait()
                if queue.withLock({ $0.error == nil }) {
                    do {
                        let piece = try piece.get()
                        try shared.withLock { try take(&$0, piece) }
                    } catch {
                        queue.withLock { $0.error = error }
                    }
                }
                gates[(index + 1) % threads].signal()
            }
        }
        state = shared.withLock { $0 }
        if let error = queue.withLock({ $0.error }) { throw error }
    }
}
