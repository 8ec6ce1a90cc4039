import Foundation
import Synchronization

/// Work that is made on every processor and taken piece by piece in its order: while one thread takes a piece, the others
/// make the next ones. No more than two pieces for each thread are in memory.
enum InOrder {
    /// The pieces handed out, those that wait for their turn, and what stopped one of them.
    private struct Queue<Piece: Sendable>: Sendable {
        let count: Int
        private var next = 0
        private var taken = 0
        private var isTaking = false
        private var made: [Int: Result<Piece, any Error>] = [:]
        private(set) var error: (any Error)?

        init(count: Int) { self.count = count }

        /// The next piece to make; nil when there is none, or one failed.
        mutating func claim() -> Int? {
            guard error == nil, next < count else { return nil }
            next += 1
            return next - 1
        }

        mutating func add(_ piece: Result<Piece, any Error>, at index: Int) { made[index] = piece }

        /// The piece whose turn it is; nil before it is made, and while another thread takes one.
        mutating func begin() -> Result<Piece, any Error>? {
            guard error == nil, !isTaking, let piece = made.removeValue(forKey: taken) else { return nil }
            isTaking = true
            return piece
        }

        mutating func end(_ error: (any Error)?) {
            isTaking = false
            taken += 1
            self.error = error
        }
    }

    /// Makes the pieces from 0 to `count`, and hands each to `take` once those before it were taken.
    ///
    /// - Throws: what `make` or `take` threw first; nothing is taken after it.
    static func run<State: Sendable, Piece: Sendable>(
        _ count: Int, _ state: inout State, make: @Sendable (Int) throws -> Piece,
        take: @Sendable (inout State, Piece) throws -> Void
    ) throws {
        guard count > 0 else { return }
        let threads = min(count, ProcessInfo.processInfo.activeProcessorCount)
        let queue = Mutex(Queue<Piece>(count: count))
        let shared = Mutex(state)
        let room = DispatchSemaphore(value: 0)
        for _ in 0..<2 * threads { room.signal() }
        DispatchQueue.concurrentPerform(iterations: threads) { _ in
            while true {
                room.wait()
                guard let index = queue.withLock({ $0.claim() }) else { break }
                let piece = Result { try make(index) }
                queue.withLock { $0.add(piece, at: index) }
                while let piece = queue.withLock({ $0.begin() }) {
                    let result = Result { try shared.withLock { try take(&$0, piece.get()) } }
                    queue.withLock { queue in
                        if case .failure(let error) = result { queue.end(error) } else { queue.end(nil) }
                    }
                    room.signal()
                }
            }
            // Whoever waits for room finds that there is nothing left to make.
            room.signal()
        }
        state = shared.withLock { $0 }
        if let error = queue.withLock({ $0.error }) { throw error }
    }
}
