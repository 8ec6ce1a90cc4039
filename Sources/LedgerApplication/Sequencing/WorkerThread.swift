import Foundation
import Synchronization

/// One thread that runs jobs in the order they came: the home of blocking calls, off the cooperative pool.
final class WorkerThread<State>: Sendable {
    typealias Job = @Sendable (inout State) -> Void

    private struct Queue {
        var jobs: [Job] = []
        var stopped = false
    }

    /// The most jobs that share a round, and so a commit.
    private static var largestRound: Int { 512 }

    private let queue = Mutex(Queue())
    private let wake = DispatchSemaphore(value: 0)
    private let finished = DispatchSemaphore(value: 0)

    /// Starts the thread.
    ///
    /// - Parameters:
    ///   - name: the thread's name, as a debugger shows it.
    ///   - makeState: makes the state on the new thread; it never leaves it.
    ///   - between: runs after each round of jobs.
    init(
        name: String, makeState: @escaping @Sendable () -> State,
        between: @escaping @Sendable (inout State) -> Void
    ) {
        let thread = Thread { [self] in
            // The state, and with it the store's only writer, is gone before whoever stops the thread goes on.
            do {
                var state = makeState()
                while let jobs = next() {
                    var round = jobs
                    // What comes while a round runs joins it, up to a bound that keeps the first from waiting for ever.
                    var count = 0
                    while !round.isEmpty {
                        for job in round { job(&state) }
                        count += round.count
                        round = count < Self.largestRound ? waiting().jobs : []
                    }
                    between(&state)
                }
            }
            finished.signal()
        }
        thread.name = name
        thread.stackSize = 8 << 20
        thread.start()
    }

    /// Adds a job; jobs that wait together run in one round. False when the thread was told to stop.
    @discardableResult
    func submit(_ job: @escaping Job) -> Bool {
        let (accepted, first) = queue.withLock { queue in
            if queue.stopped { return (false, false) }
            queue.jobs.append(job)
            return (true, queue.jobs.count == 1)
        }
        if first { wake.signal() }
        return accepted
    }

    /// Lets the waiting jobs finish, then ends the thread; blocks until it has ended.
    func stop() {
        queue.withLock { $0.stopped = true }
        wake.signal()
        finished.wait()
        finished.signal()
    }

    /// Every job that waits; nil when there is none and none may come.
    private func next() -> [Job]? {
        while true {
            wake.wait()
            let (jobs, stopped) = waiting()
            if !jobs.isEmpty { return jobs }
            if stopped { return nil }
        }
    }

    /// Takes what waits, without waiting for it.
    private func waiting() -> (jobs: [Job], stopped: Bool) {
        queue.withLock { queue in
            let jobs = queue.jobs
            queue.jobs = []
            return (jobs, queue.stopped)
        }
    }
}

extension WorkerThread {
    /// Runs `body` with the reader that the thread holds.
    ///
    /// - Throws: ``LedgerError/stopped`` after the end, or without a reader, and what `body` throws.
    func ask<Reader, Value: Sendable>(
        _ body: @escaping @Sendable (Reader) throws -> Value
    ) async throws -> Value where State == Reader? {
        try await withUnsafeThrowingContinuation { continuation in
            let accepted = submit { reader in
                guard let reader else { return continuation.resume(throwing: LedgerError.stopped) }
                continuation.resume(with: Result { try body(reader) })
            }
            if !accepted { continuation.resume(throwing: LedgerError.stopped) }
        }
    }
}
